"""What holds for the books. No database, no clock."""

from datetime import date
from typing import Final

MINUTES_AT_MOST: Final = 1440
"""A transfer is at most a whole day."""

NO_DIGEST: Final = "0" * 64
"""What the first seal follows."""


def quarter_of(day: date) -> str:
    """Return the calendar quarter of a day, like `2026Q4`."""
    return f"{day.year:04d}Q{(day.month + 2) // 3}"
