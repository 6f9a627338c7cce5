"""Which version the tables have, and bringing them to this one (Alembic)."""

import shutil
import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import Engine, inspect, text

from timebank.core.database import db

if TYPE_CHECKING:
    from alembic.config import Config

FOLDER = Path(__file__).parent.parent.parent / "migrations"


def config() -> "Config":
    """Return Alembic's configuration; `migrations/env.py` takes the engine from the application."""
    # Only who migrates imports Alembic: it would take 11 MiB of every serving process.
    from alembic.config import Config

    made = Config()
    made.set_main_option("script_location", str(FOLDER))
    return made


def head() -> str:
    """Return the newest version that this code knows: the number that its file begins with."""
    return max(path.name.partition("_")[0] for path in (FOLDER / "versions").glob("[0-9]*.py"))


def current(engine: Engine) -> str | None:
    """Return the version of the tables, None for an empty database."""
    with engine.connect() as connection:
        if not inspect(connection).has_table("alembic_version"):
            return None
        found: str | None = connection.execute(text("SELECT version_num FROM alembic_version")).scalar()
        return found


def is_behind(engine: Engine) -> bool:
    """Say whether the tables are not those of this version."""
    return current(engine) != head()


def upgrade() -> None:
    """Bring the tables to this version, also of a database that is not there yet. Needs an application context."""
    address = db.engine.url
    if address.get_backend_name() == "sqlite" and address.database:
        Path(address.database).parent.mkdir(parents=True, exist_ok=True)
    from alembic import command

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
