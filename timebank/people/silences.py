"""Silences: who is out of whose reach. Whatever shows or reaches a neighbour asks here, so that all answer alike.

A silence is of one person, and hides each from the other. Only telling the stewards goes on for who wanted it.
"""

from typing import Any

from sqlalchemy import CompoundSelect, Select, String, and_, cast, func, literal_column, or_, select, union_all

from timebank.people.models import Silence


class Reached:
    """A row of something that belongs to a person, with the silences of that person, as the policy looks at them."""

    silenced_ids: str | None
    silencer_ids: str | None

    @property
    def silenced_person_ids(self) -> frozenset[int]:
        """Whom its person wants to hear no more of."""
        return _numbers(self.silenced_ids)

    @property
    def out_of_reach_ids(self) -> frozenset[int]:
        """Those, and who wants to hear no more of its person."""
        return self.silenced_person_ids | _numbers(self.silencer_ids)


def silences_of(person_id: Any) -> tuple[Any, Any]:
    """Return the columns of a `Reached` row, for the person of this column."""
    comma: Any = literal_column("','")
    silenced = func.aggregate_strings(cast(Silence.silenced_person_id, String), comma)
    silencers = func.aggregate_strings(cast(Silence.person_id, String), comma)
    return (
        select(silenced).where(Silence.person_id == person_id).scalar_subquery().label("silenced_ids"),
        select(silencers).where(Silence.silenced_person_id == person_id).scalar_subquery().label("silencer_ids"),
    )


def silence_between(one: Any, another: Any) -> Select[Any]:
    """Return the silence between two persons, whoever of them wanted it."""
    either = or_(
        and_(Silence.person_id == one, Silence.silenced_person_id == another),
        and_(Silence.person_id == another, Silence.silenced_person_id == one),
    )
    return select(Silence.id).where(either).limit(1)


def out_of_reach(person_id: Any) -> CompoundSelect[Any]:
    """Return whom this person wants to hear no more of, and who wants to hear no more of this person."""
    return union_all(
        select(Silence.silenced_person_id).where(Silence.person_id == person_id),
        select(Silence.person_id).where(Silence.silenced_person_id == person_id),
    )


def _numbers(ids: str | None) -> frozenset[int]:
    return frozenset(int(one) for one in (ids or "").split(",") if one)
