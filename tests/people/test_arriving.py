"""Coming in: residents, neighbours of an imported history, staff."""

import re
from datetime import timedelta

import pytest

from tests.factories import make_place
from timebank.core.database import transact
from timebank.people import queries, second_factor, service, sessions
from timebank.people.commands import group
from timebank.people.passwords import PasswordHash, hash_password
from timebank.wijk import service as wijk

PASSWORD = "fiets boom water"


def test_a_new_resident_gets_a_sign_in_name_a_recovery_code_and_a_buurcode(app):
    new = transact(service.create_resident, name="Anna", password=PASSWORD)
    person = queries.get_person(new.person_id)
    assert re.fullmatch(r"anna-[a-z]+-[a-z]+", new.sign_in_name)
    assert re.fullmatch(r"[a-hjkmnp-z2-9]{4}-[a-hjkmnp-z2-9]{4}", new.buurcode)
    assert person.is_findable
    assert 1 <= person.mark <= 8
    assert person.email is person.phone is None


def test_neither_password_nor_recovery_code_is_kept_as_it_is(app):
    new = transact(service.create_resident, name="Anna", password=PASSWORD)
    person = queries.get_person(new.person_id)
    kept = " ".join(str(value) for value in vars(person).values())
    assert PASSWORD not in kept
    assert new.recovery_code not in kept
    assert new.recovery_code.replace("-", "") not in kept


def test_a_password_may_be_hashed_before_the_transaction(app):
    kept = hash_password(PASSWORD)
    new = transact(service.create_resident, name="Anna", password=kept)
    assert isinstance(kept, PasswordHash)
    assert queries.get_person(new.person_id).password_hash == kept.text


def test_a_placeholder_cannot_be_found_or_signed_in_as(app):
    person_id, code = transact(service.create_placeholder, name="Wim")
    person = queries.get_person(person_id)
    assert person.sign_in_name is None
    assert not person.is_findable
    assert queries.find_by_buurcode(person.buurcode, for_person_id=0) is None
    assert code.replace("-", "") not in str(vars(person))


def test_a_placeholder_takes_their_place_once(app):
    person_id, code = transact(service.create_placeholder, name="Wim")
    new = transact(service.claim, f" {code.upper()} ", name="Wim de Wit", password=PASSWORD)
    person = queries.get_person(person_id)
    assert new.person_id == person_id
    assert (person.name, person.name_key, person.is_findable) == ("Wim de Wit", "wim de wit", True)
    with pytest.raises(service.CodeUnknown):
        transact(service.claim, code, name="Another", password=PASSWORD)


def test_a_wrong_code_claims_nobody(app):
    transact(service.create_placeholder, name="Wim")
    for code in ("", "abcd-efgh-jkmn", "%"):
        with pytest.raises(service.CodeUnknown):
            transact(service.claim, code, name="Another", password=PASSWORD)


def test_the_link_of_staff_works_once_and_for_14_days(app, travel):
    staff = transact(service.create_staff, kind="operator", name="Olga")
    late = transact(service.create_staff, kind="operator", name="Late")
    travel(timedelta(days=13))
    secret = service.find_welcome(staff.token).totp_secret
    transact(service.welcome, staff.token, password=PASSWORD, code=second_factor.current_code(secret))
    assert service.find_welcome(staff.token) is None
    travel(timedelta(days=2))
    with pytest.raises(service.LinkRanOut):
        transact(service.welcome, late.token, password=PASSWORD, code="123456")


def test_nobody_can_move_the_end_of_a_link(app, travel):
    staff = transact(service.create_staff, kind="operator", name="Olga")
    ends, _, rest = staff.token.partition("-")
    assert service.find_welcome(f"{int(ends) + 10**6}-{rest}") is None


def test_a_strange_link_is_nobodys(app):
    for token in ("", "-", "x-y", "9999999999", "99999999999-a", "99999999999999999999-a", "²-a"):
        assert service.find_welcome(token) is None


