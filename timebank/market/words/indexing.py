"""What is kept of a text to find it by: one column of stems, which either database indexes without stemming itself."""

from dataclasses import dataclass
from functools import cached_property, lru_cache

from timebank.market.words.compounds import part_known, parts
from timebank.market.words.errands import meant_by, table
from timebank.market.words.stems import STOP_WORDS, stem, stems, words


@dataclass(frozen=True)
class Reading:
    """What a text says: stems of its words, what its compounds are made of, and the errands told by them."""

    stems: tuple[str, ...]
    parts: frozenset[str]

    @cached_property
    def all(self) -> frozenset[str]:
        """Return stems and parts together."""
        return self.parts.union(self.stems)

    @cached_property
    def errands(self) -> dict[int, float]:
        """Return how surely each errand of the table is told."""
        return table().told_by(self.all)

    @cached_property
    def in_order(self) -> tuple[str, ...]:
        """Return stems and parts by letter, for what begins with something."""
        return tuple(sorted(self.all))


def indexed(text: str) -> str:
    """Return the column to index: only a-z, 0-9 and blanks, safe for FTS5 and for tsvector('simple').

    The first line holds the stems in their order. The second holds, by letter, the parts of compounds, what typing
    errors were meant as, and words as they were written where the stem is another: half a word is looked for by those.
    """
    told = stems(text)
    beside = {part for word in words(text) for part in _beside(word)}
    return " ".join(told) + "\n" + " ".join(sorted(beside.difference(told)))


def _beside(word: str) -> tuple[str, ...]:
    if word in STOP_WORDS:
        return ()
    found = parts(word)
    if not found:
        one = meant_by(word) or part_known(word)
        found = () if one is None else (one,)
    return (word, *found)


@lru_cache(maxsize=16_384)
def read(column: str) -> Reading:
    """Read such a column again."""
    told, _, beside = column.partition("\n")
    return Reading(tuple(told.split()), frozenset(beside.split()))


@lru_cache(maxsize=1_024)
def understand(text: str) -> Reading:
    """Read a text that is kept nowhere: a query, or what somebody is writing."""
    return read(indexed(text))


def stem_of(word: str) -> str:
    """Return the stem under which a single word is found."""
    return stem("".join(words(word)))
