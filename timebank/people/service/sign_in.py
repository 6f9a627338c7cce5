"""Signing in and out, the devices somebody is signed in on, the second factor."""

from dataclasses import dataclass

from flask_babel import lazy_gettext
from sqlalchemy import delete, insert, update

from timebank.access import audit
from timebank.core import clock, throttle, tokens
from timebank.core.database import db, transact
from timebank.core.errors import RuleBroken
from timebank.people import passwords, queries, second_factor, sessions
from timebank.people.models import KnownDevice, Person, SignInSession
from timebank.people.service.regain import account_key


class WrongSignIn(RuleBroken):
    """No account has this name with this password. One sentence for both, so that nobody learns which it is."""

    message = lazy_gettext("We do not know this name with this password. Check both and try again.")


@dataclass(frozen=True)
class SignedIn:
    """A session that began. `device_token` is what an own device keeps, None on a shared one."""

    person_id: int
    token: str
    needs_second_factor: bool
    device_token: str | None


def sign_in(
    identifier: str,
    password: str,
    *,
    device: str,
    device_token: str | None,
    address_prefix: str,
    own_device: bool,
) -> SignedIn:
    """Begin a session for who has this sign-in name, e-mail address or phone number, and this password.

    Call it outside a transaction: the hashing would make other writers wait, and a wrong try counts although nothing
    else is written. A device that the owner used before has tries of its own, so others cannot lock the owner out.

    :raises WrongSignIn: no account has this name with this password
    :raises throttle.TooManyTries: too many wrong tries for this account or from this address
    """
    way_in = queries.find_way_in(identifier)
    account = account_key(way_in, identifier)
    if way_in and device_token and queries.is_known_device(way_in.person_id, device_token):
        counted = [throttle.check(throttle.WRONG_SIGN_IN, "sign in on", account, device_token)]
    else:
        counted = throttle.check_all(throttle.WRONG_SIGN_IN, ("sign in from", address_prefix), ("sign in", account))
    if not passwords.verify(way_in.password_hash if way_in else None, password):
        raise WrongSignIn
    assert way_in is not None  # nothing fits nobody
    assert way_in.password_hash is not None
    better = passwords.hash_password(password) if passwords.is_outdated(way_in.password_hash) else None
    token = transact(_begin, way_in, better, device, own_device, counted)
    kept = transact(know_device, way_in.person_id, device_token) if own_device else None
    return SignedIn(way_in.person_id, token, way_in.kind != "resident", kept)


def begin_session(person_id: int, *, device: str, own_device: bool = False, second_factor_given: bool = False) -> str:
    """Begin a session without a password being asked, after joining or a first link; return its token."""
    person = queries.get_person(person_id)
    kind = "staff" if person.kind != "resident" else "own" if own_device else "shared"
    audit.record("people.signed_in", actor_id=person_id, subject_id=person_id)
    return sessions.begin(person_id, kind, device, has_second_factor=second_factor_given)


def give_second_factor(person_id: int, session_id: int, code: str, *, device: str) -> str:
    """Take the code of now and return the token of a new session that has its second factor; the old one ends.

    Call it outside a transaction: a wrong try counts although nothing else is written.

    :raises second_factor.WrongCode: not the code of now, or used already
    :raises throttle.TooManyTries: too many wrong codes
    """
    counted = throttle.check(throttle.WRONG_SIGN_IN, "second factor", str(person_id))
    return transact(_take_second_factor, person_id, session_id, code, device, counted)


def know_device(person_id: int, device_token: str | None) -> str:
    """Remember a device that its owner calls their own; return the token that it keeps, a new one if it had none."""
    token = device_token or tokens.secret()
    token_hash = queries.device_hash(person_id, token)
    db.session.execute(delete(KnownDevice).where(KnownDevice.token_hash == token_hash))
    db.session.execute(insert(KnownDevice).values(person_id=person_id, token_hash=token_hash, used_at_utc=clock.now()))
    return token


def sign_out(session_id: int) -> None:
    """End the session that this browser holds."""
    sessions.end(session_id)


def end_session(session: SignInSession, *, by: int) -> None:
    """End one of one's own sessions."""
    sessions.end(session.id)
    audit.record("people.session_ended", actor_id=by, subject_id=by)


def end_other_sessions(session_id: int, *, by: int) -> None:
    """End all sessions of a person but the one in use."""
    sessions.end_all(by, but=session_id)
    audit.record("people.sessions_ended", actor_id=by, subject_id=by)


def _begin(
    way_in: queries.WayIn, better: passwords.PasswordHash | None, device: str, own_device: bool, counted: list[int]
) -> str:
    unchanged = (Person.id == way_in.person_id, Person.password_hash == way_in.password_hash)
    kept = better.text if better else way_in.password_hash
    if db.session.scalar(update(Person).where(*unchanged).values(password_hash=kept).returning(Person.id)) is None:
        raise WrongSignIn  # changed while we were hashing; the update also makes a change of now wait for us
    throttle.take_back(counted)
    throttle.forget("sign in", account_key(way_in, ""))
    return begin_session(way_in.person_id, device=device, own_device=own_device)


def _take_second_factor(person_id: int, session_id: int, code: str, device: str, counted: int) -> str:
    person = queries.get_person(person_id)
    step = second_factor.get_step(person.totp_secret, code, last_step=person.totp_last_step)
    unused = Person.totp_last_step.is_(None) | (Person.totp_last_step < step)
    spent = update(Person).where(Person.id == person_id, unused).values(totp_last_step=step).returning(Person.id)
    if db.session.scalar(spent) is None:  # two requests with one code at once
        raise second_factor.WrongCode
    throttle.take_back([counted])
    sessions.end(session_id)
    return begin_session(person_id, device=device, second_factor_given=True)
