"""Sessions: how long they last, what ends them, how the cookies look."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from tests.conftest import make_app
from tests.factories import PASSWORD, make_place, make_resident
from tests.people.conftest import is_signed_in, sign_in, sign_in_name_of
from timebank.core.database import db, transact
from timebank.people import browser, second_factor, service, sessions
from timebank.people.models import SignInSession
from timebank.people.queries import get_person

MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)


def sessions_of(person_id):
    """Return a person's sessions as they are in the database now."""
    db.session.rollback()
    return sessions.of_person(person_id)


@pytest.mark.parametrize(
    ("own_device", "lives", "dies"),
    [(False, 2 * HOUR - MINUTE, 2 * HOUR), (True, 30 * DAY - MINUTE, 30 * DAY)],
)
def test_an_idle_resident_is_signed_out_in_time(client, fatima, travel, own_device, lives, dies):
    sign_in(client, fatima, own_device=own_device)
    travel(lives)
    still = client.get("/devices")
    assert still.status_code == 200
    sign_in(client, fatima, own_device=own_device)
    travel(dies)
    assert not is_signed_in(client)


def test_a_resident_who_goes_on_stays_signed_in_on_a_shared_device_for_12_hours(client, fatima, travel):
    sign_in(client, fatima)
    for _ in range(11):
        travel(HOUR)
        assert is_signed_in(client)
    travel(HOUR)
    assert not is_signed_in(client)


def signed_in_operator(client):
    """Sign a new operator in with the second factor; return its secret."""
    staff = transact(service.create_staff, kind="operator", name="Olga")
    secret = get_person(staff.person_id).totp_secret
    client.post(f"/welcome/{staff.token}", data={"password": PASSWORD, "code": second_factor.current_code(secret)})
    return staff, secret


def test_idle_staff_are_signed_out_after_half_an_hour(client, app, travel):
    signed_in_operator(client)
    travel(30 * MINUTE - MINUTE)
    assert is_signed_in(client)
    travel(30 * MINUTE)
    assert not is_signed_in(client)


def test_staff_are_signed_out_after_ten_hours_however_busy(client, app, travel):
    signed_in_operator(client)
    for _ in range(23):
        travel(25 * MINUTE)
        assert is_signed_in(client)
    travel(25 * MINUTE)
    assert not is_signed_in(client)


def test_staff_see_nothing_before_the_second_factor(client, app, travel):
    staff, secret = signed_in_operator(client)
    client.post("/sign-out")
    travel(5 * MINUTE)
    done = client.post("/sign-in", data={"identifier": staff.sign_in_name, "password": PASSWORD})
    assert done.headers["Location"].startswith("/second-factor")
    assert client.get("/devices").headers["Location"] == "/second-factor"
    with client.session_transaction() as kept:
        before = kept["_user_id"]
    assert client.post("/second-factor", data={"code": "000 00x"}).status_code == 422
    assert client.post("/second-factor", data={"code": second_factor.current_code(secret)}).status_code == 303
    with client.session_transaction() as kept:
        assert kept["_user_id"] != before
    assert is_signed_in(client)
    assert client.get("/second-factor").status_code == 403
    assert len(sessions_of(staff.person_id)) == 1


def test_the_code_stands_on_the_page_in_the_demo_only(client, app, travel):
    staff, _ = signed_in_operator(client)
    client.post("/sign-out")
    travel(5 * MINUTE)
    client.post("/sign-in", data={"identifier": staff.sign_in_name, "password": PASSWORD})
    code = second_factor.current_code(get_person(staff.person_id).totp_secret)
    assert code not in client.get("/second-factor").text
    app.config["DEMO"] = True
    assert code in client.get("/second-factor").text
    assert client.post("/second-factor", data={"code": code}).status_code == 303


def test_a_resident_has_no_page_for_a_second_factor(client, fatima):
    sign_in(client, fatima)
    assert client.get("/second-factor").status_code == 403


def test_signing_out_ends_the_session_itself_and_not_only_the_cookie(client, app, fatima):
    sign_in(client, fatima)
    copy = app.test_client()
    with client.session_transaction() as kept, copy.session_transaction() as stolen:
        stolen.update(kept)
    assert is_signed_in(copy)
    assert client.post("/sign-out").status_code == 303
    assert not is_signed_in(client)
    assert not is_signed_in(copy)


def test_a_new_password_ends_all_other_sessions(client, app, fatima):
    sign_in(client, fatima)
    other = app.test_client()
    sign_in(other, fatima)
    typed = {"password": PASSWORD, "next_password": "fiets boom water"}
    assert client.post("/me/password", data=typed).status_code == 303
    assert is_signed_in(client)
    assert not is_signed_in(other)
    assert sign_in(other, fatima, password="fiets boom water").status_code == 303


def test_a_new_password_asks_for_the_one_of_now(client, fatima):
    sign_in(client, fatima)
    wrong = {"password": "een heel ander woord", "next_password": "fiets boom water"}
    for _ in range(5):
        assert client.post("/me/password", data=wrong).status_code == 422
    assert client.post("/me/password", data=wrong).status_code == 429


def test_a_weak_password_is_refused(client, fatima, subtests):
    sign_in(client, fatima)
    for chosen in ("", "kort", "wachtwoord", "x" * 201):
        with subtests.test(chosen=chosen):
            typed = {"password": PASSWORD, "next_password": chosen}
            assert client.post("/me/password", data=typed).status_code == 422


