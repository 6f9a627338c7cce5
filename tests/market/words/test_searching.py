"""The shared queries, asked as a resident asks on real SQLite and PostgreSQL, find what they must and nothing else."""

import tomllib
from pathlib import Path

import pytest

from tests.conftest import ENGINES, make_app, opened
from tests.factories import make_listing, make_place, make_resident
from timebank.access.actor import Actor
from timebank.market.queries import Wanted, hits, search
from timebank.market.rules import LISTINGS_A_DAY
from timebank.market.words.indexing import indexed, read
from timebank.market.words.matching import Listing
from timebank.market.words.searching import found, query

DATA = tomllib.loads(Path(__file__).with_name("queries.toml").read_text(encoding="utf-8"))
STRANGE = ["'; DROP xyzzy --", "a" * 5_000, "\x00\ud800", "😀😀", "NEAR(a b)", "^col:x", "((", "\\", "0offer", "0w1"]
Answers = dict[str, list[str]]
"""For each query the names of what it finds, in order."""


@pytest.fixture(scope="module")
def on_sqlite(request: pytest.FixtureRequest) -> Answers:
    """Give what SQLite answers."""
    return answers_of("sqlite", request)


@pytest.fixture(scope="module")
def on_postgresql(request: pytest.FixtureRequest) -> Answers:
    """Give what PostgreSQL answers."""
    return answers_of("postgresql", request)


@pytest.fixture(scope="module")
def on_sqlite_by_marks(request: pytest.FixtureRequest) -> Answers:
    """Give what SQLite answers when it takes no word for a rare one, as where there are many listings."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(hits, "RARE_UP_TO", -1)
        return answers_of("sqlite", request)


@pytest.fixture(scope="module", params=ENGINES)
def answers(request: pytest.FixtureRequest) -> Answers:
    """Give what one engine answers."""
    return request.getfixturevalue(f"on_{request.param}")


def answers_of(engine: str, request: pytest.FixtureRequest) -> Answers:
    """Put the listings up, in the order of the file, and ask every query as a neighbour."""
    with request.getfixturevalue(f"fresh_{engine}")() as url, opened(make_app(url)):
        place = make_place()
        names, maker = {}, make_resident(place, "Buur")
        for number, (name, words) in enumerate(DATA["listings"].items(), start=1):
            names[make_listing(maker, "offer", words).id] = name
            maker = make_resident(place, f"Buur {number}") if number % LISTINGS_A_DAY == 0 else maker
        reader = make_resident(place, "Olena")
        given = {text: [names[one] for one in ids_of(text, reader)] for text in (*DATA["queries"], *STRANGE)}
    return given


def ids_of(text: str, reader: Actor) -> list[int]:
    """Return what a search finds, all its pages together."""
    page = search(text, Wanted("offer"), reader)
    ids = [row.id for row in page.rows]
    while page.next_after is not None:
        page = search(text, Wanted("offer"), reader, after=page.next_after)
        ids += [row.id for row in page.rows]
    return ids


def test_there_are_enough_queries():
    assert len(DATA["queries"]) >= 90


@pytest.mark.parametrize("text", DATA["queries"])
def test_a_query_finds_what_it_must(answers, text):
    expected, results = DATA["queries"][text], answers[text]
    assert set(expected["finds"]) <= set(results), results
    assert not set(expected["not"]) & set(results), results


@pytest.mark.parametrize("engine", ENGINES[1:])
def test_both_databases_give_the_same_in_the_same_order(on_sqlite, engine, request):
    assert request.getfixturevalue(f"on_{engine}") == on_sqlite


def test_rare_and_common_words_are_found_in_the_same_order(on_sqlite, on_sqlite_by_marks):
    assert on_sqlite_by_marks == on_sqlite


def test_no_text_breaks_the_search(answers):
    assert [name for text in STRANGE for name in answers[text]] == []


def test_a_word_as_it_stands_comes_before_a_part_of_one_and_before_another_word():
    texts = ["Kattenoppas", "Poes verzorgen", "Mijn kat", "Katten voeren"]
    listings = [Listing(number, read(indexed(text)), order=number) for number, text in enumerate(texts)]
    assert found(query("kat"), listings, at_most=9) == [3, 2, 0, 1]


def test_equals_come_newest_first_then_by_id():
    reading = read(indexed("gras maaien"))
    listings = [Listing(5, reading, order=1), Listing(3, reading, order=2), Listing(2, reading, order=1)]
    assert found(query("gras"), listings, at_most=9) == [3, 2, 5]
    assert found(query("gras"), listings[::-1], at_most=9) == [3, 2, 5]


def test_who_holds_little_of_it_is_left_out_beside_who_holds_all():
    texts = ["Gitaarles", "Zwemles", "Les in koken"]
    listings = [Listing(number, read(indexed(text))) for number, text in enumerate(texts)]
    assert found(query("gitaar les"), listings, at_most=9) == [0]
