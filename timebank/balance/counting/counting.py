"""Puts together what the streams say of one wijk."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, Executable

from timebank.balance.counted import Cell, Counted
from timebank.balance.counting import persons, transfers
from timebank.balance.counting.places import Place
from timebank.balance.counting.transfers import GIVER, OTHER, RECEIVER, Known, Side, Way
from timebank.balance.rules import OWN, PARTNERS
from timebank.ledger.reading import stream

Progress = Callable[[int], object]


def steps(places: Sequence[Place]) -> int:
    """Return how many steps `count` takes: adding up by the database, then each wijk."""
    return len(places) * (len(transfers.STATEMENTS) + 1)


def count(
    connection: Connection, quarter: str, places: Sequence[Place], progress: Progress = lambda _: None
) -> Iterator[Counted]:
    """Count a quarter: yield each wijk, in the order of `places`, that was there or in which something was counted.

    `progress` hears of each more of `steps`. The order of `places` is by number.
    """
    streams = {}
    for sides, statement in transfers.STATEMENTS.items():
        streams[sides] = _Stream(connection, statement, quarter=quarter)
        progress(len(places))
    met = _Stream(connection, persons.REQUESTS_MET, quarter=quarter)
    needs = _Stream(connection, persons.NEEDS_MET, **persons.moments_of(quarter))
    firsts = _Stream(connection, persons.FIRST_EXCHANGES, quarter=quarter)
    known = Known(*(dict(map(tuple, connection.execute(one))) for one in (transfers.GROUPS, transfers.OTHER_ACCOUNTS)))
    by_id = {place.wijk_id: place for place in places}
    for place in places:
        rows = {sides: list(some.of(place)) for sides, some in streams.items()}
        ways = _ways(place.wijk_id, rows, known)
        waited = {
            "requests_met": persons.lasted(met.of(place)),
            "needs_met": [person_id for _, person_id in needs.of(place)],
            "first_exchanges": persons.lasted(firsts.of(place)),
        }
        if place.is_there or any(waited.values()) or any(way.by_partner for way in ways.values()):
            yield _counted(place, ways[GIVER], ways[RECEIVER], by_id, waited)
        progress(1)


def _ways(wijk_id: int, rows: Mapping[tuple[Side, Side], list[Any]], known: Known) -> dict[Side, Way]:
    """Return what a wijk gave and what it received: who gave in the wijk itself is who it received from, there."""
    own = {here: [row for row in rows[here, here] if row.partner == wijk_id] for here in OTHER}
    return {
        here: transfers.went(here, wijk_id, rows[here, here], own[there] + rows[here, there], known)
        for here, there in OTHER.items()
    }


class _Stream:
    """The rows of a statement in the order of wijken, read as far as they are asked for."""

    def __init__(self, connection: Connection, statement: Executable, **values: Any) -> None:
        self._rows = stream(connection, statement, **values)
        self._next: Any = next(self._rows, None)

    def of(self, place: Place) -> Iterator[Any]:
        """Yield those of a wijk; of the wijken before it there are no more."""
        while self._next is not None and self._next[0] == place.wijk_id:
            yield self._next
            self._next = next(self._rows, None)


def _counted(place: Place, given: Way, received: Way, by_id: Mapping[Any, Place], waited: dict[str, Any]) -> Counted:
    both = {OWN: given.by_partner[OWN]} if OWN in given.by_partner else {}
    others = sorted({*given.by_partner, *received.by_partner} & by_id.keys())
    return Counted(
        code=place.code,
        name=place.name,
        given=_by_name(given.by_partner),
        received=_by_name(received.by_partner) | both,
        to_wijken=_by_code(given.by_partner, by_id),
        from_wijken=_by_code(received.by_partner, by_id),
        given_by_group=given.by_group,
        received_by_group=received.by_group,
        names_of_wijken={by_id[number].code: by_id[number].name for number in others},
        **waited,
    )


def _by_name(partners: Mapping[str | int, Cell]) -> dict[str, Cell]:
    return {name: partners[name] for name in PARTNERS if name in partners}


def _by_code(partners: Mapping[str | int, Cell], by_id: Mapping[Any, Place]) -> dict[str, Cell]:
    return {by_id[number].code: cell for number, cell in partners.items() if number in by_id}
