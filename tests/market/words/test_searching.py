"""The shared queries, asked of real SQLite and PostgreSQL, find what they must and nothing that they must not."""

import sqlite3
import tomllib
from collections.abc import Callable, Iterator
from pathlib import Path

import psycopg
import pytest
from sqlalchemy import make_url

from tests.postgres import find_binaries
from timebank.market.words.indexing import indexed, read
from timebank.market.words.matching import Listing
from timebank.market.words.misspelt import keys
from timebank.market.words.searching import Query, found, keys_to_look_up, query

DATA = tomllib.loads(Path(__file__).with_name("queries.toml").read_text(encoding="utf-8"))
NAMES = list(DATA["listings"])
COLUMNS = [indexed(text) for text in DATA["listings"].values()]
Search = Callable[[Query], list[int]]


@pytest.fixture(scope="module")
def on_sqlite() -> Iterator[Search]:
    """Give the candidates that FTS5 finds."""
    with sqlite3.connect(":memory:") as connection:
        connection.execute("CREATE VIRTUAL TABLE told USING fts5 (stems, tokenize = 'ascii')")
        connection.executemany("INSERT INTO told (rowid, stems) VALUES (?, ?)", enumerate(COLUMNS))

        def search(asked: Query) -> list[int]:
            match = asked.for_fts5()
            rows = connection.execute("SELECT rowid FROM told WHERE told MATCH ?", (match,)) if match else ()
            return sorted(row[0] for row in rows)

        yield search
    connection.close()


@pytest.fixture(scope="module")
def on_postgresql(fresh_postgresql: Callable[[], str]) -> Iterator[Search]:
    """Give the candidates that tsquery finds."""
    url = make_url(fresh_postgresql())
    with psycopg.connect(host=url.host, port=url.port, user=url.username, dbname=url.database) as connection:
        connection.execute("CREATE TEMPORARY TABLE told (id integer, stems tsvector)")
        for number, column in enumerate(COLUMNS):
            connection.execute("INSERT INTO told VALUES (%s, to_tsvector('simple', %s))", (number, column))

        def search(asked: Query) -> list[int]:
            match = asked.for_tsquery()
            select = "SELECT id FROM told WHERE stems @@ to_tsquery('simple', %s)"
            return sorted(row[0] for row in connection.execute(select, (match,))) if match else []

        yield search


ENGINES = [
    "sqlite",
    pytest.param("postgresql", marks=pytest.mark.skipif(not find_binaries(), reason="no PostgreSQL here")),
]


@pytest.fixture(scope="module", params=ENGINES)
def search(request: pytest.FixtureRequest) -> Search:
    """Give the candidates of one engine."""
    return request.getfixturevalue(f"on_{request.param}")


VOCABULARY = {stem for column in COLUMNS for stem in read(column).stems}


def ask(text: str) -> Query:
    """Make a query, with the near words that a table of keys would give."""
    wanted = keys_to_look_up(text)
    return query(text, [stem for stem in VOCABULARY if keys(stem) & wanted])


def names(search: Search, text: str) -> list[str]:
    """Return what a query finds, in order."""
    asked = ask(text)
    candidates = [Listing(number, read(COLUMNS[number]), order=number) for number in search(asked)]
    return [NAMES[fit.id] for fit in found(asked, candidates, at_most=20)]


def test_there_are_enough_queries():
    assert len(DATA["queries"]) >= 60


@pytest.mark.parametrize("text", DATA["queries"])
def test_a_query_finds_what_it_must(search, text):
    expected = DATA["queries"][text]
    results = names(search, text)
    assert set(expected["finds"]) <= set(results), results
    assert not set(expected["not"]) & set(results), results


def test_a_word_as_it_stands_comes_before_a_part_of_one_and_before_another_word():
    texts = ["Kattenoppas", "Poes verzorgen", "Mijn kat", "Katten voeren"]
    listings = [Listing(number, read(indexed(text)), order=number) for number, text in enumerate(texts)]
    assert [fit.id for fit in found(query("kat"), listings, at_most=9)] == [3, 2, 0, 1]


def test_equals_come_newest_first_then_by_id():
    reading = read(indexed("gras maaien"))
    listings = [Listing(5, reading, order=1), Listing(3, reading, order=2), Listing(2, reading, order=1)]
    assert [fit.id for fit in found(query("gras"), listings, at_most=9)] == [3, 2, 5]
    assert [fit.id for fit in found(query("gras"), listings[::-1], at_most=9)] == [3, 2, 5]


def test_who_holds_little_of_it_is_left_out_beside_who_holds_all():
    texts = ["Gitaarles", "Zwemles", "Les in koken"]
    listings = [Listing(number, read(indexed(text))) for number, text in enumerate(texts)]
    assert [fit.id for fit in found(query("gitaar les"), listings, at_most=9)] == [0]


def test_the_reason_holds_the_words_found():
    listing = Listing(1, read(indexed("Fietsen repareren")))
    [fit] = found(query("fiets voor oma"), [listing], at_most=1)
    assert fit.reason.stems == ("fiet",)


@pytest.mark.parametrize(
    "text", ["'; DROP TABLE x --", "a" * 5_000, "\x00\ud800", "😀😀", "NEAR(a b)", "^col:x", "((", "\\"]
)
def test_no_text_breaks_the_search(search, text):
    asked = query(text)
    assert isinstance(search(asked), list)
    assert all(term.isascii() and term.isalnum() for term in (*asked.terms(), *asked.prefixes()))
