"""Getting back in: with the recovery code, or with two stewards, face to face."""

from blinker import signal
from flask_babel import lazy_gettext
from sqlalchemy import delete, insert, update

from timebank.access import audit, pairs
from timebank.core import clock, throttle, tokens
from timebank.core.database import db, transact
from timebank.core.errors import RuleBroken
from timebank.people import queries, rules, sessions
from timebank.people.models import KnownDevice, PasswordReset, Person
from timebank.people.passwords import PasswordHash

residence_asked = signal("people.residence-asked")
"""Asks in which wijk the person with id `sender` lives now. Room wijk listens and answers with the id of the wijk
or None: people stands on a lower floor and cannot look."""


class WrongRecovery(RuleBroken):
    """No account has this name with this recovery code."""

    message = lazy_gettext("We do not know this name with this recovery code. Check both and try again.")


class WrongResetCode(RuleBroken):
    """The code of the two stewards is not right, was used or ran out."""

    message = lazy_gettext("This code does not work. It lasts half an hour. Ask your stewards for a new one.")
    field = "code"


class NotOfYourWijk(RuleBroken):
    """There is nobody by this buurcode or sign-in name in the steward's wijk."""

    message = lazy_gettext("We know nobody in your wijk by this buurcode or sign-in name.")
    field = "who"


class NotForYourself(RuleBroken):
    """A steward cannot help themselves to a new password."""

    message = lazy_gettext("This is about yourself. Ask two other stewards.")
    field = "who"


class AnotherSteward(RuleBroken):
    """The same steward cannot say yes twice."""

    message = lazy_gettext("You started this yourself. Another steward of your wijk has to say yes.")


class ResetRanOut(RuleBroken):
    """The reset was used, agreed to, or ran out."""

    message = lazy_gettext("This was already done, or more than half an hour has passed. Start again.")


def new_recovery_code() -> tuple[str, str]:
    """Return a recovery code to show once, and its hash to keep: 79 random bits."""
    code = tokens.typed_code(4)
    return code, tokens.hashed(tokens.typed(code))


def recover(identifier: str, recovery_code: str, password: PasswordHash, *, address_prefix: str) -> tuple[int, str]:
    """Choose a new password with the recovery code; return the person's id and the next recovery code.

    All sessions end. Takes a hash, so that as much is hashed whether the account exists or not. Call it outside a
    transaction: a wrong try counts although nothing else is written.

    :raises WrongRecovery: no account has this name with this code
    :raises throttle.TooManyTries: too many wrong tries for this account or from this address
    """
    way_in = queries.find_way_in(identifier)
    counted = throttle.check_all(
        throttle.WRONG_SIGN_IN, ("recover from", address_prefix), ("recover", account_key(way_in, identifier))
    )
    recovery_hash = tokens.hashed(tokens.typed(recovery_code))
    if way_in is None or way_in.recovery_hash != recovery_hash:
        raise WrongRecovery
    return way_in.person_id, transact(_recovered, way_in.person_id, recovery_hash, password, counted)


def find_for_reset(typed_by_person: str, wijk_ids: frozenset[int], *, by: int) -> tuple[int, int]:
    """Return person and wijk id of who typed their own buurcode or sign-in name before a steward of `wijk_ids`.

    Call it outside a transaction: a wrong try counts although nothing is written.

    :raises NotOfYourWijk: nobody in these wijken has it
    :raises throttle.TooManyTries: this steward looked too often
    """
    throttle.check(throttle.LOOKING_FOR_CODES, "reset by", str(by))
    person = queries.find_by_buurcode_or_sign_in_name(typed_by_person)
    wijk_id = _residence(person.id) if person else None
    if person is None or wijk_id not in wijk_ids:
        raise NotOfYourWijk
    return person.id, wijk_id


def start_reset(person_id: int, wijk_id: int, *, by: int) -> PasswordReset:
    """Begin a new password for a neighbour who stands before this steward of `wijk_id`.

    A second steward has half an hour to agree (`second_reset`). The neighbour can read in their log who did this.

    :raises NotOfYourWijk: the person does not live in the wijk
    :raises NotForYourself: the person is the steward
    """
    _check_lives_in(person_id, wijk_id)
    if person_id == by:
        raise NotForYourself
    now = clock.now()
    values = {
        "public_id": tokens.public_id(),
        "person_id": person_id,
        "wijk_id": wijk_id,
        "started_by_id": by,
        "created_at_utc": now,
        "expires_at_utc": now + rules.RESET_LIVES,
    }
    made = db.session.scalars(insert(PasswordReset).values(values).returning(PasswordReset)).one()
    audit.record("people.reset_started", actor_id=by, subject_id=person_id)
    pairs.yes_asked.send(wijk_id, kind="reset.started", thing=made.public_id, by_id=by, about_id=person_id)
    return made


