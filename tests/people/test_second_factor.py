"""TOTP as RFC 6238 has it; a code counts once."""

import base64
from datetime import timedelta

import pytest

from timebank.core.database import transact
from timebank.core.throttle import TooManyTries
from timebank.people import second_factor, service
from timebank.people.queries import get_person

RFC_SECRET = base64.b32encode(b"12345678901234567890").decode()


@pytest.mark.parametrize(
    ("seconds", "code"),
    [
        (59, "94287082"),
        (1111111109, "07081804"),
        (1111111111, "14050471"),
        (1234567890, "89005924"),
        (2000000000, "69279037"),
        (20000000000, "65353130"),
    ],
)
def test_the_vectors_of_rfc_6238_hold(seconds, code):
    assert second_factor.code_at(RFC_SECRET, seconds // 30, digits=8) == code
    assert second_factor.code_at(RFC_SECRET, seconds // 30) == code[2:]


def test_a_code_of_one_step_ago_and_of_the_next_is_taken_and_no_other(travel):
    now = second_factor.current_step()
    for step, is_taken in ((now - 2, False), (now - 1, True), (now, True), (now + 1, True), (now + 2, False)):
        code = second_factor.code_at(RFC_SECRET, step)
        if is_taken:
            assert second_factor.get_step(RFC_SECRET, f" {code[:3]} {code[3:]}", last_step=None) == step
        else:
            with pytest.raises(second_factor.WrongCode):
                second_factor.get_step(RFC_SECRET, code, last_step=None)


@pytest.mark.parametrize("typed", ["", "000000x", "١٢٣٤٥٦", "é"])
def test_what_is_no_code_is_refused(typed):
    with pytest.raises(second_factor.WrongCode):
        second_factor.get_step(RFC_SECRET, typed, last_step=None)


def test_without_a_secret_no_code_is_right():
    with pytest.raises(second_factor.WrongCode):
        second_factor.get_step(None, second_factor.current_code(RFC_SECRET), last_step=None)


def test_the_qr_code_has_no_style_and_holds_the_secret():
    assert "style=" not in second_factor.picture(RFC_SECRET, "olga-fiets-boom", "Tijdbank")
    address = second_factor.address(RFC_SECRET, "olga-fiets-boom", "Tijdbank De Linden")
    assert address == (
        f"otpauth://totp/Tijdbank%20De%20Linden:olga-fiets-boom?secret={RFC_SECRET}&issuer=Tijdbank%20De%20Linden"
    )


@pytest.fixture
def olga(app, travel):
    """Give an operator who has chosen a password: person id, session id, secret."""
    staff = transact(service.create_staff, kind="operator", name="Olga")
    secret = get_person(staff.person_id).totp_secret
    code = second_factor.current_code(secret)
    transact(service.welcome, staff.token, password="fiets boom water", code=code)
    return staff, secret


def test_a_code_counts_once(olga, travel):
    staff, secret = olga
    travel(timedelta(minutes=5))
    code = second_factor.current_code(secret)
    assert service.give_second_factor(staff.person_id, 0, code, device="")
    with pytest.raises(second_factor.WrongCode):
        service.give_second_factor(staff.person_id, 0, code, device="")


def test_the_code_of_the_welcome_page_does_not_count_again(olga):
    staff, secret = olga
    with pytest.raises(second_factor.WrongCode):
        service.give_second_factor(staff.person_id, 0, second_factor.current_code(secret), device="")


def test_wrong_codes_are_throttled_even_when_the_right_one_follows(olga, travel):
    staff, secret = olga
    travel(timedelta(minutes=5))
    wrong = f"{(int(second_factor.current_code(secret)) + 1) % 10**6:06d}"
    for _ in range(5):
        with pytest.raises(second_factor.WrongCode):
            service.give_second_factor(staff.person_id, 0, wrong, device="")
    with pytest.raises(TooManyTries):
        service.give_second_factor(staff.person_id, 0, second_factor.current_code(secret), device="")
    travel(timedelta(minutes=16))
    assert service.give_second_factor(staff.person_id, 0, second_factor.current_code(secret), device="")


def test_the_demo_shows_a_code_that_was_not_used(olga, travel):
    staff, secret = olga
    shown = second_factor.unused_code(secret, last_step=get_person(staff.person_id).totp_last_step)
    assert service.give_second_factor(staff.person_id, 0, shown, device="")
