"""What was counted of one wijk in one quarter, before anybody has looked whether it may be shown."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple


@dataclass(frozen=True)
class Cell:
    """What went one way: net minutes, by who gave and by who received.

    Persons only: `givers` is empty where the pot, the stad or an organisation gave, `receivers` where it received.
    A person goes by the lowest number of their accounts. Corrections are in, so that somebody's minutes may be 0 or
    less.
    """

    givers: Mapping[int, int]
    receivers: Mapping[int, int]
    minutes: int
    exchanges: int
    """How many exchanges less how many were undone, so that one that is undone in its own quarter is left out. One of
    an earlier quarter is taken off: over the quarters together each counts once."""


class Lasted(NamedTuple):
    """Something of a person that took some time: a request until it was met, joining until a first exchange."""

    person_id: int
    days: int


@dataclass(frozen=True)
class Counted:
    """One wijk in one quarter. Residents count where they lived when it was posted.

    `given` and `received` by partner (`rules.PARTNERS` without `wijken`), `own` in both the same cell; `to_wijken` and
    `from_wijken` by the other wijk's code; by group what residents gave to and received from all partners together.
    What did not occur is left out.
    """

    code: str
    name: str
    given: Mapping[str, Cell]
    received: Mapping[str, Cell]
    to_wijken: Mapping[str, Cell]
    from_wijken: Mapping[str, Cell]
    given_by_group: Mapping[str, Cell]
    received_by_group: Mapping[str, Cell]
    requests_met: Sequence[Lasted] = ()
    needs_met: Sequence[int] = ()
    """By whose need it was."""
    first_exchanges: Sequence[Lasted] = ()
    names_of_wijken: Mapping[str, str] = field(default_factory=dict)
    """The names of the other wijken, by code."""
