"""Keyset pages: the next page begins after the last row seen, so a page costs the same at any depth."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

T = TypeVar("T")


@dataclass(frozen=True)
class Page(Generic[T]):
    """Some rows, and where the next page begins: None on the last page."""

    rows: list[T]
    next_after: int | None


def cut(rows: Sequence[T], size: int, key: Callable[[T], int]) -> Page[T]:
    """Make a page of `size` rows from a query that asked for one more, to know whether there is a next page."""
    kept = list(rows[:size])
    return Page(kept, key(kept[-1]) if len(rows) > size else None)
