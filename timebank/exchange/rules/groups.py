"""The life of a group as one table, whose hours go where, and how they are shared. No database, no clock.

What a rule means in the books:

- `pot`: the leader and the helpers give their hours to the wijkpot; guests give and get nothing, and are not asked.
- `guests`: the leader gives, each guest gets an equal share of the leader's hours in whole minutes.
- `all`: everyone gives the wijkpot as long as it took, helpers their own time.

A helper gives to the wijkpot under each rule, also under `guests`: half an hour of helping, shared among twelve, would
be lines of two minutes that nobody knows again. An hour of helping stays an hour, and the wijk is who was helped.
"""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date, time, timedelta

GROUP_STATES = ("draft", "open", "asked", "settled", "called_off")
RULES = ("pot", "guests", "all")
ROLES = ("leader", "helper", "guest")
PLACE_STATES = ("signed_up", "absent", "came", "asked", "yes", "no", "silent", "posted", "waits", "nothing")
POT_ANSWERS = ("none", "asked", "no")
ATTENDANCES = ("came", "helped", "absent")

PEOPLE_AT_MOST = 200
YOUTHS_AT_MOST = 500
WORDS_AT_MOST = 280
PLACE_AT_MOST = 120
GROUPS_A_DAY = 20
DAYS_AHEAD = 366
ANSWERS_WITHIN = timedelta(days=7)
CLOSED_WITHIN = timedelta(days=30)
"""How long after its day a group can be closed; then it counts as called off."""

SHOWN_PEOPLE = 8
"""How many guests the example on the page has, where the leader named no number."""

MOVES: dict[tuple[str, str], tuple[str, str]] = {
    ("draft", "announce"): ("open", "leader"),
    ("draft", "call_off"): ("called_off", "leader"),
    ("draft", "lapse"): ("called_off", "clock"),
    ("open", "call_off"): ("called_off", "leader"),
    ("open", "close"): ("asked", "leader"),
    ("open", "lapse"): ("called_off", "clock"),
    ("asked", "settle"): ("settled", "clock"),
}
"""From a state, by a move, to a state, and who makes it. The last answer settles too, as the clock does."""

PLACE_MOVES: dict[tuple[str, str], str] = {
    ("signed_up", "lead"): "yes",
    ("signed_up", "ask"): "asked",
    ("signed_up", "count"): "came",
    ("signed_up", "miss"): "absent",
    ("asked", "say_yes"): "yes",
    ("asked", "say_no"): "no",
    ("yes", "say_no"): "no",
    ("no", "say_yes"): "yes",
    ("asked", "stay_silent"): "silent",
    ("yes", "post"): "posted",
    ("yes", "wait"): "waits",
    ("yes", "leave_out"): "nothing",
}
"""The same for somebody in a group. By closing the leader said yes; `waits`: it waits for the stewards' answer."""


def next_state(state: str, move: str, *, mover: str) -> str | None:
    """Return where `move` leads to, or None where the table does not let `mover` (leader or clock) make it."""
    to_state, by = MOVES.get((state, move), (None, ""))
    return to_state if by == mover else None


def gives_to_wijk(rule: str, role: str) -> bool:
    """Say whether who has this role gives to the wijkpot."""
    return role == "helper" or (rule == "all") or (rule == "pot" and role == "leader")


def is_asked(rule: str, role: str) -> bool:
    """Say whether who has this role is asked whether it is right: everyone for whom something is written."""
    return role != "leader" and (role == "helper" or rule != "pot")


@dataclass(frozen=True)
class Present:
    """Somebody who was there and said yes; `minutes` is what this person gives, where it gives."""

    place_id: int
    role: str
    minutes: int


@dataclass(frozen=True)
class Share:
    """What is written for the one on `place_id`: given by `giver_id` to `receiver_id` (None: the wijkpot)."""

    place_id: int
    giver_id: int
    receiver_id: int | None
    minutes: int


def split(minutes: int, people: int) -> list[int]:
    """Share minutes equally, in whole minutes; what is left goes one by one to the first."""
    if not people:
        return []
    each, left = divmod(minutes, people)
    return [each + (number < left) for number in range(people)]


def shares(rule: str, present: Sequence[Present]) -> list[Share]:
    """Return what is written for those who said yes, who come in the order of their sign-up. Never 0 minutes."""
    found = [Share(one.place_id, one.place_id, None, one.minutes) for one in present if gives_to_wijk(rule, one.role)]
    leader = next((one for one in present if one.role == "leader"), None)
    if rule == "guests" and leader is not None:
        guests = [one for one in present if one.role == "guest"]
        parts = zip(guests, split(leader.minutes, len(guests)), strict=True)
        found += [Share(one.place_id, leader.place_id, one.place_id, minutes) for one, minutes in parts]
    return [one for one in found if one.minutes > 0]


def guests_in_example(people_at_most: int | None) -> int:
    """Return how many guests the example has that is shown beforehand."""
    return people_at_most or SHOWN_PEOPLE


def steward_for(giver_id: int | None, stewards: Sequence[int | None]) -> int | None:
    """Return the steward whose yes holds for a giver: the first who is not that giver. Nobody says yes to themselves.

    So one steward's yes is enough for a group in which that steward gave nothing, and two are for every group.
    """
    return next((one for one in stewards if one is not None and one != giver_id), None)


@dataclass(frozen=True)
class Announcement:
    """What the form says about a group."""

    request_key: str
    words: str
    category_code: str
    held_on: date
    starts_at: time
    place: str
    minutes: int
    people_at_most: int | None

    def digest(self) -> str:
        """Return the SHA-256 of the content, by which a form that is sent twice is known from another one."""
        content = {name: str(value) for name, value in asdict(self).items() if name != "request_key"}
        return hashlib.sha256(json.dumps(content, sort_keys=True).encode()).hexdigest()


@dataclass(frozen=True)
class WhenAndWhere:
    """What a leader can change of a group that has not begun."""

    held_on: date
    starts_at: time
    place: str


@dataclass(frozen=True)
class Attended:
    """What the leader says of one person: one of ATTENDANCES, and a helper's own minutes (None: as long as it took)."""

    attendance: str
    minutes: int | None = None


@dataclass(frozen=True)
class Attendance:
    """How it was: how long it took, who was there (by number of place), and how many youths, without their names."""

    minutes: int
    attended: dict[int, Attended]
    youth_count: int = 0


def is_day_ahead(day: date, *, today: date) -> bool:
    """Say whether a group can be announced for that day: today or later, at most a year."""
    return today <= day <= today + timedelta(days=DAYS_AHEAD)
