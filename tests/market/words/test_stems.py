"""Words come down to the same stem in all their forms, and nothing else is left of them than a-z and 0-9."""

import re
import time
from concurrent.futures import ThreadPoolExecutor

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from timebank.market.words.indexing import indexed, read, words_behind
from timebank.market.words.stems import COMMON_WORDS, STOP_WORDS, normalise, stem, stems, words

FORMS = """
fiets fietsen
tuin tuintje
feest feestje feestjes
kast kasten kastje
huis huizen
brief brieven
kind kinderen kids
snoeien gesnoeid snoei
maaien gemaaid maait
schilderen geschilderd schilder
repareren reparatie gerepareerd
oppassen oppas opgepast
uitlaten uitgelaten uitlaat
voorlezen voorgelezen
invullen ingevuld
koken gekookt kookt
foto fotos foto's
auto auto's autos
zwaar zware
lek lekke lekt
rijden rijdt gereden reed
printen geprint print
dansen gedanst dans
belasting belastingen
rekening rekeningen
dog dogs
bike bikes
garden gardening
walk walking walks
"""


@pytest.mark.parametrize("forms", FORMS.strip().splitlines())
def test_forms_of_a_word_share_a_stem(forms):
    assert len({stem("".join(words(form))) for form in forms.split()}) == 1


@pytest.mark.parametrize(
    "pair", ["gezond zon", "handig hand", "gedicht dicht", "overheid over", "leren leer", "rits rit", "deur door"]
)
def test_words_of_other_meaning_keep_apart(pair):
    one, other = pair.split()
    assert stem(one) != stem(other)


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("Één CAFÉ, à la carte", "een cafe a la carte"),
        ("Ĳsje & ijs", "ijsje ijs"),
        ("foto’s en auto's", "fotos en autos"),
        ("e-mail, wi-fi", "email wi fi"),
        ("groep 7/8 (a.u.b.)", "groep 7 8 aub"),
        ("Straße Łódź", "strasse lodz"),
        ("😀 \x00 ", ""),
    ],
)
def test_a_text_is_normalised(text, plain):
    assert normalise(text) == plain


def test_stop_words_go_unless_nothing_else_is_left():
    assert stems("Ik zoek iemand voor de tuin") == ["zoek", "iemand", "tuin"]
    assert stems("voor de") == ["voor", "de"]
    assert stems("...") == []


def test_every_word_of_the_lists_is_normalised():
    assert all(words(word) == [word] for word in STOP_WORDS | COMMON_WORDS)


@pytest.mark.parametrize(
    ("text", "whole"),
    [
        ("Ik laat je hond elke dag uit", "uitlaat"),
        ("Wie haalt mijn moeder op?", "ophaal"),
        ("om de krant voor te lezen", "voorlees"),
        ("op mijn kinderen passen", "oppas"),
        ("vul jij dat formulier in", "invul"),
    ],
)
def test_a_verb_in_two_pieces_is_put_together(text, whole):
    assert whole in stems(text)


def test_pieces_far_apart_are_no_verb():
    assert "uitlaat" not in stems("Laat maar weten of je een keer mee wil eten want wij gaan nooit uit")


@settings(deadline=None)
@given(st.text())
def test_the_column_is_safe_for_both_databases(text):
    column = indexed(text)
    assert re.fullmatch(r"[a-z0-9 ]*\n[a-z0-9 ]*\n[a-z0-9 ]*", column)
    assert all(len(token) <= 40 for token in column.split())
    assert indexed(text) == column


def test_the_column_holds_stems_then_parts_then_stop_words():
    assert indexed("De fietsenmaker zoekt een boodschapen-hulp") == (
        "fietsenmaker zoek boodschaap hulp\nboodschap boodschapen fiet maak zoekt\nde een"
    )
    assert read(indexed("De fietsenmaker")).all == {"fietsenmaker", "fiet", "maak"}


def test_words_behind_stems_are_those_that_were_written():
    assert words_behind("Wie kan mijn Fietsbánd plakken, of de fiets?", {"fiet"}) == ("Fietsbánd", "fiets")


def test_threads_do_not_disturb_each_other():
    tried = [
        f"{begin}{word}" for begin in "abcdefghij" for word in ("fietsen", "wandelingen", "boodschappen", "huizen")
    ]
    with ThreadPoolExecutor(8) as pool:
        found = list(pool.map(stem, tried * 5))
    stem.cache_clear()
    assert found == [stem(word) for word in tried] * 5


def test_a_long_text_takes_no_long_time():
    started = time.process_time()
    indexed("wandelaarsfietsenmakersboodschappen" * 3_000)
    assert time.process_time() - started < 5
