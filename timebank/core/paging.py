"""Keyset pages: the next page begins after the last row seen, so a page costs the same at any depth."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

T = TypeVar("T")
DIGITS_AT_MOST = 18
"""What fits in a 64-bit column of both databases."""


@dataclass(frozen=True)
class Page(Generic[T]):
    """Some rows, and where the next page begins: None on the last page."""

    rows: list[T]
    next_after: int | None


def cut(rows: Sequence[T], size: int, key: Callable[[T], int]) -> Page[T]:
    """Make a page of `size` rows from a query that asked for one more, to know whether there is a next page."""
    kept = list(rows[:size])
    return Page(kept, key(kept[-1]) if len(rows) > size else None)


def begins_at(given: str | None) -> int | None:
    """Return where an address says that a page begins; None for what no row can have, so: at the beginning."""
    is_number = given is not None and given.isascii() and given.isdigit() and len(given) <= DIGITS_AT_MOST
    return int(given) if given is not None and is_number else None
