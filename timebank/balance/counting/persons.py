"""What persons waited for in a quarter: requests met, support needs met, a first exchange."""

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Select, bindparam, exists, func, literal_column, or_, select
from sqlalchemy.orm import aliased

from timebank.balance.counted import Lasted
from timebank.balance.rules import days_of
from timebank.core import clock
from timebank.core.database import UtcDateTime
from timebank.exchange.models import Appointment, Conversation, ExchangeMove
from timebank.ledger.models import ACCOUNTS, ENTRIES, TRANSFERS
from timebank.market.models import Listing, SupportNeed
from timebank.wijk.models import Membership

QUARTER: ColumnElement[str] = bindparam("quarter")


def _was_undone(transfer_id: Any, booked_quarter: Any) -> ColumnElement[bool]:
    """Say whether a transfer was undone in the quarter in which it was booked. What comes later changes nothing."""
    undoing = TRANSFERS.alias("undoing")
    return exists().where(undoing.c.reverses_id == transfer_id, undoing.c.booked_quarter == booked_quarter)


def _requests_met() -> Select[*tuple[Any, ...]]:
    """Return requests of which the first exchange that stood was booked in the quarter."""
    first = (
        select(Conversation.listing_id, func.min(TRANSFERS.c.id).label("transfer_id"))
        .join_from(Listing, Conversation, Conversation.listing_id == Listing.id)
        .join(Appointment, Appointment.conversation_id == Conversation.id)
        .join(ExchangeMove, ExchangeMove.exchange_id == Appointment.exchange_id)
        .join(TRANSFERS, TRANSFERS.c.id == ExchangeMove.transfer_id)
        .where(Listing.side == literal_column("'request'"), TRANSFERS.c.reverses_id.is_(None))
        .where(~_was_undone(TRANSFERS.c.id, TRANSFERS.c.booked_quarter))
        .group_by(Conversation.listing_id)
        .subquery("first")
    )
    wijk_id = TRANSFERS.c.receiver_wijk_id
    return (
        select(wijk_id.label("wijk_id"), Listing.person_id, Listing.created_at_utc, TRANSFERS.c.occurred_on)
        .join_from(first, TRANSFERS, TRANSFERS.c.id == first.c.transfer_id)
        .join(Listing, Listing.id == first.c.listing_id)
        .where(TRANSFERS.c.booked_quarter == QUARTER)
        .order_by(wijk_id, Listing.id)
    )


def _needs_met() -> Select[*tuple[Any, ...]]:
    """Return whose needs were arranged between two moments, with where they lived then."""
    at = SupportNeed.arranged_at_utc
    lived = (
        Membership.person_id == SupportNeed.person_id,
        Membership.since_utc <= at,
        or_(Membership.until_utc.is_(None), Membership.until_utc > at),
    )
    begins, ends = (bindparam(name, type_=UtcDateTime()) for name in ("begins", "ends"))
    return (
        select(Membership.wijk_id, SupportNeed.person_id)
        .join(SupportNeed, lived[0])
        .where(*lived[1:], SupportNeed.state == literal_column("'arranged'"), at >= begins, at < ends)
        .order_by(Membership.wijk_id, SupportNeed.id)
    )


def _first_exchanges() -> Select[*tuple[Any, ...]]:
    """Return who gave or received for the first time in the quarter, whatever account it was with."""
    earliest = (
        select(ENTRIES.c.transfer_id)
        .where(ENTRIES.c.account_id == ACCOUNTS.c.id, ENTRIES.c.minutes > 0)
        .where(~_was_undone(ENTRIES.c.transfer_id, ENTRIES.c.booked_quarter))
        .order_by(ENTRIES.c.seq)
        .limit(literal_column("1"))
        .correlate(ACCOUNTS)
        .scalar_subquery()
    )
    of_account = select(ACCOUNTS.c.id, earliest.label("transfer_id")).where(
        ACCOUNTS.c.kind == literal_column("'person'"), ACCOUNTS.c.entry_count > 0
    )
    by_account = of_account.subquery("by_account")
    lived = aliased(Membership)
    joined = func.min(lived.since_utc, type_=UtcDateTime()).label("joined_at_utc")
    by_person = (
        select(lived.person_id, func.min(by_account.c.transfer_id).label("transfer_id"), joined)
        .join(by_account, by_account.c.id == lived.account_id)
        .group_by(lived.person_id)
        .subquery("by_person")
    )
    owned = select(Membership.account_id, Membership.person_id).distinct().subquery("owned")
    return (
        select(ENTRIES.c.wijk_id, by_person.c.person_id, by_person.c.joined_at_utc, ENTRIES.c.occurred_on)
        .join_from(by_person, ENTRIES, ENTRIES.c.transfer_id == by_person.c.transfer_id)
        .join(owned, (owned.c.account_id == ENTRIES.c.account_id) & (owned.c.person_id == by_person.c.person_id))
        .where(ENTRIES.c.booked_quarter == QUARTER)
        .order_by(ENTRIES.c.wijk_id, by_person.c.person_id)
    )


REQUESTS_MET, NEEDS_MET, FIRST_EXCHANGES = _requests_met(), _needs_met(), _first_exchanges()


def moments_of(quarter: str) -> dict[str, datetime]:
    """Return the moments in which a quarter begins and ends in the Netherlands, as NEEDS_MET asks for them."""
    first, last = days_of(quarter)
    return {
        "begins": clock.moment_of(first, time()),
        "ends": clock.moment_of(last + timedelta(days=1), time()),
    }


def lasted(rows: Iterable[Any]) -> list[Lasted]:
    """Return how many days each of the rows lasted: from a moment to a day. What came before it lasted none."""
    return [Lasted(person_id, _days(since, until)) for _, person_id, since, until in rows]


def _days(since: datetime, until: date) -> int:
    return max((until - clock.day_of(since)).days, 0)
