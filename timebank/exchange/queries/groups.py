"""Groups as one reader sees them: what comes, what waits, one of them and who is in it."""

from dataclasses import dataclass
from datetime import date, time
from typing import TYPE_CHECKING, Any

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    String,
    and_,
    bindparam,
    cast,
    exists,
    func,
    literal,
    literal_column,
    or_,
    select,
    tuple_,
)
from sqlalchemy.orm import aliased

from timebank.access.actor import Actor
from timebank.core import clock
from timebank.core.paging import Page, cut
from timebank.core.statements import Statement
from timebank.exchange.models import Exchange, Group, GroupPlace
from timebank.exchange.rules import groups as rules
from timebank.people.models import Person, Silence
from timebank.wijk.queries import stewarding

AT_MOST = 10
LIVE = ("signed_up", "asked")
"""Places that still come or still are asked: the index of what is read for one person."""


def _among(column: Any, *states: str) -> ColumnElement[bool]:
    """Spell the states out as in the partial indexes, or the planner does not recognise them."""
    spelled: list[Any] = [literal_column(f"'{state}'") for state in states]
    found: ColumnElement[bool] = column == spelled[0] if len(spelled) == 1 else column.in_(spelled)
    return found


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
    """A group about which the reader is asked: for themselves (`minutes`: what they give), or for their wijk."""

    public_id: str
    words: str
    category_code: str
    held_on: date
    rule: str
    held_minutes: int
    leader_name: str
    role: str | None = None
    minutes: int | None = None


@dataclass(frozen=True)
class Place:
    """Somebody in a group. `exchange_public_id` is what it became, where something was written for this person."""

    id: int
    person_id: int
    role: str
    state: str
    gives_to_wijk: bool
    minutes: int | None
    name: str
    mark: int
    own_line: str
    exchange_public_id: str | None


class FoundGroup:
    """A row of `exchange_group` with its leader, as the policy looks at it."""

    state: str
    person_ids: str | None

    @property
    def is_announced(self) -> bool:
        """Say whether anybody but its leader may know of it."""
        return self.state != "draft"

    @property
    def party_person_ids(self) -> tuple[int, ...]:
        """Who has a place in it."""
        return tuple(int(one) for one in (self.person_ids or "").split(",") if one)

    if TYPE_CHECKING:

        def __getattr__(self, column: str) -> Any: ...


def find_group(public_id: str) -> FoundGroup | None:
    """Return the group that an address names, with its leader and how many signed up."""
    found: FoundGroup | None = BY_PUBLIC_ID.one_or_none(public_id=public_id)
    return found


def groups_of_wijk(by: Actor, *, after: int | None, size: int) -> Page[Coming]:
    """Return a page of what is announced in the reader's wijk from today on, the first to come first.

    `after` is the number of the last one of the page before. Leaves out leaders who silenced the reader or whom the
    reader silenced.
    """
    values = {"wijk_id": by.wijk_id, "today": clock.today(), "person_id": by.person_id, "limit": size + 1}
    wanted = OF_WIJK if after is None else OF_WIJK_AFTER
    rows = [Coming(*row) for row in wanted.all(**values, **({} if after is None else {"after": after}))]
    return cut(rows, size, key=lambda one: one.id)


def coming_groups(by: Actor, *, limit: int = AT_MOST) -> list[Coming]:
    """Return where the reader signed up and what the reader leads (also drafts, and what waits to be closed).

    The first to come first, at most `limit`.
    """
    values = {"today": clock.today(), "person_id": by.person_id, "limit": limit}
    return [Coming(*row) for row in MINE.all(**values)]


def groups_waiting(by: Actor, *, limit: int = AT_MOST) -> list[Waiting]:
    """Return the groups that ask the reader "Klopt het?", the oldest first, at most `limit`."""
    values = {"person_id": by.person_id, "now": clock.now(), "limit": limit}
    return [Waiting(*row) for row in WAITING.all(**values)]


def groups_waiting_for_stewards(by: Actor, *, limit: int = AT_MOST) -> list[Waiting]:
    """Return the groups of the reader's wijken that ask the reader as a steward, the oldest first, at most `limit`."""
    values = {"person_id": by.person_id, "now": clock.now(), "limit": limit}
    return [Waiting(*row) for row in FOR_STEWARDS.all(**values)]


def places_of(group: FoundGroup, *, only_of: int | None = None) -> list[Place]:
    """Return everyone in a group, or the place of one person, in the order of sign-up, the leader first.

    At most rules.PEOPLE_AT_MOST and one.
    """
    wanted = PLACES if only_of is None else PLACE_OF
    rows = wanted.all(group_id=group.id, **({} if only_of is None else {"person_id": only_of}))
    return [Place(*row) for row in rows]


def hours_for_wijk(group: FoundGroup, places: list[Place], by: Actor) -> list[Place]:
    """Return those whose hours for the wijk wait for the yes of `by` as a steward: never one's own."""
    stewards = (group.steward_person_id, group.second_steward_person_id)
    is_asked = group.state == "asked" and group.pot_answer == "asked" and group.wijk_id in by.steward_wijk_ids
    if not is_asked or by.person_id in stewards:
        return []
    giving = [one for one in places if one.gives_to_wijk and one.state in ("asked", "yes")]
    uncovered = [one for one in giving if rules.steward_for(one.person_id, stewards) is None]
    return [one for one in uncovered if one.person_id != by.person_id]


