"""Announcing a group, and signing up for it."""

from dataclasses import asdict
from typing import Any

from sqlalchemy import bindparam, delete, func, insert, select, update

from timebank.access.actor import Actor
from timebank.core import clock
from timebank.core.database import db, table_of
from timebank.core.errors import RequestKeyReused
from timebank.core.statements import Statement
from timebank.core.tokens import public_id
from timebank.exchange import errors
from timebank.exchange.models import Group, GroupPlace
from timebank.exchange.rules import MINUTES_AT_MOST
from timebank.exchange.rules import groups as rules
from timebank.exchange.rules.groups import Announcement, WhenAndWhere
from timebank.exchange.service.telling_others import tell
from timebank.market import queries as market
from timebank.people.models import Person
from timebank.people.silences import silence_between
from timebank.wijk import queries as wijk

LOCKED = Statement(select(*table_of(Group).c).where(Group.id == bindparam("group_id")).with_for_update())


def get_locked(group_id: int) -> Any:
    """Return a group as it is now, locked until the transaction ends: all that changes it or its places takes turns.

    :raises StateUnknown: there is none
    """
    row = LOCKED.one_or_none(group_id=group_id)
    if row is None:
        raise errors.StateUnknown
    return row


def draft(content: Announcement, *, by: Actor) -> str:
    """Write down a group that nobody else sees yet; return its public id. Sending the form twice makes one.

    :raises RequestKeyReused: the same form was sent with something else in it
    :raises RuleBroken: one of `exchange.errors`, nothing is written
    """
    key = f"{by.person_id}:{content.request_key}"
    one_at_a_time(by.person_id)
    sent = select(Group.public_id, Group.content_digest).where(Group.request_key == key)
    before = db.session.execute(sent).one_or_none()
    if before is not None:
        if before.content_digest != content.digest():
            raise RequestKeyReused
        return str(before.public_id)
    pot_account_id = _check(content, by)
    values = {
        "public_id": public_id(),
        "request_key": key,
        "content_digest": content.digest(),
        "state": "draft",
        "wijk_id": by.wijk_id,
        "pot_account_id": pot_account_id,
        "person_id": by.person_id,
        "words": content.words,
        "category_code": content.category_code,
        "held_on": content.held_on,
        "starts_at": content.starts_at,
        "place": content.place,
        "minutes": content.minutes,
        "people_at_most": content.people_at_most,
        "created_at_utc": clock.now(),
    }
    made = db.session.execute(insert(Group).values(values).returning(Group.id, Group.public_id)).one()
    _take_place(made.id, by.person_id, "leader")
    return str(made.public_id)


def one_at_a_time(person_id: int) -> None:
    """Let what one person sends twice at the same moment come one after the other, until the transaction ends."""
    db.session.execute(select(Person.id).where(Person.id == person_id).with_for_update(key_share=True))


def announce(group_id: int, rule: str, *, by: Actor) -> None:
    """Show a group to the wijk, with the rule that its leader chose; from now on neighbours can sign up.

    Pressing twice is safe, also with another rule: the first one stays.

    :raises NotYourTurn: somebody else leads it
    """
    group = get_locked(group_id)
    if group.state == "open" and group.person_id == by.person_id:
        return
    move(group, "announce", by=by, rule=rule)


def sign_up(group_id: int, *, by: Actor) -> None:
    """Take a place in a group. Pressing twice takes one.

    :raises LeaderIsThere: `by` leads it
    :raises GroupFull: there is no place
    :raises GroupOver: nobody can sign up any more
    """
    group = get_locked(group_id)
    if group.person_id == by.person_id:
        raise errors.LeaderIsThere
    if group.state != "open":
        raise errors.GroupOver
    if _has_place(group_id, by.person_id):
        return
    is_silent = db.session.scalar(silence_between(group.person_id, by.person_id)) is not None
    if is_silent or _guests(group_id) >= _places(group):
        raise errors.GroupFull
    _take_place(group_id, by.person_id, "guest")
    tell(group.person_id, "group_signed_up", by=by.person_id, thing=group.public_id)


def sign_off(group_id: int, *, by: Actor) -> None:
    """Give up a place in a group. Who signs up later again is last. Pressing twice is safe.

    :raises GroupOver: the leader already said who was there
    """
    group = get_locked(group_id)
    if group.state != "open":
        raise errors.GroupOver
    mine = (GroupPlace.group_id == group_id) & (GroupPlace.person_id == by.person_id) & (GroupPlace.role != "leader")
    if db.session.execute(delete(GroupPlace).where(mine).returning(GroupPlace.id)).first():
        tell(group.person_id, "group_signed_off", by=by.person_id, thing=group.public_id)


