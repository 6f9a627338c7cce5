"""Closing a quarter: from then on its figures stay what they are."""

from datetime import datetime

from sqlalchemy import func, insert, select

from timebank.core import clock
from timebank.core.database import db
from timebank.ledger.models import CLOSED_QUARTERS, TRANSFERS
from timebank.ledger.rules import quarter_of
from timebank.ledger.service import refusals_in_words, wait_for_writers

__all__ = ["close_quarter", "quarter_of"]


def close_quarter(booked_quarter: str) -> datetime:
    """Let nothing more be booked in a quarter like `2026Q4`, and return since when. Waits for who is posting.

    :raises QuarterClosed: it was closed before
    """
    wait_for_writers()
    last = select(func.max(TRANSFERS.c.posted_at_utc)).where(TRANSFERS.c.booked_quarter == booked_quarter)
    # Another machine's clock may run ahead: what is booked before the closing must also say so.
    closed_at = max(clock.now(), db.session.scalar(last) or clock.now())
    with refusals_in_words():
        db.session.execute(insert(CLOSED_QUARTERS).values(booked_quarter=booked_quarter, closed_at_utc=closed_at))
    return closed_at
