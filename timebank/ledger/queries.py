"""Reads of the books. Each costs the same however long the history is."""

import json
from collections.abc import Sequence
from datetime import date
from functools import cache
from typing import Any

from sqlalchemy import BindParameter, ColumnElement, Row, Select, bindparam, func, literal_column, select

from timebank.core.database import db
from timebank.core.statements import Statement
from timebank.ledger import statements
from timebank.ledger.models import ACCOUNTS, ENTRIES, SEALS, TRANSFERS

COMMON = ENTRIES.c.other_kind.in_([literal_column("'wijk'"), literal_column("'stad'")])  # as in the index
WITH_COMMON = Statement(
    select(ENTRIES.c.other_kind, ENTRIES.c.side, func.sum(ENTRIES.c.minutes).label("minutes"))
    .where(ENTRIES.c.account_id == bindparam("account_id"), COMMON)
    .group_by(ENTRIES.c.other_kind, ENTRIES.c.side)
)


def entries_of(
    account_id: int,
    *,
    before_seq: int | None,
    limit: int,
    year: int | None = None,
    category_code: str | None = None,
) -> Sequence[Row[Any]]:
    """Return at most `limit` entries of an account, the newest first, before the entry `before_seq`.

    Newest by seq, that is as posted; within one `year` by the day it happened, then by seq. A row has the columns of
    `Entry`.
    """
    page = page_of_entries(before_seq is not None, year is not None, category_code is not None)
    values = page_values(account_id, before_seq, limit, year, category_code)
    return db.session.execute(page, values).all()


def page_values(
    account_id: int, before_seq: int | None, limit: int, year: int | None, category_code: str | None
) -> dict[str, Any]:
    """Return what the statement of `page_of_entries` asks for."""
    values: dict[str, Any] = {"account_id": account_id, "limit": limit}
    values |= {"before_seq": before_seq, "category_code": category_code}
    if year is not None:
        values |= {"first_day": date(year, 1, 1), "last_day": date(year, 12, 31)}
    return values


def totals_of(account_id: int) -> Row[int, int, int]:
    """Return given_minutes, received_minutes and entry_count of an account."""
    totals = select(ACCOUNTS.c.given_minutes, ACCOUNTS.c.received_minutes, ACCOUNTS.c.entry_count)
    return db.session.execute(totals.where(ACCOUNTS.c.id == account_id)).one()


def years_of(account_id: int) -> list[int]:
    """Return the years from the newest to the oldest in which the account gave or got something.

    Two looks at an index: a year in between without anything is in it too.
    """
    days = select(ENTRIES.c.occurred_on).where(ENTRIES.c.account_id == account_id).limit(1)
    newest = days.order_by(ENTRIES.c.account_id.desc(), ENTRIES.c.occurred_on.desc()).scalar_subquery()
    oldest = days.order_by(ENTRIES.c.account_id, ENTRIES.c.occurred_on).scalar_subquery()
    last, first = db.session.execute(select(newest, oldest)).one()
    return list(range(last.year, first.year - 1, -1)) if last else []


def minutes_on_day(account_id: int, day: date, side: str) -> int:
    """Return the minutes that an account `given` or `received` on one day, corrections taken off."""
    minutes = select(func.coalesce(func.sum(ENTRIES.c.minutes), 0)).where(
        ENTRIES.c.account_id == account_id, ENTRIES.c.occurred_on == day, ENTRIES.c.side == side
    )
    return int(db.session.scalar(minutes) or 0)


def minutes_with_common(account_id: int) -> dict[tuple[str, str], int]:
    """Return the minutes between an account and pots ("wijk") or a stad ("stad"), corrections taken off.

    By kind of the other and by side of the account: `("stad", "received")`.
    """
    return {(row.other_kind, row.side): int(row.minutes) for row in WITH_COMMON.all(account_id=account_id)}


def known_request_keys(keys: Sequence[str]) -> dict[str, int]:
    """Return which of `keys` are posted already, each with its transfer's id."""
    known = statements.KNOWN_REQUEST_KEYS[db.engine.dialect.name]
    return {row.request_key: row.id for row in db.session.execute(known, {"keys": json.dumps(list(keys))})}


def transfer_count() -> int:
    """Return how many transfers there are. Reads them all: for commands, not for pages."""
    return db.session.scalar(select(func.count()).select_from(TRANSFERS)) or 0


def seals() -> Sequence[Row[Any]]:
    """Return all seals, the oldest first."""
    return db.session.execute(select(SEALS).order_by(SEALS.c.number)).all()


@cache
def page_of_entries(after_another: bool, of_year: bool, of_category: bool) -> Select[Any]:
    """Build the statement of a page once: it names its entries from one index, in order, then reads just those.

    For other rooms too, which join what they know of the entries to it.
    """
    mine = ENTRIES.alias("mine")
    account_id: BindParameter[int] = bindparam("account_id")
    before: BindParameter[int] = bindparam("before_seq")
    order = [mine.c.occurred_on.desc(), mine.c.seq.desc()] if of_year else [mine.c.seq.desc()]
    named = select(mine.c.seq).where(mine.c.account_id == account_id).order_by(*order).limit(bindparam("limit"))
    if of_category:
        named = named.where(mine.c.category_code == bindparam("category_code"))
    until: ColumnElement[date] = bindparam("last_day")
    if after_another and of_year:
        last = ENTRIES.alias("last")
        until = (
            select(last.c.occurred_on).where(last.c.account_id == account_id, last.c.seq == before).scalar_subquery()
        )
        named = named.where((mine.c.occurred_on < until) | (mine.c.seq < before))
    elif after_another:
        named = named.where(mine.c.seq < before)
    if of_year:
        named = named.where(mine.c.occurred_on.between(bindparam("first_day"), until))
    page = named.subquery("page")
    newest = [ENTRIES.c.occurred_on.desc(), ENTRIES.c.seq.desc()] if of_year else [ENTRIES.c.seq.desc()]
    entries = page.join(ENTRIES, (ENTRIES.c.account_id == account_id) & (ENTRIES.c.seq == page.c.seq))
    return select(ENTRIES).select_from(entries).order_by(*newest)