def test_one_device_can_be_signed_out_from_another(client, app, fatima):
    sign_in(client, fatima, headers={"User-Agent": "Mozilla/5.0 (Android 14; Mobile) Firefox/130.0"})
    other = app.test_client()
    sign_in(other, fatima)
    shown = other.get("/devices").text
    assert "Firefox, Android" in shown
    lost = next(s for s in sessions_of(fatima.person_id) if "Firefox" in s.device)
    assert other.post(f"/devices/{lost.public_id}/end").status_code == 303
    assert not is_signed_in(client)
    assert is_signed_in(other)


def test_signing_out_the_device_in_use_leads_to_the_sign_in_page(client, fatima):
    sign_in(client, fatima)
    here = next(s for s in sessions_of(fatima.person_id) if s.device != "a test")
    ended = client.post(f"/devices/{here.public_id}/end")
    assert (ended.headers["Location"], ended.headers["Clear-Site-Data"]) == ("/sign-in", '"storage"')


def test_all_other_devices_can_be_signed_out_at_once(client, app, fatima):
    others = [app.test_client() for _ in range(2)]
    for one in (client, *others):
        sign_in(one, fatima)
    assert client.post("/devices/end-others").status_code == 303
    assert [is_signed_in(one) for one in (client, *others)] == [True, False, False]


def test_nobody_ends_the_session_of_another(client, app, place, fatima):
    sign_in(client, fatima)
    theirs = sessions_of(fatima.person_id)[0]
    thief = app.test_client()
    sign_in(thief, make_resident(place, "Wim"))
    unknown = thief.post("/devices/AAAAAAAAAAAAAAAA/end")
    assert thief.post(f"/devices/{theirs.public_id}/end").status_code == unknown.status_code == 404
    assert is_signed_in(client)


def test_the_session_is_kept_alive_at_most_once_a_minute(client, fatima, travel):
    sign_in(client, fatima)

    def seen():
        return max(s.seen_at_utc for s in sessions_of(fatima.person_id))

    first = seen()
    travel(timedelta(seconds=30))
    client.get("/devices")
    assert seen() == first
    travel(timedelta(seconds=31))
    client.get("/devices")
    assert seen() > first


def test_sessions_that_ended_are_forgotten(client, fatima, travel):
    sign_in(client, fatima)
    travel(3 * HOUR)
    sign_in(client, fatima)
    db.session.rollback()
    assert db.session.scalar(select(func.count()).where(SignInSession.person_id == fatima.person_id)) == 1


# Cookies


def cookies_of(answer):
    """Return each Set-Cookie as its name and the set of its flags."""
    found = {}
    for header in answer.headers.getlist("Set-Cookie"):
        name_and_value, *flags = header.split("; ")
        found[name_and_value.partition("=")[0]] = {f for f in flags if not f.startswith("Expires=")}
    return found


def test_the_cookies_are_asserted_to_the_letter(client, fatima):
    assert cookies_of(sign_in(client, fatima)) == {"__Host-timebank": {"Secure", "HttpOnly", "Path=/", "SameSite=Lax"}}
    client.post("/sign-out")
    assert cookies_of(sign_in(client, fatima, own_device=True)) == {
        "__Host-timebank": {"Secure", "HttpOnly", "Path=/", "SameSite=Lax"},
        "__Host-device": {"Secure", "HttpOnly", "Path=/", "SameSite=Lax", "Max-Age=34560000"},
    }


def test_signing_out_takes_the_cookie_away(client, fatima):
    sign_in(client, fatima)
    assert "Max-Age=0" in cookies_of(client.post("/sign-out"))["__Host-timebank"]


def test_the_cookies_have_a_plain_name_only_where_the_operator_said_insecure(database_url):
    app = make_app(database_url, INSECURE=True, PREFERRED_URL_SCHEME="http")
    with app.app_context():
        fatima = make_resident(make_place())
        name = sign_in_name_of(fatima)
        typed = {"identifier": name, "password": PASSWORD, "own_device": "y"}
        assert cookies_of(app.test_client().post("/sign-in", data=typed)) == {
            "timebank": {"HttpOnly", "Path=/", "SameSite=Lax"},
            "device": {"HttpOnly", "Path=/", "SameSite=Lax", "Max-Age=34560000"},
        }
        db.session.remove()
        db.engine.dispose()


@pytest.mark.parametrize(
    ("user_agent", "name"),
    [
        ("Mozilla/5.0 (Android 14; Mobile; rv:130.0) Gecko/130.0 Firefox/130.0", "Firefox, Android"),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) Version/17.5 Safari/604.1", "Safari, iPhone"),
        ("Mozilla/5.0 (Windows NT 10.0; Win64; x64) Chrome/126.0.0.0 Safari/537.36 Edg/126.0", "Edge, Windows"),
        ("Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) Chrome/126.0.0.0 Safari/537.36", "Chrome, Mac"),
        ("Mozilla/5.0 (Linux; Android 14) SamsungBrowser/25.0 Chrome/121.0 Safari/537.36", "Samsung Internet, Android"),
        ("curl/8.5.0", ""),
        ("", ""),
    ],
)
def test_a_device_has_a_coarse_name(user_agent, name):
    assert browser.device_name(user_agent) == name
