"""The database: one base for all models, one way to write.

SQLite and PostgreSQL behave alike here: a read stands alone, and a write transaction begins as a writer.
"""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any, ParamSpec, TypeVar, cast

from flask import Flask
from flask_sqlalchemy import SQLAlchemy
from flask_sqlalchemy.session import Session
from sqlalchemy import BigInteger, Connection, DateTime, Integer, MetaData, Table, TypeDecorator, event
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import DeclarativeBase

from timebank.core.engines import READ_ONLY, begun, others_were_writing, teach_engine

P = ParamSpec("P")
T = TypeVar("T")

TRIES_AT_MOST = 4
"""How often `transact` runs a piece of work that the database refused only because others were writing."""

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

    def result_processor(self, dialect: Any, coltype: Any) -> Callable[[Any], datetime | None]:
        """Return what makes a moment in UTC, with its zone, of what the driver brings: one call, as pages hold many."""
        return _from_text if dialect.name == "sqlite" else _to_utc


def _from_text(written: str | None) -> datetime | None:
    return None if written is None else datetime.fromisoformat(f"{written}+00:00")


def _to_utc(moment: datetime | None) -> datetime | None:
    return None if moment is None else moment.astimezone(UTC)


class OneConnection(Session):
    """A session that does all over one connection, which statements that pass it by use too, until it is closed.

    SQLAlchemy's own makes a transaction around each connection, and that takes as long as a small statement.
    """

    _held: Connection | None = None

    def held(self) -> Connection:
        """Return the connection."""
        if self._held is None:
            self._held = self._db.engine.connect()
        return self._held

    def get_bind(self, *_args: Any, **_kwargs: Any) -> Connection:
        """Return the connection, whatever is asked."""
        return self.held()

    def rollback(self) -> None:
        """Undo what was begun, also by what passed the session by."""
        super().rollback()
        if self._held is not None:
            self._held.rollback()

    def invalidate(self) -> None:
        """Let go of a connection that has died."""
        super().invalidate()
        if self._held is not None:
            self._held.invalidate()
            self._held = None

    def close(self) -> None:
        """Give the connection back."""
        super().close()
        if self._held is not None:
            self._held.close()
            self._held = None


db = SQLAlchemy(metadata=Base.metadata, session_options={"expire_on_commit": False, "class_": OneConnection})


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


def connection() -> Connection:
    """Return the connection of the session."""
    session: Any = db.session()
    return cast(Connection, session.held())


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
            if attempt == TRIES_AT_MOST or not others_were_writing(error):
                raise
            time.sleep(0.01 * attempt)
    raise AssertionError("unreachable")
