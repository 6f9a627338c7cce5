"""A clock that travels, and browsers of people."""

import re
from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from flask.testing import FlaskClient

from tests.factories import PASSWORD
from timebank.access.actor import Actor
from timebank.core import clock
from timebank.core.database import db
from timebank.people.queries import get_person

ELSEWHERE = {"REMOTE_ADDR": "198.51.100.7"}
"""Another network than that of the ordinary test client."""

Travel = Callable[[timedelta], None]


class Clock:
    """Stands still until somebody travels."""

    def __init__(self, at: datetime) -> None:
        self.at = at

    def now(self) -> datetime:
        """Return the moment that it is on this clock."""
        return self.at

    def travel(self, by: timedelta) -> None:
        """Go to a later moment."""
        self.at += by


@pytest.fixture
def travel(monkeypatch: pytest.MonkeyPatch) -> Travel:
    """Stop the clock, and give the function that moves it."""
    stopped = Clock(clock.now())
    monkeypatch.setattr("timebank.core.clock.now", stopped.now)
    return stopped.travel


def sign_in_name_of(actor: Actor) -> str:
    """Return what somebody types to sign in."""
    db.session.rollback()
    name = get_person(actor.person_id).sign_in_name
    assert name
    return name


def sign_in(client: FlaskClient, actor: Actor, *, password: str = PASSWORD, own_device: bool = False, **options):
    """Sign somebody in through the page."""
    typed = {"identifier": sign_in_name_of(actor), "password": password}
    if own_device:
        typed["own_device"] = "y"
    return client.post("/sign-in", data=typed, **options)


def without_tokens(page: str) -> str:
    """Return a page without the tokens of its forms: they carry the second in which they were made."""
    return re.sub(r'(name="csrf_token"[^>]*value=)"[^"]*"', r"\1", page)


def is_signed_in(client: FlaskClient) -> bool:
    """Say whether a browser gets to a page for who is signed in."""
    return client.get("/devices").status_code == 200
