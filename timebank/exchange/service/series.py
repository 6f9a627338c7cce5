"""A series: the next time is proposed to both, and nothing happens by itself without their yes."""

from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, func, insert, select, update

from timebank.access.actor import Actor
from timebank.core import clock
from timebank.core.database import db
from timebank.core.statements import Statement
from timebank.exchange.models import Appointment, Series
from timebank.exchange.queries.agreeing import FoundAppointment
from timebank.exchange.queries.talking import FoundConversation
from timebank.exchange.rules import agreeing
from timebank.exchange.rules.agreeing import Proposal
from timebank.exchange.service import appointments
from timebank.exchange.service.talking import get_locked
from timebank.exchange.service.telling_others import tell, when

BY_ID = Statement(select(*Series.__table__.c).where(Series.id == bindparam("series_id")))
NEWEST_STATE = Statement(
    select(Appointment.state)
    .where(Appointment.series_id == bindparam("series_id"))
    .order_by(Appointment.id.desc())
    .limit(1)
)


def begin(conversation_id: int, content: Proposal, starts_at: datetime) -> int:
    """Write that an appointment is the first of a series; return the series' id."""
    values = {
        "conversation_id": conversation_id,
        "every_days": content.every_days,
        "times_at_most": content.times,
        "times_made": 1,
        "minutes": content.minutes,
        "place": content.place,
        "newest_starts_at_utc": starts_at,
    }
    return int(db.session.execute(insert(Series).values(values).returning(Series.id)).scalar_one())


def go_on_after(found: FoundAppointment, conversation: FoundConversation) -> None:
    """Propose the next time of a series when this time, its newest, came to its end.

    `found` is how it was before. Who says no to the first time says no to the series.
    """
    if found.series_id is None:
        return
    newest = db.session.scalar(select(func.max(Appointment.id)).where(Appointment.series_id == found.series_id))
    of_series = BY_ID.one_or_none(series_id=found.series_id)
    if of_series.times_made == 1 and found.state == "proposed":
        end_all(Series.id == of_series.id)
    elif newest == found.id:
        _propose_next(of_series, conversation)


def stop_series(appointment_id: int, *, by: Actor) -> None:
    """Let a series end. A next time to which not both said yes is called off; what was agreed stays."""
    conversation, found = appointments.get_current(appointment_id)
    of_series = BY_ID.one_or_none(series_id=found.series_id)
    if of_series is None or of_series.ended_at_utc is not None:
        return
    end_all(Series.id == of_series.id)
    proposed = (Appointment.series_id == of_series.id, Appointment.state == "proposed")
    db.session.execute(update(Appointment).where(*proposed).values(state="called_off"))
    tell(conversation.other_id(by.person_id), "series_stopped", by=by.person_id, thing=found.public_id)


def end_all(which: Any) -> None:
    """End the series that still go on among these."""
    going_on = update(Series).where(which, Series.ended_at_utc.is_(None))
    db.session.execute(going_on.values(ended_at_utc=clock.now()))


def propose_next_times(*, limit: int = 100) -> int:
    """Propose the next time of up to `limit` series whose newest time has come; return how many were looked at.

    For the clock: it runs beside the ends that persons press, and makes each next time once. A series whose newest
    time passed without a yes of both ends: who does not answer is not asked again and again.
    """
    due = select(Series.id, Series.conversation_id).where(
        Series.ended_at_utc.is_(None), Series.newest_starts_at_utc <= clock.now()
    )
    rows = db.session.execute(due.order_by(Series.newest_starts_at_utc).limit(limit)).all()
    for series_id, conversation_id in rows:
        conversation = get_locked(conversation_id)
        now = BY_ID.one_or_none(series_id=series_id)
        if now.newest_starts_at_utc > clock.now():
            continue
        if NEWEST_STATE.scalar(series_id=series_id) == "proposed":
            end_all(Series.id == series_id)
        else:
            _propose_next(now, conversation)
    return len(rows)


def _propose_next(of_series: Any, conversation: FoundConversation) -> None:
    if of_series.ended_at_utc is not None:
        return
    if not conversation.can_be_written_in:
        end_all(Series.id == of_series.id)
        return
    number = of_series.times_made + 1
    planned = clock.in_the_netherlands(of_series.newest_starts_at_utc)
    day = agreeing.next_day(planned.date(), of_series.every_days, after=clock.today())
    starts_at = clock.moment_of(day, planned.time())
    name = appointments.insert(
        conversation,
        by_id=None,
        request_key=f"series:{of_series.id}:{number}",
        content_digest="",
        starts_at=starts_at,
        minutes=of_series.minutes,
        place=of_series.place,
        series_id=of_series.id,
    )
    goes_on = update(Series).where(Series.id == of_series.id)
    db.session.execute(goes_on.values(times_made=number, newest_starts_at_utc=starts_at))
    if number == of_series.times_at_most:
        end_all(Series.id == of_series.id)
    for person_id in conversation.party_person_ids:
        other_id = conversation.other_id(person_id)
        tell(person_id, "series_next", by=other_id, thing=name, **when(starts_at))
