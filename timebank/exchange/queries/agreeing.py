"""Appointments as one of the two reads them: one of them, those of a conversation, what waits and what comes."""

from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from typing import TYPE_CHECKING, Any

from sqlalchemy import Select, and_, bindparam, case, literal_column, or_, select, union
from sqlalchemy.orm import aliased

from timebank.access.actor import Actor
from timebank.core import clock
from timebank.core.statements import Statement
from timebank.exchange import rules
from timebank.exchange.models import Appointment, Conversation, Exchange, Series
from timebank.exchange.queries.sides import Side
from timebank.exchange.queries.talking import FoundConversation
from timebank.exchange.rules import agreeing
from timebank.market.models import Listing
from timebank.people.models import Person

Giver, Receiver = aliased(Person), aliased(Person)
SHOWN_AT_MOST = 20
OTHER_KIND = "other"
"""The kind of help where a listing says none."""


class FoundAppointment:
    """An appointment with its two persons, as the policy looks at it."""

    giver_person_id: int
    receiver_person_id: int

    @property
    def party_person_ids(self) -> tuple[int, int]:
        """The two who meet."""
        return self.giver_person_id, self.receiver_person_id

    if TYPE_CHECKING:

        def __getattr__(self, column: str) -> Any: ...


@dataclass(frozen=True)
class Meeting:
    """An appointment as one of the two reads it: `my_side` is theirs."""

    public_id: str
    conversation_public_id: str
    state: str
    version: int
    my_side: str
    other: Side
    starts_at_utc: datetime
    minutes: int
    place: str
    listing_words: str
    category_code: str
    i_said_yes: bool
    other_said_yes: bool
    was_reminded: bool
    is_over: bool
    exchange_public_id: str | None
    every_days: int | None
    times_at_most: int | None
    series_goes_on: bool

    @property
    def day(self) -> date:
        """The day it is on, in the Netherlands."""
        return clock.day_of(self.starts_at_utc)

    @property
    def hours_part(self) -> int:
        """The whole hours of the minutes."""
        return self.minutes // 60

    @property
    def minutes_part(self) -> int:
        """What is left beside the whole hours."""
        return self.minutes % 60

    @property
    def moves(self) -> set[str]:
        """What the reader can do now."""
        open_now = agreeing.moves_open_to(self.state, said_yes=self.i_said_yes, is_over=self.is_over)
        return open_now - {"remind"} if self.was_reminded else open_now

    @property
    def waits_for_me(self) -> bool:
        """Say whether the reader is asked for a yes, or how it went."""
        return bool(self.moves & {"agree", "write_down"})


def find_appointment(public_id: str) -> FoundAppointment | None:
    """Return the appointment that an address names."""
    found: FoundAppointment | None = BY_PUBLIC_ID.one_or_none(public_id=public_id)
    return found


def meeting_of(found: FoundAppointment, by: Actor) -> Meeting:
    """Return an appointment for the reader `by`, who is one of the two."""
    my_side = "giver" if by.person_id == found.giver_person_id else "receiver"
    said_yes = {"giver": found.giver_said_yes, "receiver": found.receiver_said_yes}
    shown = {
        "giver": Side(found.giver_public_id, found.giver_name, found.giver_mark, found.giver_own_line),
        "receiver": Side(found.receiver_public_id, found.receiver_name, found.receiver_mark, found.receiver_own_line),
    }
    return Meeting(
        public_id=found.public_id,
        conversation_public_id=found.conversation_public_id,
        state=found.state,
        version=found.version,
        my_side=my_side,
        other=shown[rules.other(my_side)],
        starts_at_utc=found.starts_at_utc,
        minutes=found.minutes,
        place=found.place,
        listing_words=found.listing_words,
        category_code=found.category_code or OTHER_KIND,
        i_said_yes=said_yes[my_side],
        other_said_yes=said_yes[rules.other(my_side)],
        was_reminded=found.reminded_at_utc is not None,
        is_over=found.starts_at_utc <= clock.now(),
        exchange_public_id=found.exchange_public_id,
        every_days=found.every_days,
        times_at_most=found.times_at_most,
        series_goes_on=found.series_id is not None and found.series_ended_at_utc is None,
    )


def meetings_of(conversation: FoundConversation, by: Actor) -> list[Meeting]:
    """Return what of a conversation `open_appointments` would return, the first day first, at most SHOWN_AT_MOST."""
    return [meeting_of(row, by) for row in OF_CONVERSATION.all(conversation_id=conversation.id, **_moments())]


