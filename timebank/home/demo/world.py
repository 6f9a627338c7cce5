"""Who lives in the invented gemeente and who helps whom: the same for the same seed. No database, no clock."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import accumulate
from random import Random
from typing import TypeVar

from timebank.home.demo.words import COMMON_KINDS, FIRST_NAMES, LAST_NAMES, NOTES, WIJKEN

DAYS = 730
TOP_SHARE, OF_ALL = 0.2, 0.8
"""A fifth of the people make four fifths of the exchanges."""

TO_NEIGHBOUR, TO_OTHER_WIJK, TO_POT = 0.85, 0.94, 0.98
"""Below these: help in one wijk, between wijken, for the wijkpot; above: help that the wijkpot gives for."""

MINUTES = {15: 2, 30: 5, 45: 2, 60: 8, 90: 4, 120: 5, 180: 2, 240: 1}
"""How long help lasts, and how often."""

POT = -1

T = TypeVar("T")
Table = tuple[list[T], list[float]]
"""What can be drawn, and the sums of how often until there."""


@dataclass(frozen=True)
class Somebody:
    """Who lives where; `own_line` tells namesakes apart."""

    wijk: int
    name: str
    own_line: str = ""


STEWARDS = (
    *(Somebody(0, "Ria Bakker"), Somebody(0, "Youssef Benali")),
    *(Somebody(1, "Marga de Wit"), Somebody(1, "Anton Pinas")),
    *(Somebody(2, "Fenna Postma"), Somebody(2, "Kemal Kaya")),
)
FATIMA, HENK = Somebody(0, "Fatima de Vries"), Somebody(0, "Henk Visser", "van de fietsen")
NAMESAKES = (
    *(Somebody(0, "Henk Visser", "met de hond"), Somebody(0, "Fatima Demir")),
    *(Somebody(1, "Jan de Boer", "van de moestuin"), Somebody(1, "Jan de Boer", "van boven de bakker")),
)
KNOWN = (*STEWARDS, FATIMA, HENK, *NAMESAKES)
"""Who is always there, in this order; everybody else is drawn."""


@dataclass(frozen=True, slots=True)
class Help:
    """Somebody (by number; POT: the pot of the other's wijk) helped somebody."""

    giver: int
    receiver: int
    minutes: int
    category_code: str
    day: date
    note: str
    is_told_by_giver: bool


def people(count: int, seed: int) -> list[Somebody]:
    """Return who lives there: KNOWN, then everybody else; at least len(KNOWN)."""
    random = Random(seed)
    households = [number for _, _, number in WIJKEN]
    wijken = random.choices(range(len(WIJKEN)), households, k=count - len(KNOWN))
    return [*KNOWN, *(Somebody(wijk, f"{random.choice(FIRST_NAMES)} {random.choice(LAST_NAMES)}") for wijk in wijken)]


def activity(count: int) -> list[float]:
    """Return how active each is, the most active first: a power law in which TOP_SHARE of them do OF_ALL.

    (rank + count / 10) ** -slope: the constant keeps one person from doing everything.
    """
    low, high = 0.0, 20.0
    for _ in range(40):
        slope = (low + high) / 2
        weights = [(rank / count + 0.1) ** -slope for rank in range(count)]
        top = sum(weights[: round(count * TOP_SHARE)]) / sum(weights)
        low, high = (slope, high) if top < OF_ALL else (low, slope)
    return weights


class Village:
    """Draws who helps whom."""

    def __init__(self, inhabitants: list[Somebody], seed: int) -> None:
        self.random = Random(seed + 1)
        self.wijk_of = [somebody.wijk for somebody in inhabitants]
        ranked = self._ranked(len(inhabitants))
        weight = dict(zip(ranked, activity(len(inhabitants)), strict=True))
        self.everybody = _table(weight)
        self.by_wijk = [
            _table({number: often for number, often in weight.items() if self.wijk_of[number] == wijk})
            for wijk in range(len(WIJKEN))
        ]
        self.kinds = _table({kind: COMMON_KINDS.get(kind, 1) for kind in NOTES})
        self.minutes = _table(MINUTES)

    def helps(self, count: int, *, until: date) -> Iterator[Help]:
        """Draw `count` times help, oldest first, busier towards `until`."""
        for number in range(1, count + 1):
            days_ago = round(DAYS * (1 - (number / count) ** 0.7))
            yield self._help(until - timedelta(days=days_ago))

    def _help(self, day: date) -> Help:
        giver = self._draw(self.everybody)
        giver, receiver = self._pair(giver, self.random.random())
        kind = self._draw(self.kinds)
        told_by_giver = receiver == POT or (giver != POT and self.random.random() < 0.6)
        return Help(
            giver, receiver, self._draw(self.minutes), kind, day, self.random.choice(NOTES[kind]), told_by_giver
        )

    def _pair(self, somebody: int, chance: float) -> tuple[int, int]:
        wijk = self.wijk_of[somebody]
        if chance >= TO_POT:
            return POT, somebody
        if chance >= TO_OTHER_WIJK:
            return somebody, POT
        if chance >= TO_NEIGHBOUR:
            wijk = (wijk + self.random.randint(1, len(WIJKEN) - 1)) % len(WIJKEN)
        other = somebody
        while other == somebody:
            other = self._draw(self.by_wijk[wijk])
        return somebody, other

    def _draw(self, table: Table[T]) -> T:
        choices, sums = table
        return self.random.choices(choices, cum_weights=sums)[0]

    def _ranked(self, count: int) -> list[int]:
        """Return everybody, the most active first: a few with a sign-in on top, so that their pages are full."""
        first = [KNOWN.index(somebody) for somebody in (FATIMA, STEWARDS[0], HENK)]
        others = [number for number in range(count) if number not in first]
        self.random.shuffle(others)
        return first + others


def _table(often: Mapping[T, float]) -> Table[T]:
    return list(often), list(accumulate(often.values()))
