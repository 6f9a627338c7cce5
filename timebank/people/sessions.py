"""Sessions are rows on the server: making, keeping alive, ending."""

from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, delete, insert, select, update
from sqlalchemy.exc import OperationalError

from timebank.core import clock
from timebank.core.database import db, table_of, transact
from timebank.core.statements import Statement
from timebank.core.tokens import hashed, public_id, secret
from timebank.people.models import SignInSession
from timebank.people.rules import SEEN_EVERY, SESSION_LIMITS

ALIVE = Statement(
    select(*table_of(SignInSession).c)
    .where(
        SignInSession.person_id == bindparam("person_id"),
        SignInSession.idle_until_utc > bindparam("now"),
        SignInSession.ends_at_utc > bindparam("now"),
    )
    .order_by(SignInSession.seen_at_utc.desc())
)


def begin(person_id: int, kind: str, device: str, *, has_second_factor: bool = False) -> str:
    """Start a session of a kind in `rules.SESSION_LIMITS` and return its token, which is kept nowhere.

    The person's sessions that have ended are forgotten: nobody needs to know where somebody was.
    """
    token, now, limit = secret(), clock.now(), SESSION_LIMITS[kind]
    ended = (SignInSession.idle_until_utc <= now) | (SignInSession.ends_at_utc <= now)
    db.session.execute(delete(SignInSession).where(SignInSession.person_id == person_id, ended))
    db.session.execute(
        insert(SignInSession).values(
            public_id=public_id(),
            token_hash=hashed(token),
            person_id=person_id,
            kind=kind,
            device=device,
            has_second_factor=has_second_factor,
            created_at_utc=now,
            seen_at_utc=now,
            idle_until_utc=now + limit.idle,
            ends_at_utc=now + limit.in_all,
        )
    )
    return token


def keep_alive(session_id: int, kind: str, seen_at: datetime) -> None:
    """Note that a session is in use, at most once a minute. A database that cannot write does not stop the reader."""
    now = clock.now()
    if now - seen_at < SEEN_EVERY:
        return
    values = {"seen_at_utc": now, "idle_until_utc": now + SESSION_LIMITS[kind].idle}
    try:
        transact(lambda: db.session.execute(update(SignInSession).where(SignInSession.id == session_id).values(values)))
    except OperationalError:
        db.session.rollback()


def of_person(person_id: int) -> list[Any]:
    """Return a person's sessions that have not ended, the last used first, with all columns of `SignInSession`."""
    return ALIVE.all(person_id=person_id, now=clock.now())


def end(session_id: int) -> None:
    """End one session."""
    db.session.execute(delete(SignInSession).where(SignInSession.id == session_id))


def end_all(person_id: int, *, but: int | None = None) -> None:
    """End all sessions of a person, except the one with id `but`."""
    mine = delete(SignInSession).where(SignInSession.person_id == person_id)
    db.session.execute(mine if but is None else mine.where(SignInSession.id != but))
