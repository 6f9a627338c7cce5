"""Attacks on the rules of disclosure: ten thousand invented quarters, and somebody who subtracts."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

import pytest

from tests.balance import attacker
from tests.balance.worlds import GROUPS, World, any_world, busy_world
from tests.stress.scale import scaled
from timebank.balance.counted import Cell, Counted
from timebank.balance.deciding import decide
from timebank.balance.disclosure import number_of
from timebank.balance.figures import Balance
from timebank.balance.rules import OWN, PARTNERS, REST, WIJKEN

WORLDS = 10_000
USEFUL_WORLDS = 400
CLOSE = 0.1
LUCK = 0.02
"""How much more often than by a blind guess an attack may be right: what chance does in so many tries."""


@dataclass
class Seen:
    """What was seen of many quarters: how often there was something to see, and what was wrong."""

    hidden: int = 0
    found: list[object] = field(default_factory=list)
    shown: int = 0
    too_few: list[object] = field(default_factory=list)
    tries: int = 0
    attacked: int = 0
    blind: int = 0
    numbers: int = 0
    too_small: list[object] = field(default_factory=list)
    flows: int = 0
    one_sided: list[object] = field(default_factory=list)


@pytest.fixture(scope="module")
def seen() -> Seen:
    """Publish every world, and look at all of it."""
    seen = Seen()
    for seed in range(scaled(WORLDS)):
        world = any_world(seed)
        counted, balances = published(world)
        subtract(seen, seed, counted, balances)
        look_at_cells(seen, seed, counted, balances)
        look_at_persons(seen, seed, counted, balances)
        look_at_flows(seen, seed, balances)
    return seen


@pytest.mark.stress
def test_no_hidden_part_can_be_found_by_subtraction(seen):
    assert seen.hidden > scaled(WORLDS)
    assert not seen.found, f"{len(seen.found)} of {seen.hidden}: {seen.found[:5]}"


@pytest.mark.stress
def test_every_figure_shown_is_of_ten_on_each_side_and_of_nobody_alone(seen):
    assert seen.shown > scaled(WORLDS)
    assert not seen.too_few, seen.too_few[:5]


@pytest.mark.stress
def test_nobody_who_takes_part_finds_what_another_gave_or_got(seen):
    assert seen.tries > scaled(WORLDS)
    assert seen.attacked / seen.tries <= seen.blind / seen.tries + LUCK


@pytest.mark.stress
def test_no_number_is_below_ten_nor_what_it_leaves(seen):
    assert seen.numbers
    assert not seen.too_small, seen.too_small[:5]


@pytest.mark.stress
def test_a_flow_is_shown_in_both_wijken_or_in_neither(seen):
    assert seen.flows
    assert not seen.one_sided, seen.one_sided[:5]


@pytest.mark.stress
def test_where_many_take_part_evenly_all_six_groups_show():
    all_six = 0
    for seed in range(scaled(USEFUL_WORLDS)):
        _, [balance] = published(busy_world(seed))
        assert number_of(balance.hours.given) and number_of(balance.hours.received)
        groups = {part.name: part.hours for part in balance.groups}
        all_six += all(number_of(groups[name].given) and number_of(groups[name].received) for name in GROUPS)
    assert all_six >= 0.95 * scaled(USEFUL_WORLDS)


def subtract(seen: Seen, seed: int, counted: list[Counted], balances: list[Balance]) -> None:
    """Try to find each hidden part from all that is shown."""
    known, shown = attacker.bounds(balances), names_shown(balances)
    for name, minutes in attacker.truth(counted).items():
        if minutes > 0 and name not in shown and name in known:
            seen.hidden += 1
            low, high = known[name]
            if low >= minutes * (1 - CLOSE) and high <= minutes * (1 + CLOSE):
                seen.found.append((seed, name, minutes, low, high))


def look_at_cells(seen: Seen, seed: int, counted: list[Counted], balances: list[Balance]) -> None:
    """Look whether each figure holds ten persons a side and nobody who is most of it; and attack it.

    The attack: whoever is largest but one takes his own off, and guesses that the rest is the largest's. The blind
    guess is a quarter of the figure.
    """
    for cell, hours in shown_cells(counted, balances):
        seen.shown += 1
        if hours != (cell.minutes + 150) // 300 * 5 or hours <= 0:
            seen.too_few.append((seed, hours, cell.minutes))
        for side in filter(None, (cell.givers, cell.receivers)):
            largest = sorted((minutes for minutes in side.values() if minutes > 0), reverse=True)
            most = sum(side.values())
            if len(largest) < 10 or largest[0] > 0.5 * most or sum(largest[:2]) > 0.75 * most:
                seen.too_few.append((seed, largest))
            seen.tries += 1
            seen.attacked += is_close(hours * 60 - largest[1], largest[0])
            seen.blind += is_close(hours * 60 / 4, largest[0])


def look_at_persons(seen: Seen, seed: int, counted: list[Counted], balances: list[Balance]) -> None:
    """Look whether each number is of ten or more, and leaves ten or more."""
    for one, balance in zip(counted, balances, strict=True):
        gave = {person for person, minutes in whole(one, "given").givers.items() if minutes > 0}
        got = {person for person, minutes in whole(one, "received").receivers.items() if minutes > 0}
        for figure, persons in ((balance.gave, gave), (balance.received, got), (balance.both, gave & got)):
            if number_of(figure) is not None:
                seen.numbers += 1
                if number_of(figure) != (2 * len(persons) + 5) // 10 * 5 or len(persons) < 10:
                    seen.too_small.append((seed, figure, len(persons)))
        if number_of(balance.both) is not None and min(len(gave - got), len(got - gave)) < 10:
            seen.too_small.append((seed, len(gave - got), len(got - gave)))
        for figure in (balance.exchanges, balance.requests_met, balance.needs_met):
            if (number_of(figure) or 10) < 10:
                seen.too_small.append((seed, figure))


def look_at_flows(seen: Seen, seed: int, balances: list[Balance]) -> None:
    """Look whether what went from one wijk to another stands in both, and what stayed in a wijk on both sides."""
    flows = {(one.wijk_code, flow.code): flow.hours for one in balances for flow in one.wijken}
    for (here, there), hours in flows.items():
        other = flows.get((there, here))
        seen.flows += number_of(hours.given) is not None
        if number_of(hours.given) != (number_of(other.received) if other else None):
            seen.one_sided.append((seed, here, there))
    for one in balances:
        [own] = [part.hours for part in one.partners if part.name == OWN]
        if own.given != own.received:
            seen.one_sided.append((seed, one.wijk_code))


def published(world: World) -> tuple[list[Counted], list[Balance]]:
    """Publish a quarter."""
    counted = world.counted()
    return counted, [one.balance for one in decide("2026Q1", iter(counted), GROUPS)]


def is_close(guess: float, minutes: int) -> bool:
    return abs(guess - minutes) <= CLOSE * minutes


def whole(one: Counted, way: str) -> Cell:
    """Return all that residents gave, or received."""
    parts, wijken = (one.given, one.to_wijken) if way == "given" else (one.received, one.from_wijken)
    return together((*parts.values(), *wijken.values()))


def together(cells: tuple[Cell, ...]) -> Cell:
    """Add up cells in a way of our own."""
    givers: dict[int, int] = {}
    receivers: dict[int, int] = {}
    for cell in cells:
        for side, into in ((cell.givers, givers), (cell.receivers, receivers)):
            for person, minutes in side.items():
                into[person] = into.get(person, 0) + minutes
    return Cell(givers, receivers, sum(one.minutes for one in cells), sum(one.exchanges for one in cells))


def names_shown(balances: list[Balance]) -> set[attacker.Name]:
    """Return the parts that stand in a table themselves."""
    shown: set[attacker.Name] = set()
    for one in balances:
        for way in ("given", "received"):
            for kind, parts in (("partner", one.partners), ("group", one.groups)):
                for part in parts:
                    if number_of(getattr(part.hours, way)) is not None:
                        own = (one.wijk_code, OWN) if part.name == OWN else (one.wijk_code, way, part.name)
                        shown.add(own if kind == "partner" else (one.wijk_code, way, "group", part.name))
            for flow in one.wijken:
                if number_of(getattr(flow.hours, way)) is not None:
                    ends = (one.wijk_code, flow.code) if way == "given" else (flow.code, one.wijk_code)
                    shown.add(("flow", *ends))
    return shown


def shown_cells(counted: list[Counted], balances: list[Balance]) -> Iterator[tuple[Cell, int]]:
    """Yield every figure in hours that is shown, with what it was made of."""
    for one, balance in zip(counted, balances, strict=True):
        for way in ("given", "received"):
            cells, wijken = (one.given, one.to_wijken) if way == "given" else (one.received, one.from_wijken)
            groups = one.given_by_group if way == "given" else one.received_by_group
            partners = {**cells, WIJKEN: together(tuple(wijken.values()))}
            yield from _if_shown(whole(one, way), number_of(getattr(balance.hours, way)))
            yield from _of_parts(
                partners, PARTNERS, {part.name: number_of(getattr(part.hours, way)) for part in balance.partners}
            )
            yield from _of_parts(
                groups, GROUPS, {part.name: number_of(getattr(part.hours, way)) for part in balance.groups}
            )
            for flow in balance.wijken:
                yield from _if_shown(wijken.get(flow.code), number_of(getattr(flow.hours, way)))


def _of_parts(
    cells: Mapping[str, Cell], names: tuple[str, ...], figures: dict[str, int | None]
) -> Iterator[tuple[Cell, int]]:
    for name in names:
        yield from _if_shown(cells.get(name), figures[name])
    hidden = [cells[name] for name in names if figures[name] is None and name in cells and cells[name].minutes]
    assert figures[REST] is None or sum(cell.minutes > 0 for cell in hidden) >= 2
    yield from _if_shown(together(tuple(hidden)), figures[REST])


def _if_shown(cell: Cell | None, hours: int | None) -> Iterator[tuple[Cell, int]]:
    if hours is not None:
        assert cell is not None
        yield cell, hours
