"""The database: one base for all models, one way to write.

SQLite and PostgreSQL behave alike here: a read stands alone, and a write transaction begins as a writer.
"""

import fcntl
import os
import select
import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from typing import Any, ParamSpec, TypeVar, cast

from flask import Flask
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import BigInteger, Connection, DateTime, Dialect, Engine, Integer, MetaData, Table, TypeDecorator, event
from sqlalchemy.exc import DBAPIError, DisconnectionError, OperationalError
from sqlalchemy.orm import DeclarativeBase, Session

P = ParamSpec("P")
T = TypeVar("T")

TRIES_AT_MOST = 4
"""How often `transact` runs a piece of work that the database refused only because others were writing."""

RESTS_UNASKED_SECONDS = 1.0
"""How long a connection to PostgreSQL may lie in the pool and still be used without asking."""

READ_ONLY = "-c default_transaction_read_only=on"
"""On PostgreSQL a connection refuses to write outside `begun`: what stands alone could not be undone. SQLite could do
the same (PRAGMA query_only), but forgets its prepared statements each time, and a posting takes twice as long."""

NAMES = {
    "ix": "ix_%(column_0_N_label)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s",
    "pk": "pk_%(table_name)s",
}

BigId = BigInteger().with_variant(Integer, "sqlite")
"""A surrogate key: 64 bits on both engines (SQLite's INTEGER PRIMARY KEY already is)."""


class Base(DeclarativeBase):
    """Base of every model. Plain SQLAlchemy, so that type checkers see it."""

    metadata = MetaData(naming_convention=NAMES)


def table_of(model: type[Base]) -> Table:
    """Return the table of a model, for statements that need no unit of work."""
    return cast(Table, model.__table__)


