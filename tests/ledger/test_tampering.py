"""Every way to cheat the books is refused by the database or named by the check."""

import sqlite3
from contextlib import closing
from datetime import date

import psycopg
import pytest
from _pytest.mark import ParameterSet
from sqlalchemy import make_url, text

from tests.conftest import ENGINES
from tests.ledger.checks import assert_books_balance
from tests.ledger.posting import post, reverse
from tests.ledger.tampering import REFUSED, WAYS, reversal, transfer
from timebank.core.database import db, transact
from timebank.ledger import queries, seal, service
from timebank.ledger.check import check
from timebank.ledger.quarters import close_quarter

NO = (sqlite3.IntegrityError, psycopg.IntegrityError, psycopg.DataError)
"""Not a statement that the engine did not understand."""


@pytest.fixture
def names(books):
    """Give the names for the statements: books with a seal, a reversal, a closed account and a closed quarter."""
    facts = {name: getattr(books, name) for name in ("anna", "bram", "pot", "zoe", "noord", "zuid")}
    facts["closed"] = transact(service.open_account, "person", wijk_id=books.noord, gemeente_id=books.gemeente)
    facts["sealed"] = post(books.anna, books.bram, request_key="known")
    post(books.anna, facts["closed"], occurred_on=date(2025, 2, 1))
    facts["gap"] = facts["sealed"] + 10
    _post_with_id(facts["sealed"] + 20, facts)
    facts["reversed"] = post(books.anna, books.zoe, 45)
    facts["reversal"] = reverse(facts["reversed"])
    transact(seal.seal)
    facts["unsealed"] = post(books.anna, books.zoe, 45)
    facts["unsealed_gap"] = facts["unsealed"] + 10
    _post_with_id(facts["unsealed"] + 20, facts)
    facts["newest"] = post(books.anna, books.bram)
    transact(service.close_account, facts["closed"])
    transact(close_quarter, "2025Q1")
    facts["anna_entries"] = queries.totals_of(books.anna).entry_count
    assert_books_balance()
    db.session.rollback()
    return facts


def named_on(engine: ParameterSet | str) -> list[ParameterSet]:
    """Give the ways of an engine that only the check can name."""
    name, marks = (engine, ()) if isinstance(engine, str) else (engine.values[0], engine.marks)
    ways = [way for way in WAYS if name in way.engines and way.outcome != REFUSED]
    return [pytest.param(name, way, marks=marks, id=f"{name}: {way.name}") for way in ways]


NAMED = [way for engine in ENGINES for way in named_on(engine)]


def test_the_database_refuses(names, database_url, subtests):
    """In one database, for a refusal leaves nothing behind."""
    before = _everything()
    for way in WAYS:
        if way.outcome == REFUSED and db.engine.dialect.name in way.engines:
            with subtests.test(way.name):
                with pytest.raises(NO):
                    _as_a_stranger(database_url, way.on(names))
                assert _everything() == before
    assert_books_balance()


@pytest.mark.parametrize(("database_url", "way"), NAMED, indirect=["database_url"])
def test_the_check_names(database_url, way, names):
    _as_a_stranger(database_url, way.on(names))
    assert way.outcome.format(**names) in "\n".join(str(difference) for difference in check())


def test_the_statements_to_cheat_with_are_right_but_for_the_cheat(names, database_url):
    """Else a refusal would prove nothing."""
    honest = [transfer(), reversal("{unsealed}", "-45")]
    _as_a_stranger(database_url, [statement.format(**names) for statement in honest])
    assert_books_balance()


def test_the_table_holds_enough_ways_on_each_engine():
    for engine in ("sqlite", "postgresql"):
        assert sum(engine in way.engines for way in WAYS) >= 40


def _as_a_stranger(url: str, statements: list[str]) -> None:
    address = make_url(url)
    if address.get_backend_name() == "sqlite":
        connection = sqlite3.connect(address.database, isolation_level=None)
    else:
        connection = psycopg.connect(address.set(drivername="postgresql").render_as_string(), autocommit=True)
    with closing(connection):
        for statement in statements:
            connection.execute(statement)


def _everything() -> list[list[str]]:
    tables = ("account", "transfer", "entry", "closed_quarter", "seal")
    found = [sorted(map(repr, db.session.execute(text(f"SELECT * FROM {table}")))) for table in tables]
    db.session.rollback()
    return found


def _post_with_id(transfer_id: int, facts: dict[str, int]) -> None:
    """Leave a gap in the ids, as a move from another database may."""
    honest = transfer(id=str(transfer_id), request_key=f"'skipped {transfer_id}'").format(**facts)
    transact(lambda: db.session.execute(text(honest)))
