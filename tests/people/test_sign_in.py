"""Signing in: who gets in, who does not, and that nobody learns more from it."""

from datetime import timedelta

import argon2
import pytest
from sqlalchemy import select

from tests.conftest import make_app
from tests.factories import PASSWORD
from tests.people.conftest import ELSEWHERE, is_signed_in, sign_in, sign_in_name_of, without_tokens
from timebank.core import throttle
from timebank.core.database import db, transact
from timebank.people import queries, service
from timebank.people.models import KnownDevice, Person, SignInSession

WRONG = "een heel ander woord"


def try_in(identifier, password=PASSWORD, *, device_token=None, prefix="203.0.113.0/24", own_device=False):
    """Sign in as the page does."""
    return service.sign_in(
        identifier,
        password,
        device="Firefox, Android",
        device_token=device_token,
        address_prefix=prefix,
        own_device=own_device,
    )


def fail(times, identifier, **options):
    """Type a wrong password a number of times."""
    for _ in range(times):
        with pytest.raises(service.WrongSignIn):
            try_in(identifier, WRONG, **options)


@pytest.fixture
def name(fatima):
    """Give the sign-in name of a resident with an e-mail address and a phone number."""
    details = {"name": "Fatima", "mark": 3, "email": "Fatima@Example.nl ", "phone": "06 12345678"}
    transact(service.change_details, fatima.person_id, **details, is_findable=True)
    return sign_in_name_of(fatima)


def test_people_sign_in_by_name_email_or_phone_however_they_type_it(name, fatima, subtests):
    said = ("fatima@example.nl", " FATIMA@example.nl", "0612345678", "+31 6 1234 5678", name.replace("-", " ").upper())
    for typed in said:
        with subtests.test(typed=typed):
            assert try_in(typed).person_id == fatima.person_id


def test_nobody_is_signed_in_by_an_unknown_name(name, subtests):
    for identifier in ("", "-", "nobody-at-all", "nobody@example.nl", "0600000000", "%", "+"):
        with subtests.test(identifier=identifier), pytest.raises(service.WrongSignIn):
            try_in(identifier, prefix=f"network of {identifier}")


def test_the_answer_and_the_hashing_are_the_same_whether_the_account_exists(name, client, monkeypatch):
    hashes = []
    for method in ("hash", "verify"):
        original = getattr(argon2.PasswordHasher, method)

        def counting(self, *args, _original=original, _method=method, **kwargs):
            hashes.append(_method)
            return _original(self, *args, **kwargs)

        monkeypatch.setattr(argon2.PasswordHasher, method, counting)
    answers = []
    for identifier in (name, "xatima-fiets-boom"):
        hashes.clear()
        answer = client.post("/sign-in", data={"identifier": identifier, "password": WRONG})
        answers.append((answer.status_code, without_tokens(answer.text).replace(identifier, "…"), list(hashes)))
    assert answers[0] == answers[1]
    assert answers[0][0] == 422
    assert answers[0][2] == ["verify"]


def test_staff_who_have_no_password_yet_look_like_nobody(app):
    staff = transact(service.create_staff, kind="operator", name="Olga")
    with pytest.raises(service.WrongSignIn):
        try_in(staff.sign_in_name, "")


def test_after_five_wrong_tries_in_a_quarter_of_an_hour_the_right_password_waits(name, travel):
    fail(5, name)
    with pytest.raises(throttle.TooManyTries):
        try_in(name, prefix="another network")
    travel(timedelta(minutes=15, seconds=1))
    assert try_in(name)


def test_after_ten_wrong_tries_in_a_day_the_right_password_waits_a_day(name, travel):
    for network in ("a", "b"):
        fail(5, name, prefix=network)
        travel(timedelta(minutes=20))
    with pytest.raises(throttle.TooManyTries):
        try_in(name, prefix="c")
    travel(timedelta(days=1))
    assert try_in(name, prefix="c")


def test_wrong_tries_for_one_account_count_together_however_it_is_named(name):
    fail(3, name, prefix="a")
    fail(2, "fatima@example.nl", prefix="b")
    with pytest.raises(throttle.TooManyTries):
        try_in("0612345678", prefix="c")


def test_wrong_tries_from_one_network_count_together_and_stop_no_other_network(name):
    for number in range(5):
        fail(1, f"nobody-{number}")
    with pytest.raises(throttle.TooManyTries):
        try_in(name)
    assert try_in(name, prefix="another network")


def test_an_unknown_account_is_throttled_like_a_known_one(app):
    for network in "abcde":
        fail(1, "nobody-at-all", prefix=network)
    with pytest.raises(throttle.TooManyTries):
        try_in("Nobody at all", prefix="f")


def test_right_passwords_do_not_count(name):
    for _ in range(12):
        try_in(name)
    assert db.session.scalars(select(throttle.Try)).all() == []


def test_the_known_device_of_the_owner_still_gets_in(name):
    token = try_in(name, own_device=True).device_token
    fail(5, name)
    with pytest.raises(throttle.TooManyTries):
        try_in(name)
    assert try_in(name, device_token=token)


def test_a_known_device_has_no_endless_tries_either(name):
    token = try_in(name, own_device=True).device_token
    fail(5, name, device_token=token)
    with pytest.raises(throttle.TooManyTries):
        try_in(name, device_token=token)


