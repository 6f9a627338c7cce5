"""Lays offers and requests beside each other: what fits first, each with its reason.

What counts is what both wrote, the errand that the words tell, the kind of help, what the texts mean (with the extra),
then nearness, day parts and language. Never what anybody has or did before. The numbers in here order a list and go
nowhere else.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from math import log, sqrt
from statistics import fmean, pstdev

from timebank.market.words.errands import ordinary, table
from timebank.market.words.indexing import Reading
from timebank.market.words.kinds import sureness

EXACT, PART, RELATED = 1.0, 0.7, 0.45
ORDINARY = 0.15
"""What a word that any text may hold weighs beside one that tells something."""
WORDS, ERRAND, KIND, MEANING = 1.0, 1.2, 0.5, 0.35
NEAR, DAY_PART, LANGUAGE = 0.06, 0.03, 0.03
FITS = 0.25
"""Below this nothing was found in common that is worth telling."""


@dataclass(frozen=True)
class Listing:
    """One offer or request as matching sees it.

    `kinds` are those that its writer chose. `nearness`: 2 the same wijk, 1 within reach, 0 elsewhere. `day_parts` is a
    bit mask, 0 for any. `order` grows with newness. `meaning` is the similarity with what is looked for, if known.
    """

    id: int
    reading: Reading
    kinds: frozenset[str] = frozenset()
    nearness: int = 0
    day_parts: int = 0
    language: str | None = None
    order: int = 0
    meaning: float | None = None


@dataclass(frozen=True)
class Reason:
    """Why a listing fits: stems that both have (as the one looked for has them), the kind, nearness, day parts."""

    stems: tuple[str, ...] = ()
    kind: str | None = None
    is_near: bool = False
    day_parts: int = 0
    is_alike: bool = False


@dataclass(frozen=True)
class Fit:
    """A listing that fits, and why."""

    id: int
    reason: Reason = field(default_factory=Reason)


def best(wanted: Listing, candidates: Sequence[Listing], *, at_most: int) -> list[Fit]:
    """Return the candidates that fit, the best first; equals by the newest, then by id."""
    weights = _rarity(wanted, candidates)
    alike = _standing_out([one.meaning for one in candidates])
    wanted_kinds = _kinds(wanted)
    found = []
    for one, meant in zip(candidates, alike, strict=True):
        value, reason = _fit(wanted, wanted_kinds, one, weights, meant)
        if value >= FITS:
            found.append((-value, -one.order, one.id, reason))
    found.sort(key=lambda row: row[:3])
    return [Fit(id, reason) for _, _, id, reason in found[:at_most]]


def _fit(
    wanted: Listing, wanted_kinds: Mapping[str, float], one: Listing, weights: Mapping[str, float], meant: float
) -> tuple[float, Reason]:
    shared = {told: how for told in weights if (how := _how(told, one.reading))}
    words = sum(weights[told] * how for told, how in shared.items()) / _length(wanted.reading, one.reading, weights)
    errand = _cosine(wanted.reading.errands, one.reading.errands)
    kinds = _kinds(one)
    both = {kind: min(sure, kinds[kind]) for kind, sure in wanted_kinds.items() if kind in kinds}
    kind = max(both, key=lambda code: (both[code], code), default=None)
    day_parts = wanted.day_parts & one.day_parts
    value = WORDS * words + ERRAND * errand + KIND * (both[kind] if kind else 0.0) + MEANING * meant
    if value >= FITS:
        value += NEAR * one.nearness + DAY_PART * bool(day_parts)
        value += LANGUAGE * (wanted.language is not None and wanted.language == one.language)
    return value, Reason(
        tuple(told for told in shared if told not in ordinary()), kind, one.nearness == 2, day_parts, meant > 1
    )
