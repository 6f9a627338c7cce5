"""Reads `errands.txt`: which words tell which errand, which words mean the same, which words there are at all."""

from array import array
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache, reduce
from operator import or_

from timebank.market.words.lists import text_of
from timebank.market.words.misspelt import SHORTEST, allowed, nearest, sound
from timebank.market.words.stems import COMMON_WORDS, OTHER_WORDS, STOP_WORDS, stem, words

FILE = "errands.txt"
SURELY_MEANT = 7
SURE, HINT, TOGETHER = 0.7, 0.25, 0.8
LETTER_BITS = 31


@dataclass(frozen=True, slots=True)
class Clue:
    """Stems that together tell an errand, how surely, and the entry they stand in: an entry counts once."""

    stems: tuple[str, ...]
    weight: float
    errand: int
    entry: int


@dataclass(frozen=True)
class Errand:
    """One line of the table."""

    name: str
    kinds: tuple[str, ...]


@dataclass(frozen=True)
class Table:
    """The whole table, with its clues by each of their stems."""

    errands: tuple[Errand, ...]
    clues: Mapping[str, tuple[Clue, ...]]
    related: Mapping[str, tuple[str, ...]]
    written: frozenset[str]

    def told_by(self, stems: Iterable[str]) -> dict[int, float]:
        """Return how surely each errand is told: up to 1, each by its place in the table."""
        there = frozenset(stems)
        best: dict[tuple[int, int], float] = {}
        for one in there:
            for clue in self.clues.get(one, ()):
                if there.issuperset(clue.stems):
                    place = (clue.errand, clue.entry)
                    best[place] = max(best.get(place, 0.0), clue.weight)
        doubt: dict[int, float] = {}
        for (errand, _), weight in sorted(best.items()):
            doubt[errand] = doubt.get(errand, 1.0) * (1 - weight)
        return {errand: 1 - left for errand, left in doubt.items()}


@cache
def table() -> Table:
    """Return the table, read once."""
    return read(text_of(FILE))


def read(text: str) -> Table:
    """Read a table from its text."""
    errands: list[Errand] = []
    clues: dict[str, list[Clue]] = {}
    related: dict[str, set[str]] = {}
    written: set[str] = set()
    for kind, name, line in _lines(text):
        told, *others = line.split("@")
        for number, entry in enumerate(told.split(",")):
            alternatives = [one.strip() for one in entry.split("/")]
            for clue in _clues(alternatives, len(errands), number):
                for one in clue.stems:
                    clues.setdefault(one, []).append(clue)
            same = {stem(one) for one in alternatives if one.isalpha()}
            for one in same if len(same) > 1 else ():
                related.setdefault(one, set()).update(same - {one})
            written.update(word for one in alternatives for word in words(one))
        errands.append(Errand(name, (kind, *(other.strip() for other in others))))
    return Table(
        tuple(errands),
        {one: tuple(found) for one, found in clues.items()},
        {one: tuple(sorted(same)) for one, same in related.items()},
        frozenset(written),
    )


def entries(text: str) -> list[tuple[str, list[str]]]:
    """Return of each errand its name and the first word of each of its entries, as people would write them."""
    return [
        (name, [entry.split("/")[0].strip(" ?").replace("+", " ") for entry in line.partition("@")[0].split(",")])
        for _, name, line in _lines(text)
    ]


def _lines(text: str) -> Iterator[tuple[str, str, str]]:
    kind = ""
    for line in text.replace("\n  ", " ").splitlines():
        if line.startswith("["):
            kind = line.strip("[] ")
        elif line and not line.startswith("#"):
            name, _, told = line.partition(":")
            yield kind, name, told


def _clues(alternatives: list[str], errand: int, entry: int) -> Iterator[Clue]:
    for one in alternatives:
        stems = tuple(sorted({stem(word) for part in one.rstrip("?").split("+") for word in words(part)}))
        if stems:
            weight = HINT if one.endswith("?") else TOGETHER if len(stems) > 1 else SURE
            yield Clue(stems, weight, errand, entry)


@cache
def ordinary() -> frozenset[str]:
    """Return the stems that are no errand's, but no typing errors either."""
    return frozenset(map(stem, STOP_WORDS | COMMON_WORDS | OTHER_WORDS))


@cache
def _by_first_letter() -> dict[str, tuple[tuple[str, ...], Sequence[int]]]:
    """Return the words of the table by their first letter, each with its letters."""
    found: dict[str, list[str]] = {}
    for word in sorted(word for word in table().written if allowed(word)):
        found.setdefault(word[0], []).append(word)
    return {first: (tuple(words), array("L", map(_letters, words))) for first, words in found.items()}


@cache
def _by_sound() -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for word in filter(allowed, table().written):
        found[sound(word)] = (*found.get(sound(word), ()), word)
    return found


def _may_be_meant(word: str) -> set[str]:
    """Return every word of the table that `nearest` may find near, and few others.

    An error changes two letters of a word's set at most, so most words fall off at one look.
    """
    words, letters = _by_first_letter().get(word[0], ((), ()))
    mine, most = _letters(word), 2 * allowed(word)
    alike = {word for word, its in zip(words, letters, strict=True) if (its ^ mine).bit_count() <= most}
    return alike.union(_by_sound().get(sound(word), ()))


def _letters(word: str) -> int:
    """Return which letters a word holds, as bits."""
    return reduce(or_, (1 << (ord(letter) & LETTER_BITS) for letter in word))


@lru_cache(maxsize=8_192)
def meant_by(word: str) -> str | None:
    """Return the stem of the table that a word, normalised, is a typing error of, or None."""
    if len(word) < SHORTEST or stem(word) in table().clues or stem(word) in ordinary():
        return None
    near = nearest(word, _may_be_meant(word))
    return next((stem(one) for one in near if _is_likely(word, one)), None)


def _is_likely(word: str, meant: str) -> bool:
    """Say whether to take a word for another without asking: a short one only when it sounds so or a letter slipped."""
    if len(word) <= SHORTEST or len(meant) <= SHORTEST:
        return sound(word) == sound(meant) and word[0] == meant[0]
    slipped = len(word) != len(meant) or sorted(word) == sorted(meant)
    return len(word) >= SURELY_MEANT or slipped or sound(word) == sound(meant)
