"""Writes down who did what for whom, in the transaction of the act itself; the person concerned can read it."""

from collections.abc import Collection
from typing import Any

from sqlalchemy import delete

from timebank.access.models import AuditEvent
from timebank.core import clock
from timebank.core.database import db, table_of
from timebank.core.statements import Statement, Write, inserting, write

RECORD = Statement(inserting(table_of(AuditEvent), "at_utc", "action", "actor_person_id", "subject_person_id", "facts"))


def record(action: str, *, actor_id: int | None, subject_id: int | None, **facts: Any) -> None:
    """Write down one act. Call it inside the transaction of the act.

    `action` is `room.verb`; its sentence stands in `people/events.py`.
    """
    write(recording(action, actor_id=actor_id, subject_id=subject_id, **facts))


def recording(action: str, *, actor_id: int | None, subject_id: int | None, **facts: Any) -> Write:
    """Return what `record` writes, to send it with the writes of the act itself."""
    values = {
        "at_utc": clock.now(),
        "action": action,
        "actor_person_id": actor_id,
        "subject_person_id": subject_id,
        "facts": facts,
    }
    return Write(RECORD, values)


def forget(subject_ids: Collection[int], *, fact: str, value: str) -> None:
    """Erase every act that concerns these persons and has this fact: what nobody may know any more."""
    said = AuditEvent.facts[fact].as_string() == value
    db.session.execute(
        delete(AuditEvent).where(AuditEvent.subject_person_id.in_(subject_ids), said),
        execution_options={"synchronize_session": False},
    )
