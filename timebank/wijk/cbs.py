"""Reads files of gemeenten, wijken and buurten: that of Statistics Netherlands (CBS) as it is, and one of our own.

Pure reading, nothing is written. Only region code, name, year and households are looked at; whatever else stands in
a file is left unread.
"""

import csv
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from flask_babel import LazyString, lazy_gettext

from timebank.core.bsn import find_bsn

CODE = re.compile(r"GM\d{4}|WK\d{4}[0-9A-Z]{2}|BU\d{4}[0-9A-Z]{4}")
YEAR = re.compile(r"((?:19|20)\d{2})(?:JJ00)?\*{0,2}")
"""A year as StatLine writes it: 2019, 2019JJ00, 2019* (provisional)."""

UNKNOWN = frozenset((".", "x", "-", ""))
"""CBS's signs for an unknown number: never 0."""

NAME_AT_MOST = 100
UNREADABLE = lazy_gettext("We cannot read this line: a quotation mark may be missing.")
HOLDS_BSN = lazy_gettext("The name holds what looks like a burgerservicenummer (BSN). We never keep those.")
CBS_TITLES = {
    "year": "perioden",
    "name": "wijken en buurten",
    "code": "regiocode",
    "households": "particuliere huishoudens",
}
OWN_COLUMNS = {"code": 0, "name": 1, "households": 2}


@dataclass(frozen=True, slots=True)
class Region:
    """A gemeente, wijk or buurt in one year; households None = unknown."""

    line: int
    code: str
    name: str
    year: int
    households: int | None

    @property
    def kind(self) -> str:
        """Return GM, WK or BU."""
        return self.code[:2]

    @property
    def parent_code(self) -> str:
        """Return the code of the gemeente of a wijk, or of the wijk of a buurt."""
        return f"GM{self.code[2:6]}" if self.kind == "WK" else f"WK{self.code[2:8]}"


@dataclass(frozen=True, slots=True)
class BadLine:
    """A line that cannot be used, and why, in words. What stood there is not repeated: it may be a BSN."""

    line: int
    why: LazyString | str


class _Unusable(Exception):
    def __init__(self, why: LazyString) -> None:
        super().__init__()
        self.why = why


def read_cbs(lines: Iterable[str]) -> Iterator[Region | BadLine]:
    """Read StatLine's own export: a line of titles, `;`, values quoted and padded."""
    rows = csv.reader(lines, delimiter=";")
    titles = next(rows, [])
    found = {key: _column(titles, beginning) for key, beginning in CBS_TITLES.items()}
    columns = {key: at for key, at in found.items() if at is not None}
    if missing := [CBS_TITLES[key] for key in CBS_TITLES if key not in columns]:
        names = ", ".join(missing)
        yield BadLine(1, lazy_gettext("The first line has no column that begins with: %(names)s.", names=names))
        return
    yield from _regions(rows, columns, year=None)


def read_own(lines: Iterable[str], *, year: int) -> Iterator[Region | BadLine]:
    """Read three columns, `code;name;households`, for one year. A first line with these titles is skipped."""
    yield from _regions(csv.reader(lines, delimiter=";"), OWN_COLUMNS, year=year)


def _column(titles: list[str], beginning: str) -> int | None:
    return next((at for at, title in enumerate(titles) if title.strip().lower().startswith(beginning)), None)


def _regions(rows: Any, columns: dict[str, int], *, year: int | None) -> Iterator[Region | BadLine]:
    while True:
        try:
            row = [cell.strip() for cell in next(rows)]
            if any(row) and not _is_title(row, columns, rows.line_num):
                yield _region(row, columns, year, rows.line_num)
        except StopIteration:
            return
        except csv.Error:
            yield BadLine(rows.line_num, UNREADABLE)
        except _Unusable as unusable:
            yield BadLine(rows.line_num, unusable.why)


def _is_title(row: list[str], columns: dict[str, int], line: int) -> bool:
    return line == 1 and row[columns["code"]].lower() == "code"


def _region(row: list[str], columns: dict[str, int], year: int | None, line: int) -> Region:
    if len(row) <= max(columns.values()):
        raise _Unusable(lazy_gettext("This line has too few columns."))
    code = row[columns["code"]].upper()
    if not CODE.fullmatch(code):
        raise _Unusable(
            lazy_gettext("The code must look like GM0363, WK036300 or BU03630000; letters may stand in it too.")
        )
    return Region(
        line=line,
        code=code,
        name=_name(row[columns["name"]]),
        year=_year(row[columns["year"]]) if year is None else year,
        households=_households(row[columns["households"]]),
    )


def _name(text: str) -> str:
    if not text or len(text) > NAME_AT_MOST or not text.isprintable():
        raise _Unusable(lazy_gettext("The name is missing, is too long or has strange signs in it."))
    if find_bsn(text):
        raise _Unusable(HOLDS_BSN)
    return text


def _year(text: str) -> int:
    match = YEAR.fullmatch(text)
    if match is None:
        raise _Unusable(lazy_gettext("The year must be four digits, like 2019."))
    return int(match[1])


def _households(text: str) -> int | None:
    if text.lower() in UNKNOWN:
        return None
    if not (text.isascii() and text.isdigit() and len(text) < 9):
        raise _Unusable(lazy_gettext("The number of households must be a whole number, or a dot for unknown."))
    return int(text)
