"""Many post at once among few accounts: nobody sees a deadlock, no entry is lost, the books are right."""

import os
import random
from concurrent.futures import ThreadPoolExecutor
from datetime import date

import pytest

from tests.ledger.checks import assert_books_balance
from tests.ledger.conftest import open_books
from timebank.core.database import db, transact
from timebank.ledger import queries, seal, service
from timebank.ledger.errors import AlreadyReversed

THREADS = 16
EACH = 200 if os.environ.get("TIMEBANK_STRESS") == "full" else 20

pytestmark = pytest.mark.stress


def test_sixteen_post_at_once_among_five_accounts(app):
    books = transact(open_books)
    accounts = [books.anna, books.bram, books.pot, books.zoe]
    with ThreadPoolExecutor(THREADS) as threads:
        done = [threads.submit(_post_many_times, app, accounts, number) for number in range(THREADS)]
        posted = sum(future.result() for future in done)

    assert posted >= THREADS * EACH
    assert queries.transfer_count() == posted
    for account_id in accounts:
        count = queries.totals_of(account_id).entry_count
        rows = queries.entries_of(account_id, before_seq=None, limit=count + 1)
        assert [row.seq for row in rows] == list(range(count, 0, -1))
        assert [row.transfer_id for row in rows] == sorted((row.transfer_id for row in rows), reverse=True)
    assert_books_balance()


def test_sixteen_post_the_same_at_once(app):
    books = transact(open_books)
    values = {"giver_account_id": books.anna, "receiver_account_id": books.bram, "minutes": 30}
    values |= {"category_code": "klussen", "occurred_on": date(2026, 11, 14)}

    def post_once(key: str) -> int:
        with app.app_context():
            return transact(service.post, request_key=key, **values)

    with ThreadPoolExecutor(THREADS) as threads:
        for round_ in range(max(2, EACH // 10)):
            assert len(set(threads.map(post_once, [f"same:{round_}"] * THREADS))) == 1
    assert queries.transfer_count() == max(2, EACH // 10)
    assert_books_balance()


def _post_many_times(app, accounts, number):
    """Post, reverse now and then, and seal now and then; return how many transfers were posted."""
    chance, posted = random.Random(number), 0
    with app.app_context():
        for step in range(EACH):
            giver, receiver = chance.sample(accounts, 2)
            transfer_id = transact(
                service.post,
                request_key=f"{number}:{step}",
                giver_account_id=giver,
                receiver_account_id=receiver,
                minutes=chance.randint(1, 1440),
                category_code="klussen",
                occurred_on=date(2026, 11, chance.randint(1, 21)),
            )
            posted += 1
            if chance.random() < 0.2:
                try:
                    transact(service.reverse, chance.choice([transfer_id, 1]), request_key=f"undo {number}:{step}")
                    posted += 1
                except AlreadyReversed:
                    pass
            if chance.random() < 0.02:
                transact(seal.seal)
        db.session.remove()
    return posted
