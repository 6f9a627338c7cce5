"""Geometry of the pictures: minutes in, whole percents of the width out. Words and drawing are the templates'."""

from dataclasses import dataclass

SMALLEST_PERCENT = 2


@dataclass(frozen=True, slots=True)
class BalanceBars:
    """How long the bars of given and received are, both from one zero line, in percents of the longer one."""

    given_percent: int
    received_percent: int


def balance_bars(given_minutes: int, received_minutes: int) -> BalanceBars:
    """Draw both on one scale. What is not 0 is never drawn as nothing: at least SMALLEST_PERCENT."""
    longest = max(given_minutes, received_minutes, 1)
    return BalanceBars(percent(given_minutes, longest), percent(received_minutes, longest))


def percent(length: int, longest: int) -> int:
    """Return how much of the longest something is; what is not 0 at least SMALLEST_PERCENT."""
    return max(round(100 * length / longest), SMALLEST_PERCENT) if length > 0 else 0
