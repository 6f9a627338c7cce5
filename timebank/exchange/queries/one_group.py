"""One group, and who is in it."""

from dataclasses import dataclass
from datetime import date, time
from typing import TYPE_CHECKING, Any

from sqlalchemy import ColumnElement, String, bindparam, cast, func, literal, literal_column, select
from sqlalchemy.orm import aliased

from timebank.access.actor import Actor
from timebank.core import clock
from timebank.core.statements import Statement
from timebank.exchange.models import Exchange, Group, GroupPlace
from timebank.exchange.rules import groups as rules
from timebank.people.models import Person
from timebank.people.silences import Reached, silences_of


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


class FoundGroup(Reached):
    """A row of `exchange_group` with its leader, as the policy looks at it."""

    state: str
    pot_answer: str
    held_on: date
    starts_at: time
    person_ids: str | None

    @property
    def is_announced(self) -> bool:
        """Say whether anybody but its leader may know of it."""
        return self.state != "draft"

    @property
    def has_begun(self) -> bool:
        """Say whether its day and time have come."""
        return clock.moment_of(self.held_on, self.starts_at) <= clock.now()

    @property
    def asks_wijk(self) -> bool:
        """Say whether it waits for a steward's yes."""
        return self.state == "asked" and self.pot_answer == "asked"

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
    is_asked = group.asks_wijk and group.wijk_id in by.steward_wijk_ids
    if not is_asked or by.person_id in stewards:
        return []
    giving = [one for one in places if one.gives_to_wijk and one.state in ("asked", "yes")]
    uncovered = [one for one in giving if rules.steward_for(one.person_id, stewards) is None]
    return [one for one in uncovered if one.person_id != by.person_id]


def among(column: Any, *states: str) -> ColumnElement[bool]:
    """Spell the states out as in the partial indexes, or the planner does not recognise them."""
    spelled: list[Any] = [literal_column(f"'{state}'") for state in states]
    found: ColumnElement[bool] = column == spelled[0] if len(spelled) == 1 else column.in_(spelled)
    return found


def guests_in(*states: str) -> Any:
    """Count who has a place; with `states` only guests in these."""
    counted = aliased(GroupPlace)
    mine = [counted.group_id == Group.id, counted.role != "leader"]
    if states:
        mine += [counted.role == "guest", among(counted.state, *states)]
    return select(func.count()).select_from(counted).where(*mine).scalar_subquery()


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
            guests_in().label("guests"),
            guests_in("asked", "yes").label("sharing"),
            person_ids.scalar_subquery().label("person_ids"),
            *silences_of(Group.person_id),
        )
        .join(Person, Person.id == Group.person_id)
        .where(Group.public_id == bindparam("public_id")),
        FoundGroup,
    )


PLACES = _places()
PLACE_OF = _places(GroupPlace.person_id == bindparam("person_id"))
BY_PUBLIC_ID = _by_public_id()
