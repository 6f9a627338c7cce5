"""A place, two neighbours, and a clock that stands at noon on a Tuesday until somebody sets it."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select, update

from timebank.access.actor import Actor
from timebank.core import clock
from timebank.core.database import db, transact
from timebank.notices.models import Mail, Notice
from timebank.people.models import Person

TUESDAY_NOON = datetime(2026, 11, 24, 12, 0, tzinfo=clock.AMSTERDAM)
Set = Callable[[datetime], None]


class Clock:
    """Shows what it was set to."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self._patch = monkeypatch
        self.set(TUESDAY_NOON)

    def set(self, at: datetime) -> None:
        """Make it this moment."""
        self.at = at
        self._patch.setattr("timebank.core.clock.now", lambda: at.astimezone(UTC))

    def on(self, by: timedelta) -> None:
        """Go on."""
        self.set(self.at + by)


@pytest.fixture
def stopped(monkeypatch: pytest.MonkeyPatch) -> Clock:
    """Give a clock that stands at noon on a Tuesday."""
    return Clock(monkeypatch)


@pytest.fixture
def fatima(fatima: Actor) -> Actor:
    """Give a resident with an e-mail address."""
    change(fatima, email="fatima@example.nl")
    return fatima


@pytest.fixture
def sent(app: Flask, tmp_path: Path) -> Iterator[Callable[[], list[EmailMessage]]]:
    """Let mail go to files, and give the function that reads them, the oldest name first."""
    app.config.update(MAIL_URL=f"file:{tmp_path / 'mail'}", ADDRESS="https://tijdbank.example.nl")

    def read() -> list[EmailMessage]:
        files = sorted((tmp_path / "mail").glob("*.eml"))
        return [message_from_bytes(path.read_bytes(), policy=policy.default) for path in files]

    return read


def change(actor: Actor, **values: object) -> None:
    """Write something about a person, as their details page does."""
    transact(lambda: db.session.execute(update(Person).where(Person.id == actor.person_id).values(**values)))


def told(actor: Actor) -> list[tuple[str, str]]:
    """Return kind and way of what somebody was told, the oldest first."""
    db.session.rollback()
    wanted = select(Notice.kind, Notice.way).where(Notice.person_id == actor.person_id).order_by(Notice.id)
    return [tuple(row) for row in db.session.execute(wanted)]


def mails() -> list[Mail]:
    """Return all mails as they are now, the oldest first."""
    db.session.rollback()
    db.session.expire_all()
    return list(db.session.scalars(select(Mail).order_by(Mail.id)))
