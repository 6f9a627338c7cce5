"""Both databases, durable as in real life."""

import tempfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from itertools import count
from pathlib import Path

import psycopg
from flask import Flask
from sqlalchemy import make_url

from tests.postgres import find_binaries, private_server
from timebank import create_app
from timebank.core import migrations
from timebank.core.database import db

SETTINGS = {
    "SECRET_KEY": "a key for benchmarks, long enough to be taken as one",
    "PASSWORD_MEMORY_KIB": 8,
    "PASSWORD_ROUNDS": 1,
    "DATABASE_POOL_SIZE": 5,
}
Fresh = Callable[[], str]


@contextmanager
def databases(engine: str) -> Iterator[Fresh]:
    """Give a function that makes a migrated database of an engine and returns its address."""
    with ExitStack() as stack:
        yield stack.enter_context(_on_postgresql() if engine == "postgresql" else _on_sqlite())


@contextmanager
def app_on(url: str) -> Iterator[Flask]:
    """Give the application on a database, with its context pushed."""
    app = create_app(SQLALCHEMY_DATABASE_URI=url, **SETTINGS)
    with app.app_context():
        yield app
        db.session.remove()
        db.engine.dispose()


def is_missing(engine: str) -> bool:
    """Say whether an engine is not on this machine."""
    return engine == "postgresql" and find_binaries() is None


def connect(url: str) -> psycopg.Connection:
    """Return a plain connection to a PostgreSQL database, in autocommit."""
    to = make_url(url)
    return psycopg.connect(host=to.host, port=to.port, user=to.username, dbname=to.database, autocommit=True)


@contextmanager
def _on_postgresql() -> Iterator[Fresh]:
    with private_server() as address:  # its own default settings: fsync and synchronous_commit are on
        numbers = count(1)

        def fresh() -> str:
            name = f"benchmark_{next(numbers)}"
            with connect(address) as admin:
                admin.execute(f"CREATE DATABASE {name}")
            url = make_url(address).set(database=name).render_as_string(hide_password=False)
            _migrate(url)
            return url

        yield fresh


@contextmanager
def _on_sqlite() -> Iterator[Fresh]:
    with tempfile.TemporaryDirectory(prefix="timebank-benchmark-") as folder:
        numbers = count(1)

        def fresh() -> str:
            url = f"sqlite:///{Path(folder) / str(next(numbers))}.sqlite3"
            _migrate(url)
            return url

        yield fresh


def _migrate(url: str) -> None:
    with app_on(url):
        migrations.upgrade()
