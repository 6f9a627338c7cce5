"""What holds for balances. No database, no clock."""

from datetime import date, timedelta
from typing import Final

RULES_VERSION: Final = 1
"""Goes up whenever a rule of disclosure changes; stands beside each publication."""

PUBLISHED_AFTER: Final = timedelta(days=14)
"""How long after its last day a quarter is closed and published."""

OWN, WIJKEN, POT, STAD, REST = "own", "wijken", "pot", "stad", "rest"
SECTORS: Final = ("ondernemers", "onderwijs", "onderzoek", "overheid", "omgeving")
PARTNERS: Final = (OWN, WIJKEN, POT, STAD, *SECTORS)
"""With whom residents of a wijk give and get, in the order in which it is shown; then the rest."""

REPORT_WORDS_AT_MOST: Final = 600
"""How long each answer of a verslag may be: a success and a valpartij have equal room."""


def days_of(quarter: str) -> tuple[date, date]:
    """Return the first and the last day of a quarter like `2026Q4`."""
    year, number = int(quarter[:4]), int(quarter[5])
    first = date(year, number * 3 - 2, 1)
    after = date(year + 1, 1, 1) if number == 4 else date(year, number * 3 + 1, 1)
    return first, after - timedelta(days=1)


def quarters_of(year: str) -> tuple[str, ...]:
    """Return the quarters of a year, in order."""
    return tuple(f"{year}Q{number}" for number in range(1, 5))


def quarter_before(quarter: str) -> str:
    """Return the quarter before one like `2026Q1`."""
    year, number = int(quarter[:4]), int(quarter[5])
    return f"{year - 1}Q4" if number == 1 else f"{year}Q{number - 1}"


def published_from(quarter: str) -> date:
    """Return the first day on which a quarter may be published."""
    return days_of(quarter)[1] + PUBLISHED_AFTER + timedelta(days=1)


def is_quarter(text: str) -> bool:
    """Say whether a text names a quarter."""
    return len(text) == 6 and text[:4].isdecimal() and text[:4] > "0000" and text[4] == "Q" and text[5] in "1234"
