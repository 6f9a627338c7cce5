"""Reads of the books. Each costs the same however long the history is."""

import json
from collections.abc import Sequence
from datetime import date
from functools import cache
from typing import Any

from sqlalchemy import BindParameter, ColumnElement, Row, Select, bindparam, func, select

from timebank.core.database import db
from timebank.ledger import statements
from timebank.ledger.models import ACCOUNTS, ENTRIES, SEALS, TRANSFERS


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
    values: dict[str, Any] = {"account_id": account_id, "limit": limit}
    values |= {"before_seq": before_seq, "category_code": category_code}
    if year is not None:
        values |= {"first_day": date(year, 1, 1), "last_day": date(year, 12, 31)}
    return db.session.execute(_page(before_seq is not None, year is not None, category_code is not None), values).all()


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
def _page(after_another: bool, of_year: bool, of_category: bool) -> Select[Any]:
    """Build a page's statement once; each of the eight finds its rows in one index, in order."""
    account_id: BindParameter[int] = bindparam("account_id")
    before: BindParameter[int] = bindparam("before_seq")
    wanted = select(ENTRIES).where(ENTRIES.c.account_id == account_id).limit(bindparam("limit"))
    if of_category:
        wanted = wanted.where(ENTRIES.c.category_code == bindparam("category_code"))
    if of_category and not of_year:
        # SQLite would rather walk back through all entries, far for a kind that was long ago.
        wanted = wanted.with_hint(ENTRIES, "INDEXED BY ix_entry_account_id_category_code_seq", "sqlite")
    if not of_year:
        wanted = wanted.where(ENTRIES.c.seq < before) if after_another else wanted
        return wanted.order_by(ENTRIES.c.seq.desc())
    until: ColumnElement[date] = bindparam("last_day")
    if after_another:
        last = ENTRIES.alias("last")
        until = (
            select(last.c.occurred_on).where(last.c.account_id == account_id, last.c.seq == before).scalar_subquery()
        )
        wanted = wanted.where((ENTRIES.c.occurred_on < until) | (ENTRIES.c.seq < before))
    wanted = wanted.where(ENTRIES.c.occurred_on.between(bindparam("first_day"), until))
    return wanted.order_by(ENTRIES.c.occurred_on.desc(), ENTRIES.c.seq.desc())
