"""Lines of the books with what the persons said about them: "Mijn uren", and what can be repeated."""

from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

from sqlalchemy import ColumnElement, and_, bindparam, case, func, literal_column, or_, select
from sqlalchemy.orm import aliased

from timebank.access.actor import Actor
from timebank.core.paging import Page, cut
from timebank.core.statements import Statement
from timebank.exchange.models import Exchange, ExchangeMove
from timebank.exchange.queries.sides import who_is
from timebank.ledger import queries as ledger
from timebank.ledger.models import Entry
from timebank.people.models import Person
from timebank.wijk.models import Organisation, Partner


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
    """An earlier exchange that can be repeated. `who` is as `told.who_is`."""

    who: str
    kind: str
    name: str | None
    mark: int | None
    own_line: str | None
    side: str
    category_code: str
    minutes: int


def lines(
    account_id: int, *, before_seq: int | None, size: int, year: int | None = None, category_code: str = ""
) -> Page[Line]:
    """Return a page of an account's ledger, the newest first: as posted, within one `year` by the day it happened.

    The entries are cut to a page before anything is joined to them, so that a page costs the same at any depth.
    """
    values = ledger.page_values(account_id, before_seq, size + 1, year, category_code or None)
    wanted = _lines(before_seq is not None, year is not None, bool(category_code))
    found = [Line(*row) for row in wanted.all(**values)]
    return cut(found, size, key=lambda line: line.seq)


def recent_others(by: Actor, *, limit: int = 4) -> list[Recent]:
    """Return the neighbours of this person's newest exchanges, each once, newest first, at most `limit`."""
    newest: dict[str, Recent] = {}
    for one in recent_with_others(by, limit=4 * limit):
        newest.setdefault(one.who, one)
    return list(newest.values())[:limit]


def recent_with_others(by: Actor, *, limit: int = 4) -> list[Recent]:
    """Return this person's newest agreed exchanges, newest first: what "nog een keer" offers."""
    values = {"account_id": by.account_id, "limit": limit}
    found = RECENT.all(**values)
    return [Recent(who_is(row.other_kind, row.public_id, row.partner_public_id), *row[2:]) for row in found]


def of_partner(entry: Any) -> ColumnElement[bool]:
    """Return the condition for the organisation on the other side of an entry; none where that is no organisation."""
    return and_(Partner.account_id == entry.other_account_id, entry.other_kind == literal_column("'organisation'"))


@cache
def _lines(after_another: bool, of_year: bool, of_category: bool) -> Statement:
    """Build each of the eight statements once: building costs more than reading."""
    entry = aliased(Entry, ledger.page_of_entries(after_another, of_year, of_category).subquery())
    newest = [entry.occurred_on.desc(), entry.seq.desc()] if of_year else [entry.seq.desc()]
    other_id = case((entry.side == "given", Exchange.receiver_person_id), else_=Exchange.giver_person_id)
    return Statement(
        select(
            entry.seq,
            entry.side,
            entry.minutes,
            entry.given_after_minutes,
            entry.received_after_minutes,
            entry.occurred_on,
            entry.category_code,
            entry.other_kind,
            func.coalesce(Person.name, Organisation.name).label("other_name"),
            Exchange.public_id,
            func.coalesce(Exchange.note, "").label("note"),
            ExchangeMove.move,
        )
        .outerjoin(ExchangeMove, ExchangeMove.transfer_id == entry.transfer_id)
        .outerjoin(Exchange, Exchange.id == ExchangeMove.exchange_id)
        .outerjoin(Person, Person.id == other_id)
        .outerjoin(Partner, of_partner(entry))
        .outerjoin(Organisation, Organisation.id == Partner.organisation_id)
        .order_by(*newest)
    )


def _recent() -> Statement:
    some = (
        select(Entry).where(Entry.account_id == bindparam("account_id"), Entry.minutes > 0).order_by(Entry.seq.desc())
    )
    entry = aliased(Entry, some.limit(bindparam("limit")).subquery())
    other_id = case((entry.side == "given", Exchange.receiver_person_id), else_=Exchange.giver_person_id)
    return Statement(
        select(
            Person.public_id,
            Partner.public_id.label("partner_public_id"),
            entry.other_kind,
            func.coalesce(Person.name, Organisation.name).label("name"),
            Person.mark,
            Person.own_line,
            entry.side,
            entry.category_code,
            entry.minutes,
        )
        .join(ExchangeMove, ExchangeMove.transfer_id == entry.transfer_id)
        .join(Exchange, Exchange.id == ExchangeMove.exchange_id)
        .outerjoin(Person, Person.id == other_id)
        .outerjoin(Partner, of_partner(entry))
        .outerjoin(Organisation, Organisation.id == Partner.organisation_id)
        .where(or_(other_id.is_(None), Person.ended_at_utc.is_(None)))
        .order_by(entry.seq.desc())
    )


RECENT = _recent()
