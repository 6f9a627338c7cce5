"""What the clock asks: each duty is done once a period, however many workers run.

A room adds its own in `home/duties.py`: a name, when, and a function that makes its own transactions and may be run
again, as happens when a worker dies halfway.
"""

import logging
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import Insert, bindparam, delete, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.exc import OperationalError

from timebank.core import clock
from timebank.core.database import UtcDateTime, db, table_of, transact
from timebank.core.statements import Statement
from timebank.notices import rules
from timebank.notices.models import Duty as DutyRow

LEASE = timedelta(minutes=15)
DAY_BEGINS_AT = 3
"""Duties of a day wait until this hour in the Netherlands: then nobody sits at the pages."""

LOG = logging.getLogger(__name__)
DUTY = table_of(DutyRow)


@dataclass(frozen=True)
class Duty:
    """`period` names the period that a moment (in the Netherlands) lies in, None when there is nothing to do then;
    `work` does what has to be done once in it."""

    period: Callable[[datetime], str | None]
    work: Callable[[], object]


Duties = Mapping[str, Duty]


def every_ten_minutes(now: datetime) -> str | None:
    """Return the ten minutes, by UTC."""
    return f"{now.astimezone(UTC):%Y-%m-%dT%H:%M}"[:-1]


def hourly(now: datetime) -> str | None:
    """Return the hour, by UTC: also the hour that comes twice in October is two."""
    return f"{now.astimezone(UTC):%Y-%m-%dT%H}"


def daily(now: datetime) -> str | None:
    """Return the day, from DAY_BEGINS_AT on."""
    return f"{now:%Y-%m-%d}" if now.hour >= DAY_BEGINS_AT else None


def twice_a_week(now: datetime) -> str | None:
    """Return the half of the week that a digest is for."""
    return rules.digest_period(now.date())


def carry_out(duties: Duties, done: dict[str, str]) -> Iterator[str]:
    """Do what the clock asks now and nobody did yet; yield the name of each duty done.

    `done` keeps the last period of each duty that this worker knows to be done: it spares asking the database again
    and again. A duty that fails is tried again when its lease ends; the others go on.
    """
    now = clock.now().astimezone(clock.AMSTERDAM)
    for name, duty in duties.items():
        period = duty.period(now)
        if period is None or done.get(name) == period:
            continue
        if _is_done(name, period):
            done[name] = period
        elif transact(_claim, name, period) and _succeeds(name, duty):
            transact(_finish, name, period)
            done[name] = period
            yield name


def forget_old() -> None:
    """Erase what was done long ago."""
    old = delete(DutyRow).where(DutyRow.done_at_utc < clock.now() - rules.DUTIES_KEPT)
    transact(lambda: db.session.execute(old))


def _succeeds(name: str, duty: Duty) -> bool:
    try:
        duty.work()
    except OperationalError:
        raise  # the database itself: the worker waits for it
    except Exception:  # whatever it was, the other duties and the mails go on
        LOG.exception("duty %s failed", name)
        db.session.rollback()
        return False
    return True


def _is_done(name: str, period: str) -> bool:
    return IS_DONE.scalar(name=name, period=period) is not None


def _claim(name: str, period: str) -> bool:
    now = clock.now()
    return CLAIM.scalar(name=name, period=period, now=now, until=now + LEASE) is not None


def _finish(name: str, period: str) -> None:
    mine = (DutyRow.name == name, DutyRow.period == period)
    db.session.execute(update(DutyRow).where(*mine).values(done_at_utc=clock.now()))


def _claiming(insert: Callable[..., Any]) -> Insert:
    """Take a duty that nobody took, or of which the lease ended before it was done."""
    until = bindparam("until", type_=UtcDateTime())
    taken: Insert = (
        insert(DUTY)
        .values(name=bindparam("name"), period=bindparam("period"), leased_until_utc=until)
        .on_conflict_do_update(
            index_elements=["name", "period"],
            set_={"leased_until_utc": until},
            where=DUTY.c.done_at_utc.is_(None) & (DUTY.c.leased_until_utc <= bindparam("now", type_=UtcDateTime())),
        )
        .returning(DUTY.c.name)
    )
    return taken


IS_DONE = Statement(
    select(DUTY.c.name).where(
        DUTY.c.name == bindparam("name"), DUTY.c.period == bindparam("period"), DUTY.c.done_at_utc.is_not(None)
    )
)
CLAIM = Statement({"sqlite": _claiming(sqlite.insert), "postgresql": _claiming(postgresql.insert)})
