"""Both databases for every test that asks for `app`: a migrated template made once, a fresh copy for each test."""

import shutil
import tempfile
from collections.abc import Callable, Iterator
from concurrent.futures import Executor, Future, ThreadPoolExecutor
from contextlib import AbstractContextManager, contextmanager
from contextvars import Context
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from typing import ClassVar
from unittest.mock import patch

import psycopg
import pytest
from flask import Flask
from flask.testing import FlaskClient
from jinja2 import BytecodeCache
from jinja2.bccache import Bucket
from sqlalchemy import make_url
from werkzeug.routing import Rule

from tests.factories import Place, make_place, make_resident
from tests.ledger.checks import assert_books_balance
from tests.postgres import find_binaries, memory_folder, private_server
from timebank import create_app
from timebank.access.actor import Actor
from timebank.core import clock, migrations
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


@contextmanager
def opened(app: Flask) -> Iterator[Flask]:
    """Push the context of an application, and let go of its session and of every connection afterwards."""
    with app.app_context():
        yield app
        db.session.remove()
        db.engine.dispose()


def migrate(url: str) -> None:
    """Bring a database to this version's tables and let go of it."""
    with opened(make_app(url)):
        migrations.upgrade()


Fresh = Callable[..., AbstractContextManager[str]]
"""Makes a database, "empty" or with a "place" ("place_fatima_henk": and residents), gives its address, and throws it
away: thousands would fill the memory.

An address comes back when it is free, so that the application that stands on it can be used again.
"""


@dataclass(frozen=True)
class World:
    """What is in the databases of a template: nothing, or a place, and residents of it by the fixture that asks."""

    place: Place | None = None
    residents: dict[str, Actor] = field(default_factory=dict)


WORLDS: dict[tuple[str, str], World] = {}
"""By engine and template."""
RESIDENTS = {"fatima": "Fatima", "henk": "Henk"}
APPS: dict[str, Flask] = {}
NOW = clock.now


def fill(url: str, template: str) -> None:
    """Open a wijk with two stewards in a database, with the residents whom a template is named for.

    Now, whatever the clock says of the test that asks first: those after it use the same sessions.
    """
    with patch.object(clock, "now", NOW), opened(make_app(url)):
        place = make_place()
        residents = {name: make_resident(place, called) for name, called in RESIDENTS.items() if name in template}
        WORLDS[db.engine.dialect.name, template] = World(place, residents)


class Names:
    """Gives names for databases, and the same ones again once their databases are gone."""

    def __init__(self, drop: Callable[[str], object], behind: Executor | None = None) -> None:
        """Begin with none; `drop` throws a database away, behind the tests where it waits more than it works."""
        self.drop = drop
        self.behind = behind
        self.dropping: list[Future[None]] = []
        self.free: list[str] = []
        self.numbers = count(1)

    @contextmanager
    def one(self) -> Iterator[str]:
        """Give a name that no database has now."""
        for drop in [one for one in self.dropping if one.done()]:
            self.dropping.remove(drop)
            drop.result()  # raises what went wrong
        name = self.free.pop() if self.free else f"test_{next(self.numbers):04}"
        yield name
        if self.behind is None:
            self._let_go(name)
        else:
            self.dropping.append(self.behind.submit(self._let_go, name))

    def _let_go(self, name: str) -> None:
        self.drop(name)
        self.free.append(name)


@pytest.fixture(scope="session")
def fresh_sqlite() -> Iterator[Fresh]:
    """Give what makes databases on SQLite."""
    folder = Path(tempfile.mkdtemp(prefix="timebank-sqlite-", dir=memory_folder()))

    def drop(name: str) -> None:
        for file in folder.glob(f"{name}*"):
            file.unlink()

    names = Names(drop)
    migrate(f"sqlite:///{folder}/empty")

    @contextmanager
    def fresh(template: str = "empty") -> Iterator[str]:
        if not (folder / template).exists():
            shutil.copy(folder / "empty", folder / template)
            fill(f"sqlite:///{folder}/{template}", template)
        with names.one() as name:
            shutil.copy(folder / template, folder / name)
            yield f"sqlite:///{folder}/{name}"

    yield fresh
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="session")
def fresh_postgresql() -> Iterator[Fresh]:
    """Give what makes databases on PostgreSQL."""
    with private_server(*FAST, within=memory_folder()) as address:
        server = make_url(address)

        def url(name: str) -> str:
            return server.set(database=name).render_as_string(hide_password=False)

        def connect() -> psycopg.Connection:
            return psycopg.connect(
                host=server.host, port=server.port, user=server.username, dbname="postgres", autocommit=True
            )

        with connect() as admin, connect() as dropper, ThreadPoolExecutor(1) as behind:
            # Behind the tests: PostgreSQL waits a tenth of a second for who only just left a database.
            names = Names(lambda name: dropper.execute(f"DROP DATABASE {name} WITH (FORCE)"), behind)
            admin.execute("CREATE DATABASE empty")
            migrate(url("empty"))

            @contextmanager
            def fresh(template: str = "empty") -> Iterator[str]:
                if template != "empty" and ("postgresql", template) not in WORLDS:
                    admin.execute(f"CREATE DATABASE {template} TEMPLATE empty")
                    fill(url(template), template)
                with names.one() as name:
                    admin.execute(f"CREATE DATABASE {name} TEMPLATE {template} STRATEGY FILE_COPY")
                    yield url(name)

            yield fresh


@pytest.fixture(params=ENGINES)
def database_url(request: pytest.FixtureRequest) -> Iterator[str]:
    """Give the address of a fresh migrated database, once on each engine."""
    with request.getfixturevalue(f"fresh_{request.param}")(template_for(request)) as url:
        yield url


def template_for(request: pytest.FixtureRequest) -> str:
    """Return the template that holds the place and the residents that a test asks for."""
    return "_".join(name for name in ("place", *RESIDENTS) if name in request.fixturenames) or "empty"


@pytest.fixture
def app(database_url: str, request: pytest.FixtureRequest) -> Iterator[Flask]:
    """Give the application on a fresh database, with its context pushed; let go of every connection afterwards.

    Every test ends with the books in order, but for those that break them on purpose: the ledger's own, which look for
    themselves, and those marked `broken_books`.
    """
    app = APPS.get(database_url) or APPS.setdefault(database_url, make_app(database_url))
    settings = dict(app.config)
    with opened(app):
        yield app
        if "ledger" not in request.path.parts and request.node.get_closest_marker("broken_books") is None:
            assert_books_balance()
    app.config.clear()
    app.config.update(settings)


@pytest.fixture
def place(app: Flask, request: pytest.FixtureRequest) -> Place | None:
    """Give an open wijk with two stewards, which the database of the test has from the start."""
    return world_of(request).place


@pytest.fixture
def fatima(place: Place, request: pytest.FixtureRequest) -> Actor:
    """Give a resident, who is there from the start."""
    return world_of(request).residents["fatima"]


@pytest.fixture
def henk(place: Place, request: pytest.FixtureRequest) -> Actor:
    """Give another."""
    return world_of(request).residents["henk"]


def world_of(request: pytest.FixtureRequest) -> World:
    """Return what the database of a test had from the start."""
    return WORLDS[db.engine.dialect.name, template_for(request)]


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    """Give a browser without JavaScript, over TLS as in real life."""
    return app.test_client()
