"""Getting back in: with the recovery code, or with two stewards."""

from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from tests.factories import PASSWORD, make_place, make_resident
from tests.people.conftest import is_signed_in, sign_in, sign_in_name_of
from timebank.access.models import AuditEvent
from timebank.core import throttle
from timebank.core.database import db, transact
from timebank.people import queries, service, sessions
from timebank.people.models import KnownDevice, PasswordReset
from timebank.people.passwords import hash_password, verify

NEW = "fiets boom water"
FROM = {"address_prefix": "203.0.113.0/24"}


def fits(person_id, password):
    """Say whether somebody's password is this one now."""
    db.session.rollback()
    return verify(queries.get_person(person_id).password_hash, password)


def log_of(person_id):
    """Return the actions in somebody's log with who did them, oldest first."""
    db.session.rollback()
    wanted = select(AuditEvent.action, AuditEvent.actor_person_id).where(AuditEvent.subject_person_id == person_id)
    return [tuple(row) for row in db.session.execute(wanted.order_by(AuditEvent.id))]


@pytest.fixture
def anna(app):
    """Give somebody who just joined."""
    return transact(service.create_resident, name="Anna", password=PASSWORD)


def test_the_recovery_code_gives_a_new_password_and_a_new_code(anna):
    typed = anna.recovery_code.upper().replace("-", " ")
    person_id, code = service.recover(anna.sign_in_name, typed, hash_password(NEW), **FROM)
    assert person_id == anna.person_id
    assert code != anna.recovery_code
    assert fits(anna.person_id, NEW)
    assert service.recover(anna.sign_in_name, code, hash_password(PASSWORD), **FROM)


def test_a_recovery_code_counts_once(anna):
    service.recover(anna.sign_in_name, anna.recovery_code, hash_password(NEW), **FROM)
    with pytest.raises(service.WrongRecovery):
        service.recover(anna.sign_in_name, anna.recovery_code, hash_password(PASSWORD), **FROM)
    assert fits(anna.person_id, NEW)


def test_recovering_ends_every_session_and_forgets_the_devices(anna):
    service.sign_in(anna.sign_in_name, PASSWORD, device="", device_token=None, own_device=True, **FROM)
    service.recover(anna.sign_in_name, anna.recovery_code, hash_password(NEW), **FROM)
    assert sessions.of_person(anna.person_id) == []
    assert db.session.scalars(select(KnownDevice)).all() == []
    assert log_of(anna.person_id)[-1] == ("people.recovered", anna.person_id)


def test_a_wrong_recovery_code_changes_nothing(anna):
    for code in ("", "abcd-efgh-jkmn-pqrs", "-"):
        with pytest.raises(service.WrongRecovery):
            service.recover(anna.sign_in_name, code, hash_password(NEW), **FROM)
    assert fits(anna.person_id, PASSWORD)


def test_nobody_recovers_an_account_that_has_no_code(app):
    staff = transact(service.create_staff, kind="operator", name="Olga")
    with pytest.raises(service.WrongRecovery):
        service.recover(staff.sign_in_name, "", hash_password(NEW), **FROM)


def test_wrong_recovery_codes_are_throttled_for_account_and_network(anna):
    for network in "abcde":
        with pytest.raises(service.WrongRecovery):
            service.recover(anna.sign_in_name, "wrong", hash_password(NEW), address_prefix=network)
    with pytest.raises(throttle.TooManyTries):
        service.recover(anna.sign_in_name, anna.recovery_code, hash_password(NEW), address_prefix="f")


# Two stewards


def start(place, person, steward=0):
    """Let a steward start a new password for somebody."""
    by = place.stewards[steward].person_id
    return transact(service.start_reset, person.person_id, place.wijk_id, by=by)


def second(place, reset, steward=1):
    """Let the other steward say yes."""
    return transact(service.second_reset, reset, by=place.stewards[steward].person_id)


def test_two_stewards_give_a_code_and_the_person_types_the_password(place, fatima):
    ria, youssef = (steward.person_id for steward in place.stewards)
    code = second(place, start(place, fatima))
    person_id, recovery_code = service.finish_reset(code.upper(), hash_password(NEW), **FROM)
    assert person_id == fatima.person_id
    assert fits(fatima.person_id, NEW)
    assert sessions.of_person(fatima.person_id) == []
    assert log_of(fatima.person_id)[-3:] == [
        ("people.reset_started", ria),
        ("people.reset_agreed", youssef),
        ("people.reset_finished", fatima.person_id),
    ]
    assert service.recover(sign_in_name_of(fatima), recovery_code, hash_password(PASSWORD), **FROM)


def test_one_steward_alone_cannot(place, fatima):
    reset = start(place, fatima)
    with pytest.raises(service.AnotherSteward):
        second(place, reset, steward=0)


def test_the_database_refuses_one_steward_twice_by_itself(place, fatima):
    reset = start(place, fatima)
    with pytest.raises(IntegrityError):
        transact(
            lambda: db.session.execute(
                PasswordReset.__table__.update().values(seconded_by_id=place.stewards[0].person_id).where(
                    PasswordReset.id == reset.id
                )
            )
        )  # fmt: skip


