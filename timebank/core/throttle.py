"""Counts tries. Rows in the database, so that several machines count together."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from flask_babel import lazy_gettext
from sqlalchemy import delete, func, insert, select
from sqlalchemy.orm import Mapped, mapped_column

from timebank.core import clock
from timebank.core.database import Base, BigId, UtcDateTime, db, transact
from timebank.core.errors import RuleBroken
from timebank.core.tokens import hashed


class TooManyTries(RuleBroken):
    """Somebody tried too often; waiting helps."""

    message = lazy_gettext("Too many tries. Wait a quarter of an hour and try again.")
    status = 429


class Try(Base):
    """One try that counts: under a hash, so that the table tells nothing about people."""

    __tablename__ = "throttle_try"

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    key_hash: Mapped[str] = mapped_column(index=True)
    tried_at_utc: Mapped[datetime] = mapped_column(UtcDateTime, index=True)


@dataclass(frozen=True)
class Limit:
    """At most `tries` tries in `period`."""

    tries: int
    period: timedelta


WRONG_SIGN_IN = (Limit(5, timedelta(minutes=15)), Limit(10, timedelta(days=1)))
LOOKING_FOR_CODES = (Limit(10, timedelta(minutes=15)), Limit(40, timedelta(days=1)))
KEPT = timedelta(days=1)


def forget(*key: str) -> None:
    """Forget the tries under `key`: it went well."""
    transact(lambda: db.session.execute(delete(Try).where(Try.key_hash == hashed("\0".join(key)))))


def check(limits: tuple[Limit, ...], *key: str) -> int:
    """Count a try, or refuse it; return its id for `take_back`.

    Call it outside a transaction that may be undone: the try would be undone too.

    :raises TooManyTries: the limit is used up; this try is not counted
    """
    return check_all(limits, key)[0]


def check_all(limits: tuple[Limit, ...], *keys: tuple[str, ...]) -> list[int]:
    """Count one try under each of `keys`, or refuse it; return the ids for `take_back`.

    Counts first and looks then: of many tries at the same moment no more than the limit pass.

    :raises TooManyTries: the limit of one key is used up; this try is not counted
    """
    key_hashes = [hashed("\0".join(key)) for key in keys]
    counted = transact(_count, key_hashes)
    now = clock.now()
    if any(_is_beyond(limit, key_hash, now) for key_hash in key_hashes for limit in limits):
        transact(take_back, counted)
        raise TooManyTries
    return counted


def take_back(try_ids: list[int]) -> None:
    """Let these tries count no more: they went well."""
    db.session.execute(delete(Try).where(Try.id.in_(try_ids)))


def _count(key_hashes: list[str]) -> list[int]:
    now = clock.now()
    db.session.execute(delete(Try).where(Try.tried_at_utc < now - KEPT))
    rows = [{"key_hash": key_hash, "tried_at_utc": now} for key_hash in key_hashes]
    return list(db.session.scalars(insert(Try).returning(Try.id), rows))


def _is_beyond(limit: Limit, key_hash: str, now: datetime) -> bool:
    recent = select(func.count()).where(Try.key_hash == key_hash, Try.tried_at_utc > now - limit.period)
    return (db.session.scalar(recent) or 0) > limit.tries
