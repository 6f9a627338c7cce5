"""Quiet hours, halves of weeks, and trying again."""

from datetime import date, datetime, timedelta

import pytest

from timebank.notices import rules


@pytest.mark.parametrize(
    ("hour", "minute", "is_quiet"),
    [(0, 0, True), (7, 59, True), (8, 0, False), (12, 0, False), (20, 59, False), (21, 0, True), (23, 59, True)],
)
def test_nights_are_quiet(hour, minute, is_quiet):
    assert rules.is_quiet(datetime(2026, 11, 24, hour, minute)) is is_quiet  # noqa: DTZ001 - as a clock shows it


def test_a_week_has_two_halves_and_a_monday_none():
    week = [rules.digest_period(date(2026, 11, 23) + timedelta(days)) for days in range(7)]
    first, second = "2026-W48-1", "2026-W48-2"
    assert week == [None, first, first, first, second, second, second]


def test_no_week_of_ten_years_has_more_than_two_digests():
    days = [date(2026, 1, 1) + timedelta(number) for number in range(3653)]
    periods = {period for day in days if (period := rules.digest_period(day))}
    weeks = [period.rpartition("-")[0] for period in periods]
    assert max(map(weeks.count, set(weeks))) == 2
    assert all(f"{day.isocalendar().year}-W{day.isocalendar().week:02d}" in weeks for day in days)


def test_waiting_grows_and_ends():
    waits = [rules.next_try(tries) for tries in range(1, rules.TRIES_AT_MOST + 1)]
    assert waits[-1] is None
    assert waits[:-1] == sorted(wait for wait in waits if wait)
    assert sum((wait for wait in waits if wait), timedelta()) < timedelta(days=1)
