"""What an operator runs after a new version: copy, migrate, check the books, report."""

import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

from sqlalchemy import Engine

from timebank.core import clock, migrations
from timebank.core.database import db
from timebank.ledger.check import check

NO_PG_DUMP = "pg_dump is not on this machine: make a copy of the database yourself, then run again with --no-copy."


class CannotCopy(Exception):
    """There is no way to make a copy before the upgrade; nothing was changed."""


def upgrade(*, copy: bool, folder: Path) -> Iterator[str]:
    """Bring an installation to this version; yield a line for each thing done.

    :raises CannotCopy: no copy could be made; nothing was changed
    """
    before = migrations.current(db.engine)
    if copy and before is not None:
        yield f"copy       {_copy(db.engine, folder)}"
    db.session.remove()
    migrations.upgrade()
    yield f"migrations {before or 'empty'} -> {migrations.current(db.engine)}"
    differences = list(check())
    for difference in differences:
        yield f"books      {difference}"
    yield f"books      {'NOT in order: restore the copy and report this' if differences else 'in order'}"


def _copy(engine: Engine, folder: Path) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    target = folder / f"before-upgrade-{clock.now():%Y%m%dT%H%M%SZ}"
    try:
        if engine.dialect.name == "sqlite":
            migrations.copy_sqlite(engine, target.with_suffix(".sqlite3"))
            return target.with_suffix(".sqlite3")
        return _dump_postgresql(engine, target.with_suffix(".dump"))
    except (OSError, subprocess.CalledProcessError) as error:
        raise CannotCopy(str(error)) from error


def _dump_postgresql(engine: Engine, target: Path) -> Path:
    if shutil.which("pg_dump") is None:
        raise CannotCopy(NO_PG_DUMP)
    address = engine.url.set(drivername="postgresql").render_as_string(hide_password=False)
    subprocess.run(["pg_dump", "--format=custom", f"--file={target}", address], check=True)
    return target
