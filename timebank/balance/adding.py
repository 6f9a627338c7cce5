"""Sums of what was published: a year of its quarters, a gemeente of its wijken. Nothing else is ever added up."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from timebank.balance.disclosure import HIDDEN, Figure, number_of, together
from timebank.balance.figures import Balance, Both, Part, WijkFlow

ADDED = ("exchanges", "requests_met", "needs_met")
"""The single figures that may be added up. People would count double, and medians are no sums."""

Labelled = tuple[str, Balance]
Lacks = tuple[list[str], list[str]]


@dataclass(frozen=True)
class Sum:
    """Several balances together. `lacks`: by what a figure is of, the labels of those that hide given, and received.

    Of one balance this is the balance itself, which lacks nothing.
    """

    hours: Both
    partners: tuple[Part, ...]
    wijken: tuple[WijkFlow, ...]
    groups: tuple[Part, ...]
    exchanges: Figure
    requests_met: Figure
    needs_met: Figure
    lacks: Mapping[tuple[str, str], Lacks]


def add_up(labelled: Sequence[Labelled]) -> Sum:
    """Add up balances, each with what it is called where it lacks: a quarter of a year, a wijk of a gemeente."""
    lacks: dict[tuple[str, str], Lacks] = {}

    def added(kind: str, name: str, found: list[tuple[str, Both | None]]) -> Both:
        if len(labelled) > 1:
            lacks[kind, name] = (
                [label for label, hours in found if hours is None or hours.given == HIDDEN],
                [label for label, hours in found if hours is None or hours.received == HIDDEN],
            )
        shown = [hours for _, hours in found if hours is not None]
        return Both(together([one.given for one in shown]), together([one.received for one in shown]))

    def parts(kind: str) -> tuple[Part, ...]:
        found = [(label, {part.name: part.hours for part in getattr(balance, kind)}) for label, balance in labelled]
        names = dict.fromkeys(name for _, named in found for name in named)
        return tuple(Part(n, added(kind, n, [(label, named.get(n)) for label, named in found])) for n in names)

    flows = [(label, {flow.code: flow for flow in balance.wijken}) for label, balance in labelled]
    names = {code: flow.name for _, coded in reversed(flows) for code, flow in coded.items()}
    return Sum(
        hours=added("hours", "", [(label, balance.hours) for label, balance in labelled]),
        partners=parts("partners"),
        wijken=tuple(
            WijkFlow(code, name, added("wijken", code, [(label, _hours(coded.get(code))) for label, coded in flows]))
            for code, name in sorted(names.items(), key=lambda named: (named[1].casefold(), named[0]))
        ),
        groups=parts("groups"),
        **{name: together([getattr(balance, name) for _, balance in labelled]) for name in ADDED},
        lacks=lacks,
    )


def largest(figures: Iterable[Both]) -> int:
    """Return the largest number that is shown, of either side; 0 where nothing is."""
    return max((number_of(figure) or 0 for both in figures for figure in (both.given, both.received)), default=0)


def _hours(flow: WijkFlow | None) -> Both | None:
    return None if flow is None else flow.hours
