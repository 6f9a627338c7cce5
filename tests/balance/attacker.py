"""Somebody who knows every published table, and all that he gave and got himself, and subtracts."""

from collections.abc import Iterable, Sequence
from math import inf

from timebank.balance.counted import Counted
from timebank.balance.disclosure import Figure, number_of
from timebank.balance.figures import Balance, Part
from timebank.balance.rules import OWN, PARTNERS, REST, WIJKEN

HALF = 150
"""Minutes that a figure in hours may be off by rounding to fives."""

Name = tuple[str, ...]
Equation = tuple[Sequence[Name], float, float]
"""These parts together lie between these minutes."""


def bounds(balances: Sequence[Balance]) -> dict[Name, tuple[float, float]]:
    """Return between which minutes each part must lie, by what all tables say of it and of the others."""
    equations = list(_equations(balances))
    known: dict[Name, tuple[float, float]] = {name: (0.0, inf) for names, _, _ in equations for name in names}
    for _ in range(20):
        before = dict(known)
        for names, least, most in equations:
            lows, highs = sum(known[one][0] for one in names), [known[one][1] for one in names]
            unbounded, high = highs.count(inf), sum(one for one in highs if one < inf)
            for one in names:
                low, top = known[one]
                others = inf if unbounded - (top == inf) else high - (0 if top == inf else top)
                known[one] = max(low, least - others), min(top, most - (lows - low))
        if known == before:
            break
    return known


def truth(counted: Iterable[Counted]) -> dict[Name, int]:
    """Return the minutes of every part."""
    found: dict[Name, int] = {}
    for one in counted:
        for way, parts, wijken, groups in (
            ("given", one.given, one.to_wijken, one.given_by_group),
            ("received", one.received, one.from_wijken, one.received_by_group),
        ):
            found |= {_partner(one.code, way, name): cell.minutes for name, cell in parts.items()}
            found |= {_flow(one.code, way, other): cell.minutes for other, cell in wijken.items()}
            found |= {(one.code, way, "group", name): cell.minutes for name, cell in groups.items()}
    return found


def _partner(code: str, way: str, name: str) -> Name:
    return (code, OWN) if name == OWN else (code, way, name)


def _flow(code: str, way: str, other: str) -> Name:
    return ("flow", code, other) if way == "given" else ("flow", other, code)


def _equations(balances: Sequence[Balance]) -> Iterable[Equation]:
    codes = [balance.wijk_code for balance in balances]
    for balance in balances:
        code = balance.wijk_code
        for way in ("given", "received"):
            flows = [_flow(code, way, other) for other in codes if other != code]
            whole = [_partner(code, way, name) for name in PARTNERS if name != WIJKEN] + flows
            groups = [(code, way, "group", part.name) for part in balance.groups if part.name != REST]
            for names in (whole, groups):
                yield from _about(names, getattr(balance.hours, way))
            yield from _parts(
                balance.partners, way, {name: [_partner(code, way, name)] for name in PARTNERS} | {WIJKEN: flows}
            )
            yield from _parts(balance.groups, way, {name[-1]: [name] for name in groups})
            for flow in balance.wijken:
                yield from _about([_flow(code, way, flow.code)], getattr(flow.hours, way))


def _parts(parts: Sequence[Part], way: str, made_of: dict[str, list[Name]]) -> Iterable[Equation]:
    figures = {part.name: getattr(part.hours, way) for part in parts}
    for name, figure in figures.items():
        if name != REST:
            yield from _about(made_of[name], figure)
    hidden = [one for name, names in made_of.items() if number_of(figures[name]) is None for one in names]
    yield from _about(hidden, figures[REST])


def _about(names: Sequence[Name], figure: Figure) -> Iterable[Equation]:
    hours = number_of(figure)
    if hours is not None and names:
        yield names, hours * 60 - HALF, hours * 60 + HALF - 1