class UtcDateTime(TypeDecorator[datetime]):
    """An aware moment, kept in UTC on both engines."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Any) -> datetime | None:
        """Store UTC; a naive moment is a mistake of the caller."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a moment needs a time zone")
        value = value.astimezone(UTC)
        return value.replace(tzinfo=None) if dialect.name == "sqlite" else value

    def process_result_value(self, value: datetime | None, dialect: Any) -> datetime | None:
        """Return the moment in UTC, with its zone."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


db = SQLAlchemy(metadata=Base.metadata, session_options={"expire_on_commit": False})


def init_app(app: Flask) -> None:
    """Give the application its engine, with the same habits on both databases."""
    uri = app.config["SQLALCHEMY_DATABASE_URI"]
    if uri.startswith("sqlite"):
        options: dict[str, Any] = {"connect_args": {"timeout": 30, "check_same_thread": False}}
    else:
        size = app.config["DATABASE_POOL_SIZE"]
        options = {"pool_size": size, "max_overflow": size, "connect_args": {"options": READ_ONLY}}
    # Each read stands alone, as on PostgreSQL it does anyway; `begun` says BEGIN and COMMIT for writers.
    app.config["SQLALCHEMY_ENGINE_OPTIONS"] = {"isolation_level": "AUTOCOMMIT", **options}
    db.init_app(app)
    with app.app_context():
        teach_engine(db.engine)


def teach_engine(engine: Engine) -> None:
    """Make an engine keep our rules: on SQLite durable, with foreign keys and writers in turn."""
    if engine.dialect.name == "sqlite":
        _teach_sqlite(engine)
    else:
        _ask_whether_still_there(engine)


def _teach_sqlite(engine: Engine) -> None:
    path = engine.url.database

    @event.listens_for(engine, "connect")
    def prepare(connection: sqlite3.Connection, record: Any) -> None:
        for pragma in ("journal_mode = WAL", "synchronous = FULL", "foreign_keys = ON", "recursive_triggers = ON"):
            connection.execute(f"PRAGMA {pragma}")
        if path and path != ":memory:":
            record.info["turn"] = os.open(f"{path}.lock", os.O_WRONLY | os.O_CREAT, 0o600)

    @event.listens_for(engine, "close")
    def leave(_connection: sqlite3.Connection, record: Any) -> None:
        if "turn" in record.info:
            os.close(record.info.pop("turn"))


def _ask_whether_still_there(engine: Engine) -> None:
    """Try a connection that rested for a while, or has something to say, before it is used: the database may be gone.

    SQLAlchemy's `pool_pre_ping` asks every time, which is a trip more for each page.
    """

    @event.listens_for(engine, "checkin")
    def rest(_connection: Any, record: Any) -> None:
        record.info["rests_since"] = time.monotonic()

    @event.listens_for(engine, "checkout")
    def use(connection: Any, record: Any, _fairy: Any) -> None:
        rested = time.monotonic() - record.info.get("rests_since", time.monotonic())
        try:
            if rested > RESTS_UNASKED_SECONDS or _has_something_to_say(connection):
                engine.dialect.do_ping(connection)
        except engine.dialect.loaded_dbapi.Error as error:
            raise DisconnectionError from error  # the pool then makes a new connection


def _has_something_to_say(connection: Any) -> bool:
    """Say whether there is something to read though nothing was asked: "I am going", most likely."""
    line = select.poll()
    line.register(connection, select.POLLIN)
    return bool(line.poll(0))


def connection() -> Connection:
    """Return the connection of the session's transaction, which begins if need be.

    `Session.connection` looks for the right engine anew at each call, which takes as long as a small statement.
    """
    session = db.session()
    found: Connection | None = session.info.get("connection")
    return found or session.connection()


@event.listens_for(Session, "after_begin")
def _keep_connection(session: Session, _transaction: object, connection: Connection) -> None:
    session.info["connection"] = connection


@event.listens_for(Session, "after_transaction_end")
def _drop_connection(session: Session, _transaction: object) -> None:
    session.info.pop("connection", None)


def let_go() -> None:
    """End what the session began and did not finish, also where its connection has died.

    For the page that says that the database is away.
    """
    try:
        db.session.rollback()
    except OperationalError:
        db.session().invalidate()


@contextmanager
def transaction() -> Iterator[None]:
    """Write, all or nothing. The only commit in the project.

    What is read inside is the newest. Nests: the inner one belongs to the outer. Routes use `transact`, which also
    tries again.
    """
    session = db.session()
    if session.info.get("writing"):
        yield
        return
    session.expire_all()
    session.info["writing"] = True
    try:
        with begun(connection()):
            yield
            session.flush()
        if session.info.get("flushed"):
            session.commit()
    except BaseException:
        session.rollback()
        raise
    finally:
        session.info.pop("writing", None)
        session.info.pop("flushed", None)


@event.listens_for(Session, "after_flush")
def _remember_flush(session: Session, _context: object) -> None:
    session.info["flushed"] = True


def transact(work: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
    """Run `work` in a transaction and return what it returns.

    A deadlock or serialisation failure is tried again, at most TRIES_AT_MOST times in all: that is why this takes a
    function and not a `with` block, whose body cannot run twice. `work` must do nothing outside the database.
    """
    for attempt in range(1, TRIES_AT_MOST + 1):
        try:
            with transaction():
                return work(*args, **kwargs)
        except OperationalError as error:
            if attempt == TRIES_AT_MOST or not _others_were_writing(error):
                raise
            time.sleep(0.01 * attempt)
    raise AssertionError("unreachable")


def is_full(error: DBAPIError) -> bool:
    """Say whether the database refused because its disk is full."""
    state = getattr(error.orig, "sqlstate", None)
    return state == "53100" or "disk is full" in str(error.orig)


def _others_were_writing(error: OperationalError) -> bool:
    state = getattr(error.orig, "sqlstate", None)
    return state in ("40001", "40P01") or "database is locked" in str(error.orig)


def as_sqlalchemys(error: Exception, dialect: Dialect, sql: str | None = None) -> BaseException:
    """Return the error that SQLAlchemy raises for one of a driver."""
    return DBAPIError.instance(sql, None, error, cast(Any, dialect).loaded_dbapi.Error, dialect=dialect)


@contextmanager
def begun(using: Connection) -> Iterator[None]:
    """Begin, and commit at the end, with the driver itself: what SQLAlchemy does around it takes as long as a posting.

    On SQLite in turn: its own waiting polls and is unfair, and with 4 writers the worst call took seconds. A lock on a
    file beside the database hands over at once.
    """
    driver: Any = using.connection.driver_connection
    turn = using.info.get("turn")
    if turn is not None:
        fcntl.flock(turn, fcntl.LOCK_EX)
    try:
        BEGIN[using.dialect.name](driver)
        yield
        driver.commit()
    except BaseException as error:
        with suppress(cast(Any, using.dialect).loaded_dbapi.Error):  # it may be gone
            driver.rollback()
        if isinstance(error, cast(Any, using.dialect).loaded_dbapi.Error):
            raise as_sqlalchemys(error, using.dialect) from error
        raise
    finally:
        with suppress(cast(Any, using.dialect).loaded_dbapi.Error):
            END[using.dialect.name](driver)
        if turn is not None:
            # Said in words: closing would not do if this process forked meanwhile. After kill -9 the system unlocks.
            fcntl.flock(turn, fcntl.LOCK_UN)


def _begin_on_postgresql(driver: Any) -> None:
    """Let the driver say BEGIN before the first statement, which takes half as long as a statement of our own."""
    driver.autocommit, driver.read_only = False, False


def _end_on_postgresql(driver: Any) -> None:
    driver.read_only, driver.autocommit = None, True


BEGIN: dict[str, Callable[[Any], object]] = {
    "sqlite": lambda driver: driver.execute("BEGIN IMMEDIATE"),
    "postgresql": _begin_on_postgresql,
}
"""A writer says so on SQLite: it then never fails halfway because it first read."""

END: dict[str, Callable[[Any], object]] = {"sqlite": lambda _driver: None, "postgresql": _end_on_postgresql}
