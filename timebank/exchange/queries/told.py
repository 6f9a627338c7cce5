"""Exchanges as one reader sees them: one of them, its history, and what waits."""

from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from typing import TYPE_CHECKING, Any

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    Select,
    and_,
    bindparam,
    case,
    func,
    literal_column,
    or_,
    select,
    union,
)
from sqlalchemy.orm import aliased

from timebank.access.actor import Actor
from timebank.core import clock
from timebank.core.statements import Statement
from timebank.exchange import rules
from timebank.exchange.models import Exchange, ExchangeMove
from timebank.exchange.queries.sides import Side, side_of, who_is
from timebank.ledger.models import Account
from timebank.people.models import Person
from timebank.wijk.models import Organisation, Partner
from timebank.wijk.queries import stewarding

GiverAccount, ReceiverAccount = aliased(Account), aliased(Account)
Giver, Receiver, Mover = aliased(Person), aliased(Person), aliased(Person)
WAITING_AT_MOST = 50


@dataclass(frozen=True)
class Told:
    """An exchange as one reader sees it: `my_side` is theirs."""

    public_id: str
    state: str
    asked_side: str | None
    reporter_side: str
    my_side: str
    giver: Side
    receiver: Side
    minutes: int
    right_minutes: int | None
    reason: str
    category_code: str
    occurred_on: date
    note: str
    lapses_at_utc: datetime | None
    is_mine: bool = True
    """Whether the reader is a party, and not somebody who answers for one."""
    is_ours: bool = False
    """Whether the reader speaks for the organisation that is a party."""
    partner_public_id: str | None = None

    @property
    def again_who(self) -> str | None:
        """Return whom "nog een keer" is with: as `told.who_is`; None where it cannot be repeated."""
        return who_is(self.other.kind, self.other.public_id, self.partner_public_id) if self.is_mine else None

    @property
    def is_alone(self) -> bool:
        """Say whether the reader wrote it down alone: help of the stad. Then nobody else has to agree."""
        return self.is_mine and self.my_side == "receiver" and self.giver.kind == "stad"

    @property
    def other(self) -> Side:
        """The side that is not the reader's."""
        return self.receiver if self.my_side == "giver" else self.giver

    @property
    def waits_for_me(self) -> bool:
        """Say whether the reader is asked."""
        return self.asked_side == self.my_side

    @property
    def moves(self) -> set[str]:
        """What the reader can do now."""
        return rules.moves_open_to(self.state, mover=self.my_side, asked=self.asked_side)


class Found:
    """A row of `exchange` with the persons on both sides, as the policy looks at it."""

    asked_side: str | None
    giver_person_id: int | None
    receiver_person_id: int | None
    organisation_side: str | None

    @property
    def is_waiting(self) -> bool:
        """Say whether an answer is waited for."""
        return self.asked_side is not None

    @property
    def organisation_account_id(self) -> int | None:
        """The account of the organisation that is a side; None: neither is one."""
        side = self.organisation_side
        return {"giver": self.giver_account_id, "receiver": self.receiver_account_id}.get(side) if side else None

    @property
    def party_person_ids(self) -> tuple[int, ...]:
        """The persons on both sides."""
        return tuple(i for i in (self.giver_person_id, self.receiver_person_id) if i is not None)

    if TYPE_CHECKING:

        def __getattr__(self, column: str) -> Any: ...


def find_exchange(public_id: str) -> Found | None:
    """Return the exchange that an address names, with the persons on both sides."""
    found: Found | None = BY_PUBLIC_ID.one_or_none(public_id=public_id)
    return found


def told_to(exchange: Found, my_side: str | None, *, is_mine: bool, is_ours: bool = False) -> Told:
    """Return one exchange with the names of both sides, for the reader on `my_side`.

    A steward who answered for somebody who is gone has no side any more and reads it as the giver's.
    """
    return Told(
        is_mine=is_mine,
        is_ours=is_ours,
        partner_public_id=exchange.partner_public_id,
        public_id=exchange.public_id,
        state=exchange.state,
        asked_side=exchange.asked_side,
        reporter_side=exchange.reporter_side,
        my_side=my_side or "giver",
        giver=side_of(exchange, "giver"),
        receiver=side_of(exchange, "receiver"),
        minutes=exchange.minutes,
        right_minutes=exchange.right_minutes,
        reason=exchange.reason,
        category_code=exchange.category_code,
        occurred_on=exchange.occurred_on,
        note=exchange.note if is_mine or is_ours else "",
        lapses_at_utc=exchange.lapses_at_utc,
    )


def waiting(by: Actor, *, with_pots: bool = False) -> list[Told]:
    """Return what waits for an answer of this person or of the other side, the oldest first, at most 50.

    With `with_pots`, also what waits for the stewards of the person's wijken (`is_mine` is False there).
    """
    return _told_waiting(by, mine=True, pots=with_pots and by.is_steward)


def waiting_for_stewards(by: Actor) -> list[Told]:
    """Return what waits for the stewards of this person's wijken; in the order and number of `waiting`."""
    return _told_waiting(by, mine=False, pots=True)


def waiting_for_partner(account_id: int, by: Actor) -> list[Told]:
    """Return what waits for an answer of an organisation or of the other side; in the order and number of `waiting`.

    What `by` is the other side of is no business of theirs as a contact person.
    """
    rows = _waiting(True, False).all(now=clock.now(), account_id=account_id)
    ours = [row for row in rows if by.person_id not in row.party_person_ids]
    return [told_to(row, row.organisation_side, is_mine=False, is_ours=True) for row in ours]


