"""Templates: a name that nobody gave is a mistake, and tags leave no empty lines behind."""

from datetime import UTC, datetime
from types import SimpleNamespace

import pytest
from flask_babel import force_locale
from jinja2 import UndefinedError

from tests.conftest import make_app
from timebank.core import clock, rendering


def test_a_name_that_nobody_gave_is_not_shown_as_nothing():
    with pytest.raises(UndefinedError):
        make_app("sqlite://").jinja_env.from_string("{{ nothing }}").render()


def test_a_tag_on_its_own_line_leaves_no_line():
    shown = make_app("sqlite://").jinja_env.from_string("<ul>\n  {% if true %}\n  <li>\n  {% endif %}\n</ul>").render()
    assert shown == "<ul>\n  <li>\n</ul>"


@pytest.mark.parametrize(
    ("language", "written"), [("nl", "dinsdag 24 november, 14:00"), ("en", "Tuesday 24 November, 14:00")]
)
def test_a_moment_is_written_as_people_say_it_with_the_year_only_if_it_is_another(monkeypatch, language, written):
    monkeypatch.setattr(clock, "now", lambda: datetime(2026, 11, 22, tzinfo=UTC))
    with make_app("sqlite://").test_request_context(), force_locale(language):
        assert rendering.moment(datetime(2026, 11, 24, 13, tzinfo=UTC)) == written
        assert "2027" in rendering.moment(datetime(2026, 12, 31, 23, 30, tzinfo=UTC)), "in the Netherlands it is 2027"


def test_rows_that_follow_each_other_are_put_under_their_day_in_the_netherlands():
    late, later, next_day = (datetime(2026, 11, 24, hour, 30, tzinfo=UTC) for hour in (21, 22, 23))
    rows = [SimpleNamespace(at_utc=moment) for moment in (next_day, later, late)]
    assert [(day.day, found) for day, found in rendering.by_day(rows, "at_utc")] == [(25, rows[:1]), (24, rows[1:])]
