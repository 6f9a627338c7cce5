"""The life of an exchange as one table, and its limits. No database, no clock."""

from dataclasses import dataclass
from datetime import timedelta

SIDES = ("giver", "receiver")
STATES = (
    "reported",
    "countered",
    "confirmed",
    "declined",
    "withdrawn",
    "lapsed",
    "correction_asked",
    "reversed",
)
MINUTES_AT_MOST = 1440
MUCH_ON_ONE_DAY_MINUTES = 720
"""More than 12 hours on one day: the form asks "klopt dat?"."""
NOTE_AT_MOST = 280
REPORTS_A_DAY = 20
DAYS_BACK = 366
LAPSES_AFTER = timedelta(days=30)


@dataclass(frozen=True)
class Step:
    """What a move does: the state it leads to, and who may make it.

    `by` is "asked" (the side whose answer is waited for), "asker" (the other one), "either" or "clock".
    """

    to_state: str
    by: str


MOVES: dict[tuple[str, str], Step] = {
    ("reported", "confirm"): Step("confirmed", "asked"),
    ("reported", "decline"): Step("declined", "asked"),
    ("reported", "counter"): Step("countered", "asked"),
    ("reported", "withdraw"): Step("withdrawn", "asker"),
    ("reported", "lapse"): Step("lapsed", "clock"),
    ("countered", "confirm"): Step("confirmed", "asked"),
    ("countered", "decline"): Step("declined", "asked"),
    ("countered", "counter"): Step("reported", "asked"),
    ("countered", "withdraw"): Step("withdrawn", "asker"),
    ("countered", "lapse"): Step("lapsed", "clock"),
    ("confirmed", "ask_correction"): Step("correction_asked", "either"),
    ("correction_asked", "agree"): Step("reversed", "asked"),
    ("correction_asked", "refuse"): Step("confirmed", "asked"),
    ("correction_asked", "stop_asking"): Step("confirmed", "asker"),
    ("correction_asked", "lapse"): Step("confirmed", "clock"),
}
"""From a state, by a move, to a state. "agree" leads back to confirmed when the right minutes were named."""


def other(side: str) -> str:
    """Return the side opposite `side`."""
    return SIDES[1 - SIDES.index(side)]
