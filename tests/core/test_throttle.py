"""Counting tries, together on all machines."""

import threading
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from timebank.core import clock, throttle
from timebank.core.database import db, transact
from timebank.core.throttle import Limit, TooManyTries, Try

TWO_AN_HOUR = (Limit(2, timedelta(hours=1)), Limit(3, timedelta(days=1)))


def tries_counted():
    """Return how many tries are remembered in all."""
    return db.session.scalar(select(func.count()).select_from(Try))


@pytest.fixture
def travel(monkeypatch):
    """Stop the clock, and give the function that moves it."""
    moment = [clock.now()]
    monkeypatch.setattr("timebank.core.clock.now", lambda: moment[0])

    def go(by):
        moment[0] += by

    return go


def test_the_try_after_the_limit_is_refused_and_not_counted(app):
    for _ in range(2):
        throttle.check(TWO_AN_HOUR, "who")
    for _ in range(3):
        with pytest.raises(TooManyTries):
            throttle.check(TWO_AN_HOUR, "who")
    assert tries_counted() == 2


def test_waiting_helps_until_the_longer_limit(app, travel):
    for _ in range(2):
        throttle.check(TWO_AN_HOUR, "who")
    travel(timedelta(hours=1))
    throttle.check(TWO_AN_HOUR, "who")
    travel(timedelta(hours=2))
    with pytest.raises(TooManyTries):
        throttle.check(TWO_AN_HOUR, "who")
    travel(timedelta(days=1))
    throttle.check(TWO_AN_HOUR, "who")


def test_each_key_counts_for_itself_and_its_parts_do_not_run_together(app):
    for _ in range(2):
        throttle.check(TWO_AN_HOUR, "a", "bc")
    throttle.check(TWO_AN_HOUR, "ab", "c")
    with pytest.raises(TooManyTries):
        throttle.check(TWO_AN_HOUR, "a", "bc")


def test_several_keys_count_together_or_not_at_all(app):
    for _ in range(2):
        throttle.check(TWO_AN_HOUR, "network")
    with pytest.raises(TooManyTries):
        throttle.check_all(TWO_AN_HOUR, ("account",), ("network",))
    assert tries_counted() == 2


def test_a_try_that_went_well_is_taken_back(app):
    for _ in range(5):
        counted = throttle.check_all(TWO_AN_HOUR, ("account",), ("network",))
        transact(throttle.take_back, counted)
    assert tries_counted() == 0


def test_tries_are_forgotten_after_a_day(app, travel):
    throttle.check(TWO_AN_HOUR, "long ago")
    travel(timedelta(days=1, seconds=1))
    throttle.check(TWO_AN_HOUR, "now")
    assert tries_counted() == 1


def test_the_table_does_not_tell_who_tried(app):
    throttle.check(TWO_AN_HOUR, "fatima-fiets-boom")
    assert "fatima" not in db.session.scalars(select(Try.key_hash)).one()


def test_of_many_tries_at_the_same_moment_no_more_than_the_limit_pass(app):
    passed, refused, together = [], [], threading.Barrier(8)

    def attempt():
        with app.app_context():
            together.wait()
            try:
                passed.append(throttle.check(TWO_AN_HOUR, "who"))
            except TooManyTries:
                refused.append(1)

    threads = [threading.Thread(target=attempt) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(passed) + len(refused) == 8
    assert len(passed) <= 2
