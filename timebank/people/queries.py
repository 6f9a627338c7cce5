"""Reads about persons."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, bindparam, exists, select
from sqlalchemy.orm import aliased

from timebank.access.models import AuditEvent
from timebank.core import clock
from timebank.core.database import db
from timebank.core.paging import Page, cut
from timebank.core.statements import Statement
from timebank.core.tokens import hashed, typed, typed_code
from timebank.people import rules, sign_in_names
from timebank.people.models import KnownDevice, PasswordReset, Person, SignInSession, Silence

NEWEST = 2**63 - 1
ABOUT = Statement(
    select(
        AuditEvent.id,
        AuditEvent.at_utc,
        AuditEvent.action,
        AuditEvent.actor_person_id,
        AuditEvent.subject_person_id,
        AuditEvent.facts,
        Person.name,
    )
    .outerjoin(Person, Person.id == AuditEvent.actor_person_id)
    .where(AuditEvent.subject_person_id == bindparam("person_id"), AuditEvent.id < bindparam("before_id"))
    .order_by(AuditEvent.id.desc())
    .limit(bindparam("limit"))
)
First = aliased(Person)
RESETS = (
    select(
        PasswordReset.public_id,
        PasswordReset.started_by_id,
        First.name.label("by_name"),
        Person.name,
        Person.mark,
        Person.own_line,
    )
    .join(Person, Person.id == PasswordReset.person_id)
    .join(First, First.id == PasswordReset.started_by_id)
    .where(
        PasswordReset.wijk_id.in_(bindparam("wijk_ids", expanding=True)),
        PasswordReset.seconded_by_id.is_(None),
        PasswordReset.used_at_utc.is_(None),
        PasswordReset.expires_at_utc > bindparam("now"),
    )
    .order_by(PasswordReset.id)
    .limit(50)
)
SILENCED = Statement(
    select(Person.public_id, Person.name, Person.mark, Person.own_line)
    .join(Silence, Silence.silenced_person_id == Person.id)
    .where(Silence.person_id == bindparam("person_id"))
    .order_by(Silence.id.desc())
    .limit(200)
)
COUNTRY_SIGNS = "+0123456789()-./ "


@dataclass(frozen=True)
class WayIn:
    """What a sign-in is compared with, as it was when it was read: it does not change under the one who compares."""

    person_id: int
    kind: str
    password_hash: str | None
    recovery_hash: str | None


@dataclass(frozen=True)
class Event:
    """One act that concerns a person, and who did it (None: the system, or a command of the operator)."""

    id: int
    at_utc: datetime
    action: str
    actor_person_id: int | None
    subject_person_id: int | None
    facts: dict[str, Any]
    who: str | None


def get_person(person_id: int) -> Person:
    """Return a person.

    :raises LookupError: there is none with this id
    """
    found = db.session.get(Person, person_id, populate_existing=True)
    if found is None:
        raise LookupError(person_id)
    return found


def find_way_in(identifier: str) -> WayIn | None:
    """Return the account that has this sign-in name, e-mail address or phone number."""
    if "@" in identifier:
        matches = Person.email == rules.email_key(identifier)
    elif identifier.strip() and all(character in COUNTRY_SIGNS for character in identifier.strip()):
        matches = Person.phone == rules.phone_key(identifier)
    else:
        matches = Person.sign_in_name == rules.sign_in_key(identifier)
    columns = (Person.id, Person.kind, Person.password_hash, Person.recovery_hash)
    row = db.session.execute(select(*columns).where(matches, Person.ended_at_utc.is_(None))).one_or_none()
    return WayIn(*row) if row else None


def find_by_buurcode_or_sign_in_name(typed_by_person: str) -> Person | None:
    """Return the resident who typed their own buurcode or whole sign-in name: for stewards, face to face."""
    key = rules.sign_in_key(typed_by_person)
    matches = (Person.sign_in_name == key) | (Person.buurcode == rules.buurcode_key(typed_by_person))
    return db.session.scalars(_present().where(matches, Person.kind == "resident")).one_or_none()


def findable_by(person_id: Any) -> ColumnElement[bool]:
    """Return the condition on `Person` for being found by somebody: present, findable, a resident, not silent to them.

    Every search for persons uses it, so that one who cannot be found looks like one who does not exist.
    """
    silent = exists().where(Silence.person_id == Person.id, Silence.silenced_person_id == person_id)
    return (Person.kind == "resident") & Person.is_findable & Person.ended_at_utc.is_(None) & ~silent


def find_by_buurcode(buurcode: str, *, for_person_id: int) -> Person | None:
    """Return whose buurcode this is, unless they cannot be found by the one who asks."""
    wanted = select(Person).where(Person.buurcode == rules.buurcode_key(buurcode), findable_by(for_person_id))
    return db.session.scalars(wanted).one_or_none()


def find_by_public_id(public_id: str) -> Person | None:
    """Return the person with this random name."""
    return db.session.scalars(_present().where(Person.public_id == public_id)).one_or_none()


def find_silenced(public_id: str, *, by: int) -> Person | None:
    """Return the person with this random name if `by` wants to hear no more of them."""
    joined = select(Person).join(Silence, (Silence.silenced_person_id == Person.id) & (Silence.person_id == by))
    return db.session.scalars(joined.where(Person.public_id == public_id)).one_or_none()


def find_by_claim(token: str) -> Person | None:
    """Return whose one-time code or link this is."""
    return db.session.scalars(_present().where(Person.claim_hash == hashed(token))).one_or_none()


def is_known_device(person_id: int, device_token: str) -> bool:
    """Say whether somebody signed in on this device before and called it their own."""
    since = clock.now() - rules.DEVICE_LIVES
    wanted = select(KnownDevice.id).where(
        KnownDevice.token_hash == device_hash(person_id, device_token), KnownDevice.used_at_utc > since
    )
    return db.session.scalar(wanted) is not None


def device_hash(person_id: int, device_token: str) -> str:
    """Return how one person's use of one device is kept: two people on one device are two rows that tell nothing."""
    return hashed(f"{person_id}:{device_token}")


