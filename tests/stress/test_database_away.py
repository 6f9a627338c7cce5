"""PostgreSQL itself falls down while eight people write: words meanwhile, and then on as if nothing happened."""

import os
import shlex
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from sqlalchemy import make_url

from tests.conftest import ENGINES
from tests.factories import make_place, make_resident
from tests.pages import Page
from tests.postgres import NOBODY, find_binaries
from tests.stress.scale import scaled
from tests.stress.server import ask, session_cookie
from tests.stress.traffic import Browser, Traffic, assert_nothing_lost_or_doubled
from timebank.core.database import db

pytestmark = pytest.mark.stress
on_postgresql = pytest.mark.parametrize("durable_url", ENGINES[1:], indirect=True)

FALLS = scaled(10)
AWAY = "Everything that was saved is still there."


class Power:
    """Takes a PostgreSQL's power away, as far as it can tell, and gives it back."""

    def __init__(self, url: str) -> None:
        at = make_url(url)
        with psycopg.connect(host=at.host, port=at.port, user=at.username, dbname=at.database) as connection:
            row = connection.execute("SHOW data_directory").fetchone()
        assert row
        self.data = Path(row[0])
        self.command = shlex.split((self.data / "postmaster.opts").read_text())
        self.again: subprocess.Popen[bytes] | None = None
        as_nobody = {"user": NOBODY, "extra_groups": []} if os.geteuid() == 0 else {}
        self.options = {"cwd": self.data, "stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL, **as_nobody}

    def off(self) -> None:
        """Stop at once, without a checkpoint or a word to whoever is connected: it has to recover from its log."""
        binaries = find_binaries()
        assert binaries
        stop = [binaries / "pg_ctl", "-D", self.data, "-m", "immediate", "-w", "stop"]
        subprocess.run(stop, check=True, timeout=60, **self.options)
        if self.again is not None:
            self.again.wait(timeout=60)
            self.again = None

    def on(self) -> None:
        """Start again."""
        self.again = subprocess.Popen(self.command, **self.options)


@pytest.fixture
def power(durable_url: str) -> Iterator[Power]:
    """Give the switch; whatever was started with it is gone at the end."""
    power = Power(durable_url)
    yield power
    if power.again is not None:
        power.off()


@on_postgresql
def test_an_answer_that_is_made_is_given_though_the_database_goes_away_just_then(durable_app, durable_url):
    at, answered = make_url(durable_url), []

    @durable_app.after_request
    def cut_the_line(response):
        number = db.session.execute(db.text("SELECT pg_backend_pid()")).scalar_one()
        with psycopg.connect(host=at.host, port=at.port, user=at.username, dbname=at.database) as other:
            other.execute("SELECT pg_terminate_backend(%s, 10000)", [number])
        answered.append(number)
        return response

    for _ in range(2):
        assert durable_app.test_client().get("/").status_code == 200
    assert len(set(answered)) == 2


@on_postgresql
def test_the_app_says_so_in_words_and_goes_on_by_itself(power, durable_app, server):
    place = make_place()
    reader = make_resident(place)
    browser = Browser(server.port, reader, language="en", **session_cookie(durable_app, reader.token))
    assert browser.send("/language", language="en")[0] == 303
    with Traffic(durable_app, place, server.port) as traffic:
        for _ in range(FALLS):
            traffic.wait_for(8)
            db.session.remove()
            power.off()
            try:
                look_around(browser)
            finally:
                power.on()
        traffic.wait_for(8)
    assert browser.ask("GET", "/hours")[0] == 200
    assert_nothing_lost_or_doubled(traffic)


def look_around(browser: Browser) -> None:
    """See what pages say while the database is away."""
    for method, address in [("GET", "/"), ("GET", "/hours"), ("GET", "/did"), ("POST", "/devices/end-others")]:
        status, _, page = browser.ask(method, address, {"csrf_token": browser.token} if method == "POST" else None)
        assert (status, AWAY in Page(page).text) == (503, True), address
    assert ask(browser.port, "GET", "/healthz")[0] == 200
    assert ask(browser.port, "GET", "/readyz")[0] == 503
    time.sleep(0.3)
