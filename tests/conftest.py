"""Both databases for every test that asks for `app`: a migrated template made once, a fresh copy for each test."""

import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from contextvars import Context
from itertools import count
from pathlib import Path
from typing import ClassVar

import psycopg
import pytest
from flask import Flask
from flask.testing import FlaskClient
from jinja2 import BytecodeCache
from jinja2.bccache import Bucket
from sqlalchemy import make_url
from werkzeug.routing import Rule

from tests.ledger.checks import assert_books_balance
from tests.postgres import find_binaries, memory_folder, private_server
from timebank import create_app
from timebank.core import migrations
from timebank.core.database import db

FAST = ("fsync=off", "synchronous_commit=off", "full_page_writes=off", "max_connections=60", "lock_timeout=30s")
"""For databases that nobody will miss; the stress tests run durable ones."""

SETTINGS = {
    "TESTING": True,
    "PREFERRED_URL_SCHEME": "https",  # so the test client speaks TLS
    "SECRET_KEY": "a key for tests, long enough to be taken as one",
    "WTF_CSRF_ENABLED": False,
    "PASSWORD_MEMORY_KIB": 8,
    "PASSWORD_ROUNDS": 1,
}

ENGINES = [
    "sqlite",
    pytest.param("postgresql", marks=pytest.mark.skipif(not find_binaries(), reason="no PostgreSQL here")),
]
NUMBERS = count(1)


class Compiled(BytecodeCache):
    """Keeps compiled templates: hundreds of tests build the application anew, and half their time went there."""

    def __init__(self) -> None:
        self.kept: dict[str, bytes] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        """Give what was compiled before."""
        if bucket.key in self.kept:
            bucket.bytecode_from_string(self.kept[bucket.key])

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep what was compiled now."""
        self.kept[bucket.key] = bucket.bytecode_to_string()


COMPILED = Compiled()


class KnownRule(Rule):
    """Compiles what builds an address once for all applications: for the same reason."""

    known: ClassVar[dict[tuple[object, ...], Callable[..., tuple[str, str]]]] = {}

    def _compile_builder(self, append_unknown: bool = True) -> Callable[..., tuple[str, str]]:
        key = (self.rule, self.subdomain, str(self.defaults), append_unknown)
        if key not in self.known:
            self.known[key] = super()._compile_builder(append_unknown)
        return self.known[key]


Flask.url_rule_class = KnownRule


class Browser(FlaskClient):
    """Sends each request in a context of its own, as a server does: nothing of the test or the request before leaks."""

    def open(self, *args, **kwargs):
        """Send one request."""
        return Context().run(super().open, *args, **kwargs)


def make_app(url: str, **settings: object) -> Flask:
    """Build the application on one database."""
    app = create_app(SQLALCHEMY_DATABASE_URI=url, **(SETTINGS | settings))
    app.test_client_class = Browser
    app.jinja_env.bytecode_cache = COMPILED
    return app


def migrate(url: str) -> None:
    """Bring a database to this version's tables and let go of it."""
    app = make_app(url)
    with app.app_context():
        migrations.upgrade()
        db.session.remove()
        db.engine.dispose()


Fresh = Callable[[], AbstractContextManager[str]]
"""Makes a migrated database, gives its address, and throws it away: thousands of them would fill the memory."""


@pytest.fixture(scope="session")
def fresh_sqlite() -> Iterator[Fresh]:
    """Give what makes databases on SQLite."""
    folder = Path(tempfile.mkdtemp(prefix="timebank-sqlite-", dir=memory_folder()))
    template = folder / "template.sqlite3"
    migrate(f"sqlite:///{template}")

    @contextmanager
    def fresh() -> Iterator[str]:
        copy = Path(shutil.copy(template, folder / f"{next(NUMBERS)}.sqlite3"))
        yield f"sqlite:///{copy}"
        for file in folder.glob(f"{copy.name}*"):
            file.unlink()

    yield fresh
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="session")
def fresh_postgresql() -> Iterator[Fresh]:
    """Give what makes databases on PostgreSQL."""
    with private_server(*FAST, within=memory_folder()) as address:
        url = make_url(address)
        with psycopg.connect(
            host=url.host, port=url.port, user=url.username, dbname="postgres", autocommit=True
        ) as admin:
            admin.execute("CREATE DATABASE template_timebank")
            migrate(url.set(database="template_timebank").render_as_string(hide_password=False))

            @contextmanager
            def fresh() -> Iterator[str]:
                name = f"test_{next(NUMBERS)}"
                admin.execute(f"CREATE DATABASE {name} TEMPLATE template_timebank STRATEGY FILE_COPY")
                yield url.set(database=name).render_as_string(hide_password=False)
                admin.execute(f"DROP DATABASE {name} WITH (FORCE)")

            yield fresh


@pytest.fixture(params=ENGINES)
def database_url(request: pytest.FixtureRequest) -> Iterator[str]:
    """Give the address of a fresh migrated database, once on each engine."""
    with request.getfixturevalue(f"fresh_{request.param}")() as url:
        yield url


@pytest.fixture
def app(database_url: str, request: pytest.FixtureRequest) -> Iterator[Flask]:
    """Give the application on a fresh database, with its context pushed; let go of every connection afterwards.

    Every test ends with the books in order, but for those that break them on purpose: the ledger's own, which look for
    themselves, and those marked `broken_books`.
    """
    app = make_app(database_url)
    with app.app_context():
        yield app
        if "ledger" not in request.path.parts and request.node.get_closest_marker("broken_books") is None:
            assert_books_balance()
        db.session.remove()
        db.engine.dispose()


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    """Give a browser without JavaScript, over TLS as in real life."""
    return app.test_client()
