"""Geometry of the pictures: numbers in, whole coordinates out. Words and drawing are the templates'."""

from dataclasses import dataclass

WIDTH = 360
MIDDLE = WIDTH // 2
LONGEST = 170
SHORTEST = 4


@dataclass(frozen=True)
class Bar:
    """One bar: where it begins and how wide it is."""

    x: int
    width: int


@dataclass(frozen=True)
class BalanceBars:
    """Given to the left and received to the right of one zero line, on the same scale."""

    given: Bar
    received: Bar


def balance_bars(given_minutes: int, received_minutes: int) -> BalanceBars:
    """Draw two bars on one scale: the longest is LONGEST wide, and what is not 0 is never drawn as nothing."""
    most = max(given_minutes, received_minutes, 1)
    given, received = (max(round(LONGEST * m / most), SHORTEST if m else 0) for m in (given_minutes, received_minutes))
    return BalanceBars(given=Bar(MIDDLE - given, given), received=Bar(MIDDLE, received))
