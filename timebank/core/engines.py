"""What an engine has to do so that SQLite and PostgreSQL behave alike: connect, begin as a writer, fail."""

import fcntl
import os
import select
import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from typing import Any, cast

from sqlalchemy import Connection, Dialect, Engine, event
from sqlalchemy.exc import DBAPIError, DisconnectionError, OperationalError

RESTS_UNASKED_SECONDS = 1.0
"""How long a connection to PostgreSQL may lie in the pool and still be used without asking."""

READ_ONLY = "-c default_transaction_read_only=on"
"""On PostgreSQL a connection refuses to write outside `begun`: what stands alone could not be undone. SQLite could do
the same (PRAGMA query_only), but forgets its prepared statements each time, and a posting takes twice as long."""


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


def is_full(error: DBAPIError) -> bool:
    """Say whether the database refused because its disk is full."""
    state = getattr(error.orig, "sqlstate", None)
    return state == "53100" or "disk is full" in str(error.orig)


def others_were_writing(error: OperationalError) -> bool:
    """Say whether the database refused only because others were writing: trying again helps."""
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