def test_the_known_device_of_another_does_not_help(name, place):
    other = transact(service.create_resident, name="Wim", password=PASSWORD)
    token = try_in(other.sign_in_name, own_device=True).device_token
    fail(5, name)
    with pytest.raises(throttle.TooManyTries):
        try_in(name, device_token=token)


def test_a_device_is_forgotten_after_400_days(name, travel):
    token = try_in(name, own_device=True).device_token
    travel(timedelta(days=401))
    fail(5, name)
    with pytest.raises(throttle.TooManyTries):
        try_in(name, device_token=token)


def test_two_people_on_one_device_are_two_rows_that_do_not_show_it(name, fatima):
    other = transact(service.create_resident, name="Wim", password=PASSWORD)
    token = try_in(name, own_device=True).device_token
    assert try_in(other.sign_in_name, own_device=True, device_token=token).device_token == token
    rows = db.session.scalars(select(KnownDevice.token_hash)).all()
    assert len(set(rows)) == 2
    assert token not in rows


def test_a_device_that_is_not_ones_own_is_not_remembered(name):
    assert try_in(name).device_token is None
    assert db.session.scalars(select(KnownDevice)).all() == []


def test_a_hash_with_old_settings_is_made_anew_at_sign_in(database_url):
    app = make_app(database_url)
    with app.app_context():
        new = transact(service.create_resident, name="Anna", password=PASSWORD)
    stronger = make_app(database_url, PASSWORD_ROUNDS=2)
    with stronger.app_context():
        try_in(new.sign_in_name)
        assert "t=2" in queries.get_person(new.person_id).password_hash
        assert try_in(new.sign_in_name)
    for made in (app, stronger):
        with made.app_context():
            db.session.remove()
            db.engine.dispose()


def test_who_stopped_cannot_sign_in(name, fatima, travel):
    def stop():
        db.session.get(Person, fatima.person_id).ended_at_utc = queries.clock.now()

    transact(stop)
    with pytest.raises(service.WrongSignIn):
        try_in(name)


def test_the_cookie_holds_a_random_token_of_which_only_the_hash_is_kept(name):
    token = try_in(name).token
    assert len(token) >= 22
    assert token not in db.session.scalars(select(SignInSession.token_hash)).all()


# In the browser


def test_signing_in_leads_on_to_where_somebody_was_going(client, fatima):
    asked = client.get("/who-saw?before=3")
    assert asked.status_code == 303
    assert asked.headers["Location"] == "/sign-in?next=/who-saw?before%3D3"
    done = client.post(asked.headers["Location"], data={"identifier": sign_in_name_of(fatima), "password": PASSWORD})
    assert (done.status_code, done.headers["Location"]) == (303, "/who-saw?before=3")


def test_signing_in_never_leads_to_another_site(client, fatima, subtests):
    typed = {"identifier": sign_in_name_of(fatima), "password": PASSWORD}
    for target in (
        "//evil.example",
        "https://evil.example/",
        "/\\evil.example",
        "javascript:alert(1)",
        "/\t/evil.example",
    ):
        with subtests.test(target=target):
            assert client.post("/sign-in", query_string={"next": target}, data=typed).headers["Location"] == "/"


def test_signing_in_gives_the_browser_a_new_session_and_nothing_of_the_old_one(client, fatima):
    with client.session_transaction() as planted:
        planted.update(_user_id="a token that an attacker knows", csrf_token="known", planted="yes")
    sign_in(client, fatima)
    with client.session_transaction() as kept:
        assert set(kept) == {"_user_id"}
        assert kept["_user_id"] != "a token that an attacker knows"


def test_signing_in_again_ends_the_session_before(client, fatima):
    sign_in(client, fatima)
    with client.session_transaction() as kept:
        first = kept["_user_id"]
    sign_in(client, fatima)
    with client.session_transaction() as kept:
        assert kept["_user_id"] != first
    db.session.rollback()
    assert db.session.scalar(select(SignInSession.id).where(SignInSession.token_hash == queries.hashed(first))) is None


def test_the_page_says_429_when_there_were_too_many_tries(client, fatima):
    for _ in range(5):
        assert sign_in(client, fatima, password=WRONG).status_code == 422
    assert sign_in(client, fatima).status_code == 429
    assert not is_signed_in(client)
    assert sign_in(client, fatima, environ_base=ELSEWHERE).status_code == 429


def test_the_browser_that_was_called_ones_own_gets_in_all_the_same(client, app, fatima):
    assert sign_in(client, fatima, own_device=True).status_code == 303
    client.post("/sign-out")
    stranger = app.test_client()
    for _ in range(6):
        sign_in(stranger, fatima, password=WRONG)
    assert sign_in(stranger, fatima).status_code == 429
    assert sign_in(client, fatima).status_code == 303


def test_what_was_typed_stays_but_the_password(client, fatima):
    page = client.post("/sign-in", data={"identifier": "anna-fiets", "password": WRONG})
    assert page.status_code == 422
    assert 'value="anna-fiets"' in page.text
    assert WRONG not in page.text


def test_a_signed_in_person_is_sent_on_from_the_sign_in_page(client, fatima):
    sign_in(client, fatima)
    assert client.get("/sign-in").headers["Location"] == "/"
