"""The only clock. Moments are UTC; days are those of the Netherlands."""

from datetime import UTC, date, datetime
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
