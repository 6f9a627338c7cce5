"""Which wijken a quarter has a balance for, and what they were called in its year."""

from datetime import time
from typing import Any, NamedTuple

from sqlalchemy import Connection, select

from timebank.balance.rules import days_of
from timebank.core import clock
from timebank.wijk.models import Wijk, WijkEdition

EDITIONS = (
    select(Wijk.id, Wijk.closed_at_utc, WijkEdition.year, WijkEdition.code, WijkEdition.name)
    .join(WijkEdition, WijkEdition.wijk_id == Wijk.id)
    .where(Wijk.opened_at_utc.is_not(None))
    .order_by(Wijk.id, WijkEdition.year)
)


class Place(NamedTuple):
    """A wijk as it was called in the year of a quarter. `is_there`: known by then, and not closed before it."""

    wijk_id: int
    code: str
    name: str
    is_there: bool


def places_of(connection: Connection, quarter: str) -> list[Place]:
    """Return every wijk that was ever opened, by number, under the code and the name of the quarter's year.

    Of a wijk without an edition of that year the last one before it holds, else the first one after. A code is used
    again after a split: whose edition is further from the year gets the year of that edition behind it.
    """
    first, _ = days_of(quarter)
    begins = clock.moment_of(first, time())
    found = dict[int, Any]()
    for edition in connection.execute(EDITIONS):
        if edition.id not in found or edition.year <= first.year:
            found[edition.id] = edition
    of_code = dict[str, Any]()
    for edition in sorted(found.values(), key=lambda one: (one.year <= first.year, one.year)):
        of_code[edition.code] = edition
    return [
        Place(
            edition.id,
            edition.code if edition is of_code[edition.code] else f"{edition.code}-{edition.year}",
            edition.name,
            edition.year <= first.year and (edition.closed_at_utc is None or edition.closed_at_utc >= begins),
        )
        for edition in found.values()
    ]
