"""What holds for persons, without a database."""

import pytest

from timebank.people import rules, sign_in_names


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("06 12345678", "+31612345678"),
        ("06-12 34 56 78", "+31612345678"),
        ("+31 6 12345678", "+31612345678"),
        ("+31 (0)6 12345678", "+31612345678"),
        ("0031612345678", "+31612345678"),
        ("0031 (0)6 12345678", "+31612345678"),
        ("+49 30 901820", "+4930901820"),
        ("", ""),
    ],
)
def test_a_phone_number_is_kept_in_one_way_however_it_is_typed(typed, kept):
    assert rules.phone_key(typed) == kept


@pytest.mark.parametrize("typed", ["anna-fiets-boom", "Anna Fiets Boom", " ANNA_fiets-boom ", "ánna fiets  boom"])
def test_a_sign_in_name_may_be_typed_in_many_ways(typed):
    assert rules.sign_in_key(typed) == "anna-fiets-boom"


@pytest.mark.parametrize("typed", ["k7m4-x2pq", "K7M4 X2PQ", "k7m4x2pq", "k7m4–x2pq"])
def test_a_buurcode_may_be_typed_in_many_ways(typed):
    assert rules.buurcode_key(typed) == "k7m4-x2pq"


@pytest.mark.parametrize("password", ["wachtwoord", "Welkom1234", "aaaaaaaaaaaa", "ababababab"])
def test_a_password_that_everybody_tries_is_too_easy(password):
    assert rules.is_too_easy(password)


def test_three_words_are_not_too_easy():
    assert not rules.is_too_easy("fiets boom water")


@pytest.mark.parametrize(
    ("name", "first"),
    [("Éva de Boer", "eva"), ("Wim", "wim"), ("فاطمة", "buur"), ("Jan-Willem", "janwillem"), ("O'Brien", "obrien")],
)
def test_a_sign_in_name_begins_with_the_first_name_in_plain_letters(name, first):
    assert sign_in_names.propose(name).split("-")[0] == first


def test_a_sign_in_name_is_typed_back_as_it_is_kept():
    for _ in range(50):
        proposed = sign_in_names.propose("Aïcha")
        assert rules.sign_in_key(proposed) == proposed
        assert proposed.count("-") == 2


def test_there_are_many_sign_in_names_for_one_first_name():
    assert len(sign_in_names.WORDS) == len(set(sign_in_names.WORDS)) > 100


def test_every_name_is_searched_without_accents_and_capitals():
    assert rules.name_key("  Zoë   VAN Dijk ") == "zoe van dijk"