def minutes_waiting(account_id: int, day: date, side: str) -> int:
    """Return the minutes of one day that an account gives or gets as soon as somebody says yes; `side` is its own."""
    return int(MINUTES_WAITING[side].scalar(account_id=account_id, day=day, now=clock.now()))


def _told_waiting(by: Actor, *, mine: bool, pots: bool) -> list[Told]:
    values: dict[str, Any] = {"now": clock.now()}
    if mine:
        values["account_id"] = by.account_id
    if pots:
        values["person_id"] = by.person_id
    return [_as_waiting(row, by) for row in _waiting(mine, pots).all(**values)]


def _as_waiting(row: Found, by: Actor) -> Told:
    accounts = {row.giver_account_id: "giver", row.receiver_account_id: "receiver"}
    is_mine = by.account_id in accounts
    return told_to(row, accounts.get(by.account_id, row.asked_side), is_mine=is_mine)


@dataclass(frozen=True)
class Move:
    """One step in the history of an exchange."""

    move: str
    name: str | None
    at_utc: datetime
    minutes: int


def moves_of(exchange: Found) -> list[Move]:
    """Return every step of an exchange, the first first (a handful)."""
    return [Move(*row) for row in STEPS.all(exchange_id=exchange.id)]


@cache
def _waiting(mine: bool, pots: bool) -> Statement:
    """Build each of the statements once: building costs more than reading."""
    conditions: list[ColumnElement[bool]] = []
    if mine:
        account_id: BindParameter[int] = bindparam("account_id")
        conditions += [Exchange.giver_account_id == account_id, Exchange.receiver_account_id == account_id]
    if pots:
        conditions.append(_for_stewards())
    # One small index for each condition. In one WHERE with OR, SQLite walks all exchanges in order of id instead.
    ids = union(*(select(Exchange.id).where(condition, still_waits()) for condition in conditions))
    waits = ids.order_by(ids.selected_columns.id).limit(WAITING_AT_MOST).subquery("waits")
    return Statement(TOLD.join(waits, waits.c.id == Exchange.id).order_by(waits.c.id), Found)


def _for_stewards() -> ColumnElement[bool]:
    giver, receiver = Exchange.giver_person_id, Exchange.receiver_person_id
    asked = case((Exchange.asked_side == "giver", giver), else_=receiver)
    asker = case((Exchange.asked_side == "giver", receiver), else_=giver)
    gone = select(Person.id).where(Person.id == asked, Person.ended_at_utc.is_not(None)).exists()
    return and_(
        Exchange.steward_wijk_id.in_(stewarding(bindparam("person_id"))),
        or_(and_(asked.is_(None), Exchange.organisation_side.is_(None)), gone),
        or_(asker.is_(None), asker != bindparam("person_id")),
        func.coalesce(Exchange.contact_person_id, literal_column("0")) != bindparam("person_id"),
    )


def still_waits() -> ColumnElement[bool]:
    """Return the condition for what waits for an answer at `now`."""
    # The states are spelled out as in the partial indexes, or the planner does not recognise them.
    waits = Exchange.state.in_([literal_column(f"'{state}'") for state in rules.WAITING_STATES])
    return and_(waits, Exchange.lapses_at_utc > bindparam("now"))


def _minutes_waiting(account: Any) -> Statement:
    minutes = select(func.coalesce(func.sum(Exchange.minutes), 0)).where(still_waits())
    of_the_day = (account == bindparam("account_id"), Exchange.occurred_on == bindparam("day"))
    return Statement(minutes.where(*of_the_day, Exchange.transfer_id.is_(None)))


def _told() -> Select[Any]:
    of_partner = case(
        (Exchange.organisation_side == literal_column("'giver'"), Exchange.giver_account_id),
        (Exchange.organisation_side == literal_column("'receiver'"), Exchange.receiver_account_id),
    )
    return (
        select(
            *Exchange.__table__.c,
            Giver.public_id.label("giver_public_id"),
            Giver.name.label("giver_name"),
            Giver.mark.label("giver_mark"),
            Giver.own_line.label("giver_own_line"),
            Receiver.public_id.label("receiver_public_id"),
            Receiver.name.label("receiver_name"),
            Receiver.mark.label("receiver_mark"),
            Receiver.own_line.label("receiver_own_line"),
            GiverAccount.kind.label("giver_kind"),
            ReceiverAccount.kind.label("receiver_kind"),
            Partner.public_id.label("partner_public_id"),
            Organisation.name.label("partner_name"),
        )
        .join(GiverAccount, GiverAccount.id == Exchange.giver_account_id)
        .join(ReceiverAccount, ReceiverAccount.id == Exchange.receiver_account_id)
        .outerjoin(Giver, Giver.id == Exchange.giver_person_id)
        .outerjoin(Receiver, Receiver.id == Exchange.receiver_person_id)
        .outerjoin(Partner, Partner.account_id == of_partner)
        .outerjoin(Organisation, Organisation.id == Partner.organisation_id)
    )


TOLD = _told()
MINUTES_WAITING = {
    "giver": _minutes_waiting(Exchange.giver_account_id),
    "receiver": _minutes_waiting(Exchange.receiver_account_id),
}
BY_PUBLIC_ID = Statement(TOLD.where(Exchange.public_id == bindparam("public_id")), Found)
STEPS = Statement(
    select(ExchangeMove.move, Mover.name, ExchangeMove.at_utc, ExchangeMove.minutes)
    .outerjoin(Mover, Mover.id == ExchangeMove.by_person_id)
    .where(ExchangeMove.exchange_id == bindparam("exchange_id"))
    .order_by(ExchangeMove.id)
)
