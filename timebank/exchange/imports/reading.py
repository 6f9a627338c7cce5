"""Reads files with separated values, a line at a time. Only the columns that a layout names are ever taken out.

A reason never repeats what stood on the line: it may be what must not be kept.
"""

import csv
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from io import TextIOWrapper
from operator import itemgetter
from pathlib import Path
from typing import Any, Generic, TypeVar

from timebank.core.bsn import find_bsn

T = TypeVar("T")

CODE_AT_MOST = 60
ID_AT_MOST = 100
BSN_LENGTH = 9
HOLDS_BSN = "it holds what looks like a burgerservicenummer (BSN), and we never keep those"
NOT_UTF8 = "it is not UTF-8; save the file as CSV UTF-8"
UNREADABLE = "a quotation mark is missing, here or before"
SPACE = re.compile(r"\s+")


class Unusable(Exception):
    """A line cannot be used; the text says why, without what stood there."""


class UnknownFile(Exception):
    """The file as a whole is not what its layout says."""


@dataclass(frozen=True, slots=True)
class BadLine:
    """The number of a line that cannot be used, and why."""

    number: int
    reason: str


@dataclass(frozen=True)
class Layout(Generic[T]):
    """How a kind of file is read. `understand` turns the cells of `columns` into something, or raises Unusable.

    With `positions` the file has no header line; they say where the columns stand (from 0). What stands in other
    columns is not looked at.
    """

    columns: tuple[str, ...]
    understand: Callable[..., T]
    delimiter: str = ","
    positions: tuple[int, ...] = ()


def read(path: Path, layout: Layout[T], *, progress: Callable[[int], object], **context: Any) -> Iterator[T | BadLine]:
    """Yield what each line says, or why it cannot be used, in the order of the file.

    `progress` hears how many more bytes were read; `context` goes to the layout's `understand`.

    :raises UnknownFile: the header line lacks a column, or the file is empty
    """
    with path.open("rb") as raw, TextIOWrapper(raw, "utf-8-sig", errors="surrogateescape", newline="") as text:
        lines = _lines(text, layout.delimiter)
        pick = itemgetter(*(layout.positions or _positions(next(lines, None), layout)))
        heard, is_empty = 0, True
        for number, cells in lines:
            is_empty = False
            if raw.tell() != heard:
                progress(raw.tell() - heard)
                heard = raw.tell()
            yield _understood(number, cells, pick, layout.understand, context)
        if is_empty:
            raise UnknownFile("The file is empty.")


def clean(text: str) -> str:
    """Return a text on one line, without signs that cannot be printed."""
    one_line = SPACE.sub(" ", text).strip()
    return one_line if one_line.isprintable() else "".join(sign for sign in one_line if sign.isprintable())


def cut(text: str, most: int) -> str:
    """Return a text of at most `most` characters; what was longer ends with …"""
    return text if len(text) <= most else f"{text[: most - 1].rstrip()}…"


def code(text: str, what: str, most: int = CODE_AT_MOST) -> str:
    """Return a code or number by which the file names something.

    :raises Unusable: it is empty, too long, or cannot be printed
    """
    found = text.strip()
    if not found:
        raise Unusable(f"{what} is empty")
    if len(found) > most or not found.isprintable():
        raise Unusable(f"{what} is not 1 to {most} letters and digits")
    return found


def refuse_bsn(*texts: str) -> None:
    """Refuse a line of which something would be kept that looks like a BSN.

    :raises Unusable: for that reason
    """
    if any(len(text) >= BSN_LENGTH and _holds_bsn(text) for text in texts):
        raise Unusable(HOLDS_BSN)


@lru_cache(maxsize=4096)
def _holds_bsn(text: str) -> bool:
    return find_bsn(text) is not None  # the same names and notes come back on many lines


def _lines(text: TextIOWrapper, delimiter: str) -> Iterator[tuple[int, list[str] | str]]:
    """Yield the number of each line that is not empty, with its cells or with why it has none."""
    reader = csv.reader(text, delimiter=delimiter, strict=True)
    while True:
        number = reader.line_num + 1
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error:
            yield number, UNREADABLE
            continue
        if cells:
            yield number, cells


def _positions(first: tuple[int, list[str] | str] | None, layout: Layout[T]) -> list[int]:
    titles = [cell.strip().lower() for cell in first[1]] if first and isinstance(first[1], list) else []
    if not set(layout.columns) <= set(titles):
        raise UnknownFile(f"The first line must name the columns: {layout.delimiter.join(layout.columns)}")
    return [titles.index(column) for column in layout.columns]


def _understood(
    number: int,
    cells: list[str] | str,
    pick: Callable[[list[str]], tuple[str, ...]],
    understand: Callable[..., T],
    context: dict[str, Any],
) -> T | BadLine:
    if isinstance(cells, str):
        return BadLine(number, cells)
    try:
        picked = pick(cells)
        "".join(picked).encode()
        return understand(number, *picked, **context)
    except Unusable as unusable:
        return BadLine(number, str(unusable))
    except IndexError:
        return BadLine(number, "it has too few columns")
    except UnicodeEncodeError:
        return BadLine(number, NOT_UTF8)
