"""The only clock. Moments are UTC; days are those of the Netherlands."""

from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

AMSTERDAM = ZoneInfo("Europe/Amsterdam")


def now() -> datetime:
    """Return this moment, in UTC."""
    return datetime.now(UTC)


def today() -> date:
    """Return the day it is in the Netherlands."""
    return day_of(now())


def day_of(moment: datetime) -> date:
    """Return the day in the Netherlands on which `moment` falls."""
    return moment.astimezone(AMSTERDAM).date()


def start_of_today() -> datetime:
    """Return the moment at which today began in the Netherlands."""
    return datetime.combine(today(), datetime.min.time(), AMSTERDAM)


def in_the_netherlands(moment: datetime) -> datetime:
    """Return a moment as the clocks in the Netherlands show it."""
    return moment.astimezone(AMSTERDAM)


def moment_of(day: date, at: time) -> datetime:
    """Return the moment, in UTC, at which the clocks in the Netherlands show a day and a time.

    In autumn one hour comes twice: this is the first of the two. An hour that spring leaves out is one later.
    """
    return datetime.combine(day, at, AMSTERDAM).astimezone(UTC)
