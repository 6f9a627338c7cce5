"""All wijken of a quarter laid together: as long as a hidden part could be found by subtraction, more is hidden.

First a flow between two wijken, then what a side was made of, then its total.
"""

from collections.abc import Hashable, Iterator, Mapping

from timebank.balance import disclosure
from timebank.balance.alone import GIVEN, RECEIVED, Looked, Side
from timebank.balance.disclosure import HIDDEN, Figure, Shown, Split
from timebank.balance.rules import OWN, REST, WIJKEN
from timebank.balance.subtraction import OPEN, HiddenParts

TOTAL, GROUPS, ALL_GROUPS, ONE_GROUP = "total", "groups", "all groups", "one group"
FIRST_TO_GO = (WIJKEN, GROUPS, REST, ONE_GROUP, ALL_GROUPS, TOTAL)
"""What is hidden first where a hidden part could be found."""

Node = tuple[str, ...]


def hide_what_follows(wijken: Mapping[str, Looked]) -> None:
    """Hide more, until nothing that is hidden can be found by subtraction."""
    while found := [*_shown_on_one_side(wijken)] or [*_found_by_subtraction(wijken)]:
        for node in found:
            _hide(wijken, node)


def shows_flow(wijken: Mapping[str, Looked], giver: str, receiver: str) -> bool:
    """Say whether a flow between two wijken is shown: in both or in neither."""
    ends = ((giver, GIVEN, receiver), (receiver, RECEIVED, giver))
    sides = [(wijken[code].sides[way], other) for code, way, other in ends if code in wijken]
    return len(sides) == len(ends) and all(
        side.partners.shows(WIJKEN) and side.wijken.shows(other) for side, other in sides
    )


def _shown_on_one_side(wijken: Mapping[str, Looked]) -> Iterator[Node]:
    """Yield where all other wijken together are one, of which the flow would be shown here and not there."""
    for code, one in wijken.items():
        for way, side in one.sides.items():
            if side.partners.shows(WIJKEN) and len(side.wijken.minutes) == 1:
                [other] = side.wijken.minutes
                if not shows_flow(wijken, *((code, other) if way == GIVEN else (other, code))):
                    yield code, way, REST


def _found_by_subtraction(wijken: Mapping[str, Looked]) -> Iterator[Node]:
    """Yield the published sums from which a hidden part could be found; each is to hide something."""
    hidden, parts = HiddenParts(), dict[int, tuple[Node, Node]]()
    at: dict[Hashable, int] = {}
    for giver, receiver, minutes in (*_hidden_partners(wijken), *_hidden_groups(wijken)):
        if minutes > 0:
            parts[hidden.add(giver, receiver, minutes)] = giver, receiver
            for node in (giver, receiver):
                at[node] = at.get(node, 0) + 1
    alone = set[Hashable]()
    for code, one in wijken.items():
        for way, side in one.sides.items():
            for node, down, up, is_whole in _sums(wijken, code, way, side):
                hidden.round(node, down, up, gives=way == GIVEN)
                if is_whole and at.get(node) == 1:
                    alone.add(node)  # the only part of what is shown: it is no more hidden than that
    for group, down, up in _balanced_groups(wijken):
        hidden.round((group, ONE_GROUP), down, up, gives=True)
    for part, ends in parts.items():
        if alone.isdisjoint(ends) and not hidden.is_safe(part):
            yield min((end for end in ends if end != OPEN), key=lambda end: FIRST_TO_GO.index(end[-1]))


def _hidden_partners(wijken: Mapping[str, Looked]) -> Iterator[tuple[Node, Node, int]]:
    """Yield each part by partner that is hidden: the sum it is in where it was given, and where it was received."""
    for code, one in wijken.items():
        given, received = one.sides[GIVEN], one.sides[RECEIVED]
        for part, minutes in given.partners.minutes.items():
            if part == OWN and not given.partners.shows(OWN):
                yield _sum_of(code, GIVEN, given, OWN), _sum_of(code, RECEIVED, received, OWN), minutes
            elif part not in (OWN, WIJKEN) and not given.partners.shows(part):
                yield _sum_of(code, GIVEN, given, part), OPEN, minutes
        for part, minutes in received.partners.minutes.items():
            if part not in (OWN, WIJKEN) and not received.partners.shows(part):
                yield OPEN, _sum_of(code, RECEIVED, received, part), minutes
        for other, minutes in given.wijken.minutes.items():
            if not shows_flow(wijken, code, other):
                there = wijken.get(other)
                end = _sum_of(other, RECEIVED, there.sides[RECEIVED], WIJKEN) if there else OPEN
                yield _sum_of(code, GIVEN, given, WIJKEN), end, minutes


def _sum_of(code: str, way: str, side: Side, part: str) -> Node:
    """Return the narrowest published sum of a side that holds a hidden part."""
    if side.total == HIDDEN:
        return OPEN
    if not side.partners.is_shown:
        return code, way, TOTAL
    return code, way, WIJKEN if part in side.partners.split.shown else REST


