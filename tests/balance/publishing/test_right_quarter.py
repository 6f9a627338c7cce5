"""Every exchange counts in one quarter: at midnight, at new year, when the clock changes, and when it was corrected."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from sqlalchemy import select

from tests.balance.publishing.conftest import CODES, counted, post, undo
from tests.balance.publishing.recount import midnights
from tests.factories import make_report
from timebank.balance import service
from timebank.balance.models import Publication, PublishedBalance
from timebank.core.clock import AMSTERDAM
from timebank.core.database import db, transact
from timebank.exchange import service as exchange


@pytest.fixture
def two(village):
    """Give two people of the first wijk."""
    return village.people[village.wijken[0]][:2]


def minutes(quarter, code=CODES[0]):
    """Return the minutes that a wijk gave itself in a quarter; None when nothing was counted."""
    cell = counted(quarter)[code].given.get("own")
    return cell and cell.minutes


def figures():
    db.session.rollback()
    db.session.expire_all()
    kept = select(PublishedBalance).order_by(PublishedBalance.quarter, PublishedBalance.wijk_id)
    digests = select(Publication.input_digest).order_by(Publication.quarter)
    return [(one.quarter, one.wijk_id, one.figures) for one in db.session.scalars(kept)], list(
        db.session.scalars(digests)
    )


@pytest.mark.parametrize(
    ("day", "quarter"),
    [
        (date(2026, 3, 31), "2026Q1"),
        (date(2026, 4, 1), "2026Q2"),
        (date(2026, 12, 31), "2026Q4"),
        (date(2027, 1, 1), "2027Q1"),
        (date(2028, 2, 29), "2028Q1"),
        (date(2026, 3, 29), "2026Q1"),
        (date(2026, 10, 25), "2026Q4"),
    ],
    ids=["end of March", "April", "year end", "new year", "leap day", "summer time begins", "summer time ends"],
)
def test_a_day_counts_in_its_own_quarter(village, two, at, day, quarter):
    at.set(datetime(day.year, day.month, day.day, 23, 30, tzinfo=AMSTERDAM))
    post(*two, 60, day)
    others = {"2026Q1", "2026Q2", "2026Q4", "2027Q1", "2028Q1"} - {quarter}
    assert minutes(quarter) == 60
    assert [minutes(other) for other in others] == [None] * 4


@pytest.mark.parametrize(("midnight", "before", "after"), list(midnights(2027)))
def test_what_comes_late_counts_from_midnight_on_in_the_new_quarter(village, two, at, decided, midnight, before, after):
    long_ago = date(2026, 2, 2)
    post(*two, 15, long_ago)
    at.set(datetime(2026, 4, 20, 12, tzinfo=AMSTERDAM))
    transact(service.publish, "2026Q1")
    for seconds, more in ((-1, 20), (0, 30)):
        at.set(midnight + timedelta(seconds=seconds))
        post(*two, more, long_ago)
    assert (minutes(before), minutes(after), minutes("2026Q1")) == (20, 30, 15)


@pytest.mark.parametrize(
    ("night", "half_hours", "quarter"), [(date(2026, 3, 29), 46, "2026Q1"), (date(2026, 10, 25), 50, "2026Q4")]
)
def test_no_hour_of_the_nights_in_which_the_clock_changes_is_lost_or_counted_twice(
    village, two, at, decided, night, half_hours, quarter
):
    long_ago = date(2025, 11, 11)
    post(*two, 1, long_ago)
    at.set(datetime(2026, 1, 20, 12, tzinfo=AMSTERDAM))
    transact(service.publish, "2025Q4")
    first, last = (datetime.combine(night + timedelta(days=more), time(), AMSTERDAM) for more in (0, 1))
    at.set(first.astimezone(UTC))
    while at.at < last:
        for day in (long_ago, night):
            post(*two, 10, day)
        at.on(timedelta(minutes=30))
    assert (minutes(quarter), minutes("2025Q4")) == (20 * half_hours, 1)
    assert counted(quarter)[CODES[0]].given["own"].exchanges == 2 * half_hours


def test_an_exchange_of_the_last_evening_that_is_confirmed_in_the_next_quarter_counts_where_it_happened(
    village, decided, fatima, henk, place, at
):
    evening = datetime(2026, 9, 30, 22, 30, tzinfo=AMSTERDAM)
    at.set(evening)
    in_time, too_late = (make_report(fatima, henk, minutes=number) for number in (50, 70))
    at.set(evening + timedelta(days=3))
    transact(exchange.confirm, in_time.id, by=henk)
    at.set(datetime(2026, 10, 15, 4, tzinfo=AMSTERDAM))
    transact(service.publish, "2026Q3")
    [own] = [one.given["own"] for one in decided.counted if one.code == place.code]
    assert (own.minutes, own.exchanges) == (50, 1)
    transact(exchange.confirm, too_late.id, by=henk)
    assert (minutes("2026Q3", place.code), minutes("2026Q4", place.code)) == (50, 70)


def test_a_correction_before_publication_is_as_if_nothing_happened(village, two, at):
    stays, goes = post(*two, 60), post(*two, 45)
    undo(goes)
    cell = counted("2026Q3")[CODES[0]].given["own"]
    assert (cell.minutes, cell.exchanges, sum(cell.givers.values()), sum(cell.receivers.values())) == (60, 1, 60, 60)
    undo(stays)
    cell = counted("2026Q3")[CODES[0]].given["own"]
    assert (cell.minutes, cell.exchanges, set(cell.givers.values())) == (0, 0, {0})


def test_a_correction_after_publication_counts_in_the_open_quarter(village, two, at, decided):
    wrong = post(*two, 90)
    at.set(datetime(2026, 10, 20, 12, tzinfo=AMSTERDAM))
    transact(service.publish, "2026Q3")
    before = figures()
    undo(wrong)
    post(*two, 60)
    cell = counted("2026Q4")[CODES[0]].given["own"]
    assert (cell.minutes, cell.exchanges, list(cell.givers.values())) == (-30, 0, [-30])
    assert minutes("2026Q3") == 90
    assert transact(service.publish, "2026Q3") is False
    assert figures() == before


def test_taken_over_history_of_a_published_quarter_counts_nowhere(village, two, at, decided):
    post(*two, 90, origin="taken_over")
    at.set(datetime(2026, 10, 20, 12, tzinfo=AMSTERDAM))
    transact(service.publish, "2026Q3")
    post(*two, 45, origin="taken_over")
    assert (minutes("2026Q3"), minutes("2026Q4")) == (90, None)
