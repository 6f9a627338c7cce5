"""Which version the tables have, and bringing them to this one (Alembic)."""

import shutil
import sqlite3
from collections.abc import Callable
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Engine

from timebank.core.database import db

FOLDER = Path(__file__).parent.parent.parent / "migrations"


def config() -> Config:
    """Return Alembic's configuration; `migrations/env.py` takes the engine from the application."""
    made = Config()
    made.set_main_option("script_location", str(FOLDER))
    return made


def head() -> str | None:
    """Return the newest version that this code knows."""
    return ScriptDirectory.from_config(config()).get_current_head()


def current(engine: Engine) -> str | None:
    """Return the version of the tables, None for an empty database."""
    with engine.connect() as connection:
        return MigrationContext.configure(connection).get_current_revision()


def is_behind(engine: Engine) -> bool:
    """Say whether the tables are not those of this version."""
    return current(engine) != head()


def upgrade() -> None:
    """Bring the tables to this version, also of a database that is not there yet. Needs an application context."""
    address = db.engine.url
    if address.get_backend_name() == "sqlite" and address.database:
        Path(address.database).parent.mkdir(parents=True, exist_ok=True)
    command.upgrade(config(), "head")


def copy_sqlite(engine: Engine, target: Path, say: Callable[[str], None] = lambda _text: None) -> None:
    """Copy an SQLite database while it may be in use: SQLite's own backup, not a copy of the file.

    :raises OSError: there is no room for the copy
    """
    source = engine.url.database or ""
    if shutil.disk_usage(target.parent).free < Path(source).stat().st_size * 2:
        raise OSError(f"no room for a copy in {target.parent}")
    with sqlite3.connect(source) as old, sqlite3.connect(target) as new:
        old.backup(new)
    say(str(target))