def test_without_the_second_steward_there_is_no_code(place, fatima):
    start(place, fatima)
    for code in ("", "None"):
        with pytest.raises(service.WrongResetCode):
            service.finish_reset(code, hash_password(NEW), **FROM)


def test_a_steward_cannot_help_themselves(place):
    with pytest.raises(service.NotForYourself):
        start(place, place.stewards[0])


def test_a_steward_cannot_second_their_own_reset(place):
    reset = start(place, place.stewards[1])
    with pytest.raises(service.NotForYourself):
        second(place, reset)


def test_a_reset_code_counts_once_and_half_an_hour(place, fatima, travel):
    code = second(place, start(place, fatima))
    service.finish_reset(code, hash_password(NEW), **FROM)
    with pytest.raises(service.WrongResetCode):
        service.finish_reset(code, hash_password(PASSWORD), **FROM)
    late = second(place, start(place, fatima))
    travel(timedelta(minutes=30))
    with pytest.raises(service.WrongResetCode):
        service.finish_reset(late, hash_password(PASSWORD), **FROM)
    assert fits(fatima.person_id, NEW)


def test_a_second_steward_who_comes_too_late_is_refused(place, fatima, travel):
    reset = start(place, fatima)
    travel(timedelta(minutes=30))
    with pytest.raises(service.ResetRanOut):
        second(place, reset)


def test_a_reset_is_agreed_to_once(place, fatima):
    reset = start(place, fatima)
    second(place, reset)
    with pytest.raises(service.ResetRanOut):
        second(place, reset)


def test_another_way_in_ends_the_resets_that_wait(place, fatima):
    code = second(place, start(place, fatima))
    other = second(place, start(place, fatima))
    service.finish_reset(code, hash_password(NEW), **FROM)
    with pytest.raises(service.WrongResetCode):
        service.finish_reset(other, hash_password(PASSWORD), **FROM)


def test_stewards_of_another_wijk_cannot(place, fatima):
    elsewhere = make_place("Elders")
    with pytest.raises(service.NotOfYourWijk):
        start(elsewhere, fatima)


def test_a_steward_finds_only_who_lives_in_the_wijk_and_types_the_whole_name_or_code(place, fatima):
    by, wijken = place.stewards[0].person_id, frozenset({place.wijk_id})
    name, code = sign_in_name_of(fatima), queries.get_person(fatima.person_id).buurcode
    for typed in (name, name.upper(), code, code.replace("-", " ")):
        assert service.find_for_reset(typed, wijken, by=by) == (fatima.person_id, place.wijk_id)
    away = make_resident(make_place("Elders"), "Wim")
    for typed in ("", "fatima", name[:-1], "%", sign_in_name_of(away)):
        with pytest.raises(service.NotOfYourWijk):
            service.find_for_reset(typed, wijken, by=by)
    service.find_for_reset(name, wijken, by=by)
    with pytest.raises(throttle.TooManyTries):
        service.find_for_reset(name, wijken, by=by)


# In the browser


def test_the_pages_of_two_stewards_lead_to_a_new_password(client, app, place, fatima):
    first, other, phone = app.test_client(), app.test_client(), client
    sign_in(first, place.stewards[0])
    sign_in(other, place.stewards[1])
    sign_in(phone, fatima)
    assert first.post("/resets", data={"who": sign_in_name_of(fatima)}).status_code == 303
    assert "Fatima" in other.get("/resets").text
    db.session.rollback()
    reset = queries.open_resets(frozenset({place.wijk_id}))[0]
    assert first.post(f"/resets/{reset.public_id}/agree").status_code == 422
    assert other.post(f"/resets/{reset.public_id}/agree").status_code == 303
    shown = other.get("/resets").text
    code = shown.split('class="code">')[1].split("<")[0]
    assert "Fatima" in shown
    assert other.post("/resets/shown").status_code == 303
    assert code not in other.get("/resets").text
    done = phone.post("/reset", data={"code": code, "password": NEW})
    assert done.headers["Location"] == "/codes"
    assert sign_in_name_of(fatima) in phone.get("/codes").text
    assert not is_signed_in(phone)
    assert sign_in(phone, fatima, password=NEW).status_code == 303


def test_the_pages_of_the_recovery_code_lead_to_a_new_password(client, anna):
    typed = {"identifier": anna.sign_in_name, "recovery_code": anna.recovery_code, "password": NEW}
    assert client.post("/recover", data=typed | {"recovery_code": "wrong"}).status_code == 422
    assert client.post("/recover", data=typed).headers["Location"] == "/codes"
    assert anna.recovery_code not in client.get("/codes").text
    assert client.post("/codes").headers["Location"] == "/sign-in"


def test_a_resident_who_is_no_steward_has_no_page_of_resets(client, fatima):
    sign_in(client, fatima)
    assert client.get("/resets").status_code == 403
    assert client.post("/resets", data={"who": sign_in_name_of(fatima)}).status_code == 403
    assert client.post("/resets/AAAAAAAAAAAAAAAA/agree").status_code == 403


def test_the_reset_of_another_wijk_does_not_exist_for_a_steward(client, place, fatima):
    reset = start(place, fatima)
    sign_in(client, make_place("Elders").stewards[0])
    assert client.post(f"/resets/{reset.public_id}/agree").status_code == 404
