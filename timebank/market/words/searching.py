"""Finds listings by what somebody types: what to ask the database for, and the order of what it brings.

The database brings the newest listings that hold any of the words; here those stay that hold enough of them. A word
counts most as it stands, then as part of a compound, as the begin of a word, as another word for the same, and least
as what a typing error may have meant. Then the newest comes first.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import log

from timebank.market.words.compounds import parts
from timebank.market.words.errands import meant_by, ordinary, table
from timebank.market.words.indexing import Reading
from timebank.market.words.matching import Listing
from timebank.market.words.meaning import cosine
from timebank.market.words.misspelt import keys, nearest
from timebank.market.words.stems import STOP_WORDS, stem, stems, words

EXACT, PART, PREFIX, RELATED, NEAR = 1.0, 0.8, 0.7, 0.6, 0.4
SHORTEST_PREFIX = 3
NEAR_WORDS_AT_MOST = 3
WORDS_AT_MOST = 12
ENOUGH = 0.55
"""What a listing must hold, by weight, of what the best one holds."""
SAME_ERRAND = 0.6
"""Or how much it must be about the same errand: "wandelen met viervoeters" for "hond uitlaten"."""


@dataclass(frozen=True)
class Asked:
    """One word that is looked for: its stem, its parts, how it begins, others that mean the same, others it may be."""

    stem: str
    parts: tuple[str, ...] = ()
    prefix: str = ""
    related: frozenset[str] = frozenset()
    near: tuple[str, ...] = ()


@dataclass(frozen=True)
class Query:
    """What is looked for. `is_all_stop_words`: then a listing is found by any of them, wherever it holds it."""

    asked: tuple[Asked, ...]
    is_all_stop_words: bool = False

    def terms(self) -> list[str]:
        """Return the stems to ask the database for, any of them: only a-z and 0-9."""
        return sorted({term for one in self.asked for term in (one.stem, *one.parts, *one.related, *one.near)})

    def terms_asked(self) -> set[str]:
        """Return the stems that were typed, and the parts of those that are compounds."""
        return {term for one in self.asked for term in (one.stem, *one.parts)}

    def prefixes(self) -> list[str]:
        """Return the begins of words to ask for besides."""
        return sorted({one.prefix for one in self.asked if one.prefix})


def keys_to_look_up(text: str) -> set[str]:
    """Return the keys under which near words of a query's words may stand in the table of the wijk's words."""
    return {key for one in _telling(text) for key in keys(stem(one))}


def query(text: str, vocabulary: Iterable[str] = ()) -> Query:
    """Make a query of what somebody typed.

    `vocabulary`: the stems found under `keys_to_look_up`. A word that stands among them is no typing error.
    """
    seen = frozenset(vocabulary)
    telling = _telling(text)
    asked = {stem(word): _asked(word, seen) for word in telling}
    for whole in stems(text):  # a verb in two pieces
        asked.setdefault(whole, Asked(whole, related=frozenset(table().related.get(whole, ()))))
    if not telling or telling[0] in STOP_WORDS:
        return Query(tuple(Asked(word) for word in telling), is_all_stop_words=True)
    return Query(tuple(asked[one] for one in list(asked)[:WORDS_AT_MOST]))


def _telling(text: str) -> list[str]:
    """Return the words that tell most: without those that any listing may hold, as long as others are left."""
    found = words(text)
    telling = [word for word in found if word not in STOP_WORDS] or found
    return [word for word in telling if stem(word) not in ordinary()] or telling


def _asked(word: str, vocabulary: frozenset[str]) -> Asked:
    one = stem(word)
    near: tuple[str, ...] = ()
    if one not in vocabulary and one not in table().clues:
        likely = nearest(one, vocabulary)[:NEAR_WORDS_AT_MOST]
        meant = meant_by(word)
        near = tuple(dict.fromkeys((*likely, *((meant,) if meant else ()))))
    related = frozenset().union(*(table().related.get(other, ()) for other in (one, *near)))
    return Asked(one, parts(word), word if len(word) >= SHORTEST_PREFIX else "", related, near)


def found(wanted: Query, candidates: Sequence[Listing], *, at_most: int) -> list[int]:
    """Return the ids of what holds enough of what is looked for: the most first, then the newest, then by id."""
    if wanted.is_all_stop_words:
        ordered = sorted(candidates, key=lambda one: (-one.order, one.id))
        return [one.id for one in ordered[:at_most]]
    hits = [[_how_found(asked, one.reading) for one in candidates] for asked in wanted.asked]
    values = [sum(column) for column in zip(*map(_weighed, hits), strict=True)]
    enough = max(values, default=0.0) * ENOUGH
    errands = table().told_by(wanted.terms_asked())
    ranked = sorted(
        (-round(value, 3), -one.order, one.id)
        for one, value in zip(candidates, values, strict=True)
        if value > 0 and (value >= enough or cosine(errands, one.reading.errands) >= SAME_ERRAND)
    )
    return [number for _, _, number in ranked[:at_most]]


def _how_found(asked: Asked, one: Reading) -> float:
    if asked.stem in one.own:
        return EXACT
    if asked.stem in one.parts or (asked.parts and one.all.issuperset(asked.parts)):
        return PART
    if asked.prefix and any(word.startswith(asked.prefix) for word in one.all):
        return PREFIX
    if not asked.related.isdisjoint(one.all):
        return RELATED
    if not one.all.isdisjoint(asked.near):
        return NEAR
    return NEAR / 2 if not one.all.isdisjoint(asked.parts) else 0.0


def _weighed(hits: Sequence[float]) -> list[float]:
    """Return how well each listing holds a word, by what the word weighs: the fewer hold it, the more."""
    weight = log(1 + len(hits) / (1 + sum(1 for how in hits if how)))
    return [how * weight for how in hits]
