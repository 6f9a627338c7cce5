"""Durable databases, and the application as it is outside tests: with tokens on every form."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask

from tests.conftest import ENGINES, make_app, migrate, opened
from tests.postgres import private_server
from tests.stress.server import KEY, Server

LAST_WORDS = 10_000
DURABLE = ("max_connections=40",)
"""PostgreSQL's own defaults: fsync, synchronous_commit and full_page_writes on."""


@pytest.fixture(params=ENGINES)
def durable_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """Give a fresh database that loses nothing: SQLite (FULL by itself), or a PostgreSQL of its own with fsync."""
    if request.param == "sqlite":
        url = f"sqlite:///{tmp_path / 'durable.sqlite3'}"
        migrate(url)
        yield url
    else:
        with private_server(*DURABLE) as url:
            migrate(url)
            yield url


@pytest.fixture
def durable_app(durable_url: str) -> Iterator[Flask]:
    """Give the application on it, with the serving processes' key, so that it can sign their cookies."""
    with opened(make_app(durable_url, SECRET_KEY=KEY)) as app:
        yield app


@pytest.fixture
def server(durable_url: str, durable_app: Flask, tmp_path: Path) -> Iterator[Server]:
    """Give a server of that database, started; gone at the end whatever happened, its first traceback shown."""
    server = Server(durable_url, tmp_path / "server.log")
    try:
        server.start()
        yield server
    finally:
        server.kill()
        _, traceback, more = server.log.read_text().partition("Traceback")
        print(traceback + more[:LAST_WORDS])  # noqa: T201 - pytest shows it where a test failed
