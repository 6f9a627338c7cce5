"""Fifty people press yes at the same moment: it is posted once."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from sqlalchemy import func, select

from tests.conftest import make_app, opened
from tests.factories import again, make_place, make_report, make_resident
from tests.stress.scale import scaled
from timebank.core.database import db, transact
from timebank.exchange import service
from timebank.ledger.check import check
from timebank.ledger.models import Transfer

pytestmark = pytest.mark.stress

PRESSES = 50
ROUNDS = scaled(20)


@pytest.fixture
def wide_app(database_url):
    """Give an application with a connection for every press."""
    with opened(make_app(database_url, DATABASE_POOL_SIZE=PRESSES // 2)) as app:
        yield app


def test_fifty_yeses_at_once_post_once(wide_app):
    place = make_place()
    fatima, henk = make_resident(place, "Fatima"), make_resident(place, "Henk")
    with ThreadPoolExecutor(PRESSES) as presses:
        for _ in range(ROUNDS):
            reported = make_report(fatima, henk, minutes=10)
            db.session.rollback()
            together = Barrier(PRESSES)

            def say_yes(exchange_id=reported.id, together=together):
                with wide_app.app_context():
                    together.wait(timeout=60)
                    return transact(service.confirm, exchange_id, by=henk)

            posted = [press.result(timeout=120) for press in [presses.submit(say_yes) for _ in range(PRESSES)]]
            assert len(set(posted)) == 1
    db.session.rollback()
    assert db.session.scalar(select(func.count()).select_from(Transfer)) == ROUNDS
    assert (again(fatima).given_minutes, again(henk).received_minutes) == (10 * ROUNDS, 10 * ROUNDS)
    assert list(check()) == []
