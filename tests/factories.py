"""Builds what tests need through the services, so that nothing can be built that the product forbids."""

from dataclasses import dataclass, replace
from datetime import datetime, time, timedelta
from itertools import count
from typing import Any

from sqlalchemy import insert, update

from timebank.access.actor import Actor
from timebank.balance import rules as balances
from timebank.balance.disclosure import stored
from timebank.balance.figures import Balance, Both, Part, WijkFlow, written
from timebank.balance.models import Publication, PublishedBalance
from timebank.core import clock
from timebank.core.database import db, transact
from timebank.core.tokens import hashed, public_id
from timebank.exchange import service as exchange
from timebank.exchange.models import Appointment, Exchange
from timebank.exchange.queries import (
    FoundAppointment,
    FoundConversation,
    FoundGroup,
    FoundNote,
    find_appointment,
    find_conversation,
    find_exchange,
    find_group,
    find_own_note,
    places_of,
)
from timebank.exchange.rules import Report
from timebank.exchange.rules.agreeing import Proposal
from timebank.exchange.rules.groups import Announcement, Attendance, Attended
from timebank.exchange.rules.notes import Note
from timebank.ledger.quarters import close_quarter
from timebank.market import service as market
from timebank.market.queries import find_listing
from timebank.market.rules import Content
from timebank.people import passwords, sessions
from timebank.people import service as people
from timebank.people.queries import get_person
from timebank.wijk import service as wijk
from timebank.wijk.actor import load_actor
from timebank.wijk.models import Gemeente, Wijk, WijkEdition
from timebank.wijk.queries import FoundPartner, find_partner, find_wijk

PASSWORD = "een goed wachtwoord"
NUMBERS = count(1)


@dataclass(frozen=True)
class Place:
    """An open wijk, and its two stewards."""

    wijk_id: int
    code: str
    stewards: tuple[Actor, Actor]


def make_place(name: str = "De Linden", *, beside: Place | None = None) -> Place:
    """Open a wijk with two stewards in a gemeente of its own, or in that of another."""
    number = next(NUMBERS)
    code = f"WK{number:04d}00"
    wijk_id = transact(_insert_wijk, name, number, code, beside)
    tokens = transact(wijk.open_wijk, code, ["Ria", "Youssef"])
    first, second = (_arrive(transact(wijk.join, name=n, password=_hash(), token=t).person_id)
                     for n, t in zip(("Ria", "Youssef"), tokens, strict=True))  # fmt: skip
    return Place(wijk_id, code, (first, second))


def make_resident(place: Place, name: str = "Fatima") -> Actor:
    """Let somebody join and sign in; returns them as the doorkeeper sees them."""
    return _arrive(transact(wijk.join, name=name, password=_hash(), wijk_id=place.wijk_id).person_id)


def make_partner(place: Place, contact: Actor, name: str = "Bakkerij Jansen", **more) -> tuple[FoundPartner, Actor]:
    """Let an organisation take part; returns it, and who speaks for it as the doorkeeper sees them from then on."""
    return bring_on_board(place, contact, name, **more), again(contact)


def bring_on_board(place: Place, contact: Actor, name: str, **more) -> FoundPartner:
    """Let an organisation take part for which a resident speaks."""
    content = wijk.NewPartner(name, more.pop("sector", "ondernemers"), get_person(contact.person_id).buurcode, **more)
    found = find_partner(transact(wijk.bring_on_board, content, place.wijk_id, by=place.stewards[0]))
    assert found is not None
    return found


def make_staff(kind: str, *, second_factor_given: bool = True) -> Actor:
    """Let a member of staff sign in, without a task."""
    staff = transact(people.create_staff, kind=kind, name=kind)
    token = transact(people.begin_session, staff.person_id, device="a test", second_factor_given=second_factor_given)
    actor = load_actor(token)
    assert actor is not None
    db.session.rollback()
    return actor


def again(actor: Actor) -> Actor:
    """Return the same person as a new request sees them: with today's totals, roles and wijk."""
    db.session.rollback()
    seen = load_actor(actor.token)
    assert seen is not None
    return seen


