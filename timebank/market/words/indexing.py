"""What is kept of a text to find it by: one column of stems, which either database indexes without stemming itself."""

from collections.abc import Collection
from dataclasses import dataclass
from functools import cached_property, lru_cache

from timebank.market.words.compounds import part_known, parts
from timebank.market.words.errands import meant_by, table
from timebank.market.words.stems import STOP_WORDS, stems, words

SECOND_ERRAND = 0.4
SECOND_KIND = 0.85
"""What an errand counts for a kind that it also belongs to."""
AROUND_WORDS = ".,;:!?…()[]\"'“”‘’-*/"


@dataclass(frozen=True)
class Reading:
    """What a text says: stems of its words, what its compounds are made of, and the errands told by them."""

    stems: tuple[str, ...]
    parts: frozenset[str]

    @cached_property
    def own(self) -> frozenset[str]:
        """Return the stems of its words, without order."""
        return frozenset(self.stems)

    @cached_property
    def all(self) -> frozenset[str]:
        """Return stems and parts together."""
        return self.parts | self.own

    @cached_property
    def errands(self) -> dict[int, float]:
        """Return how surely each errand of the table is told."""
        return table().told_by(self.all)

    @cached_property
    def kinds(self) -> dict[str, float]:
        """Return how surely it tells each kind, from 0 to 1: its surest errand, and a little for the next."""
        told: dict[str, list[float]] = {}
        for errand, sure in self.errands.items():
            first, *others = table().errands[errand].kinds
            told.setdefault(first, []).append(sure)
            for kind in others:
                told.setdefault(kind, []).append(sure * SECOND_KIND)
        return {kind: _together(sorted(sures, reverse=True)) for kind, sures in told.items()}


def _together(sures: list[float]) -> float:
    best, *rest = sures
    return best + (1 - best) * SECOND_ERRAND * (rest[0] if rest else 0.0)


def indexed(text: str) -> str:
    """Return the column to index: only a-z, 0-9, blanks and line ends, safe for FTS5 and for tsvector('simple').

    The first line holds the stems in their order. The second holds, by letter, the parts of compounds, what typing
    errors were meant as, and words as they were written where the stem is another: half a word is looked for by those.
    The third holds the stop words, for who looks for nothing else.
    """
    told = stems(text)
    written = words(text)
    beside = {part for word in written for part in _beside(word)}
    stop = STOP_WORDS.intersection(written)
    return "\n".join((" ".join(told), " ".join(sorted(beside.difference(told))), " ".join(sorted(stop))))


def _beside(word: str) -> tuple[str, ...]:
    if word in STOP_WORDS:
        return ()
    found = parts(word)
    if not found:
        one = meant_by(word) or part_known(word)
        found = () if one is None else (one,)
    return (word, *found)


@lru_cache(maxsize=4_096)
def read(column: str) -> Reading:
    """Read such a column again."""
    told, beside, _ = column.split("\n")
    return Reading(tuple(told.split()), frozenset(beside.split()))


@lru_cache(maxsize=512)
def understand(text: str) -> Reading:
    """Read a text that is kept nowhere: a query, or what somebody is writing."""
    return read(indexed(text))


def words_behind(text: str, told: Collection[str]) -> tuple[str, ...]:
    """Return the words of a text, as they were written, that hold one of these stems; each once, in their order."""
    written = dict.fromkeys(one.strip(AROUND_WORDS) for one in text.split())
    return tuple(one for one in written if not understand(one).all.isdisjoint(told))
