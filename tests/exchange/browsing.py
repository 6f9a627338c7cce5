"""A browser without JavaScript in which somebody is signed in, and what people see in it."""

from dataclasses import dataclass

from flask.testing import FlaskClient
from sqlalchemy import func, select

from tests.factories import again
from tests.pages import Page
from timebank.access.actor import Actor
from timebank.core.database import db
from timebank.exchange.models import Exchange


@dataclass
class Browser:
    """A browser in which somebody is signed in."""

    client: FlaskClient
    actor: Actor

    def see(self, address: str, status: int = 200) -> Page:
        """Open a page."""
        answer = self.client.get(address)
        assert answer.status_code == status, (address, answer.status_code)
        return Page(answer.text)

    def send(self, address: str, typed: dict | None = None, status: int = 303) -> Page:
        """Send a form; after a 303 give the page that it leads to."""
        answer = self.client.post(address, data=typed or {})
        assert answer.status_code == status, (address, answer.status_code, Page(answer.text).text)
        return self.see(answer.location) if status == 303 else Page(answer.text)


def how_long(direction: str, other: Browser | str, what: str = "shopping") -> str:
    """Return the address of the last of the three screens."""
    who = other if isinstance(other, str) else other.actor.public_id
    return f"/did/{direction}/how-long?who={who}&what={what}"


def exchange_address(exchange: Exchange, then: str = "") -> str:
    """Return the address of an exchange, or of what is done to it."""
    return f"/exchanges/{exchange.public_id}{then}"


def totals(browser: Browser) -> tuple[int, int]:
    """Return the minutes that somebody gave and got."""
    seen = again(browser.actor)
    return seen.given_minutes, seen.received_minutes


def count(model: type) -> int:
    """Return how many rows there are."""
    db.session.rollback()
    return db.session.scalar(select(func.count()).select_from(model)) or 0