def add(group_id: int, who: str, *, by: Actor) -> None:
    """Let the leader add somebody who came without signing up, by public id; that person is asked as all others.

    Also from another wijk, and when there was no place left: they were there.

    :raises NobodyFound: the leader cannot find this neighbour
    """
    group = get_locked(group_id)
    if group.person_id != by.person_id:
        raise errors.NotYourTurn
    if group.state != "open":
        raise errors.GroupOver
    if who == by.public_id:
        raise errors.LeaderIsThere
    found = wijk.member_by_public_id(who, seeker=by)
    if found is None or found.person_id is None:
        raise errors.NobodyFound
    if _has_place(group_id, found.person_id):
        return
    if _guests(group_id) >= rules.PEOPLE_AT_MOST:
        raise errors.GroupFull
    _take_place(group_id, found.person_id, "guest")
    tell(found.person_id, "group_added", by=by.person_id, thing=group.public_id)


def change(group_id: int, content: WhenAndWhere, *, by: Actor) -> None:
    """Change when or where a group is, before it begins; who signed up hears it. Pressing twice is safe.

    :raises NotYourTurn: somebody else leads it
    :raises GroupOver: it was closed or called off
    :raises GroupBegan: it has begun
    :raises DayBehind: the new day or time has passed
    """
    group = get_locked(group_id)
    if group.person_id != by.person_id:
        raise errors.NotYourTurn
    if group.state not in ("draft", "open"):
        raise errors.GroupOver
    if content == WhenAndWhere(group.held_on, group.starts_at, group.place):
        return
    if clock.moment_of(group.held_on, group.starts_at) <= clock.now():
        raise errors.GroupBegan
    is_ahead = clock.moment_of(content.held_on, content.starts_at) > clock.now()
    if not is_ahead or not rules.is_day_ahead(content.held_on, today=clock.today()):
        raise errors.DayBehind
    db.session.execute(update(Group).where(Group.id == group_id).values(**asdict(content)))
    tell_all(group, "group_changed", by_id=by.person_id)


def call_off(group_id: int, *, by: Actor) -> None:
    """Say that a group does not go on; who signed up hears it. Pressing twice is safe.

    :raises GroupOver: it was already closed
    """
    group = get_locked(group_id)
    if group.state == "called_off" and group.person_id == by.person_id:
        return
    move(group, "call_off", by=by)
    tell_all(group, "group_called_off", by_id=by.person_id)


def move(group: Any, name: str, *, by: Actor | None, **changes: Any) -> None:
    """Make a move of the table, by the leader or (None) by the clock, and change what goes with it.

    :raises NotYourTurn: somebody else leads it
    :raises GroupOver: the table has this move no more
    """
    if by is not None and group.person_id != by.person_id:
        raise errors.NotYourTurn
    to_state = rules.next_state(group.state, name, mover="clock" if by is None else "leader")
    if to_state is None:
        raise errors.GroupOver
    db.session.execute(update(Group).where(Group.id == group.id).values(state=to_state, **changes))


def tell_all(group: Any, kind: str, *, by_id: int | None) -> None:
    """Tell everyone who has a place in a group and did not do it themselves."""
    people = select(GroupPlace.person_id).where(GroupPlace.group_id == group.id).order_by(GroupPlace.id)
    for person_id in db.session.scalars(people).all():
        if person_id != by_id:
            tell(person_id, kind, by=by_id, thing=group.public_id)


def _check(content: Announcement, by: Actor) -> int:
    """Return the account of the pot of the leader's wijk, where all is as it should be."""
    pot_account_id = wijk.pot_account_id(by.wijk_id) if by.wijk_id is not None else None
    if pot_account_id is None:
        raise errors.NoWijk
    if not 1 <= content.minutes <= MINUTES_AT_MOST:
        raise errors.ImpossibleMinutes
    if not rules.is_day_ahead(content.held_on, today=clock.today()):
        raise errors.DayBehind
    if not wijk.is_category(content.category_code):
        raise errors.UnknownKind
    if market.rests_reporting(by.person_id):
        raise errors.ReportingRests
    today = (Group.person_id == by.person_id) & (Group.created_at_utc >= clock.start_of_today())
    if _count(Group, today) >= rules.GROUPS_A_DAY:
        raise errors.EnoughGroups
    return pot_account_id


def _take_place(group_id: int, person_id: int, role: str) -> None:
    values = {"group_id": group_id, "person_id": person_id, "role": role, "state": "signed_up"}
    db.session.execute(insert(GroupPlace).values(values | {"signed_up_at_utc": clock.now()}))


def _has_place(group_id: int, person_id: int) -> bool:
    return _count(GroupPlace, (GroupPlace.group_id == group_id) & (GroupPlace.person_id == person_id)) > 0


def _guests(group_id: int) -> int:
    return _count(GroupPlace, (GroupPlace.group_id == group_id) & (GroupPlace.role != "leader"))


def _count(model: type[Group] | type[GroupPlace], condition: Any) -> int:
    return db.session.scalar(select(func.count()).select_from(model).where(condition)) or 0


def _places(group: Any) -> int:
    return int(group.people_at_most or rules.PEOPLE_AT_MOST)
