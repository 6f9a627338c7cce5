"""A real chromium against a real server, on both databases."""

import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from flask import Flask
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from tests.conftest import SETTINGS, make_app, opened
from timebank.access.actor import Actor

ROOT = Path(__file__).parents[2]
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-dev-shm-usage",
]
PHONE = {"width": 320, "height": 640}
DESK = {"width": 1280, "height": 800}


@dataclass
class Site:
    """A served time bank: its address, and the application on the same database for what a test arranges."""

    address: str
    app: Flask
    browser: Browser

    def visit(self, actor: Actor | None = None, *, language: str = "nl", **options) -> Page:
        """Open a page in a browser of its own; `actor` is signed in there."""
        options = {"viewport": PHONE, "java_script_enabled": False} | options
        context = self.browser.new_context(base_url=self.address, **options)
        context.add_cookies([self._cookie("language", language)])
        if actor is not None:
            context.add_cookies([self.session_cookie(actor)])
        return self._watched(context)

    def session_cookie(self, actor: Actor) -> dict:
        """Return the cookie of a browser in which somebody is signed in."""
        serializer = self.app.session_interface.get_signing_serializer(self.app)
        return self._cookie("__Host-timebank", serializer.dumps({"_user_id": actor.token}))

    def _cookie(self, name: str, value: str) -> dict:
        return {"name": name, "value": value, "domain": "127.0.0.1", "path": "/", "secure": True}

    def _watched(self, context: BrowserContext) -> Page:
        page = context.new_page()
        page.set_default_timeout(15_000)
        elsewhere = []
        page.on("request", lambda r: elsewhere.append(r.url) if not r.url.startswith(self.address) else None)
        page.on("close", lambda _: elsewhere and pytest.fail(f"asked elsewhere: {elsewhere}"))
        return page


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """Start Debian's chromium once."""
    program = shutil.which("chromium")
    if program is None:
        message = "chromium is not on this machine: apt-get install chromium fonts-dejavu-core"
        pytest.fail(message) if os.environ.get("CI") else pytest.skip(message)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def module_database(request: pytest.FixtureRequest) -> Iterator[str]:
    """Give a fresh database on each engine to the tests of one file together."""
    with request.getfixturevalue(f"fresh_{request.param}")() as url:
        yield url


@pytest.fixture(scope="module")
def serve() -> Iterator[Callable[[str], str]]:
    """Give a function that serves a database with the production server, and returns the address."""
    running = []

    def start(database_url: str) -> str:
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        environ = os.environ | {
            "TIMEBANK_DATABASE_URL": database_url,
            "TIMEBANK_SECRET_KEY": str(SETTINGS["SECRET_KEY"]),
        }
        command = [sys.executable, "-m", "timebank.cli", "serve", "--port", str(port)]
        running.append(subprocess.Popen(command, cwd=ROOT, env=environ, stdout=subprocess.DEVNULL))
        _wait_for(port)
        return f"http://127.0.0.1:{port}"

    yield start
    for process in running:
        process.terminate()
        process.wait(timeout=20)


@pytest.fixture(scope="module")
def site(module_database: str, serve: Callable[[str], str], chromium: Browser) -> Iterator[Site]:
    """Give a served time bank; its application context is pushed, so that factories work."""
    with opened(make_app(module_database)) as app:
        yield Site(serve(module_database), app, chromium)


def _wait_for(port: int) -> None:
    for _ in range(1200):  # a minute: a busy machine is no failure
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.05)
    raise TimeoutError("the server did not start")