def _hidden_groups(wijken: Mapping[str, Looked]) -> Iterator[tuple[Node, Node, int]]:
    is_among_persons = _is_among_persons(wijken)
    for code, one in wijken.items():
        for way, side in one.sides.items():
            for group, minutes in side.groups.minutes.items():
                if not side.groups.shows(group):
                    kind = GROUPS if side.groups.is_shown else ALL_GROUPS
                    mine = OPEN if side.total == HIDDEN else (code, way, kind)
                    theirs = (group, ONE_GROUP) if is_among_persons else OPEN
                    yield (mine, theirs, minutes) if way == GIVEN else (theirs, mine, minutes)


def _is_among_persons(wijken: Mapping[str, Looked]) -> bool:
    """Say whether residents gave to residents only: then what all gave in a group is what all received in it."""
    return all(
        {OWN, WIJKEN}.issuperset(side.partners.minutes) and set(side.wijken.minutes) <= set(wijken)
        for one in wijken.values()
        for side in one.sides.values()
    )


def _sums(wijken: Mapping[str, Looked], code: str, way: str, side: Side) -> Iterator[tuple[Node, int, int, bool]]:
    """Yield each published sum that holds hidden parts: how much less and more it may be, and whether it is a whole."""
    if side.total == HIDDEN:
        return
    down, up = _rounding(side.total, side.minutes)
    for parts, kind, rest in ((side.partners, TOTAL, REST), (side.groups, ALL_GROUPS, GROUPS)):
        if not parts.is_shown:
            yield (code, way, kind), down, up, True
        elif parts.split.rest:
            minutes = sum(parts.minutes[name] for name in parts.split.rest)
            less, more = _rounding(parts.figures[REST], minutes)
            shown = [_rounding(parts.figures[name], parts.minutes[name]) for name in parts.split.shown]
            by_difference = down + sum(one for _, one in shown), up + sum(one for one, _ in shown)
            yield (code, way, rest), min(less, by_difference[0]), min(more, by_difference[1]), False
    if side.partners.shows(WIJKEN):
        less, more = _rounding(side.partners.figures[WIJKEN], side.partners.minutes[WIJKEN])
        shows = [
            _rounding(side.wijken.figures[other], side.wijken.minutes[other])
            for other in side.wijken.split.shown
            if shows_flow(wijken, *((code, other) if way == GIVEN else (other, code)))
        ]
        yield (
            (code, way, WIJKEN),
            less + sum(one for _, one in shows),
            more + sum(one for one, _ in shows),
            not shows,
        )


def _balanced_groups(wijken: Mapping[str, Looked]) -> Iterator[tuple[str, int, int]]:
    """Yield how far what is shown of each group, by all wijken, may be off: less was given than shown, or more."""
    if not _is_among_persons(wijken):
        return
    off: dict[str, tuple[int, int]] = {}
    for one in wijken.values():
        for way, side in one.sides.items():
            for group in side.groups.minutes:
                less, more = off.get(group, (0, 0))
                if side.groups.shows(group):
                    down, up = _rounding(side.groups.figures[group], side.groups.minutes[group])
                    less, more = (less + down, more + up) if way == GIVEN else (less + up, more + down)
                off[group] = less, more
    for group, (less, more) in off.items():
        yield group, less, more


def _rounding(figure: Figure, minutes: int) -> tuple[int, int]:
    """Return how much less and more than it is something may be, for who knows the figure."""
    if not isinstance(figure, Shown):
        raise ValueError("what is hidden has no rounding")
    middle, half = figure.number * 60, disclosure.STEP_MINUTES // 2
    return minutes - (middle - half), middle + half - 1 - minutes


def _hide(wijken: Mapping[str, Looked], node: Node) -> None:
    """Hide something of a published sum, so that its parts are known less closely."""
    if node[-1] == ONE_GROUP:
        _hide_of_the_least(wijken)
        return
    code, way, kind = node
    one = wijken[code]
    side = one.sides[way]
    if kind == WIJKEN and (flows := [other for other in side.wijken.split.shown if side.wijken.shows(other)]):
        least_flow = min(flows, key=lambda other: (side.wijken.minutes[other], other))
        side.wijken.split = Split(
            tuple(other for other in side.wijken.split.shown if other != least_flow),
            (*side.wijken.split.rest, least_flow),
        )
    elif kind == GROUPS:
        side.groups.is_shown = False
    elif kind in (WIJKEN, REST):
        for either in one.sides.values():
            either.partners.is_shown = False
    else:
        side.hide()
        for either in one.sides.values():
            either.partners.is_shown = False


def _hide_of_the_least(wijken: Mapping[str, Looked]) -> None:
    """Hide the groups of the wijk with the fewest hours; where none shows groups, all of one that shows something."""
    with_groups = [one for one in wijken.values() if any(side.groups.is_shown for side in one.sides.values())]
    with_totals = [one for one in wijken.values() if any(side.total != HIDDEN for side in one.sides.values())]
    least = min(with_groups or with_totals, key=lambda one: (one.sides[GIVEN].minutes, one.code))
    for side in least.sides.values():
        side.groups.is_shown = False
        if not with_groups:
            side.hide()
