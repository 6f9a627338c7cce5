"""`timebank balance publish` as the operator sees it, and the worker that does it by itself."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date, datetime, timedelta
from threading import Barrier

import pytest
from sqlalchemy import func, select

from tests.balance.publishing.conftest import post
from timebank.balance.commands import balance
from timebank.balance.models import Publication, PublishedBalance
from timebank.core.clock import AMSTERDAM
from timebank.core.database import Base, db
from timebank.home.duties import DUTIES, after_a_quarter
from timebank.notices.duties import carry_out

PUBLISH = {"balance.publish": DUTIES["balance.publish"]}


def run(app, *words):
    db.session.rollback()
    done = app.test_cli_runner().invoke(balance, ["publish", *words])
    db.session.remove()
    return done


def published():
    db.session.rollback()
    return db.session.scalars(select(Publication.quarter).order_by(Publication.quarter)).all()


def everything():
    """Return how many rows each table has."""
    db.session.rollback()
    return {
        name: db.session.scalar(select(func.count()).select_from(table)) for name, table in Base.metadata.tables.items()
    }


@pytest.fixture
def helped(village, at):
    """Let a little happen in two quarters, and come to the day on which the second may be published."""
    anna, bram, *_ = village.people[village.wijken[0]]
    for day in (date(2026, 5, 5), date(2026, 8, 8)):
        post(anna, bram, 60, day)
    at.set(datetime(2026, 10, 15, 4, tzinfo=AMSTERDAM))
    return village


def test_it_publishes_all_that_is_to_be_published_in_order(app, helped):
    done = run(app)
    assert done.exit_code == 0
    assert done.stdout == "2026Q2 is published.\n2026Q3 is published.\n"
    assert "Counting 2026Q2" in done.stderr
    assert published() == ["2026Q2", "2026Q3"]
    assert run(app).stdout == "Nothing to publish now.\n"
    assert run(app, "--quarter", "2026Q3").stdout == "2026Q3 was published before: nothing changed.\n"


def test_one_quarter_can_be_named(app, helped):
    assert run(app, "--quarter", "2026Q2").stdout == "2026Q2 is published.\n"
    assert published() == ["2026Q2"]


@pytest.mark.parametrize(
    ("quarter", "words"),
    [
        ("2026Q4", "Je kunt 2026Q4 publiceren vanaf 15 januari 2027."),
        ("2026Q3", "Kwartalen gaan op volgorde: eerst 2026Q2."),
        ("2026Q1", "In dat kwartaal of daarvoor schreef niemand iets op."),
        ("2026-3", "Schrijf een kwartaal zo: 2026Q3."),
    ],
)
def test_what_cannot_be_is_said_in_words(app, helped, quarter, words):
    done = run(app, "--quarter", quarter)
    assert done.exit_code == 1
    assert done.stderr.endswith(f"Error: {words}\n")
    assert published() == []


def test_a_dry_run_says_what_would_be_hidden_and_why_and_writes_nothing(app, helped):
    before = everything()
    done = run(app, "--dry-run")
    assert done.exit_code == 0
    lines = done.stdout.splitlines()
    assert lines[0] == "2026Q2, 3 wijken:"
    assert lines[1] == "WK000101 Aalscholver"
    assert lines[2].startswith("  hidden: hours.given, ")
    assert "2026Q3, 3 wijken:" in lines
    assert lines[-1] == "This was a dry run: nothing was written."
    assert everything() == before
    run(app)
    done = run(app, "--dry-run", "--quarter", "2026Q3")
    assert done.stdout.splitlines()[0] == "2026Q3 was published before: nothing would change."


def test_a_dry_run_of_a_quarter_that_is_not_over_is_refused(app, helped):
    assert run(app, "--dry-run", "--quarter", "2026Q4").exit_code == 1


def test_an_empty_database_has_nothing_to_publish(app):
    assert run(app).stdout == "Nothing to publish now.\n"


@pytest.mark.parametrize(
    ("moment", "quarter"),
    [
        ("2026-10-15 02:59", None),
        ("2026-10-15 03:00", "2026Q3"),
        ("2026-11-13 23:00", "2026Q3"),
        ("2026-11-14 12:00", None),
        ("2027-01-14 12:00", None),
        ("2027-01-15 03:00", "2026Q4"),
        ("2028-04-15 03:00", "2028Q1"),
    ],
)
def test_the_clock_asks_for_it_for_a_month_from_the_first_night_on(moment, quarter):
    assert after_a_quarter(datetime.fromisoformat(moment).replace(tzinfo=AMSTERDAM)) == quarter


def test_workers_at_once_publish_each_quarter_once(app, helped, at):
    at.set(datetime(2026, 10, 14, 12, tzinfo=AMSTERDAM))
    assert list(carry_out(PUBLISH, {})) == []
    at.on(timedelta(hours=16))
    together = Barrier(3)

    def look():
        with app.app_context():
            together.wait(timeout=30)
            done = list(carry_out(PUBLISH, {}))
            db.session.remove()
        return done

    db.session.rollback()
    with ThreadPoolExecutor(3) as pool:
        done = [one.result(timeout=60) for one in [pool.submit(look) for _ in range(3)]]
    assert sorted(done) == [[], [], ["balance.publish"]]
    assert published() == ["2026Q2", "2026Q3"]
    assert db.session.scalar(select(func.count()).select_from(PublishedBalance)) == 6
