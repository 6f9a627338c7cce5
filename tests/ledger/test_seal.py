"""Seals: the canonical form, the chain, and what they notice."""

import hashlib
from datetime import UTC, date, datetime
from types import SimpleNamespace

from sqlalchemy import text

from tests.ledger.checks import assert_books_balance
from tests.ledger.posting import post, reverse
from timebank.core.database import db, transact
from timebank.ledger import queries, seal
from timebank.ledger.rules import NO_DIGEST

FIRST = SimpleNamespace(
    id=17,
    request_key='a "key" — ü',
    giver_account_id=3,
    giver_wijk_id=1,
    receiver_account_id=4,
    receiver_wijk_id=None,
    minutes=60,
    category_code="klussen",
    occurred_on=date(2026, 11, 14),
    booked_quarter="2026Q4",
    origin="agreed",
    reverses_id=None,
    posted_at_utc=datetime(2026, 11, 15, 10, 30, tzinfo=UTC),
)
SECOND = SimpleNamespace(
    **(vars(FIRST) | {"id": 20, "request_key": "b", "minutes": -60, "reverses_id": 17, "booked_quarter": None})
)


def test_canonical_form():
    assert seal.canonical(FIRST) == (
        rb'[17,"a \"key\" \u2014 \u00fc",3,1,4,null,60,"klussen","2026-11-14","2026Q4","agreed",null,'
        b'"2026-11-15T10:30:00.000000Z"]\n'
    )
    assert seal.canonical(SECOND) == (
        b'[20,"b",3,1,4,null,-60,"klussen","2026-11-14",null,"agreed",17,"2026-11-15T10:30:00.000000Z"]\n'
    )


def test_digest_vectors():
    """Any program can compute these with a JSON writer and SHA-256."""
    one = seal.digest(1, NO_DIGEST, [FIRST, SECOND])
    by_hand = f'["timebank-ledger-1",1,"{NO_DIGEST}"]\n'.encode() + seal.canonical(FIRST) + seal.canonical(SECOND)
    assert one == (17, 20, 2, hashlib.sha256(by_hand).hexdigest())
    assert one.digest == "05149a5ebba446dafa7cf24aa3a2dd2b104cf36a2b61090901ac2b0233bb9684"
    assert (
        seal.digest(2, one.digest, [SECOND]).digest
        == "6fa4bf041746d3720e4fa28494cb7fa48f9368e4ffebe81a4ba96ea15a6b2859"
    )
    assert seal.digest(3, one.digest, []) is None


def test_seals_follow_each_other_and_nothing_new_makes_none(books):
    transfer_id = post(books.anna, books.bram)
    assert transact(seal.seal) == 1
    assert transact(seal.seal) is None
    last = reverse(transfer_id)
    assert transact(seal.seal) == 2

    first, second = queries.seals()
    assert (first.previous_digest, second.previous_digest) == (NO_DIGEST, first.digest)
    assert (second.first_transfer_id, second.last_transfer_id, second.transfer_count) == (last, last, 1)
    assert list(seal.verify()) == []
    assert_books_balance()


def test_verify_notices_a_changed_transfer(books):
    transfer_id = post(books.anna, books.bram)
    transact(seal.seal)
    transact(_without_guard, f"UPDATE transfer SET category_code = 'tuin' WHERE id = {transfer_id}")
    assert [str(difference) for difference in seal.verify()] == [
        "seal 1: its transfers were changed: the digest is another"
    ]


def test_verify_notices_a_missing_transfer(books):
    post(books.anna, books.bram)
    transfer_id = post(books.anna, books.bram)
    post(books.anna, books.bram)
    transact(seal.seal)
    transact(_without_guard, f"DELETE FROM transfer WHERE id = {transfer_id}")
    assert "it sealed 3 transfers, there are 2" in str(*seal.verify())


def _without_guard(sql: str) -> None:
    if db.engine.dialect.name == "postgresql":
        db.session.execute(text("ALTER TABLE transfer DISABLE TRIGGER USER"))
    else:
        for verb in ("update", "delete"):
            db.session.execute(text(f"DROP TRIGGER transfer_never_{verb}"))
    db.session.execute(text(sql))
