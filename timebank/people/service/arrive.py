"""How somebody comes in: as a resident, as a neighbour from an older time bank, or as staff."""

import secrets
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from flask_babel import lazy_gettext
from sqlalchemy import insert, update

from timebank.access import audit
from timebank.core import clock, tokens
from timebank.core.database import db, table_of
from timebank.core.errors import RuleBroken
from timebank.people import queries, rules, second_factor, sessions
from timebank.people.models import Person
from timebank.people.passwords import PasswordHash, hash_password
from timebank.people.service.regain import new_recovery_code

PERSON = insert(table_of(Person)).returning(Person.id, Person.public_id, Person.buurcode)


class CodeUnknown(RuleBroken):
    """The one-time code belongs to nobody, or was used."""

    message = lazy_gettext("We do not know this code. It may have been used already. Ask for a new one.")
    field = "code"


class LinkRanOut(RuleBroken):
    """The one-time link was used, replaced, or is too old."""

    message = lazy_gettext("This link does not work any more. Ask for a new one.")
    status = 404


class NobodyOfStaff(RuleBroken):
    """No member of staff has this sign-in name."""

    message = lazy_gettext("Nobody of staff has this sign-in name.")


@dataclass(frozen=True)
class NewResident:
    """A resident, with what they are told once: their sign-in name and recovery code."""

    person_id: int
    public_id: str
    sign_in_name: str
    recovery_code: str
    buurcode: str


@dataclass(frozen=True)
class NewStaff:
    """A member of staff, and the token of the link by which they choose a password."""

    person_id: int
    sign_in_name: str
    token: str


def create_resident(*, name: str, password: str | PasswordHash) -> NewResident:
    """Make a person who can sign in. We propose the sign-in name.

    Give a PasswordHash, made before the transaction: other writers then need not wait for the hashing.
    """
    code, recovery_hash = new_recovery_code()
    sign_in_name = queries.free_sign_in_name(name)
    person = _insert(
        kind="resident",
        name=name,
        buurcode=queries.free_buurcode(),
        mark=_mark_unlike_namesakes(name),
        sign_in_name=sign_in_name,
        password_hash=_hash_of(password),
        recovery_hash=recovery_hash,
    )
    audit.record("people.joined", actor_id=person.id, subject_id=person.id)
    return NewResident(person.id, person.public_id, sign_in_name, code, person.buurcode)


def create_placeholder(*, name: str, email: str = "", phone: str = "", by: int | None = None) -> tuple[int, str]:
    """Make a neighbour from an imported history who has not come yet: cannot sign in, cannot be found.

    The caller has seen that nobody has the e-mail address and phone number. Returns the person's id and the one-time
    code by which they become a resident (`claim`).
    """
    code = tokens.typed_code(3)
    claim_hash = tokens.hashed(tokens.typed(code))
    person = _insert(
        kind="resident",
        name=name,
        buurcode=queries.free_buurcode(),
        is_findable=False,
        claim_hash=claim_hash,
        email=rules.email_key(email) or None,
        phone=rules.phone_key(phone) or None,
    )
    audit.record("people.placeholder_made", actor_id=by, subject_id=person.id)
    return person.id, code


def renew_claim(person_id: int, *, by: int | None = None) -> str:
    """Give a neighbour from an imported history a new one-time code; the old one works no more.

    :raises CodeUnknown: they took their place already
    """
    code = tokens.typed_code(3)
    waiting = (Person.id == person_id, Person.kind == "resident", Person.claim_hash.is_not(None))
    renewed = update(Person).where(*waiting).values(claim_hash=tokens.hashed(tokens.typed(code))).returning(Person.id)
    if db.session.scalar(renewed) is None:
        raise CodeUnknown
    audit.record("people.code_renewed", actor_id=by, subject_id=person_id)
    return code


def claim(code: str, *, name: str, password: str | PasswordHash) -> NewResident:
    """Let a neighbour from an imported history take their place. The code works once.

    :raises CodeUnknown: nobody waits for this code
    """
    person = queries.find_by_claim(tokens.typed(code))
    if person is None or person.kind != "resident" or person.buurcode is None:
        raise CodeUnknown
    recovery_code, recovery_hash = new_recovery_code()
    sign_in_name = queries.free_sign_in_name(name)
    values = {
        "name": name,
        "name_key": rules.name_key(name),
        "is_findable": True,
        "sign_in_name": sign_in_name,
        "password_hash": _hash_of(password),
        "recovery_hash": recovery_hash,
        "claim_hash": None,
    }
    _update_once(person, values, CodeUnknown)
    audit.record("people.claimed", actor_id=person.id, subject_id=person.id)
    return NewResident(person.id, person.public_id, sign_in_name, recovery_code, person.buurcode)


