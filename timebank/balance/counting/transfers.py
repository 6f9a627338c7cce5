"""Who gave how much to whom in a quarter, from `transfer` alone.

Four statements, each a stream in the order of wijken: seen from the giver's wijk and from the receiver's, who gave and
who received. The database adds up what each person gave or received per partner and group of kinds of help.
"""

from collections import defaultdict
from collections.abc import Iterable
from typing import Any, Literal, NamedTuple

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    Integer,
    Select,
    String,
    bindparam,
    case,
    cast,
    func,
    literal_column,
    select,
)

from timebank.balance.counted import Cell
from timebank.balance.rules import OWN, POT, STAD
from timebank.ledger.models import ACCOUNTS, TRANSFERS
from timebank.wijk.models import Category, Membership

Side = Literal["giver", "receiver"]
GIVER: Side = "giver"
RECEIVER: Side = "receiver"
OTHER: dict[Side, Side] = {GIVER: RECEIVER, RECEIVER: GIVER}

OWNER = (
    select(Membership.account_id, func.min(Membership.person_id).label("person_id"))
    .group_by(Membership.account_id)
    .subquery("owner")
)
"""Whose an account is: a person who has two is one person. An account that nobody has counts as a person of its own,
under its number with a minus."""


def _literal(text: str) -> ColumnElement[str]:
    """Return a text that stands in the statement itself, so that it may be grouped by."""
    return literal_column(f"'{text}'", String)


def _counting(here: Side, whom: Side) -> Select[*tuple[Any, ...]]:
    """Add up, seen from the wijk on the side `here`, what each person on the side `whom` gave or received."""
    there = OTHER[here]
    ours, theirs = ACCOUNTS.alias("ours"), ACCOUNTS.alias("theirs")
    wijk_id, other_wijk_id = TRANSFERS.c[f"{here}_wijk_id"], TRANSFERS.c[f"{there}_wijk_id"]
    partner = case(
        (theirs.c.kind == _literal("organisation"), theirs.c.sector),
        (theirs.c.kind == _literal("wijk"), _literal(POT)),
        (theirs.c.kind == _literal("stad"), _literal(STAD)),
        (other_wijk_id == wijk_id, _literal(OWN)),
        else_=cast(other_wijk_id, String),
    )
    account_id = TRANSFERS.c[f"{whom}_account_id"]
    person = func.coalesce(OWNER.c.person_id, -account_id)
    exchanges = case((TRANSFERS.c.reverses_id.is_(None), literal_column("1")), else_=literal_column("-1"))
    columns = [
        wijk_id.label("wijk_id"),
        partner.label("partner"),
        Category.group_code,
        person.label("person"),
        func.sum(cast(TRANSFERS.c.minutes, Integer), type_=BigInteger).label("minutes"),
        func.sum(exchanges, type_=BigInteger).label("exchanges"),
    ]
    persons = [ours.c.kind == _literal("person")]
    if whom == there:
        persons.append(theirs.c.kind == _literal("person"))
    return (
        select(*columns)
        .join_from(TRANSFERS, ours, ours.c.id == TRANSFERS.c[f"{here}_account_id"])
        .join(theirs, theirs.c.id == TRANSFERS.c[f"{there}_account_id"])
        .outerjoin(Category, Category.code == TRANSFERS.c.category_code)
        .outerjoin(OWNER, OWNER.c.account_id == account_id)
        .where(TRANSFERS.c.booked_quarter == bindparam("quarter"), *persons)
        .group_by(wijk_id, partner, Category.group_code, person)
        .order_by(wijk_id)
    )


STATEMENTS = {(here, whom): _counting(here, whom) for here in OTHER for whom in OTHER}
"""By the side whose wijk looks and the side that is counted."""


class Tally:
    """What is added up of one cell: minutes of who lives here and of who is on the other side."""

    __slots__ = ("exchanges", "minutes", "ours", "theirs")

    def __init__(self) -> None:
        self.ours: dict[int, int] = {}
        self.theirs: dict[int, int] = {}
        self.minutes = 0
        self.exchanges = 0

    def cell(self, here: Side) -> Cell:
        """Return it as a cell, where who lives here gave or received."""
        givers, receivers = (self.ours, self.theirs) if here == GIVER else (self.theirs, self.ours)
        return Cell(givers, receivers, self.minutes, self.exchanges)


class Way(NamedTuple):
    """What went one way: by partner (`rules.PARTNERS`, or the number of another wijk), and by group."""

    by_partner: dict[str, Cell]
    by_group: dict[str, Cell]


def went(here: Side, ours: Iterable[Any], theirs: Iterable[Any]) -> Way:
    """Return what residents of one wijk gave (`here` is "giver") or received, from the rows of two streams."""
    partners, groups = defaultdict[str, Tally](Tally), defaultdict[str | None, Tally](Tally)
    for _, partner, group, person, minutes, exchanges in ours:
        for tally in (partners[partner], groups[group]):
            tally.minutes += minutes
            tally.exchanges += exchanges
            tally.ours[person] = tally.ours.get(person, 0) + minutes
    for _, partner, group, person, minutes, _ in theirs:
        for tally in (partners[partner], groups[group]):
            tally.theirs[person] = tally.theirs.get(person, 0) + minutes
    return Way(
        {partner: tally.cell(here) for partner, tally in sorted(partners.items())},
        {group: tally.cell(here) for group, tally in sorted(groups.items(), key=str) if group is not None},
    )
