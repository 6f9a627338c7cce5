"""Compounds are taken apart, and words that only look like compounds are left whole."""

import pytest

from timebank.market.words.compounds import part_known, parts
from timebank.market.words.stems import stem


@pytest.mark.parametrize(
    ("word", "expected"),
    [
        ("fietsenmaker", "fiets maken"),
        ("boodschappenhulp", "boodschappen hulp"),
        ("tuinonderhoud", "tuin onderhoud"),
        ("computerles", "computer les"),
        ("hondenoppas", "hond oppas"),
        ("verjaardagstaart", "verjaardag taart"),
        ("kinderfeestje", "kind feest"),
        ("tandartsbezoek", "tandarts bezoek"),
        ("ziekenhuisafspraak", "ziekenhuis afspraak"),
        ("belastingformulier", "belasting formulier"),
        ("wasmachinereparatie", "wasmachine reparatie"),
        ("gitaarlessen", "gitaar les"),
        ("rolstoelwandeling", "rolstoel wandeling"),
    ],
)
def test_a_compound_has_its_parts(word, expected):
    assert parts(word) == tuple(stem(part) for part in expected.split())


@pytest.mark.parametrize("word", ["hondenuitlaatservice", "hondenuitlaatdienst"])
def test_a_compound_of_three_begins_with_the_first(word):
    assert parts(word)[0] == "hond"


@pytest.mark.parametrize(
    "word", ["verhuizen", "parkeren", "honderd", "wandelen", "tuin", "ouderen", "vergeten", "gr8te"]
)
def test_what_is_no_compound_stays_whole(word):
    assert parts(word) == ()


def test_a_known_begin_or_end_is_found_beside_an_unknown_part():
    assert part_known("scootmobielaccu") == "scootmobiel"
    assert part_known("xylofoonplanten") == stem("planten")
    assert part_known("xyzzyxyzzy") is None
