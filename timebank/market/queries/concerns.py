"""What stewards look at together, and what the person it is about may know."""

from typing import Any

from sqlalchemy import ColumnElement, ScalarSelect, bindparam, exists, func, select
from sqlalchemy.orm import aliased

from timebank.access.actor import Actor
from timebank.core import clock
from timebank.core.statements import Statement
from timebank.market.models import Concern, Listing, Measure
from timebank.people.models import Person
from timebank.wijk.queries import stewarding

AT_MOST = 50
Reporter, About, Asker, Agreer = aliased(Person), aliased(Person), aliased(Person), aliased(Person)
CONCERN = (
    select(
        Concern.id,
        Concern.public_id,
        Concern.wijk_id,
        Concern.person_id,
        Concern.person_id.label("reporter_id"),
        Concern.about_person_id,
        Concern.listing_id,
        Concern.words,
        Concern.shared,
        Concern.state,
        Concern.answer,
        Concern.created_at_utc,
        Reporter.name.label("reporter"),
        About.name.label("about"),
        Listing.words.label("listing_words"),
        Listing.public_id.label("listing_public_id"),
    )
    .join(Reporter, Reporter.id == Concern.person_id)
    .join(About, About.id == Concern.about_person_id)
    .outerjoin(Listing, Listing.id == Concern.listing_id)
)
BY_PUBLIC_ID = Statement(CONCERN.where(Concern.public_id == bindparam("public_id")))


def _waits_for(reader_id: Any) -> tuple[ColumnElement[bool], ...]:
    return (
        Concern.wijk_id.in_(stewarding(reader_id)),
        Concern.state == "open",
        Concern.person_id != reader_id,
        Concern.about_person_id != reader_id,
    )


OPEN = Statement(CONCERN.where(*_waits_for(bindparam("reader_id"))).order_by(Concern.id).limit(AT_MOST))
MEASURE = (
    select(
        Measure.id,
        Measure.public_id,
        Measure.kind,
        Measure.reason,
        Measure.person_id,
        Measure.person_id.label("about_person_id"),
        Measure.asked_by_id,
        Measure.agreed_by_id,
        Measure.asked_at_utc,
        Measure.agreed_at_utc,
        Measure.ends_at_utc,
        Measure.ended_at_utc,
        Asker.name.label("asked_by"),
        Agreer.name.label("agreed_by"),
        Concern.wijk_id,
        Concern.public_id.label("concern_public_id"),
        Concern.person_id.label("reporter_id"),
        Concern.answer,
        Concern.id.label("concern_id"),
    )
    .join(Concern, Concern.id == Measure.concern_id)
    .join(Asker, Asker.id == Measure.asked_by_id)
    .outerjoin(Agreer, Agreer.id == Measure.agreed_by_id)
)
MEASURES = Statement(MEASURE.where(Measure.concern_id == bindparam("concern_id")).order_by(Measure.id).limit(AT_MOST))
MEASURE_BY_PUBLIC_ID = Statement(MEASURE.where(Measure.public_id == bindparam("public_id")))
ABOUT_ME = Statement(
    MEASURE.where(Measure.person_id == bindparam("person_id"), Measure.agreed_by_id.is_not(None))
    .order_by(Measure.id.desc())
    .limit(AT_MOST)
)
RESTS_REPORTING = Statement(
    select(
        exists().where(
            Measure.person_id == bindparam("person_id"),
            Measure.kind == "rest_reporting",
            Measure.agreed_by_id.is_not(None),
            Measure.ended_at_utc.is_(None),
            Measure.ends_at_utc > bindparam("now"),
        )
    )
)


def find_concern(public_id: str) -> Any:
    """Return a concern by the random name in an address, or None."""
    return BY_PUBLIC_ID.one_or_none(public_id=public_id)


def find_measure(public_id: str) -> Any:
    """Return a measure by the random name in an address, or None."""
    return MEASURE_BY_PUBLIC_ID.one_or_none(public_id=public_id)


def open_concerns(steward: Actor) -> list[Any]:
    """Return what waits for the stewards of this reader's wijken, the oldest first; not what is about the reader."""
    return OPEN.all(reader_id=steward.person_id)


def told_to_stewards(reader_id: Any) -> ScalarSelect[Any]:
    """Return how many concerns `open_concerns` would return for a person, as a part of a statement."""
    return select(func.count()).select_from(Concern).where(*_waits_for(reader_id)).scalar_subquery()


def measures_of(concern: Any) -> list[Any]:
    """Return what stewards asked and decided about a concern, the first first."""
    return MEASURES.all(concern_id=concern.id)


def measures_about(person_id: int) -> list[Any]:
    """Return what stewards decided about a person, the newest first: with the reason, without the reporter."""
    return ABOUT_ME.all(person_id=person_id)


def rests_reporting(person_id: int) -> bool:
    """Say whether two stewards let this person's writing down rest now."""
    return bool(RESTS_REPORTING.scalar(person_id=person_id, now=clock.now()))