def _guests(*states: str) -> Any:
    """Count who has a place; with `states` only guests in these."""
    counted = aliased(GroupPlace)
    mine = [counted.group_id == Group.id, counted.role != "leader"]
    if states:
        mine += [counted.role == "guest", _among(counted.state, *states)]
    return select(func.count()).select_from(counted).where(*mine).scalar_subquery()


COMING = (
    *(Group.id, Group.public_id, Group.state, Group.words, Group.category_code, Group.held_on, Group.starts_at),
    *(Group.place, Group.people_at_most, Person.name, _guests()),
)
WHEN = (Group.held_on, Group.starts_at, Group.id)
READER: BindParameter[int] = bindparam("person_id")


def _of_wijk(more: tuple[ColumnElement[bool], ...] = ()) -> Statement:
    own = aliased(GroupPlace)
    my_role = select(own.role).where(own.group_id == Group.id, own.person_id == READER).scalar_subquery()
    silent = exists().where(
        or_(
            and_(Silence.person_id == Group.person_id, Silence.silenced_person_id == READER),
            and_(Silence.person_id == READER, Silence.silenced_person_id == Group.person_id),
        )
    )
    here = (Group.wijk_id == bindparam("wijk_id"), _among(Group.state, "open"), Group.held_on >= bindparam("today"))
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
    still = (Group.held_on >= bindparam("today")) | (own.role == "leader")
    return Statement(
        select(*COMING, own.role)
        .join_from(own, Group, Group.id == own.group_id)
        .join(Person, Person.id == Group.person_id)
        .where(own.person_id == READER, _among(own.state, *LIVE), _among(Group.state, "draft", "open"), still)
        .order_by(*WHEN)
        .limit(bindparam("limit"))
    )


WAITS = (
    *(Group.public_id, Group.words, Group.category_code, Group.held_on, Group.rule, Group.held_minutes),
    Person.name,
)
STILL = Group.answers_until_utc > bindparam("now")


def _waiting() -> Statement:
    own = GroupPlace
    return Statement(
        select(*WAITS, own.role, own.minutes)
        .join_from(own, Group, Group.id == own.group_id)
        .join(Person, Person.id == Group.person_id)
        .where(own.person_id == READER, _among(own.state, "asked"), _among(own.state, *LIVE), STILL)
        .order_by(own.id)
        .limit(bindparam("limit"))
    )


def _for_stewards() -> Statement:
    """Look for hours of another that no steward said yes to: those of everyone, or of the steward who did."""
    giving = aliased(GroupPlace)
    uncovered = exists().where(
        giving.group_id == Group.id,
        giving.gives_to_wijk,
        _among(giving.state, "asked", "yes"),
        giving.person_id != READER,
        or_(Group.steward_person_id.is_(None), giving.person_id == Group.steward_person_id),
    )
    is_answered = (Group.steward_person_id == READER) | Group.second_steward_person_id.is_not(None)
    return Statement(
        select(*WAITS)
        .join(Person, Person.id == Group.person_id)
        .where(
            Group.wijk_id.in_(stewarding(READER)),
            _among(Group.state, "asked"),
            Group.pot_answer == "asked",
            STILL,
            or_(Group.steward_person_id.is_(None), ~is_answered),
            uncovered,
        )
        .order_by(Group.id)
        .limit(bindparam("limit"))
    )


def _places(*more: ColumnElement[bool]) -> Statement:
    key = literal("group:") + cast(GroupPlace.group_id, String) + ":" + cast(GroupPlace.id, String)
    return Statement(
        select(
            *(GroupPlace.id, GroupPlace.person_id, GroupPlace.role, GroupPlace.state, GroupPlace.gives_to_wijk),
            *(GroupPlace.minutes, Person.name, Person.mark, func.coalesce(Person.own_line, ""), Exchange.public_id),
        )
        .join(Person, Person.id == GroupPlace.person_id)
        .outerjoin(Exchange, Exchange.request_key == key)
        .where(GroupPlace.group_id == bindparam("group_id"), *more)
        .order_by(GroupPlace.id)
        .limit(rules.PEOPLE_AT_MOST + 1)
    )


def _by_public_id() -> Statement:
    of_it = aliased(GroupPlace)
    comma: Any = literal_column("','")
    person_ids = select(func.aggregate_strings(cast(of_it.person_id, String), comma)).where(of_it.group_id == Group.id)
    return Statement(
        select(
            *Group.__table__.c,
            Person.public_id.label("leader_public_id"),
            Person.name.label("leader_name"),
            Person.mark.label("leader_mark"),
            func.coalesce(Person.own_line, "").label("leader_own_line"),
            _guests().label("guests"),
            _guests("asked", "yes").label("sharing"),
            person_ids.scalar_subquery().label("person_ids"),
        )
        .join(Person, Person.id == Group.person_id)
        .where(Group.public_id == bindparam("public_id")),
        FoundGroup,
    )


OF_WIJK = _of_wijk()
OF_WIJK_AFTER = _of_wijk((_after(),))
MINE = _mine()
WAITING = _waiting()
FOR_STEWARDS = _for_stewards()
PLACES = _places()
PLACE_OF = _places(GroupPlace.person_id == READER)
BY_PUBLIC_ID = _by_public_id()
