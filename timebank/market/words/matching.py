"""Lays offers and requests beside each other: which fit, the best first, each with its reason.

What counts is what both wrote, the errand that the words tell (or, with the extra, the meaning), the kind of help, then
nearness, day parts and language. Never what anybody has or did before. The numbers in here order one list and go
nowhere else.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from math import log, sqrt
from typing import NamedTuple

from timebank.market.words import meaning
from timebank.market.words.errands import ordinary, table
from timebank.market.words.indexing import Reading
from timebank.market.words.meaning import cosine

EXACT, PART, RELATED = 1.0, 0.7, 0.45
ORDINARY = 0.15
"""What a word that any text may hold weighs beside one that tells something."""
ERRAND, KIND, MEANING = 1.5, 0.3, 0.7
SHORT_TEXT = 5.0
"""Added to the weight of a listing's words, so that two words alike do not make a very short one fit best."""
NEAR, DAY_PART, LANGUAGE = 0.06, 0.03, 0.03
FITS = 0.25
"""Below this nothing was found in common that is worth telling."""
SURE_OF_A_CHOICE = 0.8
NEAREST = 2


class Listing(NamedTuple):
    """One offer or request as matching sees it.

    `kinds` are those that its writer chose. `nearness` is 2 in the same wijk, 1 within reach, 0 elsewhere. `day_parts`
    is a bit mask, 0 for any. `order` grows with newness. `meaning` is what `meaning.vector_of` gave when it was saved.
    """

    id: int
    reading: Reading
    kinds: frozenset[str] = frozenset()
    nearness: int = 0
    day_parts: int = 0
    language: str | None = None
    order: int = 0
    meaning: bytes | None = None

    def sure_kinds(self) -> Mapping[str, float]:
        """Return how sure each kind is: a chosen one at least as sure as a good guess."""
        guessed = self.reading.kinds
        if not self.kinds:
            return guessed
        return guessed | {code: max(guessed.get(code, 0.0), SURE_OF_A_CHOICE) for code in self.kinds}

    def sure_errands(self) -> Mapping[int, float]:
        """Return how sure each errand is, by the words and by what they mean."""
        told = self.reading.errands
        if not self.meaning:
            return told
        found = dict(told)
        for errand, share in meaning.read(self.meaning).items():
            found[errand] = found.get(errand, 0.0) + MEANING * share
        return found


@dataclass(frozen=True)
class Reason:
    """Why a listing fits: stems that both wrote, the kind of help of both, that it is near, day parts of both."""

    stems: tuple[str, ...] = ()
    kind: str | None = None
    is_near: bool = False
    day_parts: int = 0


@dataclass(frozen=True)
class Fit:
    """A listing that fits, and why."""

    id: int
    reason: Reason = Reason()


class Candidates:
    """Listings that may fit, with what is the same of them whatever is laid beside them."""

    def __init__(self, listings: Sequence[Listing]) -> None:
        self._weights = weights = Rarity([one.reading for one in listings])
        self._all = [
            (one, weights.of(one.reading) + SHORT_TEXT, one.sure_errands(), one.sure_kinds()) for one in listings
        ]

    def best(self, wanted: Listing, *, at_most: int) -> list[Fit]:
        """Return those that fit, the best first; equals by the newest, then by the lower id."""
        sought, weights = _sought(wanted.reading), self._weights
        own_weight = weights.of(wanted.reading)
        errands, kinds = wanted.sure_errands(), wanted.sure_kinds()
        found = []
        for one, weight, its_errands, its_kinds in self._all:
            value = 0.0
            shared = _in_words(sought, one.reading)
            if shared:
                value = sum(weights[told] * how for told, how in shared) / (sqrt(own_weight * weight) or 1.0)
            value += ERRAND * cosine(errands, its_errands) + KIND * cosine(kinds, its_kinds)
            if value >= FITS:
                found.append((-round(value + _circumstances(wanted, one), 6), -one.order, one.id, one))
        found.sort(key=lambda row: row[:3])
        return [Fit(one.id, _reason(wanted, one, sought)) for *_, one in found[:at_most]]


class Rarity(dict[str, float]):
    """What a stem weighs: the rarer among the readings, the more; little when any text may hold it."""

    def __init__(self, readings: Sequence[Reading]) -> None:
        super().__init__()
        self.among = Counter(chain.from_iterable(reading.all for reading in readings))
        self.number = len(readings)

    def __missing__(self, stem: str) -> float:
        self[stem] = log(1 + self.number / (1 + self.among[stem])) * (ORDINARY if stem in ordinary() else 1.0)
        return self[stem]

    def of(self, reading: Reading) -> float:
        """Return what the words of a text weigh together."""
        return sum([self[stem] for stem in reading.stems])


@dataclass(frozen=True)
class _Sought:
    """What the words of a text are looked for by: how much each counts, and which others mean the same."""

    stems: Mapping[str, float]
    related: Mapping[str, tuple[str, ...]]
    any: frozenset[str]


def _sought(reading: Reading) -> _Sought:
    stems = {told: PART for told in sorted(reading.parts)} | {told: EXACT for told in reading.stems}
    related = {told: same for told in stems if (same := table().related.get(told))}
    return _Sought(stems, related, frozenset(stems).union(*related.values()))


def _in_words(sought: _Sought, one: Reading) -> list[tuple[str, float]]:
    """Return the stems looked for that a text has, and how well: as a word, as a part, by one that means the same."""
    if sought.any.isdisjoint(one.all):
        return []
    found = []
    for told, counts in sought.stems.items():
        if told in one.own:
            found.append((told, counts))
        elif told in one.parts:
            found.append((told, counts * PART))
        elif told in sought.related and not one.all.isdisjoint(sought.related[told]):
            found.append((told, counts * RELATED))
    return found


def _reason(wanted: Listing, one: Listing, sought: _Sought) -> Reason:
    in_words = {told for told, _ in _in_words(sought, one.reading)} - ordinary()
    mine, its = wanted.sure_kinds(), one.sure_kinds()
    both = sorted((-min(sure, its[kind]), kind) for kind, sure in mine.items() if kind in its)
    return Reason(
        tuple(told for told in (*wanted.reading.stems, *sorted(wanted.reading.parts)) if told in in_words),
        both[0][1] if both else None,
        one.nearness == NEAREST,
        wanted.day_parts & one.day_parts,
    )


def _circumstances(wanted: Listing, one: Listing) -> float:
    same_language = wanted.language is not None and wanted.language == one.language
    return NEAR * one.nearness + DAY_PART * bool(wanted.day_parts & one.day_parts) + LANGUAGE * same_language
