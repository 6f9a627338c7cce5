"""What the pages of an exchange read. Each query says its order and its limit."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, bindparam, case, or_, select
from sqlalchemy.orm import aliased

from timebank.access.actor import Actor
from timebank.core import clock
from timebank.core.database import db
from timebank.core.paging import Page, cut
from timebank.exchange import rules
from timebank.exchange.models import Exchange, ExchangeMove
from timebank.ledger.models import Entry
from timebank.people.models import Person

Giver, Receiver, Mover = aliased(Person), aliased(Person), aliased(Person)
WAITING_AT_MOST = 50
POT = "pot"
"""Stands in addresses and forms for "the wijk itself", where a neighbour has a public id."""


@dataclass(frozen=True)
class Side:
    """How one side is shown: a person, or the pot of a wijk (no name)."""

    public_id: str | None
    name: str | None
    mark: int | None
    own_line: str


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
    """Whether the reader is a party, and not a steward who answers for one."""

    @property
    def again_who(self) -> str | None:
        """Return whom "nog een keer" is with: a public id or POT; None where it cannot be repeated."""
        return (self.other.public_id or POT) if self.is_mine else None

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


def find_exchange(public_id: str) -> Exchange | None:
    """Return the exchange that an address names."""
    return db.session.scalars(select(Exchange).where(Exchange.public_id == public_id)).one_or_none()


def told_to(exchange: Exchange, my_side: str | None, *, is_mine: bool) -> Told:
    """Return one exchange with the names of both sides, for the reader on `my_side`.

    A steward who answered for somebody who is gone has no side any more and reads it as the giver's.
    """
    row = db.session.execute(_told().where(Exchange.id == exchange.id)).one()
    return _as_told(row, my_side or "giver", is_mine=is_mine)


def waiting(by: Actor, *, with_pots: bool = False) -> list[Told]:
    """Return what waits for an answer of this person or of the other side, the oldest first, at most 50.

    With `with_pots`, also what waits for the stewards of the person's wijken (`is_mine` is False there).
    """
    mine = or_(Exchange.giver_account_id == by.account_id, Exchange.receiver_account_id == by.account_id)
    wanted = or_(mine, _for_stewards(by)) if with_pots and by.is_steward else mine
    found = db.session.execute(_told().where(wanted, _still_waits()).order_by(Exchange.id).limit(WAITING_AT_MOST))
    return [_as_waiting(row, by) for row in found]


def waiting_for_stewards(by: Actor) -> list[Told]:
    """Return what waits for the stewards of this person's wijken; in the order and number of `waiting`."""
    wanted = _told().where(_for_stewards(by), _still_waits()).order_by(Exchange.id).limit(WAITING_AT_MOST)
    return [_as_waiting(row, by) for row in db.session.execute(wanted)]


def _for_stewards(by: Actor) -> ColumnElement[bool]:
    giver, receiver = Exchange.giver_person_id, Exchange.receiver_person_id
    asked = case((Exchange.asked_side == "giver", giver), else_=receiver)
    asker = case((Exchange.asked_side == "giver", receiver), else_=giver)
    gone = select(Person.id).where(Person.id == asked, Person.ended_at_utc.is_not(None)).exists()
    return and_(
        Exchange.steward_wijk_id.in_(by.steward_wijk_ids),
        or_(asked.is_(None), gone),
        asker != by.person_id,
    )


def _as_waiting(row: Any, by: Actor) -> Told:
    accounts = {row.Exchange.giver_account_id: "giver", row.Exchange.receiver_account_id: "receiver"}
    if by.account_id in accounts:
        return _as_told(row, accounts[by.account_id])
    return _as_told(row, row.Exchange.asked_side, is_mine=False)


@dataclass(frozen=True)
class Move:
    """One step in the history of an exchange."""

    move: str
    name: str | None
    at_utc: datetime
    minutes: int


def moves_of(exchange: Exchange) -> list[Move]:
    """Return every step of an exchange, the first first (a handful)."""
    wanted = (
        select(ExchangeMove.move, Mover.name, ExchangeMove.at_utc, ExchangeMove.minutes)
        .outerjoin(Mover, Mover.id == ExchangeMove.by_person_id)
        .where(ExchangeMove.exchange_id == exchange.id)
        .order_by(ExchangeMove.id)
    )
    return [Move(*row) for row in db.session.execute(wanted)]


@dataclass(frozen=True)
class Line:
    """One line of "Mijn uren". Without a public id it is from the books alone (nothing to open)."""

    seq: int
    side: str
    minutes: int
    given_after_minutes: int
    received_after_minutes: int
    occurred_on: date
    category_code: str
    other_kind: str
    other_name: str | None
    public_id: str | None
    note: str
    move: str | None

    @property
    def month(self) -> str:
        """The month it happened in, to group lines by."""
        return f"{self.occurred_on:%Y-%m}"


@dataclass(frozen=True)
class Recent:
    """An earlier exchange that can be repeated. `who` is a public id, or POT for the wijk itself."""

    who: str
    name: str | None
    mark: int | None
    own_line: str | None
    side: str
    category_code: str
    minutes: int


