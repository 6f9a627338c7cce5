"""What somebody writes down for themselves: kept, changed, erased, and asked about as an exchange."""

from typing import Any

from sqlalchemy import delete, func, insert, select, update

from timebank.access.actor import Actor
from timebank.core import clock
from timebank.core.database import db
from timebank.core.errors import RequestKeyReused
from timebank.core.tokens import public_id
from timebank.exchange import errors, rules
from timebank.exchange.models import Exchange, OwnNote
from timebank.exchange.rules import Report
from timebank.exchange.rules.notes import NOTES_AT_MOST, Note
from timebank.exchange.service.groups import one_at_a_time
from timebank.exchange.service.report import report
from timebank.wijk import queries as wijk


def keep_own_note(content: Note, *, by: Actor) -> str:
    """Write down what somebody does; return its public id. Sending the form twice makes one.

    :raises RequestKeyReused: the same form was sent with something else in it
    :raises RuleBroken: one of `exchange.errors`, nothing is written
    """
    key = f"{by.person_id}:{content.request_key}"
    one_at_a_time(by.person_id)
    sent = select(OwnNote.public_id, OwnNote.content_digest).where(OwnNote.request_key == key)
    before = db.session.execute(sent).one_or_none()
    if before is not None:
        if before.content_digest != content.digest():
            raise RequestKeyReused
        return str(before.public_id)
    _check(content)
    mine = select(func.count()).select_from(OwnNote).where(OwnNote.person_id == by.person_id)
    if (db.session.scalar(mine) or 0) >= NOTES_AT_MOST:
        raise errors.EnoughNotes
    name = public_id()
    new = {"request_key": key, "content_digest": content.digest(), "person_id": by.person_id}
    made = {"public_id": name, "created_at_utc": clock.now()}
    db.session.execute(insert(OwnNote).values(made | new | _values(content)))
    return name


def change_own_note(note_id: int, content: Note, *, by: Actor) -> None:
    """Write it down otherwise.

    :raises RuleBroken: as `keep_own_note`
    """
    _check(content)
    db.session.execute(update(OwnNote).where(_own(note_id, by)).values(_values(content)))


def erase_own_note(note_id: int, *, by: Actor) -> None:
    """Erase it, for ever. What it became as an exchange stays."""
    db.session.execute(delete(OwnNote).where(_own(note_id, by)))


def report_from_note(note_id: int, content: Report, *, by: Actor) -> str:
    """Report an exchange of what somebody had written down, as `report` does; the note knows it from now on.

    :raises RuleBroken: as `report`
    """
    sent = report(content, by=by)
    made = select(Exchange.id).where(Exchange.public_id == sent).scalar_subquery()
    db.session.execute(update(OwnNote).where(_own(note_id, by)).values(exchange_id=made))
    return sent


def _own(note_id: int, by: Actor) -> Any:
    return (OwnNote.id == note_id) & (OwnNote.person_id == by.person_id)


def _values(content: Note) -> dict[str, Any]:
    return {
        "whom": content.whom,
        "words": content.words,
        "category_code": content.category_code,
        "minutes": content.minutes,
        "occurred_on": content.occurred_on,
        "times_a_week": content.times_a_week,
    }


def _check(content: Note) -> None:
    if not 1 <= content.minutes <= rules.MINUTES_AT_MOST:
        raise errors.ImpossibleMinutes
    if content.occurred_on is not None and not rules.is_possible_day(content.occurred_on, today=clock.today()):
        raise errors.ImpossibleDay
    if not wijk.is_category(content.category_code):
        raise errors.UnknownKind
