"""Typing errors are near the word that was meant, by the same keys and distance everywhere."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from timebank.market.words.errands import meant_by
from timebank.market.words.misspelt import allowed, distance, keys, nearest, sound
from timebank.market.words.stems import stem

STEMS = [
    "boodschap",
    "boom",
    "hond",
    "hand",
    "formulier",
    "fiets",
    "ziekenhuis",
    "schilder",
    "computer",
    "tuin",
    "taart",
]
LETTERS = st.text("abdehiklnorst", min_size=4, max_size=12)


@pytest.mark.parametrize(
    ("word", "meant"),
    [
        ("boodschp", "boodschap"),
        ("formuleir", "formulier"),
        ("formullier", "formulier"),
        ("ziekenhius", "ziekenhuis"),
        ("fietz", "fiets"),
        ("sgilder", "schilder"),
        ("kompjoeter", "computer"),
        ("tuijn", "tuin"),
        ("hont", "hond"),
        ("tart", "taart"),
    ],
)
def test_a_typing_error_is_near_and_shares_a_key(word, meant):
    assert nearest(word, STEMS)[0] == meant
    assert keys(word) & keys(meant)


def test_the_nearest_comes_first_and_equals_by_letter():
    assert nearest("hond", ["mond", "hand", "hont", "bond"]) == ["hont", "hand"]
    assert nearest("tuin", ["tuin"]) == []


@pytest.mark.parametrize("word", ["kat", "12345", "a1b2c3", ""])
def test_short_words_and_numbers_are_never_taken_for_others(word):
    assert allowed(word) == 0 and keys(word) == set() and nearest(word, ["kast", "12346"]) == []


@pytest.mark.parametrize(
    ("one", "other", "errors"),
    [("abcd", "abcd", 0), ("abcd", "abdc", 1), ("abcd", "abc", 1), ("abcd", "abxd", 1), ("abcd", "dcba", None)],
)
def test_the_distance_counts_letters(one, other, errors):
    assert distance(one, other, 2) == errors


@settings(deadline=None)
@given(LETTERS, st.data())
def test_no_pair_within_the_distance_lacks_a_key(word, data):
    at = data.draw(st.integers(1, len(word) - 1))
    letter = data.draw(st.sampled_from("abdehiklnorst"))
    for other in (word[:at] + word[at + 1 :], word[:at] + letter + word[at:], word[:at] + letter + word[at + 1 :]):
        if allowed(other) and other != word:
            assert keys(word) & keys(other)
            assert other in nearest(word, [other])


@given(LETTERS, LETTERS)
def test_the_distance_is_the_same_both_ways(one, other):
    assert distance(one, other, 2) == distance(other, one, 2)


def test_words_that_sound_the_same_have_the_same_sound():
    assert sound("kado") == sound("cado") == sound("caddo") and sound("leiden") == sound("lijden")


@pytest.mark.parametrize("word", ["vergeten", "lijst", "houdt", "begint", "bukken", "telen", "hand", "maand", "kamer"])
def test_ordinary_words_are_no_typing_errors(word):
    assert meant_by(word) is None


@pytest.mark.parametrize(
    ("word", "meant"), [("boodschapen", "boodschap"), ("belasing", "belasting"), ("laptob", "laptop")]
)
def test_a_typing_error_is_taken_for_a_word_of_the_table(word, meant):
    assert meant_by(word) == stem(meant)
