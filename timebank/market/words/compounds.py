"""Takes Dutch compounds apart: "fietsenmaker" is fiets and maken, "tuinonderhoud" is tuin and onderhoud."""

from collections.abc import Iterator
from functools import cache, lru_cache

from timebank.market.words.errands import ordinary, table
from timebank.market.words.lists import read_lists, read_pairs
from timebank.market.words.stems import STOP_WORDS, stem

SHORTEST_COMPOUND = 7
SHORTEST_PART = 3
SHORTEST_PART_BESIDE_UNKNOWN = 4
SHORTEST_END_BESIDE_UNKNOWN = 5
LINKS = ("", "s", "e", "en", "n", "er", "tje", "je", "jes", "tjes")
LONGEST_LINK = max(map(len, LINKS))
VOWELS = "aeiou"

_, _, _begins, _endings, _ends, _ = read_lists("forms.txt")
BEGINNINGS_OF_VERBS, ENDINGS = frozenset(_begins), frozenset(_endings)
ENDS = read_pairs(_ends)
"""Words that others are put before; beside them, every word of `errands.txt` can be a part."""


@cache
def _known_words() -> frozenset[str]:
    known = (*table().written, *ENDS)
    return frozenset(word for word in known if len(word) >= SHORTEST_PART and word.isalpha())


@lru_cache(maxsize=8_192)
def _meant(form: str) -> str | None:
    """Return the stem of the known word that this is, with what links it to the next one or not; the longest word."""
    for at in range(len(form), max(len(form) - LONGEST_LINK, SHORTEST_PART) - 1, -1):
        word, link = form[:at], form[at:]
        if word in _known_words() and (link in LINKS or _is_doubled(word, link)):
            meant = stem(ENDS.get(word, word))
            return None if form in STOP_WORDS or meant in STOP_WORDS else meant
    return None


def _is_doubled(word: str, link: str) -> bool:
    """Say whether a word's last letter stands twice before -en: "pan", "pannen"."""
    closed = word[-1] not in VOWELS and word[-2] in VOWELS and word[-3] not in VOWELS
    return closed and link == word[-1] + "en"


@lru_cache(maxsize=8_192)
def parts(word: str) -> tuple[str, ...]:
    """Return the stems of the parts of a compound, in their order; nothing for a word that is none."""
    if len(word) < SHORTEST_COMPOUND or not word.isalpha():
        return ()
    return _split(word)


@lru_cache(maxsize=8_192)
def part_known(word: str) -> str | None:
    """Return the stem of the one part that is known, the begin or the end of a word ("heggenbeugel": heg), or None."""
    if len(word) < SHORTEST_COMPOUND or not word.isalpha() or stem(word) in table().clues or stem(word) in ordinary():
        return None
    return next(_one_known(word), None)


@lru_cache(maxsize=8_192)
def _split(word: str) -> tuple[str, ...]:
    """Split into known parts: as few as can be, the first as long as can be."""
    best: tuple[str, ...] = ()
    for at in range(len(word) - SHORTEST_PART, SHORTEST_PART - 1, -1):
        first = _meant(word[:at])
        if first is None:
            continue
        last = _meant(word[at:]) if len(word) - at > SHORTEST_PART or word[at:] in ENDS else None
        rest = (last,) if last else _split(word[at:])
        if rest and (not best or len(rest) + 1 < len(best)):
            best = (first, *rest)
    return best


def _one_known(word: str) -> Iterator[str]:
    for at in range(len(word) - SHORTEST_PART_BESIDE_UNKNOWN, SHORTEST_PART_BESIDE_UNKNOWN - 1, -1):
        known = _meant(word[:at])
        if known and word[at:] not in ENDINGS:
            yield known
            return
    for at in range(SHORTEST_PART, len(word) - SHORTEST_END_BESIDE_UNKNOWN + 1):
        known = _meant(word[at:])
        if known and word[:at] not in BEGINNINGS_OF_VERBS:
            yield known
            return
