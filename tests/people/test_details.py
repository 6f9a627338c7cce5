"""What people say of themselves, and whom they want to hear no more of."""

import pytest

from tests.factories import make_place, make_resident
from tests.people.conftest import sign_in, sign_in_name_of, without_tokens
from timebank.core.database import db, transact
from timebank.people import queries, service

DETAILS = {"name": "Fatima", "own_line": "van de fietsen", "mark": "4", "email": "", "phone": "", "is_findable": "y"}
BSN = "123456782"


def person(actor):
    """Return somebody's row as it is now."""
    db.session.rollback()
    return queries.get_person(actor.person_id)


@pytest.fixture
def wim(place):
    """Give another resident of the wijk."""
    return make_resident(place, "Wim")


def test_the_page_changes_my_details(client, fatima):
    sign_in(client, fatima)
    typed = DETAILS | {"name": " Fatima  Z ", "email": "F@Example.NL", "phone": "06-1234 5678"}
    assert client.post("/me", data=typed).status_code == 303
    kept = person(fatima)
    assert (kept.name, kept.name_key, kept.own_line, kept.mark) == ("Fatima Z", "fatima z", "van de fietsen", 4)
    assert (kept.email, kept.phone, kept.is_findable) == ("f@example.nl", "+31612345678", True)
    assert "van de fietsen" in client.get("/me").text


def test_email_and_phone_can_be_taken_away(client, fatima):
    sign_in(client, fatima)
    client.post("/me", data=DETAILS | {"email": "f@example.nl", "phone": "0612345678"})
    client.post("/me", data=DETAILS)
    assert person(fatima).email is person(fatima).phone is None


NOT_RIGHT = [
    ("name", ""),
    ("name", "x" * 61),
    ("name", "Fa\u200btima"),
    ("own_line", "x" * 41),
    ("mark", "9"),
    ("mark", ""),
    ("email", "no address"),
    ("email", "a@b"),
    ("phone", "call me"),
    ("phone", BSN),
    ("phone", "1234"),
]


def test_what_is_not_right_is_said_at_its_field_and_nothing_changes(client, fatima, subtests):
    sign_in(client, fatima)
    for field, typed in NOT_RIGHT:
        with subtests.test(field=field, typed=typed):
            answer = client.post("/me", data=DETAILS | {field: typed})
            assert answer.status_code == 422
            assert f'href="#{field}' in answer.text
            assert f'id="{field}-error"' in answer.text
            assert person(fatima).own_line == ""


def test_an_address_or_number_of_another_is_refused_at_its_field(client, fatima, wim, subtests):
    theirs = {"email": "wim@example.nl", "phone": "0612345678"}
    transact(service.change_details, wim.person_id, name="Wim", mark=1, is_findable=True, **theirs)
    sign_in(client, fatima)
    for field, typed in theirs.items():
        with subtests.test(field=field):
            answer = client.post("/me", data=DETAILS | {field: typed})
            assert answer.status_code == 422
            assert f'href="#{field}"' in answer.text
            assert getattr(person(fatima), field) is None


def test_a_bsn_is_refused_in_every_text_of_my_details_and_not_sent_back(client, fatima, subtests):
    sign_in(client, fatima)
    for field, typed in (("name", f"Fatima {BSN}"), ("own_line", BSN), ("email", f"{BSN}@example.nl")):
        with subtests.test(field=field):
            answer = client.post("/me", data=DETAILS | {field: typed})
            assert answer.status_code == 422
            assert BSN not in answer.text
            assert BSN not in str(vars(person(fatima)))


BEFORE_SIGNING_IN = [
    ("/sign-in", {"identifier": BSN, "password": "x"}),
    ("/claim", {"code": BSN, "name": "Wim", "password": "fiets boom water"}),
    ("/claim", {"code": "abcd", "name": f"Wim {BSN}", "password": "fiets boom water"}),
    ("/recover", {"identifier": BSN, "recovery_code": "abcd", "password": "fiets boom water"}),
    ("/recover", {"identifier": "wim", "recovery_code": BSN, "password": "fiets boom water"}),
    ("/reset", {"code": BSN, "password": "fiets boom water"}),
]


def test_a_bsn_is_refused_on_the_pages_before_signing_in(client, subtests):
    for path, fields in BEFORE_SIGNING_IN:
        with subtests.test(path=path):
            answer = client.post(path, data=fields)
            assert answer.status_code == 422
            assert "BSN" in answer.text
            assert BSN not in answer.text


