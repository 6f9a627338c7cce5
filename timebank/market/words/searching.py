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
from timebank.market.words.misspelt import keys, nearest
from timebank.market.words.stems import STOP_WORDS, stem, stems, words

EXACT, PART, PREFIX, RELATED, NEAR = 1.0, 0.8, 0.7, 0.6, 0.4
SHORTEST_PREFIX = 3
NEAR_WORDS_AT_MOST = 3
WORDS_AT_MOST = 12
ENOUGH = 0.55
"""What a listing must hold, by weight, of what the best one holds."""


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

    def prefixes(self) -> list[str]:
        """Return the begins of words to ask for besides."""
        return sorted({one.prefix for one in self.asked if one.prefix})

    def for_fts5(self) -> str:
        """Return it for SQLite's MATCH; empty when nothing is looked for."""
        return " OR ".join([f'"{term}"' for term in self.terms()] + [f'"{begin}"*' for begin in self.prefixes()])

    def for_tsquery(self) -> str:
        """Return it for PostgreSQL's to_tsquery('simple', …); empty when nothing is looked for."""
        return " | ".join(self.terms() + [f"{begin}:*" for begin in self.prefixes()])


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
        asked.setdefault(whole, Asked(whole, related=table().related.get(whole, frozenset())))
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
    related = table().related.get(one, frozenset()).union(*(table().related.get(other, ()) for other in near))
    return Asked(one, parts(word), word if len(word) >= SHORTEST_PREFIX else "", related, near)
