"""A quarter is published while people post in it: each exchange is counted in one quarter, none is lost."""

from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from itertools import pairwise
from threading import Barrier, Event

import pytest
from sqlalchemy import func, select

from tests.balance.publishing import recount
from tests.balance.publishing.conftest import counted, post
from tests.conftest import make_app, opened
from timebank.balance import service
from timebank.balance.models import Publication, PublishedBalance
from timebank.core.clock import AMSTERDAM
from timebank.core.database import db, transact
from timebank.ledger.models import Transfer

POSTERS, PUBLISHERS = 4, 3


@pytest.fixture
def app(database_url):
    """Give an application with a connection for everybody."""
    with opened(make_app(database_url, DATABASE_POOL_SIZE=POSTERS + PUBLISHERS + 1)) as app:
        yield app


def test_publishing_while_people_post_loses_nothing_and_counts_nothing_twice(app, village, at):
    first, second, _ = village.wijken
    people = [*village.people[first], *village.people[second]]
    for giver, receiver in pairwise(people):
        post(giver, receiver, 15)
    at.set(datetime(2026, 10, 15, 4, tzinfo=AMSTERDAM))
    together, enough, done = Barrier(POSTERS + PUBLISHERS), Event(), Event()

    def go_on_posting(number):
        ids = []
        with app.app_context():
            together.wait(timeout=60)
            while not done.is_set() or len(ids) < 20:
                ids.append(post(people[number], people[-1 - number], 10))
                if len(ids) == 5:
                    enough.set()
            db.session.remove()
        return ids

    def publish():
        with app.app_context():
            together.wait(timeout=60)
            enough.wait(timeout=60)
            is_first = transact(service.publish, "2026Q3")
            db.session.remove()
        return is_first

    db.session.rollback()
    with ThreadPoolExecutor(POSTERS + PUBLISHERS) as pool:
        posting = [pool.submit(go_on_posting, number) for number in range(POSTERS)]
        publishing = [pool.submit(publish) for _ in range(PUBLISHERS)]
        published = [one.result(timeout=120) for one in publishing]
        done.set()
        ids = [number for one in posting for number in one.result(timeout=120)]

    assert sorted(published) == [False] * (PUBLISHERS - 1) + [True]
    assert len(set(ids)) == len(ids)
    quarters = {row.id: row.booked_quarter for row in db.session.execute(select(Transfer.id, Transfer.booked_quarter))}
    assert set(quarters.values()) == {"2026Q3", "2026Q4"}
    assert {quarters[number] for number in ids} == {"2026Q3", "2026Q4"}
    assert len(quarters) == len(ids) + len(people) - 1
    digest = service.Digest("2026Q3")
    found = list(digest.of(counted("2026Q3").values()))
    assert db.session.scalars(select(Publication.input_digest)).all() == [digest.hexdigest()]
    assert db.session.scalar(select(func.count()).select_from(PublishedBalance)) == 3
    in_quarter = sum(quarter == "2026Q3" for quarter in quarters.values())
    assert _exchanges(found) == in_quarter
    assert _exchanges(counted("2026Q4").values()) == len(quarters) - in_quarter
    assert sum(cell["exchanges"] for cell in recount.recounted("2026Q3")[first]["given"].values()) > 0


def _exchanges(found):
    """Return how many exchanges all wijken gave."""
    return sum(cell.exchanges for one in found for cell in (*one.given.values(), *one.to_wijken.values()))
