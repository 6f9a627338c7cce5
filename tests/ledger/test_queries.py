"""Pages of entries."""

from datetime import date, timedelta

import pytest

from tests.ledger.posting import post
from timebank.core.database import db, transact
from timebank.ledger import queries, service


@pytest.fixture
def history(books):
    """Post 60 transfers over three years, not in the order of days, of two kinds."""
    days = [date(2024, 6, 1) + timedelta(days=n * 37 % 900) for n in range(60)]
    transact(
        service.post_many,
        [
            service.Posting(f"h{n}", books.anna, books.bram, n + 1, "tuin" if n % 3 else "klussen", day)
            for n, day in enumerate(days)
        ],
    )
    return books.anna


def pages(account_id, **wanted):
    """Walk through all pages of 7."""
    rows, before = [], None
    while page := queries.entries_of(account_id, before_seq=before, limit=7, **wanted):
        rows.extend(page)
        before = page[-1].seq
    return rows


def test_pages_are_newest_first_without_gap_or_repeat(history):
    assert [entry.seq for entry in pages(history)] == list(range(60, 0, -1))


def test_pages_of_one_kind(history):
    assert [entry.minutes for entry in pages(history, category_code="klussen")] == list(range(58, 0, -3))


@pytest.mark.parametrize("category_code", [None, "tuin"])
def test_pages_of_one_year_go_by_day(history, category_code):
    found = pages(history, year=2025, category_code=category_code)
    wanted = [
        entry
        for entry in pages(history)
        if entry.occurred_on.year == 2025 and category_code in (None, entry.category_code)
    ]
    assert found == sorted(wanted, key=lambda entry: (entry.occurred_on, entry.seq), reverse=True)


def test_years_are_newest_first(history):
    assert queries.years_of(history) == [2026, 2025, 2024]


def test_known_request_keys(history):
    assert queries.known_request_keys(["h0", 'a "quoted" ünknown', "h3"]).keys() == {"h0", "h3"}


def test_an_account_sees_only_its_own(history, books):
    post(books.zoe, books.bram)
    assert len(queries.entries_of(books.zoe, before_seq=None, limit=50)) == 1


@pytest.mark.parametrize("after_another", [False, True])
@pytest.mark.parametrize(
    ("of_year", "of_category", "index"),
    [
        (False, False, "PRIMARY KEY (account_id=?"),
        (False, True, "COVERING INDEX ix_entry_account_id_category_code_seq (account_id=? AND category_code=?"),
        (
            True,
            False,
            "COVERING INDEX ix_entry_account_id_occurred_on_seq (account_id=? AND occurred_on>? AND occurred_on<?",
        ),
        (True, True, "INDEX ix_entry_account_id_occurred_on_seq (account_id=? AND occurred_on>? AND occurred_on<?"),
    ],
)
def test_a_page_names_its_entries_from_one_index_then_reads_just_those(app, after_another, of_year, of_category, index):
    if db.engine.dialect.name != "sqlite":
        return  # PostgreSQL plans by the number of rows: tests/benchmarks/growth.py measures it
    page = queries.page_of_entries(after_another, of_year, of_category).compile(dialect=db.engine.dialect)
    plan = db.session.connection().exec_driver_sql(f"EXPLAIN QUERY PLAN {page}", (None,) * len(page.positiontup))
    steps = [row[3] for row in plan]
    assert steps[0] == "MATERIALIZE page"
    assert index in steps[1]
    assert "SEARCH entry USING PRIMARY KEY (account_id=? AND seq=?)" in steps
