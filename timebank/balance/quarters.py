"""Which quarters are published, and which are next."""

from datetime import date, timedelta

from sqlalchemy import func, select

from timebank.balance.models import Publication
from timebank.balance.rules import PUBLISHED_AFTER, days_of
from timebank.core import clock
from timebank.core.database import db
from timebank.ledger.models import TRANSFERS
from timebank.ledger.quarters import quarter_of


def quarter_after(quarter: str) -> str:
    """Return the next quarter."""
    return quarter_of(days_of(quarter)[1] + timedelta(days=1))


def newest_due(day: date) -> str:
    """Return the newest quarter that may be published on a day."""
    running = quarter_of(day - PUBLISHED_AFTER)
    return quarter_of(days_of(running)[0] - timedelta(days=1))


def is_published(quarter: str) -> bool:
    """Say whether a quarter is published."""
    return db.session.scalar(select(Publication.quarter).where(Publication.quarter == quarter)) is not None


def due_quarters(until: str | None = None) -> list[str]:
    """Return the quarters that are to be published, in order, up to one; by default up to the newest that may be.

    From the first in which anything is booked, also those in between in which nothing is: they are closed too. Reads
    all transfers.
    """
    published = set(db.session.scalars(select(Publication.quarter)))
    booked = db.session.scalar(select(func.min(TRANSFERS.c.booked_quarter)))
    quarter = min(published | {booked} - {None}, default=None)
    last, due = until or newest_due(clock.today()), list[str]()
    while quarter is not None and quarter <= last:
        if quarter not in published:
            due.append(quarter)
        quarter = quarter_after(quarter)
    return due
