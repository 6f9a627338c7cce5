"""Two neighbours agree: proposing, saying yes, changing, calling off, reminding."""

from datetime import datetime, timedelta

from sqlalchemy import bindparam, func, select

from timebank.access.actor import Actor
from timebank.core import clock
from timebank.core.database import db
from timebank.core.errors import RequestKeyReused
from timebank.core.statements import Statement, write
from timebank.exchange import errors, rules
from timebank.exchange.models import Appointment
from timebank.exchange.queries.agreeing import meeting_of
from timebank.exchange.rules import agreeing
from timebank.exchange.rules.agreeing import Proposal
from timebank.exchange.service import appointments, series
from timebank.exchange.service.appointments import check_step, get_current
from timebank.exchange.service.talking import check_open, get_locked
from timebank.exchange.service.telling_others import tell, when
from timebank.notices import service as notices

ALREADY_SENT = Statement(
    select(Appointment.public_id, Appointment.content_digest).where(Appointment.request_key == bindparam("request_key"))
)


def propose(conversation_id: int, content: Proposal, *, by: Actor) -> str:
    """Propose an appointment to the other; return its public id. Who proposes has said yes by proposing.

    Sending the same form again returns the first one's id. With `times` above 1 it is the first of a series.

    :raises RequestKeyReused: the same form was sent with something else in it
    :raises NoMoreTalking: the other cannot be reached here
    :raises OnlyTheGiver: a series, and `by` is not who gives
    :raises RuleBroken: another one of `exchange.errors`; nothing is written
    """
    conversation = get_locked(conversation_id)
    key = f"{by.person_id}:{content.request_key}"
    before = ALREADY_SENT.one_or_none(request_key=key)
    if before is not None:
        if before.content_digest != content.digest():
            raise RequestKeyReused
        return str(before.public_id)
    check_open(conversation)
    starts_at = _starts_at(content)
    _check_number_ahead(conversation_id)
    series_id = None
    if content.times > 1:
        if by.person_id != conversation.giver_person_id:
            raise errors.OnlyTheGiver
        series_id = series.begin(conversation_id, content, starts_at)
    name = appointments.insert(
        conversation,
        by_id=by.person_id,
        request_key=key,
        content_digest=content.digest(),
        starts_at=starts_at,
        minutes=content.minutes,
        place=content.place,
        series_id=series_id,
    )
    tell(conversation.other_id(by.person_id), "appointment_proposed", by=by.person_id, thing=name, **when(starts_at))
    return name


def agree(appointment_id: int, *, version: int, by: Actor) -> str:
    """Say yes to an appointment as it was when the page was made; return the state that it is in then.

    "agreed" when the other has said yes too. Pressing twice is safe.

    :raises ChangedMeanwhile: it is no longer what `by` saw
    :raises AlreadyAnswered: it was called off, or its time has passed
    """
    conversation, found = get_current(appointment_id)
    if found.version != version:
        raise errors.ChangedMeanwhile
    if found.state in agreeing.OPEN_STATES and meeting_of(found, by).i_said_yes:
        return str(found.state)
    check_open(conversation)
    step, seen = check_step(found, "agree", by=by)
    state = step.to_state if seen.other_said_yes else seen.state
    appointments.change(appointment_id, state=state, **{f"{seen.my_side}_said_yes": True})
    tell(
        conversation.other_id(by.person_id),
        "appointment_agreed",
        by=by.person_id,
        thing=seen.public_id,
        **when(found.starts_at_utc),
    )
    return state


def change(appointment_id: int, content: Proposal, *, version: int, by: Actor) -> int:
    """Propose another day, time or place, which asks the other anew; return the new version.

    Sending the same form again changes nothing more.

    :raises ChangedMeanwhile: it is no longer what `by` saw
    :raises NothingChanged: that is what is already there
    :raises EnoughProposed: it was changed CHANGES_AT_MOST times
    """
    conversation, found = get_current(appointment_id)
    seen = check_step(found, "change", by=by)[1]
    starts_at = _starts_at(content)
    is_same = (starts_at, content.minutes, content.place) == (found.starts_at_utc, found.minutes, found.place)
    if is_same and seen.i_said_yes and not seen.other_said_yes and found.version == version + 1:
        return int(found.version)
    if found.version != version:
        raise errors.ChangedMeanwhile
    check_open(conversation)
    if is_same:
        raise errors.NothingChanged
    if found.version > agreeing.CHANGES_AT_MOST:
        raise errors.EnoughProposed
    said_yes = {f"{seen.my_side}_said_yes": True, f"{rules.other(seen.my_side)}_said_yes": False}
    appointments.change(
        appointment_id,
        state="proposed",
        version=version + 1,
        starts_at_utc=starts_at,
        minutes=content.minutes,
        place=content.place,
        reminded_at_utc=None,
        **said_yes,
    )
    write(notices.settling(seen.public_id))  # an unread notice names the day of before
    tell(
        conversation.other_id(by.person_id),
        "appointment_changed",
        by=by.person_id,
        thing=seen.public_id,
        **when(starts_at),
    )
    return version + 1


def call_off(appointment_id: int, *, by: Actor) -> None:
    """Say no to a proposal, take it back, or call off what was agreed; the other is told. Pressing twice is safe.

    :raises AlreadyAnswered: it is over
    """
    conversation, found = get_current(appointment_id)
    if found.state == "called_off":
        return
    step, seen = check_step(found, "call_off", by=by)
    appointments.change(appointment_id, state=step.to_state)
    tell(
        conversation.other_id(by.person_id),
        "appointment_called_off",
        by=by.person_id,
        thing=seen.public_id,
        **when(found.starts_at_utc),
    )
    series.go_on_after(found, conversation)


def remind(appointment_id: int, *, by: Actor) -> None:
    """Remind the other in one's own name: once, until the appointment changes. Pressing twice is safe.

    :raises NotYourTurn: the other waits for `by`, and not the other way round
    """
    conversation, found = get_current(appointment_id)
    check_open(conversation)
    check_step(found, "remind", by=by)
    if found.reminded_at_utc is None:
        appointments.change(appointment_id, reminded_at_utc=clock.now())
        other_id = conversation.other_id(by.person_id)
        tell(other_id, "appointment_reminded", by=by.person_id, thing=found.public_id, **when(found.starts_at_utc))


def _starts_at(content: Proposal) -> datetime:
    if not 1 <= content.minutes <= rules.MINUTES_AT_MOST:
        raise errors.ImpossibleMinutes
    today = clock.today()
    if not today <= content.day <= today + timedelta(days=agreeing.DAYS_AHEAD):
        raise errors.NotAhead
    starts_at = clock.moment_of(content.day, content.at)
    if starts_at <= clock.now():
        raise errors.NotAhead
    return starts_at


def _check_number_ahead(conversation_id: int) -> None:
    is_ahead = (Appointment.conversation_id == conversation_id, Appointment.starts_at_utc > clock.now())
    if (db.session.scalar(select(func.count()).where(*is_ahead)) or 0) >= agreeing.AHEAD_AT_MOST:
        raise errors.EnoughProposed
