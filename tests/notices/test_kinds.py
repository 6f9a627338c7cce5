"""Every kind can be written in both languages, belongs to a family and leads somewhere."""

import pytest
from werkzeug.exceptions import NotFound

from tests.conftest import make_app
from timebank.core.language import force_locale
from timebank.exchange.rules import MOVE_NAMES
from timebank.notices import kinds
from timebank.notices.kinds import FAMILIES, KINDS, Kind, address
from timebank.notices.sentences import sentence

FACTS = {"minutes": 90, "day": "2026-11-24", "clock": "14:30"}
NOT_BUILT_YET: tuple[str, ...] = ()
"""Rooms to come. When one is there, its addresses are looked at as all others."""


@pytest.fixture(scope="module")
def words():
    """Give the application without a database: words need none."""
    app = make_app("sqlite://")
    with app.app_context():
        yield app


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("language", ["nl", "en"])
def test_every_kind_is_a_whole_sentence(words, kind, language):
    with force_locale(language):
        text = sentence(kind, FACTS, "Henk")
    assert text[0] == text[0].upper() and text[-1] in ".?"
    assert "%(" not in text
    assert ("Henk" in text) is ("%(who)s" in str(KINDS[kind].text))


def test_a_sentence_is_in_the_language_of_who_reads_it(words):
    with force_locale("nl"):
        assert sentence("exchange.report", {"minutes": 60}, "Henk") == "Henk schreef 1 uur met jou op. Klopt het?"
    with force_locale("en"):
        assert (
            sentence("exchange.report", {"minutes": 60}, None) == "A neighbour wrote down 1 hour with you. Is it right?"
        )


def test_a_kind_or_fact_that_is_gone_still_says_something(words):
    with force_locale("en"):
        assert sentence("of another version", {}, None) == "Something happened that concerns you."
        assert sentence("appointment.agreed", {}, "Henk") == "Henk says yes to another day."
    assert address("of another version", "x") == "/notices"


def test_every_kind_has_a_family_and_every_family_a_kind():
    assert {kind.family for kind in KINDS.values()} == set(FAMILIES)
    assert sorted(name for family in FAMILIES for name in kinds.kinds_of(family)) == sorted(KINDS)


def astray(app, given: dict[str, Kind]) -> list[str]:
    """Name each kind that leads to a page that is not there, or that is said not to be there and is."""
    adapter, found = app.url_map.bind("localhost", url_scheme="https"), []
    for name, kind in given.items():
        path = kind.leads_to.format(thing="a-thing")
        try:
            adapter.match(path, method="GET")
            is_there = True
        except NotFound:
            is_there = False
        if is_there == path.startswith(NOT_BUILT_YET):
            found.append(name)
    return found


def test_every_kind_leads_to_a_page(words):
    assert astray(words, KINDS) == []


def test_a_kind_that_leads_nowhere_is_found(words):
    assert astray(words, {"planted": Kind("wijk", "x", "x", "/nowhere/{thing}")}) == ["planted"]


def test_every_step_of_an_exchange_that_tells_the_other_has_its_kind():
    alone = {f"exchange.{move}" for move in ("confirm", "take_over", "write_alone", "correct_alone")}
    told = {f"exchange.{move}" for move in MOVE_NAMES} - alone
    assert told == {kind for kind in KINDS if kind.startswith("exchange.")}


def test_nobody_is_ever_reminded_of_a_balance():
    assert not [name for name in KINDS if "balance" in name or "hours" in name]
