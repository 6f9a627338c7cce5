"""One step of an appointment: read it under the lock of its conversation, ask the table, write it."""

from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, update

from timebank.access.actor import Actor
from timebank.core.database import db, table_of
from timebank.core.statements import Statement, inserting
from timebank.core.tokens import public_id
from timebank.exchange import errors
from timebank.exchange.models import Appointment
from timebank.exchange.queries.agreeing import MEETING, FoundAppointment, Meeting, meeting_of
from timebank.exchange.queries.talking import FoundConversation
from timebank.exchange.rules import agreeing
from timebank.exchange.service.talking import get_locked_by_appointment

NOW = Statement(MEETING.where(Appointment.id == bindparam("appointment_id")), FoundAppointment)
INSERT = Statement(
    inserting(
        table_of(Appointment),
        *("public_id", "conversation_id", "series_id", "request_key", "content_digest", "state", "version"),
        *("giver_person_id", "receiver_person_id", "giver_said_yes", "receiver_said_yes"),
        *("starts_at_utc", "minutes", "place"),
    )
)


def get_current(appointment_id: int) -> tuple[FoundConversation, FoundAppointment]:
    """Return an appointment as it is now, and its conversation, which is locked until the transaction ends."""
    conversation = get_locked_by_appointment(appointment_id)
    return conversation, NOW.one_or_none(appointment_id=appointment_id)


def check_step(found: FoundAppointment, move: str, *, by: Actor) -> tuple[agreeing.Step, Meeting]:
    """Return what `move` does now, and the appointment as `by` sees it.

    :raises NotYet: it is for afterwards, and the time has not come
    :raises NotYourTurn: the table has this move, but for the other side
    :raises AlreadyAnswered: the table has it no more
    """
    seen = meeting_of(found, by)
    step = agreeing.find_step(seen.state, move, said_yes=seen.i_said_yes, is_over=seen.is_over)
    if step is not None:
        return step, seen
    row = agreeing.MOVES.get((seen.state, move))
    if row is None or (row.when == "before" and seen.is_over):
        raise errors.AlreadyAnswered
    raise errors.NotYet if row.when == "after" else errors.NotYourTurn


def change(appointment_id: int, **values: Any) -> None:
    """Write what changed."""
    db.session.execute(update(Appointment).where(Appointment.id == appointment_id).values(**values))


def insert(
    conversation: FoundConversation,
    *,
    by_id: int | None,
    request_key: str,
    content_digest: str,
    starts_at: datetime,
    minutes: int,
    place: str,
    series_id: int | None,
) -> str:
    """Write a proposal to which `by_id` (None: nobody yet) has said yes; return its public id."""
    name = public_id()
    INSERT.all(
        public_id=name,
        conversation_id=conversation.id,
        series_id=series_id,
        request_key=request_key,
        content_digest=content_digest,
        state="proposed",
        version=1,
        giver_person_id=conversation.giver_person_id,
        receiver_person_id=conversation.receiver_person_id,
        giver_said_yes=by_id == conversation.giver_person_id,
        receiver_said_yes=by_id == conversation.receiver_person_id,
        starts_at_utc=starts_at,
        minutes=minutes,
        place=place,
    )
    return name
