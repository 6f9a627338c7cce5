"""The regular forms of Dutch verbs that the stemmer does not know as such."""

VOWELS = "aeiou"
VOICELESS = ("t", "k", "f", "s", "ch", "p")
FINAL = {"v": "f", "z": "s"}


def conjugated(infinitive: str) -> tuple[str, str]:
    """Return "hij fietst" and "gefietst" of "fietsen". Forms that do not exist do no harm."""
    root = infinitive.removesuffix("en")
    first = _closed(root)
    voiceless = root.endswith(VOICELESS)
    he = first if first.endswith("t") else first + "t"
    done = first if first.endswith(("t", "d")) else first + ("t" if voiceless else "d")
    return he, f"ge{done}"


def _closed(root: str) -> str:
    """Write a root as it stands alone: mak- is maak, bakk- is bak, verv- is verf."""
    before, vowel, last = root[-3:-2], root[-2:-1], root[-1]
    if vowel == last:
        root = root[:-1]
    elif last not in VOWELS and vowel in VOWELS and before not in VOWELS and not _is_unstressed(root):
        root = root[:-1] + vowel + last
    return root[:-1] + FINAL.get(root[-1], root[-1])


def _is_unstressed(root: str) -> bool:
    """Say whether the last syllable is weak: wandel-, luister-, teken-; not so repareer-, installeer-."""
    if root.endswith(("iser", "ker", "ter", "ler", "nier", "reer", "rer", "fer", "pier", "ser", "ger", "ver")):
        return root.endswith(("luister", "vergader", "timmer", "schilder"))
    return len(root) > 4 and root.endswith(("el", "er", "en"))
