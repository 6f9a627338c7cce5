"""Keeps the good lines of a file on disk until all of it was looked at, however long it is.

A private SQLite database without a name: it is gone when it closes, also after kill -9.
"""

import sqlite3
from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from timebank.exchange.imports.layouts import Past

TABLES = """
PRAGMA cache_size = -16000;
PRAGMA journal_mode = OFF;
CREATE TABLE seen (name TEXT PRIMARY KEY, number INTEGER) WITHOUT ROWID;
CREATE TABLE line (request_key TEXT, digest TEXT, number INTEGER, giver TEXT, receiver TEXT, minutes INTEGER, day TEXT,
                   kind TEXT, note TEXT);
BEGIN;
"""
COUNT = "INSERT INTO seen VALUES (?, 1) ON CONFLICT DO UPDATE SET number = number + 1 RETURNING number"
FIRST = "INSERT INTO seen VALUES (?, ?) ON CONFLICT DO UPDATE SET number = number RETURNING number"


class Kept(NamedTuple):
    """A good line, with the key under which it is posted once and the digest of its content."""

    key: str
    digest: str
    past: Past


class Spool:
    """The good lines, in the order in which they came; use it in a `with`."""

    def __init__(self) -> None:
        self._database = sqlite3.connect("", isolation_level=None)
        self._database.executescript(TABLES)

    def __enter__(self) -> "Spool":
        return self

    def __exit__(self, *_: object) -> None:
        self._database.close()

    def occurrence(self, digest: str) -> int:
        """Count how often a content came, this time included."""
        return int(self._database.execute(COUNT, (digest,)).fetchone()[0])

    def first_line(self, source_id: str, number: int) -> int:
        """Return the number of the line on which an id came first; `number` when that is this one."""
        return int(self._database.execute(FIRST, (source_id, number)).fetchone()[0])

    def keep(self, lines: list[Kept]) -> None:
        """Keep good lines."""
        self._database.executemany("INSERT INTO line VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)", map(_row, lines))

    def lines(self) -> Iterator[Kept]:
        """Yield what was kept."""
        for key, digest, number, giver, receiver, minutes, day, kind, note in self._database.execute(
            "SELECT * FROM line ORDER BY rowid"
        ):
            past = Past(number, "", giver, receiver, minutes, date.fromisoformat(day), kind, note)
            yield Kept(key, digest, past)


def _row(kept: Kept) -> tuple[object, ...]:
    past = kept.past
    parties = (past.giver, past.receiver)
    return (
        kept.key,
        kept.digest,
        past.number,
        *parties,
        past.minutes,
        past.day.isoformat(),
        past.category_code,
        past.note,
    )
