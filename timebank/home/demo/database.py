"""The demo's own database: never one with real people in it."""

from enum import Enum
from pathlib import Path

from sqlalchemy import Engine, inspect, select, text

from timebank.core import migrations
from timebank.core.database import Base, db
from timebank.core.engines import begun
from timebank.home.demo.words import GEMEENTE
from timebank.people.models import Person
from timebank.wijk.models import Gemeente

BESIDE = ("", "-wal", "-shm", ".lock")
LAST_ONE = "olga"
"""The sign-in name that the filling makes last: where it is, the filling was finished."""

FUNCTIONS = text(
    "SELECT oid::regprocedure FROM pg_proc"
    " WHERE pronamespace = current_schema()::regnamespace AND (proname LIKE 'ledger\\_%' OR proname = 'listing_text')"
)


class State(Enum):
    """What is in the database."""

    EMPTY = "empty"
    HALFWAY = "halfway"
    FILLED = "filled"
    NOT_OURS = "not ours"


def state() -> State:
    """Say what is in the database; it may not have tables yet."""
    if migrations.current(db.engine) is None:
        return State.EMPTY if not inspect(db.engine).get_table_names() else State.NOT_OURS
    codes = set(db.session.scalars(select(Gemeente.code)))
    somebody = db.session.scalar(select(Person.id).limit(1))
    is_filled = db.session.scalar(select(Person.id).where(Person.sign_in_name == LAST_ONE)) is not None
    db.session.remove()
    if not codes and somebody is None:
        return State.EMPTY
    if codes != {GEMEENTE[0]}:
        return State.NOT_OURS
    return State.FILLED if is_filled else State.HALFWAY


def clear() -> None:
    """Throw the demo's database away. The caller has looked at `state` first."""
    db.session.remove()
    engine = db.engine
    if engine.dialect.name == "sqlite":
        engine.dispose()
        for ending in BESIDE:
            Path(f"{engine.url.database}{ending}").unlink(missing_ok=True)
        return
    _drop_tables(engine)


def _drop_tables(engine: Engine) -> None:
    with engine.connect() as connection, begun(connection):
        connection.execute(text("SET LOCAL lock_timeout = '10s'"))  # somebody may still be serving it
        Base.metadata.drop_all(connection)
        for (function,) in connection.execute(FUNCTIONS).all():
            connection.execute(text(f"DROP FUNCTION {function} CASCADE"))
        connection.execute(text("DROP TABLE alembic_version"))
