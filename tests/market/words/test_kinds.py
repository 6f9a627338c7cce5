"""The kinds of help are guessed from the words, told by which words, and only kinds that exist."""

from importlib import import_module
from statistics import fmean

import pytest

from tests.market.words.neighbours import read
from timebank.market.words.errands import read as read_table
from timebank.market.words.errands import table
from timebank.market.words.kinds import KINDS_AT_MOST, Guess, guess_kinds
from timebank.market.words.stems import STOP_WORDS

KINDS = {row[0] for row in import_module("migrations.versions.0003_starting_kinds_of_help").KINDS}


def test_every_kind_of_the_wijk_has_errands_and_no_other():
    assert {kind for errand in table().errands for kind in errand.kinds} == KINDS


def test_names_of_errands_are_kept_with_texts_so_each_is_one():
    names = [errand.name for errand in table().errands]
    assert len(set(names)) == len(names) and not any("=" in name or "\n" in name for name in names)


def test_every_clue_can_be_told():
    assert not table().written & STOP_WORDS


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("Wie kan mijn hond uitlaten als ik naar het ziekenhuis moet?", "animals"),
        ("boodschapen doen", "shopping"),
        ("formulire invullen", "language"),
        ("help with my laptop", "computer"),
        ("My bike is broken", "repairs"),
        ("de heg snoeien", "garden"),
        ("tochtstrips", "energy"),
        ("kookles", "cooking"),
        ("Ik rijd je naar de dokter", "transport"),
        ("een praatje en een kop koffie", "company"),
        ("yoga", "sport"),
        ("zwerfvuil rapen", "activities"),
        ("op de kinderen passen", "children"),
        ("partytent lenen", "other"),
    ],
)
def test_everyday_words_tell_the_kind(text, first):
    assert guess_kinds(text)[0].code == first


@pytest.mark.parametrize("text", ["", "hallo", "Wie kan mij helpen?", "xyzzy", "!!!", "1234"])
def test_words_that_tell_nothing_give_no_guess(text):
    assert guess_kinds(text) == []


def test_a_guess_says_which_words_led_to_it():
    assert guess_kinds("Mijn Heg moet gesnoeid")[0] == Guess("garden", ("Heg", "gesnoeid"))


def test_few_kinds_are_offered():
    text = "hond kat fiets lamp tuin gras laptop telefoon brief kind koken boodschappen yoga koor"
    assert len(guess_kinds(text)) == KINDS_AT_MOST


def test_most_requests_and_offers_get_the_kind_of_their_writers():
    neighbours = read()
    told = [(one.text, one.kind) for one in neighbours.requests if one.is_held_out]
    guesses = [([guess.code for guess in guess_kinds(text)], kind) for text, kind in told]
    assert fmean(kind in codes for codes, kind in guesses) >= 0.9
    assert fmean(codes[:1] == [kind] for codes, kind in guesses) >= 0.8
    of_offers = [[guess.code for guess in guess_kinds(text)] for text in neighbours.offers]
    assert fmean(kind in codes for codes, kind in zip(of_offers, neighbours.kinds, strict=True)) >= 0.9


def test_a_table_is_read_as_it_says():
    small = read_table("# note\n[garden]\ngras: gras/gazon, maaien,\n  hark?, tuin+werk @repairs\n")
    assert small.errands[0].kinds == ("garden", "repairs")
    assert small.related["gras"] == ("gazon",)
    assert small.told_by(["gras", "gazon"]) == pytest.approx({0: 0.7})
    assert small.told_by(["hark"]) == pytest.approx({0: 0.25})
    assert small.told_by(["tuin"]) == {} and small.told_by(["tuin", "werk"]) == pytest.approx({0: 0.8})
    assert small.told_by(["gras", "maai"]) == pytest.approx({0: 0.91})
