"""Rows of the table: what was measured, beside what, and whether the limit holds."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from statistics import median


@dataclass(frozen=True)
class Limit:
    """What a figure has to be: at least, or at most, a number."""

    at_least: float | None = None
    at_most: float | None = None

    def holds(self, figure: float) -> bool:
        """Say whether a figure keeps the limit."""
        return (self.at_least is None or figure >= self.at_least) and (self.at_most is None or figure <= self.at_most)

    def __str__(self) -> str:
        """Write it as people do."""
        parts = (("≥", self.at_least), ("≤", self.at_most))
        return " ".join(f"{sign} {number:g}" for sign, number in parts if number is not None)


@dataclass(frozen=True)
class Row:
    """One line of the table. Without a limit the figure is shown and judged by nobody."""

    name: str
    ours: str
    beside: str
    figure: float
    limit: Limit | None = None

    @property
    def verdict(self) -> str:
        """Return ok, MISSES or shown."""
        if self.limit is None:
            return "shown"
        return "ok" if self.limit.holds(self.figure) else "MISSES"


@dataclass(frozen=True)
class Skipped:
    """A line that could not be measured here, and why."""

    name: str
    why: str
    verdict = "skipped"


Rows = Iterator[Row | Skipped]
Benchmark = Callable[["Options"], Rows]


@dataclass(frozen=True)
class Options:
    """How much to measure. `scale` shortens everything; `entries` are the sizes of the books in `growth` and
    `publishing`, `listings` those of the market."""

    rounds: int = 5
    scale: float = 1.0
    engines: tuple[str, ...] = ("sqlite", "postgresql")
    entries: tuple[int, ...] = (10_000, 100_000, 1_000_000)
    listings: tuple[int, ...] = (1_000, 10_000, 100_000, 1_000_000)

    def of(self, number: float, least: float = 1) -> int:
        """Return a number at the scale asked for."""
        return int(max(number * self.scale, least))


def faster(name: str, ours: list[float], beside: list[float], what: str, at_least: float | None = None) -> Row:
    """Compare how many a second: the median of the ratios of each round's pair."""
    ratio = median(mine / its for mine, its in zip(ours, beside, strict=True))
    limit = None if at_least is None else Limit(at_least=at_least)
    return Row(name, f"{median(ours):,.0f}/s", f"{median(beside):,.0f}/s {what}", ratio, limit)


def heading() -> str:
    """Return the first line of the table."""
    return f"{'what':58} {'ours':>12} {'beside':>34} {'figure':>8} {'limit':>8}"


def line(row: Row | Skipped) -> str:
    """Return one line of the table."""
    if isinstance(row, Skipped):
        return f"{row.name:58} skipped: {row.why}"
    limit = str(row.limit or "")
    return f"{row.name:58} {row.ours:>12} {row.beside:>34} {row.figure:8.2f} {limit:>8}  {row.verdict}"
