"""Runs migrations with the application's own engine; Alembic calls this file."""

from alembic import context
from flask import current_app

from timebank.core.database import Base, UtcDateTime, db


def render_item(kind: str, thing: object, _context: object) -> str | bool:
    """Write our moments into migrations as the plain type that the database sees."""
    return "sa.DateTime(timezone=True)" if kind == "type" and isinstance(thing, UtcDateTime) else False


with current_app.app_context(), db.engine.connect() as connection:
    context.configure(
        connection=connection,
        target_metadata=Base.metadata,
        render_as_batch=connection.dialect.name == "sqlite",
        transaction_per_migration=True,
        render_item=render_item,
    )
    with context.begin_transaction():
        context.run_migrations()
    connection.commit()
