"""What somebody wrote down for themselves. Only they read it."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import bindparam, or_, select

from timebank.core.statements import Statement
from timebank.exchange.models import Exchange, OwnNote
from timebank.exchange.rules.notes import NOTES_AT_MOST


@dataclass(frozen=True)
class FoundNote:
    """One note; `exchange_*` are of the exchange that it last became when a neighbour was asked."""

    id: int
    public_id: str
    person_id: int
    whom: str
    words: str
    category_code: str
    minutes: int
    occurred_on: date | None
    times_a_week: int | None
    exchange_public_id: str | None
    exchange_state: str | None


def own_notes(person_id: int) -> list[FoundNote]:
    """Return what somebody wrote down, the newest first, at most NOTES_AT_MOST.

    What both said yes to stands in the hours and no longer here; of what is done every week only one time can.
    """
    return [FoundNote(*row) for row in OF_PERSON.all(person_id=person_id)]


def find_own_note(public_id: str) -> FoundNote | None:
    """Return the note that an address names."""
    row = BY_PUBLIC_ID.one_or_none(public_id=public_id)
    return None if row is None else FoundNote(*row)


NOTE = select(
    *(OwnNote.id, OwnNote.public_id, OwnNote.person_id, OwnNote.whom, OwnNote.words, OwnNote.category_code),
    *(OwnNote.minutes, OwnNote.occurred_on, OwnNote.times_a_week),
    *(Exchange.public_id.label("exchange_public_id"), Exchange.state.label("exchange_state")),
).outerjoin(Exchange, Exchange.id == OwnNote.exchange_id)
STILL_ALONE = or_(
    Exchange.state.is_(None),
    Exchange.transfer_id.is_(None),
    OwnNote.times_a_week.is_not(None),
)
OF_PERSON = Statement(
    NOTE.where(OwnNote.person_id == bindparam("person_id"), STILL_ALONE)
    .order_by(OwnNote.id.desc())
    .limit(NOTES_AT_MOST)
)
BY_PUBLIC_ID = Statement(NOTE.where(OwnNote.public_id == bindparam("public_id")))
