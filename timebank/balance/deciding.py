"""From what was counted to what is shown: every figure of every wijk of one quarter passes the rules here."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from timebank.balance import disclosure
from timebank.balance.alone import GIVEN, RECEIVED, Breakdown, Looked, Side, look_at
from timebank.balance.counted import Counted
from timebank.balance.disclosure import HIDDEN, Figure
from timebank.balance.figures import Balance, Both, Part, WijkFlow
from timebank.balance.linking import hide_what_follows, shows_flow
from timebank.balance.rules import PARTNERS, REST


class Decided(NamedTuple):
    """The balance of one wijk, and for the operator what was hidden in it, and why."""

    balance: Balance
    why_hidden: dict[str, str]


def decide(quarter: str, counted: Iterable[Counted], groups: Sequence[str]) -> list[Decided]:
    """Return what is shown of each wijk, all wijken together, as one table could tell of another.

    `groups`: the codes of all groups of kinds of help, in their order. Of each wijk only sums are kept once it was
    looked at, so that `counted` may be a stream.
    """
    wijken = {one.code: look_at(one) for one in counted}
    hide_what_follows(wijken)
    return [Decided(_balance(quarter, one, wijken, groups), dict(_why_hidden(one, wijken))) for one in wijken.values()]


def _balance(quarter: str, one: Looked, wijken: Mapping[str, Looked], groups: Sequence[str]) -> Balance:
    given, received = one.sides[GIVEN], one.sides[RECEIVED]

    def parts(names: Sequence[str], of: str) -> tuple[Part, ...]:
        sides: tuple[Breakdown, Breakdown] = getattr(given, of), getattr(received, of)
        return tuple(Part(name, Both(*(side.figure(name) for side in sides))) for name in (*names, REST))

    def flow(giver: str, receiver: str, side: Side, other: str) -> Figure:
        return side.wijken.figures[other] if shows_flow(wijken, giver, receiver) else HIDDEN

    flows = (
        WijkFlow(
            other,
            one.names.get(other, other),
            Both(flow(one.code, other, given, other), flow(other, one.code, received, other)),
        )
        for other in sorted(wijken, key=lambda code: (one.names.get(code, code), code))
        if other != one.code
    )
    return Balance(
        quarter=quarter,
        wijk_code=one.code,
        wijk_name=one.name,
        hours=Both(given.total, received.total),
        partners=parts(PARTNERS, "partners"),
        wijken=tuple(one for one in flows if one.hours != Both(HIDDEN, HIDDEN)),
        groups=parts(groups, "groups"),
        **one.single,
    )


def _why_hidden(one: Looked, wijken: Mapping[str, Looked]) -> Iterator[tuple[str, str]]:
    for way, side in one.sides.items():
        if side.total == HIDDEN:
            yield f"hours.{way}", side.why
        for name, parts in (("partners", side.partners), ("groups", side.groups)):
            for part in parts.minutes:
                if not parts.shows(part):
                    yield f"{name}.{part}.{way}", parts.why.get(part, disclosure.FOLLOWS)
        for other in side.wijken.minutes:
            if not shows_flow(wijken, *((one.code, other) if way == GIVEN else (other, one.code))):
                yield f"wijken.{other}.{way}", side.wijken.why.get(other, disclosure.FOLLOWS)
    for name, figure in one.single.items():
        if figure == HIDDEN:
            yield name, disclosure.FEW_PERSONS
