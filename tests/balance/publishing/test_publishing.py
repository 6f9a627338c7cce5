"""A quarter is published once, in order, for good."""

from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import DBAPIError

from tests.balance.publishing.conftest import CODES, post
from timebank.balance import errors, service
from timebank.balance.figures import read
from timebank.balance.models import Publication, PublishedBalance
from timebank.balance.quarters import due_quarters
from timebank.balance.rules import RULES_VERSION
from timebank.core.database import db, transact
from timebank.ledger.models import ClosedQuarter

OCTOBER = datetime(2026, 10, 15, 4, tzinfo=UTC)


def rows(model):
    db.session.rollback()
    db.session.expire_all()
    return db.session.scalars(select(model)).all()


@pytest.fixture
def helped(village, at, decided):
    """Let somebody of the first wijk help somebody of it in August; it is the first day on which that is published."""
    anna, bram, *_ = village.people[village.wijken[0]]
    post(anna, bram)
    at.set(OCTOBER)
    return village


def test_a_quarter_is_closed_and_kept_for_every_open_wijk(helped, at):
    assert transact(service.publish, "2026Q3") is True
    [publication] = rows(Publication)
    assert (publication.quarter, publication.rules_version) == ("2026Q3", RULES_VERSION)
    assert publication.published_at_utc == at.at
    assert len(publication.input_digest) == 64
    kept = rows(PublishedBalance)
    assert {one.wijk_id for one in kept} == set(helped.wijken)
    assert {read(one.figures).wijk_code for one in kept} == set(CODES)
    assert all(one.why_hidden == {"hours": "too few people"} for one in kept)
    assert [one.booked_quarter for one in rows(ClosedQuarter)] == ["2026Q3"]


def test_again_changes_nothing(helped, at):
    transact(service.publish, "2026Q3")
    before = [(one.quarter, one.input_digest, one.published_at_utc) for one in rows(Publication)]
    at.on(timedelta(days=40))
    assert transact(service.publish, "2026Q3") is False
    assert [(one.quarter, one.input_digest, one.published_at_utc) for one in rows(Publication)] == before
    assert len(rows(PublishedBalance)) == 3


def test_the_digest_tells_of_another_minute(village, at, decided):
    anna, bram, *_ = village.people[village.wijken[0]]
    digests = []
    for minutes, day in ((60, date(2026, 1, 20)), (60, date(2026, 4, 20)), (61, date(2026, 7, 20))):
        post(anna, bram, minutes, day)
    at.set(OCTOBER)
    for quarter in ("2026Q1", "2026Q2", "2026Q3"):
        transact(service.publish, quarter)
        digest = service.Digest("the same")
        list(digest.of(one for one in decided.counted if not one.first_exchanges))
        digests.append(digest.hexdigest())
    assert digests[1] != digests[2]


@pytest.mark.parametrize("quarter", ["2026Q5", "2026", "", "2026q3", "0000Q1", "20263Q", "²026Q3"])
def test_what_is_no_quarter_is_refused(helped, quarter):
    with pytest.raises(errors.NoSuchQuarter):
        transact(service.publish, quarter)


def test_it_is_refused_in_words_until_14_days_have_passed(helped, at):
    at.set(OCTOBER - timedelta(days=1))
    assert due_quarters() == []
    with pytest.raises(errors.QuarterNotOver) as refused:
        transact(service.publish, "2026Q3")
    assert str(refused.value.text) == "Je kunt 2026Q3 publiceren vanaf 15 oktober 2026."
    assert rows(ClosedQuarter) == []
    at.set(OCTOBER)
    assert due_quarters() == ["2026Q3"]


def test_nothing_is_published_before_the_first_exchange(helped):
    with pytest.raises(errors.NothingThen):
        transact(service.publish, "2026Q2")
    with pytest.raises(errors.NothingThen):
        transact(service.publish, "1026Q2")


def test_quarters_are_published_in_order_also_those_without_an_exchange(helped, at):
    at.set(datetime(2027, 4, 20, 4, tzinfo=UTC))
    assert due_quarters() == ["2026Q3", "2026Q4", "2027Q1"]
    with pytest.raises(errors.EarlierFirst) as refused:
        transact(service.publish, "2027Q1")
    assert "eerst 2026Q3" in str(refused.value.text)
    assert service.publish_due() == ["2026Q3", "2026Q4", "2027Q1"]
    assert service.publish_due() == []
    assert [one.quarter for one in rows(Publication)] == ["2026Q3", "2026Q4", "2027Q1"]


def test_a_quarter_that_was_closed_but_not_published_can_be_published(helped):
    closed = text("INSERT INTO closed_quarter VALUES ('2026Q3', '2026-10-14 00:00:00')")
    transact(lambda: db.session.execute(closed))
    assert transact(service.publish, "2026Q3") is True


def test_nothing_is_kept_when_deciding_fails(helped, monkeypatch):
    monkeypatch.setattr(service, "decide", lambda *_: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        transact(service.publish, "2026Q3")
    assert rows(Publication) == rows(PublishedBalance) == rows(ClosedQuarter) == []


def test_looking_first_writes_nothing_and_sees_the_same(helped, decided):
    previewed = service.preview("2026Q3")
    seen = decided.counted
    assert rows(Publication) == rows(PublishedBalance) == rows(ClosedQuarter) == []
    transact(service.publish, "2026Q3")
    assert decided.counted == seen
    assert {one.balance.wijk_code for one in previewed} == set(CODES)


def test_progress_ends_where_it_was_said_to_end(helped):
    heard = []
    transact(service.publish, "2026Q3", progress=heard.append)
    assert sum(heard) == service.steps_of("2026Q3")


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE publication SET input_digest = 'x'",
        "UPDATE publication SET rules_version = 9 WHERE quarter = '2026Q3'",
        "DELETE FROM publication",
        "UPDATE published_balance SET figures = '{}'",
        "UPDATE published_balance SET why_hidden = '{}'",
        "DELETE FROM published_balance",
    ],
)
def test_what_is_published_never_changes(helped, sql):
    transact(service.publish, "2026Q3")
    before = [one.figures for one in rows(PublishedBalance)]
    with pytest.raises(DBAPIError, match="never changes"):
        transact(lambda: db.session.execute(text(sql)))
    assert [one.figures for one in rows(PublishedBalance)] == before
    assert len(rows(Publication)) == 1


REPLACING = {
    "sqlite": (
        "INSERT OR REPLACE INTO publication SELECT quarter, 9, 'x', published_at_utc FROM publication",
        "INSERT OR REPLACE INTO published_balance SELECT wijk_id, quarter, '{}', '{}' FROM published_balance",
    ),
    "postgresql": ("TRUNCATE published_balance", "TRUNCATE publication CASCADE"),
}


def test_it_cannot_be_replaced_or_emptied_by_a_stranger(helped):
    transact(service.publish, "2026Q3")
    engine = db.engine.dialect.name
    for sql in REPLACING[engine]:
        with pytest.raises(DBAPIError, match="never changes"):
            transact(_as_a_stranger, sql, engine)
    assert len(rows(PublishedBalance)) == 3


def _as_a_stranger(sql, engine):
    if engine == "sqlite":
        db.session.execute(text("PRAGMA recursive_triggers = OFF"))
    db.session.execute(text(sql))
