"""Facts from outside the ledger that stand beside the balance of a wijk."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import bindparam, or_, select

from timebank.core.database import db
from timebank.core.statements import Statement
from timebank.people.models import Person
from timebank.wijk.models import WijkFact
from timebank.wijk.rules import FACTS_AT_MOST


@dataclass(frozen=True, slots=True)
class FoundFact:
    """A fact: what, how much (hours, or a number), where that stands, and who wrote it down when.

    `quarter` is 1 to 4; None: of the whole year.
    """

    public_id: str
    wijk_id: int
    year: int
    quarter: int | None
    words: str
    amount: int
    is_hours: bool
    source: str
    by_name: str
    at_utc: datetime


FACT = select(
    WijkFact.public_id,
    WijkFact.wijk_id,
    WijkFact.year,
    WijkFact.quarter,
    WijkFact.words,
    WijkFact.amount,
    WijkFact.is_hours,
    WijkFact.source,
    Person.name.label("by_name"),
    WijkFact.at_utc,
).join(Person, Person.id == WijkFact.by_person_id)
OF_YEAR = FACT.where(WijkFact.wijk_id == bindparam("wijk_id"), WijkFact.year == bindparam("year"))
IN_ORDER = (WijkFact.quarter.is_(None).desc(), WijkFact.quarter, WijkFact.id)
FACTS_OF_QUARTER = Statement(
    OF_YEAR.where(or_(WijkFact.quarter.is_(None), WijkFact.quarter == bindparam("quarter")))
    .order_by(*IN_ORDER)
    .limit(FACTS_AT_MOST)
)
BY_PUBLIC_ID = Statement(FACT.where(WijkFact.public_id == bindparam("public_id")))


def facts_of(wijk_id: int, quarter: str) -> list[FoundFact]:
    """Return the facts of a quarter, named as in the ledger ("2026Q4"), those of its whole year first.

    At most FACTS_AT_MOST.
    """
    year, _, number = quarter.partition("Q")
    return [FoundFact(*row) for row in FACTS_OF_QUARTER.all(wijk_id=wijk_id, year=int(year), quarter=int(number))]


def newest_facts(wijk_ids: Collection[int]) -> list[FoundFact]:
    """Return the facts of these wijken, the newest year first, at most FACTS_AT_MOST."""
    newest = FACT.where(WijkFact.wijk_id.in_(sorted(wijk_ids))).order_by(WijkFact.year.desc(), *IN_ORDER)
    return [FoundFact(**row) for row in db.session.execute(newest.limit(FACTS_AT_MOST)).mappings()]


def find_fact(public_id: str) -> FoundFact | None:
    """Return a fact by the random name in an address."""
    row = BY_PUBLIC_ID.one_or_none(public_id=public_id)
    return FoundFact(*row) if row else None