def open_resets(wijk_ids: frozenset[int]) -> Sequence[Any]:
    """Return the resets of these wijken that a second steward can agree to, oldest first.

    Columns: public_id, started_by_id, by_name (the first steward), name, mark, own_line. Few at any time: each lives
    half an hour.
    """
    return db.session.connection().execute(RESETS, {"wijk_ids": list(wijk_ids), "now": clock.now()}).all()


def find_reset(public_id: str) -> PasswordReset | None:
    """Return a reset that has not run out."""
    wanted = select(PasswordReset).where(
        PasswordReset.public_id == public_id,
        PasswordReset.used_at_utc.is_(None),
        PasswordReset.expires_at_utc > clock.now(),
    )
    return db.session.scalars(wanted).one_or_none()


def find_reset_by_code(code: str) -> PasswordReset | None:
    """Return the reset that two stewards agreed to and that this code finishes."""
    wanted = select(PasswordReset).where(
        PasswordReset.code_hash == hashed(typed(code)),
        PasswordReset.used_at_utc.is_(None),
        PasswordReset.expires_at_utc > clock.now(),
    )
    return db.session.scalars(wanted).one_or_none()


def silenced_by(person_id: int) -> list[Any]:
    """Return whom somebody wants to hear no more of, the newest first: public_id, name, mark, own_line."""
    return SILENCED.all(person_id=person_id)


def events_about(person_id: int, *, before_id: int | None = None, size: int = rules.EVENTS_A_PAGE) -> Page[Event]:
    """Return what was done that concerns a person and by whom, newest first, `size` at a time."""
    before = NEWEST if before_id is None else before_id
    rows = [Event(*row) for row in ABOUT.all(person_id=person_id, before_id=before, limit=size + 1)]
    return cut(rows, size, lambda row: row.id)


def find_session(public_id: str) -> SignInSession | None:
    """Return a session that has not been ended, by its random name."""
    return db.session.scalars(select(SignInSession).where(SignInSession.public_id == public_id)).one_or_none()


def free_sign_in_name(name: str) -> str:
    """Return a sign-in name that nobody has yet, for somebody called `name`."""
    while True:
        proposed = sign_in_names.propose(name)
        if not db.session.scalar(select(exists().where(Person.sign_in_name == proposed))):
            return proposed


def marks_of_namesakes(name: str) -> list[int]:
    """Return the marks of the residents with the same name, at most 200."""
    same = (Person.name_key == rules.name_key(name), Person.kind == "resident", Person.ended_at_utc.is_(None))
    return list(db.session.scalars(select(Person.mark).where(*same).limit(200)))


def free_buurcode() -> str:
    """Return a buurcode that nobody has yet."""
    while True:
        proposed = typed_code(2)
        if not db.session.scalar(select(exists().where(Person.buurcode == proposed))):
            return proposed


def _present() -> Select[Person]:
    return select(Person).where(Person.ended_at_utc.is_(None))
