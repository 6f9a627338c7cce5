"""Pure decisions: `exchanging` (the life of an exchange), `talking` (limits of a conversation), `agreeing` (the life of
an appointment), `groups` (of a group), `notes`, `stad`. No database, no clock."""

from timebank.exchange.rules.exchanging import (
    DAYS_BACK,
    LAPSES_AFTER,
    MINUTES_AT_MOST,
    MOVE_NAMES,
    MOVES,
    MUCH_ON_ONE_DAY_MINUTES,
    NOTE_AT_MOST,
    REPORTS_A_DAY,
    SIDES,
    STATES,
    WAITING_STATES,
    WRITE_ALONE,
    Report,
    Step,
    find_step,
    is_possible_day,
    moves_open_to,
    other,
)

__all__ = [
    "DAYS_BACK",
    "LAPSES_AFTER",
    "MINUTES_AT_MOST",
    "MOVES",
    "MOVE_NAMES",
    "MUCH_ON_ONE_DAY_MINUTES",
    "NOTE_AT_MOST",
    "REPORTS_A_DAY",
    "SIDES",
    "STATES",
    "WAITING_STATES",
    "WRITE_ALONE",
    "Report",
    "Step",
    "find_step",
    "is_possible_day",
    "moves_open_to",
    "other",
]
