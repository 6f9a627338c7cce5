"""The disk is full: words and 503, reads go on, nothing half done; writes go on when there is room again."""

import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psycopg
import pytest
from flask import Flask
from sqlalchemy import event, func, make_url, select
from sqlalchemy.exc import OperationalError

from tests.conftest import ENGINES, make_app
from tests.exchange.browsing import Browser, how_long
from tests.factories import Place, make_confirmed, make_place, make_resident
from tests.pages import Page
from tests.postgres import NOBODY
from timebank.access.models import AuditEvent
from timebank.core import clock
from timebank.core.database import db
from timebank.core.engines import begun
from timebank.exchange.models import Exchange, ExchangeMove
from timebank.ledger.check import check

pytestmark = pytest.mark.stress

PEOPLE = 20
REPORTS_A_PERSON = 19
FULL = "You can still read everything. What you typed was not saved."
SMALL_DISK_MEBIBYTES = 64


class SmallSqlite:
    """Lets an SQLite database grow by a few pages and no more."""

    def __init__(self) -> None:
        self.pages_at_most = 2**30
        event.listen(db.engine, "connect", self._limit)

    def fill(self) -> None:
        """Leave room for a few pages."""
        self.pages_at_most = 8 + db.session.execute(db.text("PRAGMA page_count")).scalar_one()
        self._forget_connections()

    def free(self) -> None:
        """Make room."""
        self.pages_at_most = 2**30
        self._forget_connections()

    def _limit(self, connection, _record) -> None:
        connection.execute(f"PRAGMA max_page_count = {self.pages_at_most}").close()

    @staticmethod
    def _forget_connections() -> None:
        db.session.remove()
        db.engine.dispose()


class SmallPostgresql:
    """A PostgreSQL database on a disk of its own that another table fills to the brim."""

    def fill(self) -> None:
        """Write rows until there is no room for a page."""
        with db.engine.connect() as connection:
            with begun(connection):
                connection.execute(db.text("CREATE TABLE filler (line text)"))
            for rows in (4_000, 400, 40, 4, 1):
                self._write_until_full(connection, rows)
        db.session.remove()

    def free(self) -> None:
        """Make room."""
        with db.engine.connect() as connection, begun(connection):
            connection.execute(db.text("DROP TABLE filler"))

    @staticmethod
    def _write_until_full(connection, rows: int) -> None:
        lines = db.text("INSERT INTO filler SELECT repeat('x', 1000) FROM generate_series(1, :rows)")
        with pytest.raises(OperationalError, match="No space left on device"):
            while True:
                with begun(connection):
                    connection.execute(lines, {"rows": rows})


@dataclass
class Neighbourhood:
    """People with browsers, each of whom may write 20 things today (and one has been written)."""

    place: Place
    browsers: list[Browser]
    written: int = 0

    def write(self) -> int:
        """Write one more thing down and return the answer's status."""
        giver = self.browsers[self.written // REPORTS_A_PERSON]
        other = self.browsers[self.written // REPORTS_A_PERSON - 1]
        typed = {
            "request_key": f"full-{self.written}",
            "who": other.actor.public_id,
            "what": "shopping",
            "minutes": "15",
            "occurred_on": clock.today().isoformat(),
            "note": "é" * 280,
        }
        answer = giver.client.post(how_long("gave", other), data=typed)
        if answer.status_code == 503:
            assert FULL in Page(answer.text).text
        self.written += answer.status_code == 303
        return answer.status_code


def people_of(app: Flask) -> Neighbourhood:
    """Let people come, before the disk is full."""
    place = make_place()
    browsers = []
    for _ in range(PEOPLE):
        client = app.test_client()
        client.set_cookie("language", "en")
        actor = make_resident(place)
        with client.session_transaction() as session:
            session["_user_id"] = actor.token
        browsers.append(Browser(client, actor))
    return Neighbourhood(place, browsers)


def rows_of(model: type) -> int:
    db.session.rollback()
    return db.session.scalar(select(func.count()).select_from(model)) or 0


def live_through(app: Flask, disk) -> None:
    """Write until the disk is full, look around, make room, write on."""
    people = people_of(app)
    first, second = people.browsers[:2]
    make_confirmed(first.actor, second.actor)
    before = {model: rows_of(model) for model in (Exchange, ExchangeMove, AuditEvent)}
    disk.fill()
    statuses = [people.write()]
    while statuses[-1] == 303 and people.written < PEOPLE * REPORTS_A_PERSON - 1:
        statuses.append(people.write())
    assert statuses[-1] == 503, "the disk never became full: this proved nothing"
    for address in ("/", "/hours", "/did", "/did/gave/who?name=Fa", "/who-saw", "/me"):
        first.see(address)
    assert first.client.get("/hours.csv", buffered=True).status_code == 200
    assert {model: rows_of(model) - count for model, count in before.items()} == dict.fromkeys(before, people.written)
    assert list(check()) == []
    disk.free()
    assert people.write() == 303
    waiting = db.session.scalars(select(Exchange).order_by(Exchange.id.desc())).first()
    asked = next(browser for browser in people.browsers if browser.actor.person_id == waiting.receiver_person_id)
    asked.send(f"/exchanges/{waiting.public_id}/yes")
    db.session.rollback()
    assert list(check()) == []


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_sqlite_on_a_full_disk(app):
    live_through(app, SmallSqlite())


@pytest.mark.parametrize("fresh", ENGINES[1:])
def test_postgresql_on_a_full_disk(fresh, request):
    with (
        request.getfixturevalue("fresh_postgresql")() as at,
        small_disk() as folder,
        database_on(folder, make_url(at)) as url,
    ):
        app = make_app(url)
        with app.app_context():
            try:
                live_through(app, SmallPostgresql())
            finally:
                db.session.remove()
                db.engine.dispose()


@contextmanager
def small_disk() -> Iterator[Path]:
    """Give a folder on a disk in memory that is full soon; skip where this machine does not let us mount one."""
    folder = Path(tempfile.mkdtemp(prefix="timebank-small-disk-"))
    size = f"size={SMALL_DISK_MEBIBYTES}m,mode=0777"
    try:
        mounted = subprocess.run(
            ["mount", "-t", "tmpfs", "-o", size, "tmpfs", folder], check=False, capture_output=True, text=True
        )
        if mounted.returncode != 0:
            pytest.skip(f"a small disk cannot be mounted here (it takes root): {mounted.stderr.strip()}")
        try:
            tablespace = folder / "tablespace"
            tablespace.mkdir()
            shutil.chown(tablespace, NOBODY)
            yield tablespace
        finally:
            subprocess.run(["umount", "--lazy", folder], check=True)
    finally:
        folder.rmdir()


@contextmanager
def database_on(folder: Path, at) -> Iterator[str]:
    """Give a copy of the empty database, in that folder."""
    with psycopg.connect(host=at.host, port=at.port, user=at.username, dbname="postgres", autocommit=True) as admin:
        admin.execute(f"CREATE TABLESPACE small LOCATION '{folder}'")  # type: ignore[call-overload]
        try:
            admin.execute("CREATE DATABASE on_small_disk TEMPLATE empty TABLESPACE small")
            yield at.set(database="on_small_disk").render_as_string(hide_password=False)
        finally:
            admin.execute("DROP DATABASE IF EXISTS on_small_disk WITH (FORCE)")
            admin.execute("DROP TABLESPACE small")
