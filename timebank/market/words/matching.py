"""Lays offers and requests beside each other: which fit, the best first, each with its reason.

What counts is what both wrote, the errand that the words tell (or, with the extra, the meaning), the kind of help, then
nearness, day parts and language. Never what anybody has or did before. The numbers in here order one list and go
nowhere else.
"""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from math import log, sqrt

from timebank.market.words import meaning
from timebank.market.words.errands import ordinary, table
from timebank.market.words.indexing import Reading

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


@dataclass(frozen=True)
class Listing:
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

    @cached_property
    def sure_kinds(self) -> dict[str, float]:
        """Return how sure each kind is: a chosen one at least as sure as a good guess."""
        guessed = self.reading.kinds
        return guessed | {code: max(guessed.get(code, 0.0), SURE_OF_A_CHOICE) for code in self.kinds}


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
    reason: Reason = field(default_factory=Reason)


def best(wanted: Listing, candidates: Sequence[Listing], *, at_most: int) -> list[Fit]:
    """Return the candidates that fit, the best first; equals by the newest, then by the lower id."""
    weights = rarity([one.reading for one in candidates])
    own_weight = _weight(wanted.reading, weights)
    own_errands = _errands(wanted)
    found = []
    for one in candidates:
        value, shared = _in_words(wanted.reading, one.reading, weights)
        value /= sqrt(own_weight * (_weight(one.reading, weights) + SHORT_TEXT)) or 1.0
        kind, sure = _shared_kind(wanted, one)
        value += ERRAND * meaning.cosine(own_errands, _errands(one)) + KIND * sure
        if value >= FITS:
            reason = Reason(shared, kind, one.nearness == NEAREST, wanted.day_parts & one.day_parts)
            found.append((-round(value + _circumstances(wanted, one), 6), -one.order, one.id, reason))
    found.sort(key=lambda row: row[:3])
    return [Fit(number, reason) for _, _, number, reason in found[:at_most]]


def rarity(readings: Sequence[Reading]) -> Callable[[str], float]:
    """Return what a stem weighs: the rarer among the readings, the more; little when any text may hold it."""
    among = Counter(one for reading in readings for one in reading.all)
    number = len(readings)
    known: dict[str, float] = {}

    def weight(one: str) -> float:
        if one not in known:
            known[one] = log(1 + number / (1 + among[one])) * (ORDINARY if one in ordinary() else 1.0)
        return known[one]

    return weight


def _weight(reading: Reading, weights: Callable[[str], float]) -> float:
    return sum(map(weights, reading.stems))


def _in_words(wanted: Reading, one: Reading, weights: Callable[[str], float]) -> tuple[float, tuple[str, ...]]:
    """Return what the words in common weigh, and those of them that tell something, in the order of the text."""
    value = 0.0
    shared = []
    for told in (*wanted.stems, *sorted(wanted.parts)):
        how = how_found(told, one)
        if how:
            value += weights(told) * how * (EXACT if told in wanted.own else PART)
            if told not in ordinary():
                shared.append(told)
    return value, tuple(shared)


def how_found(told: str, one: Reading) -> float:
    """Return how well a stem is found in a text: itself, as a part of a compound, by a word that means the same."""
    if told in one.own:
        return EXACT
    if told in one.parts:
        return PART
    return RELATED if not one.all.isdisjoint(table().related.get(told, ())) else 0.0


def _errands(one: Listing) -> dict[int, float]:
    told = dict(one.reading.errands)
    for errand, share in meaning.read(one.meaning or b"").items():
        told[errand] = told.get(errand, 0.0) + MEANING * share
    return told


def _shared_kind(wanted: Listing, one: Listing) -> tuple[str | None, float]:
    """Return the surest kind of both, and how much alike the two are in their kinds."""
    both = {kind: min(sure, one.sure_kinds[kind]) for kind, sure in wanted.sure_kinds.items() if kind in one.sure_kinds}
    kind = min(both, key=lambda code: (-both[code], code), default=None)
    return kind, meaning.cosine(wanted.sure_kinds, one.sure_kinds)


def _circumstances(wanted: Listing, one: Listing) -> float:
    same_language = wanted.language is not None and wanted.language == one.language
    return NEAR * one.nearness + DAY_PART * bool(wanted.day_parts & one.day_parts) + LANGUAGE * same_language
