"""Reads the lists of words beside the code."""

from pathlib import Path

FOLDER = Path(__file__).parent


def text_of(name: str) -> str:
    """Return a file of words as it is."""
    return (FOLDER / name).read_text(encoding="utf-8")


def read_lists(name: str) -> list[list[str]]:
    """Return the lists of a file in their order: the words after each line in brackets."""
    lists: list[list[str]] = []
    for line in text_of(name).splitlines():
        if line.startswith("["):
            lists.append([])
        elif line and not line.startswith("#"):
            lists[-1] += line.split()
    return lists


def read_pairs(words: list[str]) -> dict[str, str]:
    """Return each word with the one that it is taken for: itself, where no other is named."""
    pairs = (word.partition(":") for word in words)
    return {word: other or word for word, _, other in pairs}