def lines(
    account_id: int, *, before_seq: int | None, size: int, year: int | None = None, category_code: str = ""
) -> Page[Line]:
    """Return a page of an account's ledger, newest first.

    The entries are cut to a page before anything is joined to them, so that a page costs the same at any depth.
    """
    some = _entries(account_id, before_seq, year, category_code).limit(size + 1).subquery()
    entry = aliased(Entry, some)
    other_id = case((entry.side == "given", Exchange.receiver_person_id), else_=Exchange.giver_person_id)
    wanted = (
        select(
            entry.seq,
            entry.side,
            entry.minutes,
            entry.given_after_minutes,
            entry.received_after_minutes,
            entry.occurred_on,
            entry.category_code,
            entry.other_kind,
            Person.name,
            Exchange.public_id,
            Exchange.note,
            ExchangeMove.move,
        )
        .outerjoin(ExchangeMove, ExchangeMove.transfer_id == entry.transfer_id)
        .outerjoin(Exchange, Exchange.id == ExchangeMove.exchange_id)
        .outerjoin(Person, Person.id == other_id)
        .order_by(entry.seq.desc())
    )
    found = [Line(*row[:10], note=row[10] or "", move=row[11]) for row in db.session.execute(wanted)]
    return cut(found, size, key=lambda line: line.seq)


def recent_others(by: Actor, *, limit: int = 4) -> list[Recent]:
    """Return the neighbours of this person's newest exchanges, each once, newest first, at most `limit`."""
    newest = {}
    for one in recent_with_others(by, limit=4 * limit):
        newest.setdefault(one.who, one)
    return list(newest.values())[:limit]


def recent_with_others(by: Actor, *, limit: int = 4) -> list[Recent]:
    """Return this person's newest agreed exchanges, newest first: what "nog een keer" offers."""
    some = select(Entry).where(Entry.account_id == by.account_id, Entry.minutes > 0).order_by(Entry.seq.desc())
    entry = aliased(Entry, some.limit(limit).subquery())
    other_id = case((entry.side == "given", Exchange.receiver_person_id), else_=Exchange.giver_person_id)
    wanted = (
        select(
            Person.public_id,
            Person.name,
            Person.mark,
            Person.own_line,
            entry.side,
            entry.category_code,
            entry.minutes,
        )
        .join(ExchangeMove, ExchangeMove.transfer_id == entry.transfer_id)
        .join(Exchange, Exchange.id == ExchangeMove.exchange_id)
        .outerjoin(Person, Person.id == other_id)
        .where(or_(other_id.is_(None), Person.ended_at_utc.is_(None)))
        .order_by(entry.seq.desc())
    )
    return [Recent(row.public_id or POT, *row[1:]) for row in db.session.execute(wanted)]


def _entries(account_id: int, before_seq: int | None, year: int | None, category_code: str) -> Select[Any]:
    wanted = select(Entry).where(Entry.account_id == account_id).order_by(Entry.seq.desc())
    if before_seq is not None:
        wanted = wanted.where(Entry.seq < before_seq)
    if year is not None:
        wanted = wanted.where(Entry.occurred_on.between(date(year, 1, 1), date(year, 12, 31)))
    if category_code:
        wanted = wanted.where(Entry.category_code == category_code)
    return wanted


def _still_waits() -> ColumnElement[bool]:
    # The states are spelled out as in the partial indexes, or the planner does not recognise them.
    waits = Exchange.state.in_([bindparam(None, state, literal_execute=True) for state in rules.WAITING_STATES])
    return and_(waits, Exchange.lapses_at_utc > clock.now())


def _told() -> Select[Any]:
    return (
        select(
            Exchange,
            Giver.public_id.label("giver_public_id"),
            Giver.name.label("giver_name"),
            Giver.mark.label("giver_mark"),
            Giver.own_line.label("giver_own_line"),
            Receiver.public_id.label("receiver_public_id"),
            Receiver.name.label("receiver_name"),
            Receiver.mark.label("receiver_mark"),
            Receiver.own_line.label("receiver_own_line"),
        )
        .outerjoin(Giver, Giver.id == Exchange.giver_person_id)
        .outerjoin(Receiver, Receiver.id == Exchange.receiver_person_id)
    )


def _as_told(row: Any, my_side: str, *, is_mine: bool = True) -> Told:
    exchange = row.Exchange
    return Told(
        is_mine=is_mine,
        public_id=exchange.public_id,
        state=exchange.state,
        asked_side=exchange.asked_side,
        reporter_side=exchange.reporter_side,
        my_side=my_side,
        giver=Side(row.giver_public_id, row.giver_name, row.giver_mark, row.giver_own_line or ""),
        receiver=Side(row.receiver_public_id, row.receiver_name, row.receiver_mark, row.receiver_own_line or ""),
        minutes=exchange.minutes,
        right_minutes=exchange.right_minutes,
        reason=exchange.reason,
        category_code=exchange.category_code,
        occurred_on=exchange.occurred_on,
        note=exchange.note if is_mine else "",
        lapses_at_utc=exchange.lapses_at_utc,
    )
