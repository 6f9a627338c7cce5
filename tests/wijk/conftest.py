"""Places, a clock that travels, and browsers of people."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from timebank.access.actor import Actor
from timebank.core import clock
from timebank.core.database import transact
from timebank.people.passwords import hash_password
from timebank.wijk import cbs, imports

CBS_FILE = Path(__file__).parents[2].parent / "shared" / "data" / "cbs-ses-woa-2019-amsterdam.csv"

Browse = Callable[[Actor], FlaskClient]


@pytest.fixture
def cbs_file() -> Path:
    """Give the real file of Statistics Netherlands, which stands beside the project and not in it."""
    if not CBS_FILE.exists():
        pytest.skip(f"no {CBS_FILE.name} beside the project")
    return CBS_FILE


@pytest.fixture
def browse(app: Flask) -> Browse:
    """Give a function that opens a browser in which somebody is signed in."""

    def open_browser(actor: Actor) -> FlaskClient:
        client = app.test_client()
        with client.session_transaction() as session:
            session["_user_id"] = actor.token
        return client

    return open_browser


@pytest.fixture
def travel(monkeypatch: pytest.MonkeyPatch) -> Callable[[timedelta], None]:
    """Give the function that sets the clock forward."""

    def forward(by: timedelta) -> None:
        later = clock.now() + by
        monkeypatch.setattr("timebank.core.clock.now", lambda: later)

    return forward


def read_own(year: int, *lines: str) -> None:
    """Write gemeente GM9901 and these lines of our own layout, for one year."""
    found = list(cbs.read_own(["GM9901;Lindestad;", *lines], year=year))
    transact(imports.write, [region for region in found if isinstance(region, cbs.Region)])


def password():
    """Return a password as services take it."""
    return hash_password("fiets boom water")
