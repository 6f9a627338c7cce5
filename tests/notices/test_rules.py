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


@pytest.mark.parametrize(
    ("way", "before", "for_all", "is_certain", "found"),
    [
        ("mail", "mail", "", False, "mail"),
        ("app", "mail", "", False, "app"),
        ("mail", "mail", "paper", False, "paper"),
        ("app", "mail", "paper", False, "app"),
        ("not", "mail", "paper", False, "not"),
        ("mail", "mail", "not", False, "not"),
        ("mail", "mail", "not", True, "app"),
        ("app", "app", "mail", True, "mail"),
    ],
)
def test_a_choice_for_a_family_is_for_what_was_not_changed_itself(way, before, for_all, is_certain, found):
    assert rules.chosen(way, before=before, for_all=for_all, is_certain=is_certain) == found


@pytest.mark.parametrize(
    ("ways", "later"),
    [(["mail", "not"], None), (["paper", "not"], "paper"), (["app", "not"], "app"), (["not"], "app")],
)
def test_who_wants_no_mail_is_sent_none_later(ways, later):
    assert rules.way_of_later_kinds(ways) == later
