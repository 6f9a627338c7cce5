"""Who gave how much to whom in a quarter, from `transfer` alone.

Four statements, each a stream in the order of wijken: seen from the giver's wijk and from the receiver's, what who
lives there gave or received; and what those on the other side did who live in another wijk. The database adds up what
each account gave or received per partner and kind of help.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any, Final, Literal, NamedTuple

from sqlalchemy import BigInteger, Integer, Select, bindparam, case, cast, func, literal_column, select

from timebank.balance.counted import Cell
from timebank.balance.rules import OWN, POT, SECTORS, STAD
from timebank.ledger.models import ACCOUNTS, TRANSFERS
from timebank.wijk.models import Category, Membership

Side = Literal["giver", "receiver"]
GIVER: Final = "giver"
RECEIVER: Final = "receiver"
OTHER: Final[dict[Side, Side]] = {GIVER: RECEIVER, RECEIVER: GIVER}

NUMBERS: Final = {-number: name for number, name in enumerate((POT, STAD, *SECTORS), start=1)}
"""A partner is a number in the statements, which sorts quickest: a wijk, or one of these."""


def _number(name: str) -> Any:
    return literal_column(str(next(number for number, one in NUMBERS.items() if one == name)), Integer)


def _counting(here: Side, whom: Side) -> Select[*tuple[Any, ...]]:
    """Add up, seen from the wijk on the side `here`, what each account on the side `whom` gave or received.

    On the other side only who lives in another wijk: what a wijk gave itself, it received itself.
    """
    there = OTHER[here]
    ours, theirs = ACCOUNTS.alias("ours"), ACCOUNTS.alias("theirs")
    wijk_id, other_wijk_id = TRANSFERS.c[f"{here}_wijk_id"], TRANSFERS.c[f"{there}_wijk_id"]
    sectors = [(theirs.c.sector == literal_column(f"'{sector}'"), _number(sector)) for sector in SECTORS]
    partner = case(
        (theirs.c.kind == literal_column("'person'"), other_wijk_id),
        (theirs.c.kind == literal_column("'wijk'"), _number(POT)),
        (theirs.c.kind == literal_column("'stad'"), _number(STAD)),
        *sectors,
    )
    account_id = TRANSFERS.c[f"{whom}_account_id"]
    exchanges = case((TRANSFERS.c.reverses_id.is_(None), literal_column("1")), else_=literal_column("-1"))
    persons = [ours.c.kind == literal_column("'person'")]
    if whom == there:
        persons += [theirs.c.kind == literal_column("'person'"), other_wijk_id != wijk_id]
    return (
        select(
            wijk_id.label("wijk_id"),
            account_id.label("account_id"),
            partner.label("partner"),
            TRANSFERS.c.category_code,
            func.sum(cast(TRANSFERS.c.minutes, Integer), type_=BigInteger).label("minutes"),
            func.sum(exchanges, type_=BigInteger).label("exchanges"),
        )
        .join_from(TRANSFERS, ours, ours.c.id == TRANSFERS.c[f"{here}_account_id"])
        .join(theirs, theirs.c.id == TRANSFERS.c[f"{there}_account_id"])
        .where(TRANSFERS.c.booked_quarter == bindparam("quarter"), *persons)
        .group_by(wijk_id, account_id, partner, TRANSFERS.c.category_code)
        .order_by(wijk_id)
    )


STATEMENTS = {(here, whom): _counting(here, whom) for here in OTHER for whom in OTHER}
"""By the side whose wijk looks and the side that is counted."""

GROUPS = select(Category.code, Category.group_code)


def _other_accounts() -> Select[*tuple[Any, ...]]:
    """Return the accounts of persons who have more than one, each with the lowest of them."""
    lowest = func.min(Membership.account_id)
    several = (
        select(Membership.person_id, lowest.label("account_id"))
        .group_by(Membership.person_id)
        .having(lowest < func.max(Membership.account_id))
        .subquery("several")
    )
    return (
        select(Membership.account_id, several.c.account_id)
        .join(several, several.c.person_id == Membership.person_id)
        .where(Membership.account_id > several.c.account_id)
    )


OTHER_ACCOUNTS = _other_accounts()
"""A person counts as the lowest of their accounts: whoever has two is one."""


class Known(NamedTuple):
    """What is looked up while counting: the group of each kind of help, and `OTHER_ACCOUNTS`."""

    group_of: Mapping[str, str]
    person_of: Mapping[int, int]


class Tally:
    """What is added up of one cell: minutes of who lives here and of who is on the other side."""

    __slots__ = ("exchanges", "minutes", "ours", "theirs")

    def __init__(self) -> None:
        self.ours: defaultdict[int, int] = defaultdict(int)
        self.theirs: defaultdict[int, int] = defaultdict(int)
        self.minutes = 0
        self.exchanges = 0

    def cell(self, here: Side) -> Cell:
        """Return it as a cell, where who lives here gave or received."""
        ours, theirs = dict(self.ours), dict(self.theirs)
        return Cell(*((ours, theirs) if here == GIVER else (theirs, ours)), self.minutes, self.exchanges)


class Way(NamedTuple):
    """What went one way: by partner (a name of `rules.PARTNERS`, or the number of another wijk), and by group."""

    by_partner: dict[str | int, Cell]
    by_group: dict[str, Cell]


def went(here: Side, wijk_id: int, ours: Iterable[Any], theirs: Iterable[Any], known: Known) -> Way:
    """Return what residents of a wijk gave (`here` is "giver") or received.

    `ours`: the rows of who lives there; `theirs`: those of persons on the other side, in that wijk and in others.
    """
    partners, groups = defaultdict[int, Tally](Tally), defaultdict[str | None, Tally](Tally)
    person_of, group_of = known.person_of.get, known.group_of.get
    for _, account_id, partner, category_code, minutes, exchanges in ours:
        person = person_of(account_id, account_id)
        for tally in (partners[partner], groups[group_of(category_code)]):
            tally.minutes += minutes
            tally.exchanges += exchanges
            tally.ours[person] += minutes
    for _, account_id, partner, category_code, minutes, _ in theirs:
        person = person_of(account_id, account_id)
        partners[partner].theirs[person] += minutes
        groups[group_of(category_code)].theirs[person] += minutes
    names: dict[int, str] = {**NUMBERS, wijk_id: OWN}
    return Way(
        {names.get(partner, partner): tally.cell(here) for partner, tally in sorted(partners.items())},
        {group: groups[group].cell(here) for group in sorted(group for group in groups if group is not None)},
    )