def create_staff(*, kind: str, name: str, by: int | None = None) -> NewStaff:
    """Make a worker, a gemeente's official or an operator. They choose a password by a link that works once."""
    if kind not in rules.KINDS or kind == "resident":
        raise ValueError(kind)
    token, sign_in_name = _welcome_token(), queries.free_sign_in_name(name)
    person = _insert(
        kind=kind,
        name=name,
        is_findable=False,
        sign_in_name=sign_in_name,
        claim_hash=tokens.hashed(token),
        totp_secret=second_factor.new_secret(),
    )
    audit.record("people.staff_added", actor_id=by, subject_id=person.id, kind=kind)
    return NewStaff(person.id, sign_in_name, token)


def find_welcome(token: str) -> Person | None:
    """Return the member of staff whose link this is, or None when it was used, replaced or is too old."""
    ends, _, _ = token.partition("-")
    if not (ends.isascii() and ends.isdigit() and len(ends) < 12):
        return None
    if datetime.fromtimestamp(int(ends), UTC) < clock.now():
        return None
    person = queries.find_by_claim(token)
    return person if person is not None and person.kind != "resident" else None


def welcome(token: str, *, password: str | PasswordHash, code: str) -> int:
    """Let a member of staff choose their password and prove their second factor; return the person's id.

    :raises LinkRanOut: the link was used, replaced or is too old
    :raises second_factor.WrongCode: the code is not the one of now
    """
    person = find_welcome(token)
    if person is None:
        raise LinkRanOut
    step = second_factor.get_step(person.totp_secret, code, last_step=person.totp_last_step)
    _update_once(person, {"password_hash": _hash_of(password), "totp_last_step": step, "claim_hash": None}, LinkRanOut)
    audit.record("people.welcomed", actor_id=person.id, subject_id=person.id)
    return person.id


def renew_welcome(sign_in_name: str, *, by: int | None = None) -> NewStaff:
    """Give a member of staff a new link, who lost theirs, their password or their phone.

    Their password and second factor work no more, and all their sessions end.

    :raises NobodyOfStaff: nobody of staff has this sign-in name
    """
    way_in = queries.find_way_in(sign_in_name)
    if way_in is None or way_in.kind == "resident":
        raise NobodyOfStaff
    token = _welcome_token()
    values = {
        "claim_hash": tokens.hashed(token),
        "password_hash": None,
        "totp_secret": second_factor.new_secret(),
        "totp_last_step": None,
    }
    db.session.execute(update(Person).where(Person.id == way_in.person_id).values(values))
    sessions.end_all(way_in.person_id)
    audit.record("people.link_renewed", actor_id=by, subject_id=way_in.person_id)
    return NewStaff(way_in.person_id, rules.sign_in_key(sign_in_name), token)


def _mark_unlike_namesakes(name: str) -> int:
    """Return a mark that the fewest of the same name have, so that people tell them apart from the first day."""
    theirs = queries.marks_of_namesakes(name)
    marks = range(1, rules.MARKS + 1)
    fewest = min(theirs.count(mark) for mark in marks)
    return secrets.choice([mark for mark in marks if theirs.count(mark) == fewest])


def _insert(**values: Any) -> Any:
    """Insert a person; several thousand may come in one import, so without the unit of work."""
    filled = {
        "public_id": tokens.public_id(),
        "name_key": rules.name_key(values["name"]),
        "mark": secrets.randbelow(rules.MARKS) + 1,
        "created_at_utc": clock.now(),
    }
    return db.session.connection().execute(PERSON, filled | values).one()


def _update_once(person: Person, values: dict[str, Any], already: type[RuleBroken]) -> None:
    # The condition makes the second of two simultaneous uses of one code find nothing.
    same = (Person.id == person.id, Person.claim_hash == person.claim_hash)
    if db.session.scalar(update(Person).where(*same).values(values).returning(Person.id)) is None:
        raise already


def _hash_of(password: str | PasswordHash) -> str:
    return (password if isinstance(password, PasswordHash) else hash_password(password)).text


def _welcome_token() -> str:
    # Its end stands in the link itself, and the hash that is kept covers it: nobody can move it.
    return f"{int((clock.now() + rules.WELCOME_LIVES).timestamp())}-{tokens.secret()}"
