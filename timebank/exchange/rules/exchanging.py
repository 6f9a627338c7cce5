"""The life of an exchange as one table, and its limits. No database, no clock."""

import hashlib
import json
from dataclasses import asdict, dataclass
from datetime import date, timedelta

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
WAITING_STATES = ("reported", "countered", "correction_asked")
MINUTES_AT_MOST = 1440
MUCH_ON_ONE_DAY_MINUTES = 720
"""More than 12 hours on one day: the form asks "klopt dat?"."""
NOTE_AT_MOST = 280
REPORTS_A_DAY = 20
DAYS_BACK = 366
LAPSES_AFTER = timedelta(days=30)


@dataclass(frozen=True)
class Step:
    """What a move does: the state it leads to, who may make it, and whose answer is waited for then.

    `by` is "asked" (the side whose answer is waited for), "asker" (the other one), "either" or "clock". `asks` says
    that the side opposite the mover is asked next.
    """

    to_state: str
    by: str
    asks: bool = False


MOVES: dict[tuple[str, str], Step] = {
    ("reported", "confirm"): Step("confirmed", "asked"),
    ("reported", "decline"): Step("declined", "asked"),
    ("reported", "counter"): Step("countered", "asked", asks=True),
    ("reported", "withdraw"): Step("withdrawn", "asker"),
    ("reported", "lapse"): Step("lapsed", "clock"),
    ("countered", "confirm"): Step("confirmed", "asked"),
    ("countered", "decline"): Step("declined", "asked"),
    ("countered", "counter"): Step("reported", "asked", asks=True),
    ("countered", "withdraw"): Step("withdrawn", "asker"),
    ("countered", "lapse"): Step("lapsed", "clock"),
    ("confirmed", "ask_correction"): Step("correction_asked", "either", asks=True),
    ("correction_asked", "agree_other_minutes"): Step("confirmed", "asked"),
    ("correction_asked", "agree_undo"): Step("reversed", "asked"),
    ("correction_asked", "refuse"): Step("confirmed", "asked"),
    ("correction_asked", "stop_asking"): Step("confirmed", "asker"),
    ("correction_asked", "lapse"): Step("confirmed", "clock"),
}
"""From a state, by a move, to a state. What is not here does not exist."""

WRITE_ALONE = Step("confirmed", "asker")
"""What only one side knows of: help of the stad. It stands in no table, so that no answer can be made by it."""

MOVE_NAMES = ("report", *dict.fromkeys(move for _, move in MOVES), "take_over", "write_alone", "correct_alone")


def find_step(state: str, move: str, *, mover: str | None, asked: str | None) -> Step | None:
    """Return what `move` does now, or None where the table does not let `mover` make it.

    `mover` is the side that moves, None for the clock; `asked` is the side whose answer is waited for.
    """
    step = MOVES.get((state, move))
    if step is None:
        return None
    allowed = {
        "asked": mover is not None and mover == asked,
        "asker": mover is not None and mover != asked,
        "either": mover is not None,
        "clock": mover is None,
    }
    return step if allowed[step.by] else None


def moves_open_to(state: str, *, mover: str, asked: str | None) -> set[str]:
    """Return the moves that a side can make now: what the page offers."""
    return {move for _, move in MOVES if find_step(state, move, mover=mover, asked=asked)}


def other(side: str) -> str:
    """Return the side opposite `side`."""
    return SIDES[1 - SIDES.index(side)]


def is_possible_day(day: date, *, today: date) -> bool:
    """Say whether help of that day can be reported: never ahead, at most a year back."""
    return today - timedelta(days=DAYS_BACK) <= day <= today


@dataclass(frozen=True)
class Report:
    """What the form says. `side` is the reporter's own; `who` a neighbour's public id, or what stands for the wijk, the
    stad or an organisation."""

    request_key: str
    side: str
    who: str
    category_code: str
    minutes: int
    occurred_on: date
    note: str = ""
    is_sure: bool = False

    def digest(self) -> str:
        """Return the SHA-256 of the content, by which a form that is sent twice is known from another one."""
        content = asdict(self) | {"occurred_on": self.occurred_on.isoformat()}
        del content["request_key"], content["is_sure"]
        return hashlib.sha256(json.dumps(content, sort_keys=True).encode()).hexdigest()
