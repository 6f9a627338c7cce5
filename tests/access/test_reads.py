"""A page reads the database at most four times, the session's own read included (HOUSE.md, TRUST.md)."""

import re

import pytest
from sqlalchemy import text

from tests.access.conftest import Answered
from tests.statements import reads
from timebank.core.database import db

READS_AT_MOST = 4


def too_many(answered: list[Answered]) -> list[str]:
    """Name each page that reads more, with what it reads."""
    return [
        "\n  ".join((f"{one.role} {one.key}: {len(one.read)} reads", *(statement[:150] for statement in one.read)))
        for one in answered
        if one.method == "GET" and len(one.read) > READS_AT_MOST
    ]


def test_every_page_reads_at_most_four_times(answered):
    found = too_many(answered)
    assert not found, "\n" + "\n".join(found)


def test_a_page_that_reads_too_often_is_named(app):
    with reads() as found:
        for number in range(4):
            db.session.execute(text(f"SELECT {number}"))
        db.session.execute(text("WITH one AS (SELECT 1) SELECT * FROM one"))
    assert len(found) == 5
    assert len(too_many([Answered("home.start", "GET", "fatima", "200", tuple(found))])) == 1


GROWS = (
    *("account", "appointment", "audit_event", "conversation", "conversation_side", "entry", "exchange"),
    *("exchange_group", "exchange_move", "group_place", "listing", "mail", "message", "notice", "own_note", "person"),
    *("sign_in_session", "silence", "transfer"),
)
"""What a time bank gets more and more of."""

FEW = "ix_mail_failed"
"""An index that holds only a handful of a table's rows: the page that walks it shows them all."""


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
@pytest.mark.parametrize("answered", ["sqlite"], indirect=True)
def test_no_page_walks_a_table_that_grows(app, answered):
    """PostgreSQL plans by what it counted, and in nearly empty tables it walks; the growth benchmark looks there."""
    walked = set()
    for sql in {statement for one in answered for statement in one.read}:
        plan = db.session.connection().exec_driver_sql(f"EXPLAIN QUERY PLAN {sql}", (None,) * sql.count("?"))
        walked |= {
            (row.detail, sql) for row in plan if re.match(rf"SCAN ({'|'.join(GROWS)})\b(?!.* {FEW})", row.detail)
        }
    assert walked == set()
