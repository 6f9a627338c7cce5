"""Posting: one row in, two entries and two totals follow."""

from datetime import UTC, date, datetime

import pytest
from sqlalchemy import select

from tests.ledger.posting import DAY, post, reverse
from timebank.core import clock
from timebank.core.database import db, transact
from timebank.core.errors import RequestKeyReused
from timebank.ledger import queries, service
from timebank.ledger.errors import (
    AccountClosed,
    AlreadyReversed,
    MinutesOutOfBounds,
    ReversalStays,
    SameAccount,
)
from timebank.ledger.models import Transfer


def test_post_writes_both_entries_and_totals(books):
    transfer_id = post(books.anna, books.bram, 90)

    assert queries.totals_of(books.anna) == (90, 0, 1)
    assert queries.totals_of(books.bram) == (0, 90, 1)
    [given] = queries.entries_of(books.anna, before_seq=None, limit=5)
    assert (given.transfer_id, given.side, given.minutes, given.given_after_minutes) == (
        transfer_id,
        "given",
        90,
        90,
    )
    assert (given.other_account_id, given.other_kind, given.other_wijk_id) == (
        books.bram,
        "person",
        books.noord,
    )
    assert (given.occurred_on, given.booked_quarter, given.category_code) == (DAY, "2026Q4", "klussen")
    [received] = queries.entries_of(books.bram, before_seq=None, limit=5)
    assert (received.side, received.received_after_minutes, received.wijk_id) == ("received", 90, books.noord)


def test_post_twice_with_one_key_posts_once(books):
    first = post(books.anna, books.bram, request_key="once")
    assert post(books.anna, books.bram, request_key="once") == first
    assert queries.totals_of(books.anna) == (60, 0, 1)


def test_the_same_key_with_other_content_is_refused(books):
    post(books.anna, books.bram, request_key="once")
    with pytest.raises(RequestKeyReused):
        post(books.anna, books.bram, 45, request_key="once")


@pytest.mark.parametrize("minutes", [0, -60, 1441])
def test_minutes_are_1_to_1440(books, minutes):
    with pytest.raises(MinutesOutOfBounds):
        post(books.anna, books.bram, minutes)


def test_nobody_gives_to_themselves(books):
    with pytest.raises(SameAccount):
        post(books.anna, books.anna)


def test_an_unknown_account_is_a_mistake_of_the_caller(books):
    with pytest.raises(LookupError):
        post(books.anna, 999)


def test_a_closed_account_refuses_a_transfer_and_accepts_a_reversal(books):
    transfer_id = post(books.anna, books.bram)
    transact(service.close_account, books.bram)

    with pytest.raises(AccountClosed):
        post(books.anna, books.bram)
    reverse(transfer_id)
    assert queries.totals_of(books.bram) == (0, 0, 2)


def test_reverse_posts_the_opposite(books):
    transfer_id = post(books.anna, books.bram, 90)
    reversal_id = reverse(transfer_id)

    assert queries.totals_of(books.anna) == (0, 0, 2)
    reversal = db.session.get(Transfer, reversal_id)
    assert (reversal.minutes, reversal.reverses_id, reversal.occurred_on) == (-90, transfer_id, DAY)
    assert reversal.giver_account_id == books.anna


def test_a_transfer_is_reversed_once(books):
    transfer_id = post(books.anna, books.bram)
    first = reverse(transfer_id, request_key="undo")

    assert reverse(transfer_id, request_key="undo") == first
    with pytest.raises(AlreadyReversed):
        reverse(transfer_id)
    with pytest.raises(ReversalStays):
        reverse(first)
    with pytest.raises(RequestKeyReused):
        reverse(post(books.anna, books.bram), request_key="undo")
    with pytest.raises(LookupError):
        reverse(999)


def test_who_moves_does_not_take_the_past_along(books):
    before = post(books.anna, books.bram)
    transact(service.move_account, books.anna, wijk_id=books.zuid, gemeente_id=books.gemeente)
    post(books.anna, books.bram)
    reverse(before)

    wijken = [entry.wijk_id for entry in queries.entries_of(books.anna, before_seq=None, limit=9)]
    assert wijken == [books.noord, books.zuid, books.noord]
    others = [entry.other_wijk_id for entry in queries.entries_of(books.bram, before_seq=None, limit=9)]
    assert others == wijken


def test_post_many_returns_ids_in_order_and_posts_nothing_twice(books):
    rows = [
        service.Posting(
            f"file:{n}",
            books.anna,
            books.bram if n % 2 else books.zoe,
            n % 1440 + 1,
            "klussen",
            DAY,
            "taken_over",
        )
        for n in range(2500)
    ]
    ids = transact(service.post_many, rows)

    assert ids == sorted(set(ids))
    assert transact(service.post_many, rows) == ids
    assert transact(service.post_many, [*rows[:2], rows[0]._replace(request_key="new")])[:2] == ids[:2]
    kept = db.session.execute(select(Transfer.request_key).order_by(Transfer.id)).scalars().all()
    assert kept == [*(row.request_key for row in rows), "new"]


@pytest.mark.parametrize("microsecond", [0, 1, 499_999, 999_499, 999_500, 999_661, 999_999])
def test_any_moment_will_do(books, monkeypatch, microsecond):
    """SQLite rounds moments to milliseconds where it can: once that refused one posting in two thousand."""
    moment = datetime(2026, 12, 31, 22, 59, 59, microsecond, tzinfo=UTC)
    monkeypatch.setattr(clock, "now", lambda: moment)
    transfer_id = post(books.anna, books.bram)
    assert db.session.get(Transfer, transfer_id).posted_at_utc == moment


def test_an_account_that_opens_begins_at_nothing(books):
    assert queries.totals_of(books.zoe) == (0, 0, 0)
    assert queries.years_of(books.zoe) == []


def test_minutes_on_a_day_take_corrections_off(books):
    post(books.anna, books.bram, 60)
    post(books.zoe, books.anna, 15)
    reverse(post(books.anna, books.bram, 30))
    post(books.anna, books.bram, 10, occurred_on=date(2026, 11, 13))

    assert queries.minutes_on_day(books.anna, DAY, "given") == 60
    assert queries.minutes_on_day(books.anna, DAY, "received") == 15
