"""A look at one wijk by itself: which of its sums and parts pass the rules. No person is left after it."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from timebank.balance import disclosure
from timebank.balance.counted import Cell, Counted
from timebank.balance.disclosure import HIDDEN, Figure, Split
from timebank.balance.rules import OWN, REST, WIJKEN

GIVEN, RECEIVED = "given", "received"


@dataclass
class Breakdown:
    """The parts of one side of one wijk, in minutes; the figures are those of the parts that may be shown."""

    split: Split
    minutes: dict[str, int]
    figures: dict[str, Figure]
    why: dict[str, str]
    is_shown: bool

    def shows(self, part: str) -> bool:
        """Say whether a part, or the rest, stands apart."""
        return self.is_shown and (part in self.split.shown or (part == REST and bool(self.split.rest)))

    def figure(self, part: str) -> Figure:
        """Return what is shown of a part."""
        return self.figures[part] if self.shows(part) else HIDDEN


@dataclass
class Side:
    """What residents of one wijk gave, or what they received."""

    minutes: int
    total: Figure
    why: str
    partners: Breakdown
    groups: Breakdown
    wijken: Breakdown

    def hide(self) -> None:
        """Show nothing of this side."""
        self.total, self.why = HIDDEN, self.why or disclosure.FOLLOWS
        self.partners.is_shown = self.groups.is_shown = self.wijken.is_shown = False


@dataclass
class Looked:
    """One wijk after a look at it alone: sums and figures, no person any more."""

    code: str
    name: str
    sides: dict[str, Side]
    single: dict[str, Figure]
    names: Mapping[str, str] = field(default_factory=dict)


def look_at(one: Counted) -> Looked:
    """Return what of a wijk may be shown, as far as it alone tells."""
    given = {**one.given, **_together(WIJKEN, one.to_wijken)}
    received = {**one.received, **_together(WIJKEN, one.from_wijken)}
    first, other = disclosure.split(given), disclosure.split(received)
    if (OWN in first.shown) != (OWN in other.shown):
        first, other = (
            disclosure.split(given, hide={OWN} & given.keys()),
            disclosure.split(received, hide={OWN} & received.keys()),
        )
    all_given, all_received = disclosure.merged(given.values()), disclosure.merged(received.values())
    of_others = [cell for name, cell in received.items() if name != OWN]
    gave = {person for person, minutes in all_given.givers.items() if minutes > 0}
    got = {person for person, minutes in all_received.receivers.items() if minutes > 0}
    return Looked(
        one.code,
        one.name,
        {
            GIVEN: _side(all_given, given, first, one.given_by_group, one.to_wijken),
            RECEIVED: _side(all_received, received, other, one.received_by_group, one.from_wijken),
        },
        {
            "gave": disclosure.persons(len(gave)),
            "received": disclosure.persons(len(got)),
            "both": disclosure.persons(len(gave & got), len(gave), len(got)),
            "exchanges": disclosure.exchanges(disclosure.merged((all_given, *of_others))),
            "requests_met": disclosure.times([one.person_id for one in one.requests_met]),
            "weeks_to_meet": disclosure.weeks(one.requests_met),
            "needs_met": disclosure.times(one.needs_met),
            "weeks_to_first": disclosure.weeks(one.first_exchanges),
        },
        one.names_of_wijken,
    )


def _together(name: str, cells: Mapping[str, Cell]) -> dict[str, Cell]:
    return {name: disclosure.merged(cells.values())} if cells else {}


def _side(
    whole: Cell, partners: Mapping[str, Cell], split: Split, groups: Mapping[str, Cell], wijken: Mapping[str, Cell]
) -> Side:
    why = disclosure.why_not(whole)
    parts = _breakdown(partners, split, is_shown=not why)
    return Side(
        whole.minutes,
        disclosure.hours(whole),
        why,
        parts,
        _breakdown(groups, disclosure.split(groups), is_shown=not why),
        _breakdown(wijken, disclosure.split(wijken), is_shown=parts.shows(WIJKEN)),
    )


def _breakdown(parts: Mapping[str, Cell], split: Split, *, is_shown: bool) -> Breakdown:
    figures = {name: disclosure.hours(parts[name]) for name in split.shown}
    if split.rest:
        figures[REST] = disclosure.hours(disclosure.merged(parts[name] for name in split.rest))
    why = {
        name: disclosure.why_not(cell) or disclosure.WITH_OTHERS
        for name, cell in parts.items()
        if cell.minutes and name not in split.shown
    }
    minutes = {name: cell.minutes for name, cell in parts.items() if cell.minutes}
    return Breakdown(split, minutes, figures, why, is_shown and bool(split.shown))
