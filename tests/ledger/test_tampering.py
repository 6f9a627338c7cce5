"""Every way to cheat the books is refused by the database or named by the check."""

import sqlite3
from contextlib import closing
from datetime import date

import psycopg
import pytest
from sqlalchemy import make_url, text

from tests.ledger.checks import assert_books_balance
from tests.ledger.posting import post, reverse
from tests.ledger.tampering import REFUSED, WAYS
from timebank.core.database import db, transact
from timebank.ledger import queries, seal, service
from timebank.ledger.check import check
from timebank.ledger.quarters import close_quarter


@pytest.fixture
def names(books):
    """Give the names for the statements: books with a seal, a reversal, a closed account and a closed quarter."""
    facts = {name: getattr(books, name) for name in ("anna", "bram", "pot", "zoe", "noord", "zuid")}
    facts["closed"] = transact(service.open_account, "person", wijk_id=books.noord, gemeente_id=books.gemeente)
    facts["sealed"] = post(books.anna, books.bram, request_key="known")
    post(books.anna, books.closed if hasattr(books, "closed") else facts["closed"], occurred_on=date(2025, 2, 1))
    facts["gap"] = facts["sealed"] + 10
    _skip_to(facts["sealed"] + 20)
    facts["reversed"] = post(books.anna, books.zoe, 45)
    facts["reversal"] = reverse(facts["reversed"])
    transact(seal.seal)
    facts["unsealed"] = post(books.anna, books.zoe, 45)
    facts["unsealed_gap"] = facts["unsealed"] + 10
    _skip_to(facts["unsealed"] + 20)
    facts["newest"] = post(books.anna, books.bram)
    transact(service.close_account, facts["closed"])
    transact(close_quarter, "2025Q1")
    facts["anna_entries"] = queries.totals_of(books.anna).entry_count
    assert_books_balance()
    return facts


@pytest.mark.parametrize("way", WAYS, ids=lambda way: way.name)
def test_way_to_cheat(way, names, database_url):
    if db.engine.dialect.name not in way.engines:
        pytest.skip("not on this engine")
    before = _everything()
    if way.outcome == REFUSED:
        with pytest.raises((sqlite3.Error, psycopg.Error)):
            _as_a_stranger(database_url, way.on(names))
        assert _everything() == before
        assert_books_balance()
    else:
        _as_a_stranger(database_url, way.on(names))
        assert way.outcome.format(**names) in "\n".join(str(difference) for difference in check())


def test_the_statements_to_cheat_with_are_right_but_for_the_cheat(names, database_url):
    """Else a refusal would prove nothing."""
    from tests.ledger.tampering import reversal, transfer

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


def _everything() -> list[list[tuple]]:
    db.session.rollback()
    tables = ("account", "transfer", "entry", "closed_quarter", "seal")
    return [sorted(map(repr, db.session.execute(text(f"SELECT * FROM {table}")))) for table in tables]


def _skip_to(transfer_id: int) -> None:
    """Leave a gap in the ids, as PostgreSQL's sequence does after a rollback."""
    if db.engine.dialect.name == "postgresql":
        transact(lambda: db.session.execute(text(f"SELECT setval('transfer_id_seq', {transfer_id})")))
