"""Writes down who did what for whom, in the transaction of the act itself; the person concerned can read it."""

from typing import Any

from sqlalchemy import insert

from timebank.access.models import AuditEvent
from timebank.core import clock
from timebank.core.database import db, table_of

RECORD = insert(table_of(AuditEvent)).inline()


def record(action: str, *, actor_id: int | None, subject_id: int | None, **facts: Any) -> None:
    """Write down one act. Call it inside the transaction of the act.

    `action` is `room.verb`; its sentence stands in `people/events.py`.
    """
    values = {
        "at_utc": clock.now(),
        "action": action,
        "actor_person_id": actor_id,
        "subject_person_id": subject_id,
        "facts": facts,
    }
    db.session.connection().execute(RECORD, values)
