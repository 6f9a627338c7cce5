"""In which quarter a transfer is booked."""

from datetime import UTC, date, datetime, timedelta

import pytest

from tests.ledger.checks import assert_books_balance
from tests.ledger.posting import post, reverse
from timebank.core import clock
from timebank.core.database import db, transact
from timebank.ledger import service
from timebank.ledger.errors import QuarterClosed
from timebank.ledger.models import Transfer
from timebank.ledger.quarters import close_quarter
from timebank.ledger.rules import quarter_of


def quarter(transfer_id: int) -> str | None:
    return db.session.get(Transfer, transfer_id).booked_quarter


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        (date(2026, 1, 1), "2026Q1"),
        (date(2026, 3, 31), "2026Q1"),
        (date(2026, 4, 1), "2026Q2"),
        (date(2026, 9, 30), "2026Q3"),
        (date(2026, 12, 31), "2026Q4"),
        (date(2027, 1, 1), "2027Q1"),
    ],
)
def test_quarter_of_a_day(day, expected):
    assert quarter_of(day) == expected


@pytest.mark.parametrize(
    ("moment", "expected"),
    [
        (datetime(2026, 12, 31, 22, 59, tzinfo=UTC), "2026Q4"),
        (datetime(2026, 12, 31, 23, 0, tzinfo=UTC), "2027Q1"),
        (datetime(2027, 3, 31, 21, 59, tzinfo=UTC), "2027Q1"),
        (datetime(2027, 3, 31, 22, 0, tzinfo=UTC), "2027Q2"),
    ],
    ids=[
        "winter: an hour before the year ends",
        "winter: new year",
        "summer time: still March",
        "summer time: April",
    ],
)
def test_what_comes_late_is_booked_where_the_netherlands_are_now(books, monkeypatch, moment, expected):
    transact(close_quarter, "2026Q2")
    monkeypatch.setattr(clock, "now", lambda: moment)
    assert quarter(post(books.anna, books.bram, occurred_on=date(2026, 5, 5))) == expected
    assert_books_balance()


def test_an_open_quarter_takes_what_happened_in_it(books):
    assert quarter(post(books.anna, books.bram, occurred_on=date(2026, 5, 5))) == "2026Q2"


def test_taken_over_history_of_a_closed_quarter_is_booked_in_none(books):
    transact(close_quarter, "2025Q1")
    taken_over = post(books.anna, books.bram, occurred_on=date(2025, 2, 1), origin="taken_over")
    row = service.Posting("many", books.anna, books.bram, 15, "klussen", date(2025, 2, 1), "taken_over")
    many = transact(service.post_many, [row, row._replace(request_key="agreed", origin="agreed")])

    assert quarter(taken_over) is None
    assert quarter(reverse(taken_over)) is None
    assert [quarter(transfer_id) for transfer_id in many] == [None, quarter_of(clock.today())]
    assert_books_balance()


def test_a_reversal_is_booked_where_its_transfer_was_while_that_is_open(books):
    first, second = (post(books.anna, books.bram, occurred_on=date(2026, 5, 5)) for _ in "ab")
    assert quarter(reverse(first)) == "2026Q2"
    transact(close_quarter, "2026Q2")
    assert quarter(reverse(second)) == quarter_of(clock.today())
    assert_books_balance()


def test_a_quarter_is_closed_once(books):
    transact(close_quarter, "2025Q1")
    with pytest.raises(QuarterClosed):
        transact(close_quarter, "2025Q1")


def test_nothing_is_booked_when_this_quarter_is_closed_too(books):
    transact(close_quarter, quarter_of(clock.today()))
    with pytest.raises(QuarterClosed):
        post(books.anna, books.bram, occurred_on=clock.today())


def test_closing_is_never_before_what_is_booked(books, monkeypatch):
    post(books.anna, books.bram, occurred_on=date(2026, 5, 5))
    slow = clock.now() - timedelta(minutes=5)
    monkeypatch.setattr(clock, "now", lambda: slow)
    transact(close_quarter, "2026Q2")
    assert_books_balance()