def second_reset(reset: PasswordReset, *, by: int) -> str:
    """Agree as the second steward; return the code by which the neighbour types a new password.

    The code is new each time and lasts as long as the reset: half an hour from its start.

    :raises AnotherSteward: `by` started it
    :raises NotForYourself: `by` is the person whose password it is
    :raises ResetRanOut: somebody agreed before, or half an hour passed
    """
    if reset.started_by_id == by:
        raise AnotherSteward
    if reset.person_id == by:
        raise NotForYourself
    _check_lives_in(reset.person_id, reset.wijk_id)
    code = tokens.typed_code(3)
    unanswered = (
        PasswordReset.id == reset.id,
        PasswordReset.seconded_by_id.is_(None),
        PasswordReset.used_at_utc.is_(None),
        PasswordReset.expires_at_utc > clock.now(),
    )
    values = {"seconded_by_id": by, "code_hash": tokens.hashed(tokens.typed(code))}
    agreed = update(PasswordReset).where(*unanswered).values(values).returning(PasswordReset.id)
    if db.session.scalar(agreed) is None:
        raise ResetRanOut
    audit.record("people.reset_agreed", actor_id=by, subject_id=reset.person_id)
    pairs.yes_settled.send(reset.public_id)
    return code


def finish_reset(code: str, password: PasswordHash, *, address_prefix: str) -> tuple[int, str]:
    """Set the password that the neighbour types; return their id and a new recovery code. All sessions end.

    Call it outside a transaction: a wrong try counts although nothing else is written.

    :raises WrongResetCode: no such code, used, or older than half an hour
    :raises throttle.TooManyTries: too many wrong codes from this address
    """
    counted = throttle.check(throttle.LOOKING_FOR_CODES, "reset from", address_prefix)
    return transact(_reset_finished, code, password, counted)


def end_ways_in(person_id: int) -> None:
    """End every session of a person, forget their known devices and the resets that wait."""
    sessions.end_all(person_id)
    db.session.execute(delete(KnownDevice).where(KnownDevice.person_id == person_id))
    waiting = (PasswordReset.person_id == person_id, PasswordReset.used_at_utc.is_(None))
    db.session.execute(update(PasswordReset).where(*waiting).values(used_at_utc=clock.now()))


def account_key(way_in: queries.WayIn | None, identifier: str) -> str:
    """Return what tries count under: the account however it is named; what was typed where there is none."""
    return f"person {way_in.person_id}" if way_in else f"nobody {rules.sign_in_key(identifier)}"


def _recovered(person_id: int, recovery_hash: str, password: PasswordHash, counted: list[int]) -> str:
    person = queries.get_person(person_id)
    if person.recovery_hash != recovery_hash:  # used by another request meanwhile
        raise WrongRecovery
    throttle.take_back(counted)
    return _new_way_in(person, password, "people.recovered")


def _reset_finished(code: str, password: PasswordHash, counted: int) -> tuple[int, str]:
    reset = queries.find_reset_by_code(code)
    if reset is None:
        raise WrongResetCode
    throttle.take_back([counted])
    person = queries.get_person(reset.person_id)
    return person.id, _new_way_in(person, password, "people.reset_finished")


def _new_way_in(person: Person, password: PasswordHash, action: str) -> str:
    code, recovery_hash = new_recovery_code()
    person.password_hash, person.recovery_hash = password.text, recovery_hash
    end_ways_in(person.id)
    audit.record(action, actor_id=person.id, subject_id=person.id)
    return code


def _check_lives_in(person_id: int, wijk_id: int) -> None:
    # Buurcodes are shared, so stewards of another wijk must not be able to do this.
    if _residence(person_id) != wijk_id:
        raise NotOfYourWijk


def _residence(person_id: int) -> int | None:
    answers = [wijk_id for _, wijk_id in residence_asked.send(person_id)]
    return answers[0] if len(answers) == 1 else None  # nobody answers: nobody is reset
