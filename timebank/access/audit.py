"""Writes down who did what for whom, in the transaction of the act itself; the person concerned can read it."""

from typing import Any

from sqlalchemy import insert, select

from timebank.access.models import AuditEvent
from timebank.core import clock
from timebank.core.database import db


def record(action: str, *, actor_id: int | None, subject_id: int | None, **facts: Any) -> None:
    """Write down one act. Call it inside the transaction of the act.

    `action` is `room.verb`; its sentence stands in the template `people/who_saw.html`.
    """
    values = {
        "at_utc": clock.now(),
        "action": action,
        "actor_person_id": actor_id,
        "subject_person_id": subject_id,
        "facts": facts,
    }
    db.session.execute(insert(AuditEvent).values(**values))


def events_about(person_id: int, *, before_id: int | None, limit: int) -> list[AuditEvent]:
    """Return what others and the person did that concerns the person, newest first, at most `limit`."""
    wanted = select(AuditEvent).where(AuditEvent.subject_person_id == person_id)
    if before_id is not None:
        wanted = wanted.where(AuditEvent.id < before_id)
    return list(db.session.scalars(wanted.order_by(AuditEvent.id.desc()).limit(limit)))
