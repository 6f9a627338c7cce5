"""Telling the other that something happened in a conversation or with an appointment: the one place that does."""

from typing import Any

from timebank.access import audit

KINDS = (
    "message",
    "conversation_stopped",
    "appointment_proposed",
    "appointment_changed",
    "appointment_agreed",
    "appointment_called_off",
    "appointment_reminded",
    "series_next",
    "series_stopped",
)


def tell(person_id: int, kind: str, *, by_id: int | None, **facts: Any) -> None:
    """Tell somebody that `by_id` (None: the clock) did something of a kind in KINDS that concerns them.

    `facts` name what it is about by public id: `conversation`, `appointment`. Never what was written.
    """
    audit.record(f"exchange.{kind}", actor_id=by_id, subject_id=person_id, **facts)