def appointments_waiting(by: Actor, *, limit: int = 4) -> list[Meeting]:
    """Return what waits for this person, the first day first: a yes to a proposal that lies ahead, or how it went."""
    return _meetings("waiting", by, limit)


def coming_appointments(by: Actor, *, limit: int = 4) -> list[Meeting]:
    """Return the appointments that lie ahead to which both said yes, the first day first, at most `limit`."""
    return _meetings("coming", by, limit)


def open_appointments(by: Actor, *, limit: int = SHOWN_AT_MOST) -> list[Meeting]:
    """Return what lies ahead, and what was agreed and is just over, the first day first, at most `limit`."""
    return _meetings("open", by, limit)


def _meetings(what: str, by: Actor, limit: int) -> list[Meeting]:
    rows = _open(what).all(person_id=by.person_id, limit=limit, **_moments())
    return [meeting_of(row, by) for row in rows]


def _moments() -> dict[str, datetime]:
    now = clock.now()
    return {"now": now, "asked_since": now - agreeing.ASKED_FOR}


def _appointment() -> Select[Any]:
    return (
        select(
            *Appointment.__table__.c,
            Conversation.public_id.label("conversation_public_id"),
            Listing.words.label("listing_words"),
            Listing.category_code,
            Giver.public_id.label("giver_public_id"),
            Giver.name.label("giver_name"),
            Giver.mark.label("giver_mark"),
            Giver.own_line.label("giver_own_line"),
            Receiver.public_id.label("receiver_public_id"),
            Receiver.name.label("receiver_name"),
            Receiver.mark.label("receiver_mark"),
            Receiver.own_line.label("receiver_own_line"),
            Exchange.public_id.label("exchange_public_id"),
            Series.every_days,
            Series.times_at_most,
            Series.ended_at_utc.label("series_ended_at_utc"),
        )
        .join(Conversation, Conversation.id == Appointment.conversation_id)
        .join(Listing, Listing.id == Conversation.listing_id)
        .join(Giver, Giver.id == Appointment.giver_person_id)
        .join(Receiver, Receiver.id == Appointment.receiver_person_id)
        .outerjoin(Exchange, Exchange.id == Appointment.exchange_id)
        .outerjoin(Series, Series.id == Appointment.series_id)
    )


@cache
def _open(what: str) -> Statement:
    """Build each of the three statements once: one small index for each side, then what is shown of a few rows."""
    ids = union(*(_of_side(what, side) for side in rules.SIDES))
    first = ids.order_by(ids.selected_columns.starts_at_utc, ids.selected_columns.id)
    few = first.limit(bindparam("limit")).subquery("few")
    return Statement(
        MEETING.join(few, few.c.id == Appointment.id).order_by(few.c.starts_at_utc, few.c.id), FoundAppointment
    )


def _of_side(what: str, side: str) -> Select[Any]:
    mine = Appointment.giver_person_id if side == "giver" else Appointment.receiver_person_id
    said_yes = Appointment.giver_said_yes if side == "giver" else Appointment.receiver_said_yes
    is_asked = case((LIES_AHEAD, and_(Appointment.state == "proposed", ~said_yes)), else_=Appointment.state == "agreed")
    wanted = {"waiting": is_asked, "coming": and_(Appointment.state == "agreed", LIES_AHEAD), "open": STILL_MATTERS}[
        what
    ]
    some = select(Appointment.id, Appointment.starts_at_utc).where(mine == bindparam("person_id"), *SHOWN, wanted)
    few = some.order_by(Appointment.starts_at_utc, Appointment.id).limit(bindparam("limit")).subquery()
    return select(few.c.id, few.c.starts_at_utc)


MEETING = _appointment()
IS_OPEN = Appointment.state.in_([literal_column(f"'{state}'") for state in agreeing.OPEN_STATES])
"""Spelled out as in the partial indexes, or the planner does not recognise them."""

SHOWN = (IS_OPEN, Appointment.starts_at_utc > bindparam("asked_since"))
LIES_AHEAD = Appointment.starts_at_utc > bindparam("now")
STILL_MATTERS = or_(LIES_AHEAD, Appointment.state == "agreed")
"""What passed without a yes of both is nobody's business any more."""

BY_PUBLIC_ID = Statement(MEETING.where(Appointment.public_id == bindparam("public_id")), FoundAppointment)
OF_CONVERSATION = Statement(
    MEETING.where(Appointment.conversation_id == bindparam("conversation_id"), *SHOWN, STILL_MATTERS)
    .order_by(Appointment.starts_at_utc, Appointment.id)
    .limit(SHOWN_AT_MOST),
    FoundAppointment,
)
