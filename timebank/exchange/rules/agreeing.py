"""The life of an appointment as one table, and its limits. No database, no clock.

Both sides of an appointment say yes to it themselves. Who proposes has said yes; the next time of a series is proposed
by nobody, so there both are asked.
"""

import hashlib
import json
from dataclasses import dataclass
from datetime import date, time, timedelta

STATES = ("proposed", "agreed", "done", "not_done", "called_off")
OPEN_STATES = ("proposed", "agreed")
PLACE_AT_MOST = 140
DAYS_AHEAD = 366
ASKED_FOR = timedelta(days=30)
"""How long afterwards the start page asks whether it worked out."""

AHEAD_AT_MOST = 20
"""How many appointments of one conversation can lie ahead, those that were called off too."""

CHANGES_AT_MOST = 20
"""How often one appointment can be changed."""

EVERY_DAYS = (7, 14)
"""After how many days the next time of a series is."""

TIMES_AT_LEAST = 2
TIMES_AT_MOST = 26


@dataclass(frozen=True)
class Step:
    """What a move does: the state it leads to, who may make it, and whether before or after the time has come.

    `by` is "asked" (has not said yes yet), "asker" (has said yes, and waits) or "either"; `when` is "before", "after"
    or "any". `asks` says that the other side has to say yes anew.
    """

    to_state: str
    by: str
    when: str
    asks: bool = False


MOVES: dict[tuple[str, str], Step] = {
    ("proposed", "agree"): Step("agreed", "asked", "before"),
    ("proposed", "change"): Step("proposed", "either", "any", asks=True),
    ("proposed", "remind"): Step("proposed", "asker", "before"),
    ("proposed", "call_off"): Step("called_off", "either", "any"),
    ("agreed", "change"): Step("proposed", "either", "before", asks=True),
    ("agreed", "remind"): Step("agreed", "either", "before"),
    ("agreed", "call_off"): Step("called_off", "either", "before"),
    ("agreed", "write_down"): Step("done", "either", "after"),
    ("agreed", "not_done"): Step("not_done", "either", "after"),
}
"""From a state, by a move, to a state. What is not here does not exist.

`agree` leads to "agreed" when the other side has said yes too; until then it stays "proposed".
"""


def find_step(state: str, move: str, *, said_yes: bool, is_over: bool) -> Step | None:
    """Return what `move` does now, or None where the table does not let this side make it.

    `said_yes` is whether the side that moves has said yes already, `is_over` whether the time has come.
    """
    step = MOVES.get((state, move))
    if step is None:
        return None
    for_whom = {"asked": not said_yes, "asker": said_yes, "either": True}[step.by]
    in_time = {"before": not is_over, "after": is_over, "any": True}[step.when]
    return step if for_whom and in_time else None


def moves_open_to(state: str, *, said_yes: bool, is_over: bool) -> set[str]:
    """Return the moves that a side can make now: what the page offers."""
    return {move for _, move in MOVES if find_step(state, move, said_yes=said_yes, is_over=is_over)}


def next_day(planned: date, every_days: int, *, after: date) -> date:
    """Return the first day of a rhythm that lies after `planned` and after `after`."""
    steps = max((after - planned).days // every_days, 0) + 1
    return planned + timedelta(days=steps * every_days)


@dataclass(frozen=True)
class Proposal:
    """What the form says. `times` is how often at most, every `every_days`; 1 is no series."""

    request_key: str
    day: date
    at: time
    minutes: int
    place: str
    every_days: int = 7
    times: int = 1

    def digest(self) -> str:
        """Return the SHA-256 of the content, by which a form that is sent twice is known from another one."""
        content = [self.day.isoformat(), self.at.isoformat(), self.minutes, self.place, self.every_days, self.times]
        return hashlib.sha256(json.dumps(content).encode()).hexdigest()


@dataclass(frozen=True)
class Happened:
    """How it went, as the form says: mostly just as it was agreed."""

    category_code: str
    minutes: int
    occurred_on: date
    note: str = ""
    is_sure: bool = False
