"""Four workers, a thousand mails and a real SMTP server; one worker is killed midway: all sent, each recorded once."""

import os
import subprocess
import sys
import time
from collections import Counter

import pytest
from sqlalchemy import func, insert, select

from tests.factories import make_place, make_resident
from tests.notices.smtp import Kept, smtp_server
from tests.stress.scale import IS_FULL, scaled
from tests.stress.server import KEY, ROOT
from timebank.core.database import db, transact
from timebank.core.tokens import public_id
from timebank.notices import service
from timebank.notices.models import Mail, Notice
from timebank.people.models import Person

pytestmark = pytest.mark.stress

MAILS = scaled(1000)
WORKERS = 4 if IS_FULL else 2
WITHIN_SECONDS = 300

BY_DAY = """
import sys
from datetime import UTC, datetime, timedelta
from threading import Event
from timebank import create_app
from timebank.core import clock
from timebank.notices.worker import work
noon = datetime.now(UTC).replace(hour=11, minute=0, second=0) + timedelta(minutes=int(sys.argv[1]))
began = datetime.now(UTC)
clock.now = lambda: noon + (datetime.now(UTC) - began)
with create_app().app_context():
    work({}, Event(), once=True)
"""
"""A worker for whom it is noon, or so many minutes later, whatever the clock says: the test may run at night."""


def start(url: str, server: Kept, *, minutes: int = 0) -> "subprocess.Popen[bytes]":
    environment = {
        **os.environ,
        "TIMEBANK_DATABASE_URL": url,
        "TIMEBANK_SECRET_KEY": KEY,
        "TIMEBANK_MAIL_URL": f"smtp://127.0.0.1:{server.port}",
    }
    return subprocess.Popen([sys.executable, "-c", BY_DAY, str(minutes)], cwd=ROOT, env=environment)


def call_off(number_of_people: int) -> None:
    """Let as many neighbours hear that an appointment is off."""
    henk = make_resident(make_place(), "Henk")
    people = [
        {
            **dict.fromkeys(("name", "name_key"), f"Buur {number}"),
            "public_id": public_id(),
            "kind": "resident",
            "buurcode": f"buur-{number:04d}",
            "is_findable": True,
            "email": f"buur{number}@example.nl",
            "created_at_utc": func.now(),
        }
        for number in range(number_of_people)
    ]

    def write() -> None:
        for one in people:
            person_id = db.session.execute(insert(Person).values(**one).returning(Person.id)).scalar_one()
            service.tell(person_id, "appointment.called_off", who=henk.person_id, day="2026-11-24")

    transact(write)
    db.session.remove()
    db.engine.dispose()


def test_every_mail_is_sent_and_recorded_once_when_a_worker_is_killed_midway(durable_app, durable_url):
    call_off(MAILS)
    with smtp_server() as server:
        workers = [start(durable_url, server) for _ in range(WORKERS)]
        deadline = time.monotonic() + WITHIN_SECONDS
        while len(server.mails) < MAILS // 4 and time.monotonic() < deadline:
            time.sleep(0.005)
        killed = workers[0].poll() is None
        workers[0].kill()
        for worker in workers:
            worker.wait(timeout=WITHIN_SECONDS)
        assert killed, "the workers were done before one was killed: this proved nothing"
        assert start(durable_url, server, minutes=30).wait(timeout=WITHIN_SECONDS) == 0  # the leases have ended
        sent = Counter(server.ids())
    outcomes = Counter(db.session.scalars(select(Mail.outcome)))
    assert outcomes == {"sent": MAILS}
    ids = db.session.scalars(select(Mail.public_id)).all()
    assert {name.partition("@")[0].removeprefix("<") for name in sent} == set(ids)
    assert sent.total() - MAILS <= 10, "only what the killed worker had claimed goes twice"
    assert db.session.scalar(select(func.count(func.distinct(Notice.mail_id)))) == MAILS
