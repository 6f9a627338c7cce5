"""What is asked of the database."""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import event

from timebank.core.database import db
from timebank.core.statements import SENT


@contextmanager
def reads() -> Iterator[list[str]]:
    """Collect the statements that read, by SQLAlchemy or straight to the driver."""
    found: list[str] = []

    def note(statement: str) -> None:
        if statement.lstrip().upper().startswith(("SELECT", "WITH")):
            found.append(statement)

    def note_too(_connection, _cursor, statement, *_more) -> None:
        note(statement)

    event.listen(db.engine, "before_cursor_execute", note_too)
    try:
        with SENT.connected_to(note):
            yield found
    finally:
        event.remove(db.engine, "before_cursor_execute", note_too)