def test_a_bsn_is_refused_where_a_buurcode_is_typed(client, place):
    sign_in(client, place.stewards[0])
    for path, field in (("/silences", "buurcode"), ("/resets", "who")):
        answer = client.post(path, data={field: BSN})
        assert answer.status_code == 422
        assert BSN not in answer.text


def test_a_new_buurcode_ends_the_old_one(client, fatima, wim):
    old = person(fatima).buurcode
    sign_in(client, fatima)
    assert client.post("/me/buurcode").status_code == 303
    new = person(fatima).buurcode
    assert new != old
    assert queries.find_by_buurcode(old, for_person_id=wim.person_id) is None
    assert queries.find_by_buurcode(new, for_person_id=wim.person_id).id == fatima.person_id


def test_who_does_not_want_to_be_found_is_not(client, fatima, wim):
    sign_in(client, fatima)
    client.post("/me", data={k: v for k, v in DETAILS.items() if k != "is_findable"})
    assert queries.find_by_buurcode(person(fatima).buurcode, for_person_id=wim.person_id) is None


def test_staff_have_no_details_of_a_resident(client, app):
    staff = transact(service.create_staff, kind="operator", name="Olga")
    token = transact(service.begin_session, staff.person_id, device="", second_factor_given=True)
    with client.session_transaction() as kept:
        kept["_user_id"] = token
    assert client.get("/me").status_code == 403
    assert client.get("/silences").status_code == 403
    assert client.get("/me/password").status_code == 200
    assert client.get("/who-saw").status_code == 200


# Silences


def test_who_is_silenced_cannot_find_and_is_not_told(client, fatima, wim):
    sign_in(client, fatima)
    assert client.post("/silences", data={"buurcode": person(wim).buurcode}).status_code == 303
    assert "Wim" in client.get("/silences").text
    assert queries.find_by_buurcode(person(fatima).buurcode, for_person_id=wim.person_id) is None
    assert queries.find_by_buurcode(person(wim).buurcode, for_person_id=fatima.person_id).id == wim.person_id
    assert [row.action for row in queries.events_about(wim.person_id).rows if row.who == "Fatima"] == []


def test_a_silence_can_end(client, fatima, wim):
    sign_in(client, fatima)
    client.post("/silences", data={"public_id": wim.public_id})
    db.session.rollback()
    assert service.is_silenced(fatima.person_id, wim.person_id)
    assert client.post(f"/silences/{wim.public_id}/end").status_code == 303
    db.session.rollback()
    assert not service.is_silenced(fatima.person_id, wim.person_id)


def test_silencing_twice_is_once(fatima, wim):
    for _ in range(2):
        transact(service.silence, fatima.person_id, wim.person_id)
    assert len(queries.silenced_by(fatima.person_id)) == 1


def test_nobody_silences_themselves(client, fatima):
    sign_in(client, fatima)
    assert client.post("/silences", data={"buurcode": person(fatima).buurcode}).status_code == 422


def test_a_wrong_code_and_somebody_who_cannot_be_found_answer_alike(client, fatima, wim):
    hidden = person(wim).buurcode
    transact(service.change_details, wim.person_id, name="Wim", mark=1, is_findable=False)
    sign_in(client, fatima)
    answers = []
    for typed in (hidden, "2222-2222", "x"):
        answer = client.post("/silences", data={"buurcode": typed})
        answers.append((answer.status_code, without_tokens(answer.text).replace(f'value="{typed}"', "")))
    assert answers[0] == answers[1] == answers[2]


def test_looking_for_codes_is_throttled(client, fatima):
    sign_in(client, fatima)
    for _ in range(10):
        assert client.post("/silences", data={"buurcode": "2222-2222"}).status_code == 422
    assert client.post("/silences", data={"buurcode": "2222-2222"}).status_code == 429


def test_an_empty_silence_asks_for_the_code(client, fatima):
    sign_in(client, fatima)
    assert client.post("/silences", data={}).status_code == 422


def test_a_silence_that_is_not_there_cannot_end(client, fatima, wim):
    sign_in(client, fatima)
    for public_id in ("AAAAAAAAAAAAAAAA", "x", wim.public_id):
        assert client.post(f"/silences/{public_id}/end").status_code == 404


def test_somebody_of_another_wijk_can_be_silenced_by_buurcode(client, fatima):
    away = make_resident(make_place("Elders"), "Bo")
    sign_in(client, fatima)
    assert client.post("/silences", data={"buurcode": person(away).buurcode}).status_code == 303
    assert sign_in_name_of(away)
