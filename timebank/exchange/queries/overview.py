"""What there is for somebody, in one small read: what waits for them, and what comes. For the start page."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import cache
from typing import Any

from sqlalchemy import (
    Date,
    Select,
    String,
    Time,
    and_,
    bindparam,
    case,
    cast,
    func,
    literal,
    null,
    or_,
    select,
    union_all,
)
from sqlalchemy.orm import aliased

from timebank.access.actor import Actor
from timebank.core import clock
from timebank.core.database import UtcDateTime
from timebank.core.statements import Statement
from timebank.exchange import rules
from timebank.exchange.models import (
    Appointment,
    Conversation,
    ConversationSide,
    Exchange,
    Group,
    GroupPlace,
    StadProposal,
)
from timebank.exchange.queries.agreeing import LIES_AHEAD, SHOWN
from timebank.exchange.queries.groups import LIVE, READER, asks_stewards
from timebank.exchange.queries.one_group import among
from timebank.exchange.queries.talking import NEWEST, UNREAD_AMONG
from timebank.exchange.queries.told import still_waits
from timebank.exchange.rules import agreeing
from timebank.market.queries import told_to_stewards
from timebank.people.models import Person
from timebank.wijk.models import Organisation, Partner, PartnerContact

EACH_AT_MOST = 4
"""Of each sort, on each side: the pages behind it show the rest."""

SOON = timedelta(days=7)
WAITS = ("close", "asked", "stad", "partner", "happened", "proposed", "unread")
COMES = ("appointment", "group")
FOR_STEWARDS = ("groups", "concerns")
"""What a line can be, in the order of the screen: a group that its reader led and has to close, one that asks whether
it is right, help of the stad, hours of an organisation that the reader speaks for, an appointment that is over, one
that is proposed, a conversation with something new; what comes; and how many groups and concerns wait for the stewards.
"""


@dataclass(frozen=True)
class Line:
    """One thing. `words` is the other's name, or what the group is.

    `number` is how many, for what is only counted, and the newest message of a conversation.
    """

    what: str
    public_id: str
    words: str
    at_utc: datetime | None
    held_on: date | None
    starts_at: time | None
    number: int

    @property
    def day(self) -> date | None:
        """The day it is on, in the Netherlands."""
        return clock.day_of(self.at_utc) if self.at_utc else self.held_on

    @property
    def clock_time(self) -> str:
        """The time it begins, in the Netherlands."""
        if self.at_utc:
            return f"{clock.in_the_netherlands(self.at_utc):%H:%M}"
        return f"{self.starts_at:%H:%M}" if self.starts_at else ""


@dataclass(frozen=True)
class Overview:
    """What waits for somebody and what comes within SOON, the first day first; what is counted for stewards."""

    waits: list[Line]
    comes: list[Line]
    for_stewards: dict[str, int]


def overview(by: Actor) -> Overview:
    """Return what there is for somebody, at most EACH_AT_MOST of each sort and side."""
    there = clock.in_the_netherlands(now := clock.now())
    values: dict[str, Any] = {"now": now, "asked_since": now - agreeing.ASKED_FOR, "until": now + SOON}
    values |= {"today": there.date(), "last_day": there.date() + SOON, "time_now": there.time().replace(tzinfo=None)}
    lines = [Line(*row) for row in _overview(by.is_steward, by.is_contact).all(person_id=by.person_id, **values)]
    lines.sort(key=lambda one: (one.day or date.min, one.clock_time))
    waits = sorted((one for one in lines if one.what in WAITS), key=lambda one: WAITS.index(one.what))
    counted = {one.what: one.number for one in lines if one.what in FOR_STEWARDS}
    return Overview(waits, [one for one in lines if one.what in COMES], counted)


@cache
def _overview(is_steward: bool, is_contact: bool) -> Statement:
    """Build each of the statements once: each part looks into one small index, and joins to a few rows."""
    parts = [*(_appointments(side) for side in rules.SIDES), _unread(), _groups(), _stad_help()]
    if is_contact:
        parts += [_for_partner(side) for side in rules.SIDES]
    if is_steward:
        groups = select(func.count()).select_from(Group).where(*asks_stewards()).scalar_subquery()
        parts += [_counted("groups", groups), _counted("concerns", told_to_stewards(READER))]
    return Statement(union_all(*parts))


def _line(what: Any, public_id: Any, words: Any, **more: Any) -> Select[Any]:
    return select(
        what.label("what"),
        public_id.label("public_id"),
        words.label("words"),
        more.get("at_utc", cast(null(), UtcDateTime())).label("at_utc"),
        more.get("held_on", cast(null(), Date())).label("held_on"),
        more.get("starts_at", cast(null(), Time())).label("starts_at"),
        more.get("number", literal(0)).label("number"),
    )


def _counted(what: str, number: Any) -> Select[Any]:
    return _line(literal(what, String()), literal("", String()), literal("", String()), number=number)


def _appointments(side: str) -> Select[Any]:
    mine, other = Appointment.giver_person_id, Appointment.receiver_person_id
    said_yes = Appointment.giver_said_yes
    if side == "receiver":
        mine, other, said_yes = other, mine, Appointment.receiver_said_yes
    is_agreed = Appointment.state == "agreed"
    what = case((~LIES_AHEAD, "happened"), (is_agreed, "appointment"), else_="proposed")
    is_soon = and_(is_agreed, Appointment.starts_at_utc <= bindparam("until"))
    wanted = or_(is_soon, and_(LIES_AHEAD, Appointment.state == "proposed", ~said_yes))
    found = select(Appointment.public_id, other.label("other_id"), what.label("what"), Appointment.starts_at_utc)
    first = found.where(mine == READER, *SHOWN, wanted).order_by(Appointment.starts_at_utc, Appointment.id)
    few = first.limit(EACH_AT_MOST).subquery()
    return _line(few.c.what, few.c.public_id, Person.name, at_utc=few.c.starts_at_utc).join_from(
        few, Person, Person.id == few.c.other_id
    )


def _stad_help() -> Select[Any]:
    waits = (among(StadProposal.state, "asked"), StadProposal.lapses_at_utc > bindparam("now"))
    first = select(StadProposal.public_id, StadProposal.organisation_id)
    first = first.where(StadProposal.person_id == READER, *waits).order_by(StadProposal.id)
    few = first.limit(EACH_AT_MOST).subquery()
    found = _line(literal("stad", String()), few.c.public_id, Organisation.name)
    return found.join_from(few, Organisation, Organisation.id == few.c.organisation_id)


def _for_partner(side: str) -> Select[Any]:
    """Build what finds the organisations of the reader that are asked on one side, but not about the reader's hours."""
    account_id, other_id = Exchange.giver_account_id, Exchange.receiver_person_id
    if side == "receiver":
        account_id, other_id = Exchange.receiver_account_id, Exchange.giver_person_id
    asked = (among(Exchange.asked_side, side), Exchange.organisation_side == Exchange.asked_side, other_id != READER)
    waits = select(Exchange.id).where(account_id == Partner.account_id, still_waits(), *asked)
    return (
        _line(literal("partner", String()), Partner.public_id, Organisation.name)
        .join_from(PartnerContact, Partner, Partner.organisation_id == PartnerContact.organisation_id)
        .join(Organisation, Organisation.id == Partner.organisation_id)
        .where(PartnerContact.person_id == READER, PartnerContact.until_utc.is_(None), waits.exists())
    )


