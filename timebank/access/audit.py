"""Writes down who did what for whom, in the transaction of the act itself; the person concerned can read it."""

from typing import Any

from timebank.access.models import AuditEvent
from timebank.core import clock
from timebank.core.database import table_of
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
