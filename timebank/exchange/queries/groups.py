"""Groups in lists: what comes, and what waits for somebody's answer."""

from dataclasses import dataclass
from datetime import date, time

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    and_,
    bindparam,
    case,
    exists,
    or_,
    select,
    tuple_,
)
from sqlalchemy.orm import aliased

from timebank.access.actor import Actor
from timebank.core import clock
from timebank.core.paging import Page, cut
from timebank.core.statements import Statement
from timebank.exchange.models import Group, GroupPlace
from timebank.exchange.queries.one_group import among, guests_in
from timebank.people.models import Person
from timebank.people.silences import silence_between
from timebank.wijk.queries import stewarding

AT_MOST = 10
LIVE = ("signed_up", "asked")
"""Places that still come or still are asked: the index of what is read for one person."""


@dataclass(frozen=True)
class Coming:
    """A group in a list. `role` is the reader's own in it, None where the reader has no place."""

    id: int
    public_id: str
    state: str
    words: str
    category_code: str
    held_on: date
    starts_at: time
    place: str
    people_at_most: int | None
    leader_name: str
    guests: int
    role: str | None

    @property
    def is_full(self) -> bool:
        """Say whether there is no place left."""
        return self.people_at_most is not None and self.guests >= self.people_at_most


@dataclass(frozen=True)
class Waiting:
    """A group about which the reader is asked for their wijk."""

    public_id: str
    words: str
    category_code: str
    held_on: date
    rule: str
    held_minutes: int
    leader_name: str


def groups_of_wijk(by: Actor, *, after: int | None, size: int) -> Page[Coming]:
    """Return a page of what is announced in the reader's wijk from today on, the first to come first.

    `after` is the number of the last one of the page before. Leaves out leaders who silenced the reader or whom the
    reader silenced.
    """
    values = {"wijk_id": by.wijk_id, "today": clock.today(), "person_id": by.person_id, "limit": size + 1}
    wanted = OF_WIJK if after is None else OF_WIJK_AFTER
    rows = [Coming(*row) for row in wanted.all(**values, **({} if after is None else {"after": after}))]
    return cut(rows, size, key=lambda one: one.id)


def my_groups(by: Actor, *, limit: int = AT_MOST) -> list[Coming]:
    """Return the groups that ask the reader "Klopt het?" (their state is "asked"), the oldest first.

    Then where the reader signed up and what the reader leads (also drafts, and what waits to be closed), the first to
    come first; at most `limit` in all.
    """
    values = {"today": clock.today(), "now": clock.now(), "person_id": by.person_id, "limit": limit}
    return [Coming(*row) for row in MINE.all(**values)]


def groups_waiting_for_stewards(by: Actor, *, limit: int = AT_MOST) -> list[Waiting]:
    """Return the groups of the reader's wijken that ask the reader as a steward, the oldest first, at most `limit`."""
    values = {"person_id": by.person_id, "now": clock.now(), "limit": limit}
    return [Waiting(*row) for row in FOR_STEWARDS.all(**values)]


COMING = (
    *(Group.id, Group.public_id, Group.state, Group.words, Group.category_code, Group.held_on, Group.starts_at),
    *(Group.place, Group.people_at_most, Person.name, guests_in()),
)
WHEN = (Group.held_on, Group.starts_at, Group.id)
READER: BindParameter[int] = bindparam("person_id")


def _of_wijk(more: tuple[ColumnElement[bool], ...] = ()) -> Statement:
    own = aliased(GroupPlace)
    my_role = select(own.role).where(own.group_id == Group.id, own.person_id == READER).scalar_subquery()
    silent = silence_between(Group.person_id, READER).exists()
    here = (Group.wijk_id == bindparam("wijk_id"), among(Group.state, "open"), Group.held_on >= bindparam("today"))
    return Statement(
        select(*COMING, my_role.label("role"))
        .join(Person, Person.id == Group.person_id)
        .where(*here, ~silent, *more)
        .order_by(*WHEN)
        .limit(bindparam("limit"))
    )


def _after() -> ColumnElement[bool]:
    last = aliased(Group)
    place = select(last.held_on, last.starts_at, last.id).where(last.id == bindparam("after"))
    return tuple_(*WHEN) > place.scalar_subquery()


def _mine() -> Statement:
    own = GroupPlace
    asks = and_(among(own.state, "asked"), STILL)
    still = (Group.held_on >= bindparam("today")) | (own.role == "leader")
    comes = and_(among(Group.state, "draft", "open"), still)
    return Statement(
        select(*COMING, own.role)
        .join_from(own, Group, Group.id == own.group_id)
        .join(Person, Person.id == Group.person_id)
        .where(own.person_id == READER, among(own.state, *LIVE), or_(asks, comes))
        .order_by(case((asks, 0), else_=1), *WHEN)
        .limit(bindparam("limit"))
    )


WAITS = (
    *(Group.public_id, Group.words, Group.category_code, Group.held_on, Group.rule, Group.held_minutes),
    Person.name,
)
STILL = Group.answers_until_utc > bindparam("now")


def asks_stewards() -> tuple[ColumnElement[bool], ...]:
    """Return the conditions for a group that asks the reader as a steward.

    It has hours of another that no steward said yes to: those of everyone, or of the steward who did.
    """
    giving = aliased(GroupPlace)
    uncovered = exists().where(
        giving.group_id == Group.id,
        giving.gives_to_wijk,
        among(giving.state, "asked", "yes"),
        giving.person_id != READER,
        or_(Group.steward_person_id.is_(None), giving.person_id == Group.steward_person_id),
    )
    is_answered = (Group.steward_person_id == READER) | Group.second_steward_person_id.is_not(None)
    return (
        Group.wijk_id.in_(stewarding(READER)),
        among(Group.state, "asked"),
        Group.pot_answer == "asked",
        STILL,
        or_(Group.steward_person_id.is_(None), ~is_answered),
        uncovered,
    )


def _for_stewards() -> Statement:
    wanted = select(*WAITS).join(Person, Person.id == Group.person_id).where(*asks_stewards())
    return Statement(wanted.order_by(Group.id).limit(bindparam("limit")))


OF_WIJK = _of_wijk()
OF_WIJK_AFTER = _of_wijk((_after(),))
MINE = _mine()
FOR_STEWARDS = _for_stewards()