def _unread() -> Select[Any]:
    mine = select(ConversationSide).where(ConversationSide.person_id == READER)
    newest = mine.where(ConversationSide.newest_message_id < NEWEST).order_by(ConversationSide.newest_message_id.desc())
    some = aliased(ConversationSide, newest.limit(UNREAD_AMONG).subquery())
    unread = select(some.conversation_id, some.newest_message_id).where(some.newest_message_id > some.read_message_id)
    few = unread.order_by(some.newest_message_id.desc()).limit(EACH_AT_MOST).subquery()
    is_maker = Conversation.maker_person_id == READER
    other_id = case((is_maker, Conversation.answerer_person_id), else_=Conversation.maker_person_id)
    found = _line(literal("unread", String()), Conversation.public_id, Person.name, number=few.c.newest_message_id)
    return found.join_from(few, Conversation, Conversation.id == few.c.conversation_id).join(
        Person, Person.id == other_id
    )


def _groups() -> Select[Any]:
    own = GroupPlace
    begins, is_today = Group.starts_at > bindparam("time_now"), Group.held_on == bindparam("today")
    is_ahead = or_(Group.held_on > bindparam("today"), and_(is_today, begins))
    is_open = among(Group.state, "open")
    what = case((among(own.state, "asked"), "asked"), (is_ahead, "group"), else_="close")
    wanted = or_(
        and_(among(own.state, "asked"), Group.answers_until_utc > bindparam("now")),
        and_(is_open, is_ahead, Group.held_on <= bindparam("last_day")),
        and_(is_open, ~is_ahead, own.role == "leader"),
    )
    found = (
        select(Group.public_id, Group.words, Group.held_on, Group.starts_at, what.label("what"))
        .join_from(own, Group, Group.id == own.group_id)
        .where(own.person_id == READER, among(own.state, *LIVE), wanted)
        .order_by(Group.held_on, Group.starts_at, Group.id)
    )
    few = found.limit(2 * EACH_AT_MOST).subquery()
    return _line(few.c.what, few.c.public_id, few.c.words, held_on=few.c.held_on, starts_at=few.c.starts_at)
