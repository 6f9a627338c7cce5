"""Telling the other that something happened: a line in their log, and a notice as they chose to hear it."""

from datetime import datetime
from typing import Any

from timebank.access import audit
from timebank.core import clock
from timebank.notices import service as notices

NOTICES = {
    "message": "conversation.message",
    "conversation_stopped": "conversation.stopped",
    "conversation_resumed": "conversation.resumed",
    "appointment_proposed": "appointment.proposed",
    "appointment_changed": "appointment.changed",
    "appointment_agreed": "appointment.agreed",
    "appointment_called_off": "appointment.called_off",
    "appointment_reminded": "appointment.reminder",
    "series_next": "series.next",
    "series_stopped": "series.stopped",
    "group_signed_up": "group.signed_up",
    "group_signed_off": "group.signed_off",
    "group_added": "group.added",
    "group_asked": "group.closed",
    "group_posted": "group.posted",
    "group_changed": "group.changed",
    "group_called_off": "group.called_off",
}
"""The kinds of what can be told here, and what room notices calls each."""


def when(starts_at_utc: datetime) -> dict[str, str]:
    """Return the facts that say when an appointment is."""
    there = clock.in_the_netherlands(starts_at_utc)
    return {"day": there.date().isoformat(), "clock": f"{there:%H:%M}"}


def tell(person_id: int, kind: str, *, by: int | None, thing: str, **facts: Any) -> None:
    """Tell somebody that `by` (None: the clock) did something of a kind in NOTICES that concerns them.

    `thing` is the public id of what it is about, `facts` what the sentence needs (day, clock, minutes): never what was
    written.
    """
    audit.record(f"exchange.{kind}", actor_id=by, subject_id=person_id, **facts)
    notices.tell(person_id, NOTICES[kind], who=by, thing=thing, **facts)