def test_the_code_of_a_placeholder_is_no_link_of_staff_nor_the_other_way_round(app):
    staff = transact(service.create_staff, kind="operator", name="Olga")
    with pytest.raises(service.CodeUnknown):
        transact(service.claim, staff.token, name="Olga", password=PASSWORD)


def test_staff_need_the_right_code_to_begin(app):
    staff = transact(service.create_staff, kind="operator", name="Olga")
    with pytest.raises(second_factor.WrongCode):
        transact(service.welcome, staff.token, password=PASSWORD, code="abc")
    assert service.find_welcome(staff.token) is not None


def test_a_new_link_ends_the_old_password_and_sessions(app):
    staff = transact(service.create_staff, kind="operator", name="Olga")
    secret = queries.get_person(staff.person_id).totp_secret
    transact(service.welcome, staff.token, password=PASSWORD, code=second_factor.current_code(secret))
    transact(service.begin_session, staff.person_id, device="")
    again = transact(service.renew_welcome, staff.sign_in_name)
    person = queries.get_person(staff.person_id)
    assert person.password_hash is None
    assert person.totp_secret != secret
    assert sessions.of_person(staff.person_id) == []
    assert service.find_welcome(again.token) is not None


def test_a_resident_gets_no_link_of_staff(app):
    new = transact(service.create_resident, name="Anna", password=PASSWORD)
    with pytest.raises(service.NobodyOfStaff):
        transact(service.renew_welcome, new.sign_in_name)


def test_the_command_prints_a_link_that_opens(app, client):
    said = app.test_cli_runner().invoke(group, ["add-operator", "Olga", "--address", "https://example.nl/"]).output
    path = re.search(r"https://example\.nl(/welcome/\S+)", said).group(1)
    assert client.get(path).status_code == 200


def test_the_command_keeps_no_bsn(app):
    result = app.test_cli_runner().invoke(group, ["add-operator", "Olga 123456782"])
    assert result.exit_code == 1
    assert "BSN" in result.output
    assert queries.find_way_in("olga") is None


def test_the_command_says_so_when_nobody_has_that_name(app):
    result = app.test_cli_runner().invoke(group, ["new-link", "nobody-at-all"])
    assert result.exit_code == 1
    assert "sign-in name" in result.output or "inlognaam" in result.output


def test_the_pages_of_a_link_let_staff_in(app, client):
    staff = transact(service.create_staff, kind="operator", name="Olga")
    shown = client.get(f"/welcome/{staff.token}").text
    secret = queries.get_person(staff.person_id).totp_secret
    assert secret in shown
    assert "<svg" in shown
    wrong = client.post(f"/welcome/{staff.token}", data={"password": PASSWORD, "code": "1"})
    assert wrong.status_code == 422
    done = {"password": PASSWORD, "code": second_factor.current_code(secret)}
    assert client.post(f"/welcome/{staff.token}", data=done).status_code == 303
    assert client.get("/devices").status_code == 200
    assert client.get(f"/welcome/{staff.token}").status_code == 404


def test_the_pages_of_a_claim_show_the_new_codes_once(app, client):
    place = make_place()
    waiting = transact(wijk.add_placeholder, "Wim", place.wijk_id)
    typed = {"code": waiting.code, "name": "Wim", "password": PASSWORD}
    assert client.post("/claim", data=typed).headers["Location"] == "/codes"
    shown = client.get("/codes").text
    assert queries.get_person(waiting.person_id).sign_in_name in shown
    assert client.post("/codes").status_code == 303
    assert client.get("/codes").status_code == 303
    assert client.get("/me").status_code == 200


def test_namesakes_have_other_marks_as_long_as_there_are_marks(app):
    made = [transact(service.create_resident, name="Fatima", password=PASSWORD) for _ in range(9)]
    marks = [queries.get_person(one.person_id).mark for one in made]
    assert sorted(marks[:8]) == list(range(1, 9))
    assert marks[8] in range(1, 9)
