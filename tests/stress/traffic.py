"""Writers over HTTP who never give up, and remember exactly what was acknowledged to them."""

import time
from collections import Counter
from dataclasses import dataclass, field
from http.client import HTTPException
from itertools import count
from threading import Event, Thread
from urllib.parse import urlencode

from flask import Flask
from sqlalchemy import func, select

from tests.factories import Place, make_resident
from tests.pages import Page
from tests.stress.server import ask, session_cookie
from timebank.access.actor import Actor
from timebank.core import clock
from timebank.core.database import db
from timebank.exchange.models import Exchange
from timebank.ledger.check import check
from timebank.ledger.models import Account, Transfer

WRITERS = 8
PERSONS_PER_WRITER = 6
REPORTS_A_PERSON = 20
FINISH_WITHIN_SECONDS = 120


class Browser:
    """Somebody's browser: keeps cookies, takes the token out of a page, sends forms."""

    def __init__(self, port: int, actor: Actor, **cookies: str) -> None:
        self.port, self.actor, self.cookies, self.token = port, actor, cookies, ""

    def ask(self, method: str, address: str, typed: dict[str, str] | None = None) -> tuple[int, str, str]:
        """Send one request; return its status, the address it leads to, and the page."""
        cookies = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        headers = {"Cookie": cookies, "Content-Type": "application/x-www-form-urlencoded"}
        status, given, page = ask(self.port, method, address, urlencode(typed) if typed else None, headers)
        for kept in given.get_all("Set-Cookie", []):
            name, _, value = kept.partition(";")[0].partition("=")
            self.cookies[name] = value
        return status, given["Location"] or "", page

    def send(self, address: str, **typed: str) -> tuple[int, str]:
        """Send a form with the token that the pages of this browser carry; return the status and where it leads."""
        if not self.token:
            status, _, page = self.ask("GET", "/did/gave/how-long?who=pot&what=shopping")
            if status != 200:
                return status, ""
            self.token = Page(page).form("request_key").values["csrf_token"]
        status, location, _ = self.ask("POST", address, {"csrf_token": self.token, **typed})
        return status, location


@dataclass
class Writer:
    """Lets pairs of neighbours write down help and say yes; tries each step until it is acknowledged."""

    number: int
    browsers: list[Browser]
    stop: Event
    given: Counter = field(default_factory=Counter)
    received: Counter = field(default_factory=Counter)
    reports: list[str] = field(default_factory=list)
    confirmed: list[str] = field(default_factory=list)
    answers: Counter = field(default_factory=Counter)
    trouble: str = ""

    def run(self) -> None:
        """Write until told to stop; what was begun is brought to its end."""
        try:
            for turn in count():
                if self.stop.is_set() or turn == PERSONS_PER_WRITER * REPORTS_A_PERSON:
                    return
                self._one(
                    turn, self.browsers[turn % PERSONS_PER_WRITER], self.browsers[(turn + 1) % PERSONS_PER_WRITER]
                )
        except Exception as error:
            self.trouble = f"writer {self.number}: {error!r}"

    def _one(self, turn: int, giver: Browser, receiver: Browser) -> None:
        minutes = 1 + turn % 15
        form = {
            "request_key": f"{self.number}-{turn}",
            "who": receiver.actor.public_id,
            "what": "shopping",
            "minutes": "other",
            "minutes_part": str(minutes),
            "occurred_on": clock.today().isoformat(),
        }
        shown = self._until_acknowledged(giver, f"/did/gave/how-long?who={form['who']}&what=shopping", **form)
        public_id = shown.rpartition("/")[2]
        self.reports.append(public_id)
        self._until_acknowledged(receiver, f"/exchanges/{public_id}/yes")
        self.confirmed.append(public_id)
        self.given[giver.actor.account_id] += minutes
        self.received[receiver.actor.account_id] += minutes

    def _until_acknowledged(self, browser: Browser, address: str, **typed: str) -> str:
        deadline = time.monotonic() + FINISH_WITHIN_SECONDS
        while time.monotonic() < deadline:
            try:
                status, location = browser.send(address, **typed)
            except (OSError, HTTPException):
                status, location = 0, ""
            self.answers[status] += 1
            if status == 303:
                return location
            assert status in (0, 503), f"{address}: {status}"
            time.sleep(0.05)
        raise AssertionError(
            f"{address}: no acknowledgement in {FINISH_WITHIN_SECONDS} s; answers {dict(self.answers)}"
        )


class Traffic:
    """Eight writers at once on one server."""

    def __init__(self, app: Flask, place: Place, port: int) -> None:
        self.stop = Event()
        self.writers = [
            Writer(number, [self._browser(app, place, port) for _ in range(PERSONS_PER_WRITER)], self.stop)
            for number in range(WRITERS)
        ]
        self.threads = [Thread(target=writer.run, daemon=True) for writer in self.writers]

    def __enter__(self) -> "Traffic":
        for thread in self.threads:
            thread.start()
        return self

    def __exit__(self, *_error: object) -> None:
        self.stop.set()
        for thread in self.threads:
            thread.join(timeout=2 * FINISH_WITHIN_SECONDS)

    @property
    def acknowledged(self) -> int:
        """How many yeses were acknowledged so far."""
        return sum(len(writer.confirmed) for writer in self.writers)

    def wait_for(self, more: int, *, within_seconds: float = 60) -> None:
        """Wait until `more` yeses were acknowledged, or everybody is ready."""
        wanted, deadline = self.acknowledged + more, time.monotonic() + within_seconds
        while self.acknowledged < wanted and any(thread.is_alive() for thread in self.threads):
            assert time.monotonic() < deadline, f"only {self.acknowledged} of {wanted} in {within_seconds} s"
            time.sleep(0.01)

    @staticmethod
    def _browser(app: Flask, place: Place, port: int) -> Browser:
        actor = make_resident(place)
        return Browser(port, actor, **session_cookie(app, actor.token))


def assert_nothing_lost_or_doubled(traffic: Traffic) -> None:
    """Hold the books against what was acknowledged: every yes once, every figure exact, the books recompute."""
    trouble = [writer.trouble for writer in traffic.writers if writer.trouble]
    assert not trouble, trouble
    db.session.rollback()
    confirmed = [public_id for writer in traffic.writers for public_id in writer.confirmed]
    assert confirmed, "nobody wrote anything: this proved nothing"
    assert len(set(confirmed)) == len(confirmed)
    kept = dict(db.session.execute(select(Exchange.public_id, Exchange.state)).all())
    assert kept == dict.fromkeys(confirmed, "confirmed")
    assert db.session.scalar(select(func.count()).select_from(Transfer)) == len(confirmed)
    given = sum((writer.given for writer in traffic.writers), Counter())
    received = sum((writer.received for writer in traffic.writers), Counter())
    for row in db.session.scalars(select(Account)):
        assert (row.given_minutes, row.received_minutes) == (given[row.id], received[row.id])
    assert list(check()) == []
