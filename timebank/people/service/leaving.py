"""Stopping, and erasing one's own data: what only the person needs is gone, what the books need names nobody."""

from typing import Any

from blinker import Signal
from sqlalchemy import delete, or_, update

from timebank.access.actor import Actor
from timebank.access.models import AuditEvent
from timebank.core import clock, tokens
from timebank.core.database import db
from timebank.people import queries, rules, sessions
from timebank.people.models import KnownDevice, PasswordReset, Person, Silence

LEFT = Signal(
    "a resident (the sender, an Actor) stops: each room erases what it keeps of them, in the same transaction and in"
    " any order. wijk listens (where they live, tasks, the account), notices (what they were told, mails that wait),"
    " market (listings, talents, needs, concerns) and exchange (what waits, what was said, groups, notes)"
)


def leave(*, by: Actor) -> None:
    """Erase what is kept of somebody, at once and for ever; their sessions end.

    The row of the person stays for the books, without a name or a way in: hours that others gave or got stay theirs.
    """
    person_id = by.person_id
    db.session.execute(update(Person).where(Person.id == person_id).values(_nobody()))
    LEFT.send(by)  # who is gone is told nothing of what ends now
    about = or_(Silence.person_id == person_id, Silence.silenced_person_id == person_id)
    db.session.execute(delete(Silence).where(about))
    db.session.execute(delete(KnownDevice).where(KnownDevice.person_id == person_id))
    db.session.execute(delete(PasswordReset).where(PasswordReset.person_id == person_id))
    db.session.execute(delete(AuditEvent).where(AuditEvent.subject_person_id == person_id))
    sessions.end_all(person_id)


def _nobody() -> dict[str, Any]:
    """Return what is kept of a person instead of what was known."""
    ways_in = ("sign_in_name", "email", "phone", "password_hash", "recovery_hash", "claim_hash")
    return dict.fromkeys((*ways_in, "language")) | {
        "public_id": tokens.public_id(),
        "name": rules.NAME_OF_WHO_LEFT,
        "name_key": "",
        "own_line": "",
        "mark": 1,
        "buurcode": queries.free_buurcode(),
        "is_findable": False,
        "ended_at_utc": clock.now(),
    }
