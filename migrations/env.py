"""Runs migrations with the application's own engine; Alembic calls this file."""

from alembic import context
from flask import current_app

from timebank.core.database import Base, UtcDateTime, db
from timebank.core.engines import begun
from timebank.ledger.models import WholeMinutes


def render_item(kind: str, thing: object, _context: object) -> str | bool:
    """Write our own types into migrations as the plain types that the databases see."""
    if kind == "type" and isinstance(thing, UtcDateTime):
        return "sa.DateTime(timezone=True)"
    if kind == "type" and isinstance(thing, WholeMinutes):
        return 'sa.Integer().with_variant(sa.Numeric(), "postgresql")'
    return False


with current_app.app_context(), db.engine.connect() as connection:
    context.configure(
        connection=connection,
        target_metadata=Base.metadata,
        render_as_batch=connection.dialect.name == "sqlite",
        render_item=render_item,
    )
    with begun(connection), context.begin_transaction():
        context.run_migrations()
