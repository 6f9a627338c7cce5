"""The migrations make the tables that the models say, on both databases, and can be undone and done again."""

import subprocess
import sys
from collections.abc import Iterator
from typing import Any

import sqlalchemy as sa
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory

from tests.house.sources import expect_none
from timebank.core import migrations
from timebank.core.database import Base, db

LEFT_BEHIND = {
    "sqlite": "SELECT type || ' ' || name FROM sqlite_master WHERE name NOT LIKE 'sqlite_%'",
    "postgresql": "SELECT 'function ' || proname FROM pg_proc JOIN pg_namespace n ON n.oid = pronamespace"
    " WHERE n.nspname = 'public' UNION ALL SELECT 'table ' || tablename FROM pg_tables WHERE schemaname = 'public'",
}

FULL_TEXT = {
    *(("table", f"listing_text{part}") for part in ("", "_config", "_data", "_docsize", "_idx")),
    ("index", "ix_listing_searched_vector"),
}
"""The indexes of words, another one on each database: models do not know them, a migration makes them."""


def differences(metadata: sa.MetaData) -> Iterator[Any]:
    """Yield what Alembic would change to make the database that of `metadata`, and each CHECK that differs by name."""
    options = {"compare_type": True, "include_name": lambda name, kind, _parents: (kind, name) not in FULL_TEXT}
    with db.engine.connect() as connection:
        yield from compare_metadata(MigrationContext.configure(connection, opts=options), metadata)
        looked_at = sa.inspect(connection)
        for table in metadata.sorted_tables:
            checks = (one for one in table.constraints if isinstance(one, sa.CheckConstraint))
            wanted = {str(one.name) for one in checks if one.name is not None}
            if looked_at.has_table(table.name):
                there = {one["name"] for one in looked_at.get_check_constraints(table.name)}
                yield from (f"{table.name}: CHECK {name}" for name in wanted ^ there)


def left_behind() -> set[str]:
    """Return tables, functions and triggers that are there, but for Alembic's own."""
    with db.engine.connect() as connection:
        return set(connection.scalars(sa.text(LEFT_BEHIND[connection.dialect.name]))) - {"table alembic_version"}


def test_the_newest_file_is_the_newest_version():
    assert migrations.head() == ScriptDirectory.from_config(migrations.config()).get_current_head()


def test_a_serving_process_does_without_alembic():
    code = "import sys, timebank, timebank.home.serving; print([name for name in sys.modules if 'alembic' in name])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_migrations_make_what_the_models_say(app):
    expect_none(differences(Base.metadata))


def test_migrations_can_be_undone_and_done_again(app):
    made = left_behind()
    db.engine.dispose()
    command.downgrade(migrations.config(), "base")
    assert {name for name in left_behind() if "alembic_version" not in name} == set()
    migrations.upgrade()
    assert left_behind() == made
    expect_none(differences(Base.metadata))


def with_more(column: sa.Column[Any] | None = None, check: sa.CheckConstraint | None = None) -> sa.MetaData:
    """Return the models' tables, with something more in that of gemeenten."""
    metadata = sa.MetaData(naming_convention=Base.metadata.naming_convention)
    for table in Base.metadata.sorted_tables:
        table.to_metadata(metadata)
    if column is not None:
        metadata.tables["gemeente"].append_column(column)
    if check is not None:
        metadata.tables["gemeente"].append_constraint(check)
    return metadata


def test_a_column_or_check_without_migration_is_found(app):
    expect_none(differences(with_more()))
    assert len(list(differences(with_more(column=sa.Column("mayor", sa.String))))) == 1
    assert len(list(differences(with_more(check=sa.CheckConstraint("code <> ''", name="code"))))) == 1
