"""The figures of a balance, and the one form in which they are kept and handed out: the same bytes for everybody."""

from collections.abc import Mapping
from dataclasses import dataclass
from json import dumps, loads
from typing import Any

from timebank.balance.disclosure import Figure, number_of, stored


@dataclass(frozen=True)
class Both:
    """Hours that residents gave and that they received."""

    given: Figure
    received: Figure


@dataclass(frozen=True)
class Part:
    """Hours given to and received from one part of the whole: a partner (`rules.PARTNERS`, `rest`), or a group."""

    name: str
    hours: Both


@dataclass(frozen=True)
class WijkFlow:
    """Hours given to and received from one other wijk."""

    code: str
    name: str
    hours: Both


@dataclass(frozen=True)
class Balance:
    """What one wijk gave and got in one quarter: hours to five, numbers to five, medians in whole weeks.

    Parts stand in a fixed order, other wijken by name; a part that did not occur, or is in the rest, is hidden.
    """

    quarter: str
    wijk_code: str
    wijk_name: str
    hours: Both
    partners: tuple[Part, ...]
    wijken: tuple[WijkFlow, ...]
    groups: tuple[Part, ...]
    gave: Figure
    received: Figure
    both: Figure
    exchanges: Figure
    requests_met: Figure
    weeks_to_meet: Figure
    needs_met: Figure
    weeks_to_first: Figure


PEOPLE = ("gave", "received", "both")
SINGLE = ("exchanges", "requests_met", "weeks_to_meet", "needs_met", "weeks_to_first")


def as_data(balance: Balance) -> dict[str, Any]:
    """Return a balance as JSON has it; a hidden figure is null."""
    return {
        "quarter": balance.quarter,
        "wijk": {"code": balance.wijk_code, "name": balance.wijk_name},
        "hours": _both(balance.hours),
        "partners": [{"partner": part.name} | _both(part.hours) for part in balance.partners],
        "wijken": [{"code": flow.code, "name": flow.name} | _both(flow.hours) for flow in balance.wijken],
        "groups": [{"group": part.name} | _both(part.hours) for part in balance.groups],
        "people": {name: number_of(getattr(balance, name)) for name in PEOPLE},
        **{name: number_of(getattr(balance, name)) for name in SINGLE},
    }


def written(balance: Balance) -> str:
    """Return the one written form."""
    return dumps(as_data(balance), ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def read(text: str) -> Balance:
    """Read what `written` wrote."""
    data = loads(text)
    return Balance(
        quarter=data["quarter"],
        wijk_code=data["wijk"]["code"],
        wijk_name=data["wijk"]["name"],
        hours=_read_both(data["hours"]),
        partners=tuple(Part(one["partner"], _read_both(one)) for one in data["partners"]),
        wijken=tuple(WijkFlow(one["code"], one["name"], _read_both(one)) for one in data["wijken"]),
        groups=tuple(Part(one["group"], _read_both(one)) for one in data["groups"]),
        **{name: stored(data["people"][name]) for name in PEOPLE},
        **{name: stored(data[name]) for name in SINGLE},
    )


def _both(hours: Both) -> dict[str, int | None]:
    return {"given": number_of(hours.given), "received": number_of(hours.received)}


def _read_both(data: Mapping[str, Any]) -> Both:
    return Both(stored(data["given"]), stored(data["received"]))
