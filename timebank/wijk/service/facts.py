"""Facts from outside the ledger are written down, and taken away again."""

from dataclasses import dataclass

from sqlalchemy import delete, func, insert, select

from timebank.access import audit
from timebank.access.actor import Actor
from timebank.core import clock
from timebank.core.database import db
from timebank.core.tokens import public_id
from timebank.wijk import errors
from timebank.wijk.models import WijkFact
from timebank.wijk.queries import FoundFact
from timebank.wijk.rules import FACTS_AT_MOST


@dataclass(frozen=True)
class Fact:
    """What the form says. `quarter` None: of the whole year."""

    year: int
    quarter: int | None
    words: str
    amount: int
    is_hours: bool
    source: str


def write_fact(content: Fact, wijk_id: int, *, by: Actor) -> str:
    """Write a fact down beside the balance of a wijk and return its public id. The ledger knows nothing of it.

    The same one again is the one that is there.

    :raises EnoughFacts: more of one year than a page shows
    """
    of_year = (WijkFact.wijk_id == wijk_id, WijkFact.year == content.year)
    same = (
        WijkFact.quarter.is_not_distinct_from(content.quarter),
        *(WijkFact.words == content.words, WijkFact.source == content.source),
        *(WijkFact.amount == content.amount, WijkFact.is_hours == content.is_hours),
    )
    there = db.session.scalar(select(WijkFact.public_id).where(*of_year, *same).limit(1))
    if there is not None:
        return there
    if (db.session.scalar(select(func.count()).select_from(WijkFact).where(*of_year)) or 0) >= FACTS_AT_MOST:
        raise errors.EnoughFacts
    name = public_id()
    said = {"public_id": name, "wijk_id": wijk_id, "by_person_id": by.person_id, "at_utc": clock.now()}
    db.session.execute(insert(WijkFact).values(**vars(content), **said))
    return name


def erase_fact(fact: FoundFact, *, by: Actor) -> None:
    """Take a fact away. Twice is once."""
    db.session.execute(delete(WijkFact).where(WijkFact.public_id == fact.public_id))
    audit.record("wijk.fact_erased", actor_id=by.person_id, subject_id=by.person_id)