def make_report(by: Actor, other: Actor | str, *, gave: bool = True, minutes: int = 60, **more) -> Exchange:
    """Write down an exchange, by default help that `by` gave today; `other` is a person or "pot"."""
    content = Report(
        request_key=f"key-{next(NUMBERS)}",
        side="giver" if gave else "receiver",
        who=other if isinstance(other, str) else other.public_id,
        category_code="shopping",
        minutes=minutes,
        occurred_on=clock.today(),
    )
    found = find_exchange(transact(exchange.report, replace(content, **more), by=by))
    assert found is not None
    return found


def make_confirmed(giver: Actor, receiver: Actor, minutes: int = 60) -> Exchange:
    """Write down an exchange that both said yes to."""
    reported = make_report(giver, receiver, minutes=minutes)
    transact(exchange.confirm, reported.id, by=receiver)
    return reload(reported)


def make_listing(by: Actor, side: str = "request", words: str = "Wie kan mijn fiets maken?", **more) -> Any:
    """Put an offer or a request up."""
    content = Content(words, **more)
    made = transact(market.post_listing, side, content, request_key=f"key-{next(NUMBERS)}", by=by)
    return find_listing(made)


def make_group(leader: Actor, *guests: Actor, rule: str = "guests", minutes: int = 120, **more) -> FoundGroup:
    """Announce a group of today for which the guests signed up, in this order; as a draft where the rule is ""."""
    content = Announcement(
        request_key=f"key-{next(NUMBERS)}",
        words="Koffie in het buurthuis",
        category_code="company",
        held_on=clock.today(),
        starts_at=time(10, 30),
        place="Het buurthuis",
        minutes=minutes,
        people_at_most=None,
    )
    public_id = transact(exchange.draft_group, replace(content, **more), by=leader)
    group_id = find_group(public_id).id
    if rule:
        transact(exchange.announce_group, group_id, rule, by=leader)
    for guest in guests:
        transact(exchange.sign_up, group_id, by=guest)
    return reload_group(public_id)


def close_group(group: FoundGroup, leader: Actor, *, minutes: int = 120, youths: int = 0, **said: str) -> FoundGroup:
    """Let the leader close a group; everyone was there but who is `said` (by name) to be absent or "helped:30"."""
    attended = {}
    for place in places_of(group)[1:]:
        attendance, _, own = said.get(place.name, "came").partition(":")
        attended[place.id] = Attended(attendance, int(own) if own else None)
    transact(exchange.close_group, group.id, Attendance(minutes, attended, youths), by=leader)
    return reload_group(group.public_id)


def make_own_note(by: Actor, **more) -> FoundNote:
    """Let somebody write down for themselves what they did today."""
    content = Note(
        request_key=f"key-{next(NUMBERS)}",
        whom="de voetbalclub",
        words="De bar gedaan",
        category_code="sport",
        minutes=90,
        occurred_on=clock.today(),
        times_a_week=None,
    )
    found = find_own_note(transact(exchange.keep_own_note, replace(content, **more), by=by))
    assert found is not None
    return found


def reload_group(public_id: str) -> FoundGroup:
    """Return a group as it is in the database now."""
    db.session.rollback()
    found = find_group(public_id)
    assert found is not None
    return found


def reload(exchange_row: Exchange) -> Exchange:
    """Return an exchange as it is in the database now."""
    db.session.rollback()
    db.session.expire_all()
    found = find_exchange(exchange_row.public_id)
    assert found is not None
    return found


def put_up(by: Actor, *, side: str = "offer", words: str = "Ik doe graag boodschappen", **more) -> str:
    """Put something up, about shopping unless said otherwise, and return its public id."""
    return str(make_listing(by, side, words, **{"category_code": "shopping", **more}).public_id)


def make_conversation(maker: Actor, answerer: Actor, *, words: str = "Zullen we?", **listing) -> FoundConversation:
    """Let somebody answer a new listing of `maker`."""
    key = f"key-{next(NUMBERS)}"
    name = transact(exchange.answer_listing, put_up(maker, **listing), words, request_key=key, by=answerer)
    found = find_conversation(name)
    assert found is not None
    return found


def make_appointment(conversation: FoundConversation, by: Actor, *yes: Actor, **more) -> FoundAppointment:
    """Let `by` propose an appointment for tomorrow at ten, and those of `yes` agree."""
    tomorrow = clock.today() + timedelta(days=1)
    content = Proposal(f"key-{next(NUMBERS)}", tomorrow, time(10, 0), 60, "Bij het buurthuis")
    name = transact(exchange.propose, conversation.id, replace(content, **more), by=by)
    for actor in yes:
        transact(exchange.agree, look_at(name).id, version=1, by=actor)
    return look_at(name)


