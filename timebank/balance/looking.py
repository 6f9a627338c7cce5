"""What the page of a wijk or a gemeente shows of one quarter or one year: the same for everybody who may see it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from flask_babel import gettext

from timebank.balance import pictures, words
from timebank.balance.adding import Sum, add_up, largest
from timebank.balance.figures import Balance
from timebank.balance.queries import Gave, OfAll, OfGemeente, OfWijk, Published, Scale, by_name, gave, scale_of
from timebank.balance.rules import REST, quarter_before, quarters_of
from timebank.wijk.queries import WijkNow

COLUMNS = 5
"""How many quarters stand beside each other: the same quarter of last year is one of them."""


@dataclass(frozen=True)
class Period:
    """A quarter (`2026Q3`) or a year (`2026`), in words, with the quarters of it that were published."""

    code: str
    name: str
    quarters: tuple[str, ...]

    @property
    def is_year(self) -> bool:
        """Say whether it is a year."""
        return len(self.code) == 4

    @property
    def lacks(self) -> str:
        """Name the quarters of a year that were not published (yet)."""
        missing = [one for one in quarters_of(self.code) if one not in self.quarters] if self.is_year else []
        return words.lacking([words.quarter(one) for one in missing])


@dataclass(frozen=True)
class Newest:
    """What a start page tells of a wijk: its newest balance, or none yet."""

    wijk: WijkNow
    quarter: str
    answer: str
    pair: pictures.Pair | None


def periods(published: Sequence[str]) -> list[Period]:
    """Return what can be chosen, of quarters that were published, newest first: quarters, then years."""
    quarters = [Period(one, words.quarter(one), (one,)) for one in published]
    years = dict.fromkeys(one[:4] for one in published)
    of_year = {year: tuple(one for one in published if one.startswith(year)) for year in years}
    return quarters + [Period(year, gettext("all of %(year)s", year=year), found) for year, found in of_year.items()]


def choose(possible: Sequence[Period], asked: str) -> Period | None:
    """Return the period that was asked for, by default the newest quarter; None where it was never published."""
    return next((one for one in possible if one.code == asked or not asked), None)


def within(found: OfWijk, period: Period) -> list[Published]:
    """Return what was published of a wijk in a period, newest first."""
    return [one for one in found.published if one.quarter in period.quarters]


def beside(found: OfWijk, period: Period) -> list[Published]:
    """Return what stands beside the newest quarter of a period, itself too, newest first."""
    codes = _up_to(period.quarters[0])
    return [one for one in found.published if one.quarter in codes]


def look_at_wijk(found: OfWijk, period: Period, everything: OfAll, groups: Mapping[str, str]) -> dict[str, Any]:
    """Return what the page of a wijk shows, by the names that its template knows."""
    chosen = within(found, period)
    newest = chosen[0]
    summed = add_up([(words.quarter(one.quarter), one.balance) for one in reversed(chosen)])
    hours = {one.quarter: one.balance.hours for one in beside(found, period)}
    by_quarter = [(code, hours.get(code)) for code in _up_to(newest.quarter)]
    scale, flows = everything.scale, everything.flows.get(found.wijk.gemeente_id, [])
    return _look(summed, newest.balance.wijk_name, scale, flows, groups) | {
        "columns": pictures.columns(by_quarter, scale.one_quarter),
        "over_time": words.over_time([(words.quarter(code), both) for code, both in by_quarter]),
        "facts": [] if period.is_year else words.facts(newest.balance),
        "households": ""
        if period.is_year
        else words.households(newest.balance.hours, newest.households, newest.households_year),
        "published": newest,
    }


def look_beside_words(found: OfWijk, period: Period) -> dict[str, Any]:
    """Return the figures of a quarter that stand beside a verslag about it."""
    balance = within(found, period)[0].balance
    both = pictures.pair(balance.wijk_name, balance.hours, largest([balance.hours]), hidden=words.NOT_YET)
    return {"answer": words.answer(balance.hours, balance.wijk_name), "both": both}


def look_at_gemeente(found: OfGemeente, period: Period, groups: Mapping[str, str]) -> dict[str, Any]:
    """Return what the page of a gemeente shows: its wijken together, on their own scale, and each of them by name."""
    by_wijk: dict[str, list[Balance]] = {}
    for one in found.balances:
        by_wijk.setdefault(one.wijk_code, []).append(one)
    sums = {code: add_up([(one.quarter, one) for one in some]) for code, some in by_wijk.items()}
    flows = by_name(gave(some[-1], sums[code]) for code, some in by_wijk.items())
    several = len(period.quarters) > 1
    together = add_up([(_label(one, several=several), one) for one in found.balances])
    scale = scale_of(list(sums.values()))
    shown = _look(together, found.name, scale_of([together]), flows, groups)
    shown["matrix"] = pictures.matrix(flows, scale.wijken)
    each = [(code, pictures.pair(name, sums[code].hours, scale.hours)) for code, name, _ in flows]
    return shown | {"each": each, "each_scale": words.hours(scale.hours)}


def newest(found: Sequence[OfWijk]) -> list[Newest]:
    """Return the newest balance of each of some wijken, all on one scale, for a start page."""
    shown = [(one.wijk, one.published[0] if one.published else None) for one in found]
    longest = largest(one.balance.hours for _, one in shown if one is not None)
    return [
        Newest(
            wijk,
            words.quarter(one.quarter) if one else "",
            words.answer(one.balance.hours, wijk.name) if one else "",
            pictures.pair(wijk.name, one.balance.hours, longest, hidden=words.NOT_YET) if one else None,
        )
        for wijk, one in shown
    ]


def _label(one: Balance, *, several: bool) -> str:
    return f"{one.wijk_name} ({words.quarter(one.quarter)})" if several else one.wijk_name


def _look(found: Sum, name: str, scale: Scale, flows: Sequence[Gave], groups: Mapping[str, str]) -> dict[str, Any]:
    rows = pictures.matrix(flows, scale.wijken)
    in_matrix = frozenset(code for code, _, _ in flows) if rows else frozenset()
    return {
        "found": found,
        "answer": words.answer(found.hours, name),
        "both": pictures.pair("", found.hours, scale.hours, hidden=words.NOT_YET, note=pictures.note(found, "hours")),
        "scale": words.hours(scale.hours),
        "groups": pictures.pairs("groups", found, {**groups, REST: words.PARTNERS[REST]}, scale.groups),
        "about_groups": words.most(found.groups, groups),
        "partners": pictures.pairs("partners", found, words.PARTNERS, scale.partners),
        "about_partners": words.with_whom(found.partners),
        "matrix": rows,
        "flows": pictures.flows(found, scale.wijken, in_matrix),
    }


def _up_to(newest: str) -> list[str]:
    codes = [newest]
    while len(codes) < COLUMNS:
        codes.insert(0, quarter_before(codes[0]))
    return codes
