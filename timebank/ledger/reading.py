"""Reading all of the books at one moment, row by row, so that memory stays flat however many there are."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Executable, Row

from timebank.core.database import db

ROWS_AT_ONCE = 5000


@dataclass(frozen=True)
class Difference:
    """Something in the books that is not as it should be, in words for the operator."""

    where: str
    what: str

    def __str__(self) -> str:
        """Return both as one line."""
        return f"{self.where}: {self.what}"


@contextmanager
def snapshot() -> Iterator[Connection]:
    """Give a connection that keeps seeing the books as they are now, while others go on posting."""
    with db.engine.connect() as connection:
        if connection.dialect.name == "postgresql":
            connection.execution_options(isolation_level="REPEATABLE READ")
        else:
            connection.exec_driver_sql("BEGIN")
        yield connection


def stream(connection: Connection, wanted: Executable, **values: Any) -> Iterator[Row[Any]]:
    """Give the rows of a statement, some thousands in memory at a time."""
    yield from connection.execute(wanted, values, execution_options={"yield_per": ROWS_AT_ONCE})