def look_at(appointment_public_id: str) -> FoundAppointment:
    """Return an appointment as it is in the database now."""
    db.session.rollback()
    found = find_appointment(appointment_public_id)
    assert found is not None
    return found


def let_time_pass(appointment: FoundAppointment, by: timedelta = timedelta(days=2)) -> FoundAppointment:
    """Move an appointment back, as if that much time went by since."""
    moved: datetime = appointment.starts_at_utc - by
    changed = update(Appointment).where(Appointment.id == appointment.id).values(starts_at_utc=moved)
    transact(db.session.execute, changed)
    return look_at(appointment.public_id)


GROUPS = (
    *("along_and_shopping", "food_and_company", "house_and_garden"),
    *("language_and_computer", "children_and_health", "together"),
)
Sides = tuple[int | None, int | None]
"""Hours given and received as they would be published; None: hidden."""


def make_balance(
    place: Place,
    quarter: str = "2026Q3",
    hours: Sides = (420, 385),
    *,
    name: str = "De Linden",
    partners: dict[str, Sides] | None = None,
    groups: dict[str, Sides] | None = None,
    flows: dict[str, tuple[str, Sides]] | None = None,
    **single: int | None,
) -> Balance:
    """Invent the balance of a wijk. What is not said is hidden; `flows` by the other's code: its name and the hours."""
    parts, kinds, others = partners or {}, groups or {}, flows or {}
    shown = {"gave": 40, "received": 45, "both": 25, "exchanges": 200, "requests_met": 30, "weeks_to_meet": 2}
    return Balance(
        quarter=quarter,
        wijk_code=place.code,
        wijk_name=name,
        hours=_both(hours),
        partners=tuple(Part(p, _both(parts.get(p))) for p in (*balances.PARTNERS, balances.REST)),
        wijken=tuple(WijkFlow(code, called, _both(both)) for code, (called, both) in others.items()),
        groups=tuple(Part(g, _both(kinds.get(g))) for g in (*GROUPS, balances.REST)),
        **{name: stored((shown | single).get(name)) for name in ("gave", "received", "both", "exchanges", *_SINGLE)},
    )


def publish(balance: Balance, *more: Balance) -> None:
    """Store the balances of one quarter as if they had been published."""
    transact(_publish, (balance, *more))


def _publish(some: tuple[Balance, ...]) -> None:
    quarter, texts = some[0].quarter, [written(one) for one in some]
    close_quarter(quarter)
    digest = hashed("\n".join(texts))
    made = {"rules_version": balances.RULES_VERSION, "input_digest": digest, "published_at_utc": clock.now()}
    db.session.execute(insert(Publication).values(quarter=quarter, **made))
    for one, text in zip(some, texts, strict=True):
        wijk_id = find_wijk(one.wijk_code).wijk_id
        db.session.execute(
            insert(PublishedBalance).values(wijk_id=wijk_id, quarter=quarter, figures=text, why_hidden={})
        )


_SINGLE = ("requests_met", "weeks_to_meet", "needs_met", "weeks_to_first")


def _both(sides: Sides | None) -> Both:
    given, received = sides or (None, None)
    return Both(stored(given), stored(received))


def _arrive(person_id: int) -> Actor:
    actor = load_actor(transact(sessions.begin, person_id, "shared", "a test"))
    assert actor is not None
    return actor


def _hash() -> passwords.PasswordHash:
    return passwords.hash_password(PASSWORD)


def _insert_wijk(name: str, number: int, code: str, beside: Place | None) -> int:
    gemeente = {"code": f"GM{number:04d}", "name": f"Gemeente {number}"}
    new = insert(Gemeente).values(**gemeente).returning(Gemeente.id)
    found = find_wijk(beside.code) if beside else None
    gemeente_id = found.gemeente_id if found else db.session.execute(new).scalar_one()
    made = insert(Wijk).values(public_id=public_id(), gemeente_id=gemeente_id).returning(Wijk.id)
    wijk_id = db.session.execute(made).scalar_one()
    edition = {"wijk_id": wijk_id, "year": 2026, "code": code, "name": name, "households": 1200}
    db.session.execute(insert(WijkEdition).values(**edition))
    return wijk_id
