"""Minutes as people say them."""

import pytest
from flask_babel import force_locale

from tests.conftest import make_app
from timebank.core.minutes import in_words


@pytest.fixture(scope="module")
def app():
    return make_app("sqlite://")


@pytest.mark.parametrize(
    ("minutes", "words"),
    [
        (0, "0 minutes"),
        (1, "1 minute"),
        (30, "30 minutes"),
        (60, "1 hour"),
        (61, "1 hour and 1 minute"),
        (90, "1 hour and 30 minutes"),
        (1440, "24 hours"),
        (90_000, "1,500 hours"),
        (-90, "minus 1 hour and 30 minutes"),
    ],
)
def test_minutes_are_said_in_hours_and_minutes(app, minutes, words):
    with app.test_request_context(), force_locale("en"):
        assert in_words(minutes) == words
