"""After a group: the leader says who was there, each says whether it is right, and the last answer settles it."""

from typing import Any

from sqlalchemy import select, update

from timebank.access.actor import Actor
from timebank.core import clock
from timebank.core.database import db
from timebank.exchange import errors
from timebank.exchange.models import Group, GroupPlace
from timebank.exchange.rules import MINUTES_AT_MOST
from timebank.exchange.rules import groups as rules
from timebank.exchange.rules.groups import Attendance, Attended
from timebank.exchange.service.groups import get_locked, move
from timebank.exchange.service.settling import settle
from timebank.exchange.service.telling_others import tell
from timebank.market import queries as market
from timebank.notices import stewards

MOVE_OF = {True: "say_yes", False: "say_no"}


def close(group_id: int, attendance: Attendance, *, by: Actor) -> None:
    """Say how a group was: everyone for whom something is to be written is asked whether it is right.

    By closing, the leader says yes. Pressing twice is safe: the first attendance stays.

    :raises NotYourTurn: somebody else leads it
    :raises NotYetHeld: its day is still to come
    :raises SomebodyCameMeanwhile: the attendance does not name everyone
    :raises GroupOver: it was called off
    :raises ReportingRests: two stewards let the leader write nothing down now
    """
    group = get_locked(group_id)
    if group.state in ("asked", "settled") and group.person_id == by.person_id:
        return
    if market.rests_reporting(by.person_id):
        raise errors.ReportingRests
    if clock.today() < group.held_on:
        raise errors.NotYetHeld
    _check(attendance)
    places = _places(group_id)
    if any(one.role != "leader" and one.id not in attendance.attended for one in places):
        raise errors.SomebodyCameMeanwhile
    changed = [_as_it_was(group.rule, one, attendance) for one in places]
    is_pot_asked = any(values["gives_to_wijk"] for values in changed)
    until = clock.now() + rules.ANSWERS_WITHIN
    kept = {"held_minutes": attendance.minutes, "youth_count": attendance.youth_count, "answers_until_utc": until}
    move(group, "close", by=by, pot_answer="asked" if is_pot_asked else "none", **kept)
    for one, values in zip(places, changed, strict=True):
        db.session.execute(update(GroupPlace).where(GroupPlace.id == one.id).values(values))
        if values["state"] == "asked":
            tell(one.person_id, "group_asked", by=by.person_id, thing=group.public_id)
    if is_pot_asked:
        stewards.tell(group.wijk_id, "pot.group", but=(by.person_id,), who=by.person_id, thing=group.public_id)
    settle_if_answered(group_id)


def answer(group_id: int, is_right: bool, *, by: Actor) -> None:
    """Say yes or no to what a group writes for oneself; who changes their mind can, until it is settled.

    Pressing the same twice is safe, also after it was settled.

    :raises NotYourTurn: `by` is not asked
    :raises AlreadyAnswered: it is settled, or the seven days are over
    """
    group = get_locked(group_id)
    place = next((one for one in _places(group_id) if one.person_id == by.person_id and one.role != "leader"), None)
    if place is None:
        raise errors.NotYourTurn
    if place.state in (("yes", "posted", "waits", "nothing") if is_right else ("no",)):
        return
    _still_asked(group)
    to_state = rules.PLACE_MOVES.get((place.state, MOVE_OF[is_right]))
    if to_state is None:
        raise errors.NotYourTurn
    _change(place.id, state=to_state, answered_at_utc=clock.now())
    settle_if_answered(group_id)


def answer_for_wijk(group_id: int, is_right: bool, *, by: Actor) -> None:
    """Say yes or no for the wijk, once for the whole group, as a steward of that wijk.

    A yes holds for everyone's hours but those of `by`; for these another steward is asked. A no stays: nothing is
    given to the wijk then. Pressing twice is safe.

    :raises NotYourTurn: the wijk is not asked, or `by` is no steward of it
    :raises OwnHours: the only hours that wait are those of `by`
    :raises AlreadyAnswered: it is settled, or the seven days are over
    """
    group = get_locked(group_id)
    if group.wijk_id not in by.steward_wijk_ids or group.pot_answer == "none":
        raise errors.NotYourTurn
    answered = (group.steward_person_id, group.second_steward_person_id)
    if (is_right and by.person_id in answered) or (not is_right and group.pot_answer == "no"):
        return
    _still_asked(group)
    if group.pot_answer == "no":
        raise errors.AlreadyAnswered
    giving = _giving(_places(group_id))
    waiting = _uncovered(group, giving) if is_right else giving
    if is_right and not waiting:
        return
    if all(one.person_id == by.person_id for one in waiting):
        raise errors.OwnHours
    column = "second_steward_person_id" if answered[0] else "steward_person_id"
    changes: dict[str, Any] = {column: by.person_id} if is_right else {"pot_answer": "no"}
    db.session.execute(update(Group).where(Group.id == group_id).values(changes))
    if not is_right or all(one.person_id != by.person_id for one in waiting):
        stewards.settle(group.public_id, "pot.group")
    settle_if_answered(group_id)


def settle_if_answered(group_id: int) -> bool:
    """Settle a group for which nobody's answer is waited for any more; say whether it was."""
    group = get_locked(group_id)
    places = _places(group_id)
    is_waiting = any(one.state == "asked" for one in places)
    if group.state != "asked" or is_waiting or (group.pot_answer == "asked" and _uncovered(group, _giving(places))):
        return False
    settle(group, places)
    return True


def _giving(places: list[Any]) -> list[Any]:
    """Return who gives to the wijk, as far as they have not said no."""
    return [one for one in places if one.gives_to_wijk and one.state in ("asked", "yes")]


def _uncovered(group: Any, giving: list[Any]) -> list[Any]:
    """Return who gives to the wijk and has no steward's yes yet."""
    answered = (group.steward_person_id, group.second_steward_person_id)
    return [one for one in giving if rules.steward_for(one.person_id, answered) is None]


def _still_asked(group: Any) -> None:
    if group.state != "asked" or group.answers_until_utc <= clock.now():
        raise errors.AlreadyAnswered


def _check(attendance: Attendance) -> None:
    given = [attendance.minutes, *(one.minutes for one in attendance.attended.values() if one.minutes is not None)]
    if not all(1 <= minutes <= MINUTES_AT_MOST for minutes in given):
        raise errors.ImpossibleMinutes


def _as_it_was(rule: str, place: Any, attendance: Attendance) -> dict[str, Any]:
    """Return what the leader's word makes of a place."""
    if place.role == "leader":
        move_name, role, minutes = "lead", "leader", attendance.minutes
    else:
        said = attendance.attended.get(place.id, Attended("absent"))
        role = "helper" if said.attendance == "helped" else "guest"
        minutes = said.minutes if said.minutes and role == "helper" else attendance.minutes
        move_name = "miss" if said.attendance == "absent" else "ask" if rules.is_asked(rule, role) else "count"
    is_there = move_name != "miss"
    gives = is_there and rules.gives_to_wijk(rule, role)
    is_giver = gives or role == "leader"
    return {
        "state": rules.PLACE_MOVES[place.state, move_name],
        "role": role,
        "gives_to_wijk": gives,
        "minutes": minutes if is_giver else None,
    }


def _places(group_id: int) -> list[Any]:
    wanted = select(*GroupPlace.__table__.c).where(GroupPlace.group_id == group_id).order_by(GroupPlace.id)
    return list(db.session.execute(wanted).all())


def _change(place_id: int, **values: Any) -> None:
    db.session.execute(update(GroupPlace).where(GroupPlace.id == place_id).values(values))
