"""What somebody says of themselves, and whom they want to hear no more of."""

from flask_babel import lazy_gettext
from sqlalchemy import delete, exists, insert, select, update
from sqlalchemy.exc import IntegrityError

from timebank.access import audit
from timebank.core import clock, throttle
from timebank.core.database import db, transact
from timebank.core.errors import RuleBroken
from timebank.people import passwords, queries, rules, sessions
from timebank.people.models import Person, Silence


class EmailTaken(RuleBroken):
    """Another account signs in by this e-mail address."""

    message = lazy_gettext("This e-mail address is in use already. Choose another one, or leave it empty.")
    field = "email"


class PhoneTaken(RuleBroken):
    """Another account signs in by this phone number."""

    message = lazy_gettext("This phone number is in use already. Choose another one, or leave it empty.")
    field = "phone"


class WrongPassword(RuleBroken):
    """The password now is not the one that was typed."""

    message = lazy_gettext("This is not your password of now.")
    field = "password"


class NobodyByThisCode(RuleBroken):
    """The buurcode is wrong, or whose it is cannot be found: the same answer."""

    message = lazy_gettext("We know nobody by this buurcode. Check it and try again.")
    field = "buurcode"


class NotYourself(RuleBroken):
    """Nobody can silence themselves."""

    message = lazy_gettext("This is your own buurcode.")
    field = "buurcode"


def change_details(
    person_id: int,
    *,
    name: str,
    own_line: str = "",
    mark: int,
    email: str = "",
    phone: str = "",
    is_findable: bool,
) -> None:
    """Change what somebody says of themselves. An empty e-mail address or phone number is none.

    :raises EmailTaken: another account signs in by this address
    :raises PhoneTaken: another account signs in by this number
    """
    values = {
        "name": name,
        "name_key": rules.name_key(name),
        "own_line": own_line,
        "mark": mark,
        "email": rules.email_key(email) or None,
        "phone": rules.phone_key(phone) or None,
        "is_findable": is_findable,
    }
    try:
        db.session.execute(update(Person).where(Person.id == person_id).values(values))
    except IntegrityError as error:
        # The database decides, so that two people cannot take one address at the same moment.
        named = str(error.orig).partition("\n")[0]
        raise (EmailTaken if "email" in named else PhoneTaken) from error
    audit.record("people.details_changed", actor_id=person_id, subject_id=person_id)


def keep_language(person_id: int, code: str) -> None:
    """Keep in which language we write to somebody: a code of the settings."""
    db.session.execute(update(Person).where(Person.id == person_id).values(language=code))


def renew_buurcode(person_id: int) -> str:
    """Give somebody another buurcode; the old one finds nobody from now on."""
    buurcode = queries.free_buurcode()
    db.session.execute(update(Person).where(Person.id == person_id).values(buurcode=buurcode))
    audit.record("people.buurcode_renewed", actor_id=person_id, subject_id=person_id)
    return buurcode


def prove_password(person_id: int, password: str) -> None:
    """Check that somebody who is signed in knows their password. Call it outside a transaction: it hashes.

    :raises WrongPassword: it is another one
    :raises throttle.TooManyTries: too many wrong tries
    """
    counted = throttle.check(throttle.WRONG_SIGN_IN, "password now", str(person_id))
    if not passwords.verify(queries.get_person(person_id).password_hash, password):
        raise WrongPassword
    transact(throttle.take_back, [counted])


def change_password(person_id: int, password: passwords.PasswordHash, *, session_id: int | None) -> None:
    """Keep a new password; every session ends but the one in which it was changed."""
    db.session.execute(update(Person).where(Person.id == person_id).values(password_hash=password.text))
    sessions.end_all(person_id, but=session_id)
    audit.record("people.password_changed", actor_id=person_id, subject_id=person_id)


def silence(person_id: int, other_id: int) -> None:
    """Hear no more of somebody: they can no longer find, report or write to this person. They are not told.

    Twice is once.

    :raises NotYourself: both are the same person
    """
    if person_id == other_id:
        raise NotYourself
    if is_silenced(person_id, other_id):
        return
    db.session.execute(insert(Silence).values(person_id=person_id, silenced_person_id=other_id, since_utc=clock.now()))
    # Only in the log of who did it: the other must not learn of it.
    audit.record("people.silenced", actor_id=person_id, subject_id=person_id)


def silence_by_buurcode(person_id: int, buurcode: str) -> None:
    """Hear no more of whose buurcode this is.

    :raises NobodyByThisCode: the code is wrong, or whose it is cannot be found
    """
    other = queries.find_by_buurcode(buurcode, for_person_id=person_id)
    if other is None:
        raise NobodyByThisCode
    silence(person_id, other.id)


def silence_by_public_id(person_id: int, public_id: str) -> None:
    """Hear no more of the person with this random name, from a page about something done together.

    :raises NobodyByThisCode: there is nobody
    """
    other = queries.find_by_public_id(public_id)
    if other is None or other.kind != "resident":
        raise NobodyByThisCode
    silence(person_id, other.id)


def unsilence(person_id: int, other_id: int) -> None:
    """Let somebody find and write to this person again."""
    db.session.execute(delete(Silence).where(Silence.person_id == person_id, Silence.silenced_person_id == other_id))
    audit.record("people.unsilenced", actor_id=person_id, subject_id=person_id)


def is_silenced(person_id: int, other_id: int) -> bool:
    """Say whether `person_id` wants to hear no more of `other_id`."""
    wanted = exists().where(Silence.person_id == person_id, Silence.silenced_person_id == other_id)
    return bool(db.session.scalar(select(wanted)))
