"""The same counting in plain Python, from the raw rows of `transfer`: slow, and plain to read."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import text

from timebank.balance.counted import Cell, Counted, Lasted
from timebank.core.database import db

AMSTERDAM = ZoneInfo("Europe/Amsterdam")


def rows(table: str) -> list[Any]:
    """Return all rows of a table by their number, as the driver gives them."""
    return list(db.session.execute(text(f"SELECT * FROM {table} ORDER BY 1")).all())


def cells() -> defaultdict[str, dict[str, Any]]:
    return defaultdict(
        lambda: {"givers": defaultdict(int), "receivers": defaultdict(int), "minutes": 0, "exchanges": 0}
    )


def recounted(quarter: str) -> dict[int, dict[str, Any]]:
    """Return, by wijk, what `Counted` holds of transfers; other wijken by number, cells as plain dicts."""
    accounts = {row.id: row for row in rows("account")}
    group_of = {row.code: row.group_code for row in rows("category")}
    persons = lowest_accounts()
    wijken: defaultdict[int, dict[str, Any]] = defaultdict(
        lambda: {name: cells() for name in ("given", "received", "given_by_group", "received_by_group")}
    )
    for transfer in rows("transfer"):
        if transfer.booked_quarter != quarter:
            continue
        giver, receiver = accounts[transfer.giver_account_id], accounts[transfer.receiver_account_id]
        group = group_of.get(transfer.category_code)
        for mine, other, my_wijk, other_wijk, way in (
            (giver, receiver, transfer.giver_wijk_id, transfer.receiver_wijk_id, "given"),
            (receiver, giver, transfer.receiver_wijk_id, transfer.giver_wijk_id, "received"),
        ):
            if mine.kind != "person":
                continue
            found = wijken[my_wijk]
            _add(found[way][_partner(other, my_wijk, other_wijk)], transfer, giver, receiver, persons)
            if group is not None:
                _add(found[f"{way}_by_group"][group], transfer, giver, receiver, persons)
    return wijken


def lowest_accounts() -> dict[int, int]:
    """Return the lowest account of whoever has an account, by account."""
    accounts_of: defaultdict[int, set[int]] = defaultdict(set)
    for row in rows("membership"):
        accounts_of[row.person_id].add(row.account_id)
    return {account: min(some) for some in accounts_of.values() for account in some}


def _partner(other: Any, my_wijk: int, other_wijk: int | None) -> str:
    if other.kind == "person":
        return "own" if my_wijk == other_wijk else str(other_wijk)
    return {"wijk": "pot", "stad": "stad"}.get(other.kind) or str(other.sector)


def _add(cell: dict[str, Any], transfer: Any, giver: Any, receiver: Any, persons: dict[int, int]) -> None:
    minutes = int(transfer.minutes)
    cell["minutes"] += minutes
    cell["exchanges"] += 1 if transfer.reverses_id is None else -1
    for account, side in ((giver, "givers"), (receiver, "receivers")):
        if account.kind == "person":
            cell[side][persons.get(account.id, account.id)] += minutes


def first_exchanges(quarter: str) -> dict[int, list[tuple[int, int]]]:
    """Return, by wijk, who gave or got for the first time in a quarter, and after how many days."""
    transfers = rows("transfer")
    undone = {(row.reverses_id, row.booked_quarter) for row in transfers if row.reverses_id is not None}
    persons = {row.account_id: row.person_id for row in rows("membership")}
    joined: dict[int, datetime] = {}
    for row in rows("membership"):
        since = moment(row.since_utc)
        joined[row.person_id] = min(since, joined.get(row.person_id, since))
    seen: set[int] = set()
    found: defaultdict[int, list[tuple[int, int]]] = defaultdict(list)
    for row in transfers:
        if row.reverses_id is not None or (row.id, row.booked_quarter) in undone:
            continue
        for account_id, wijk_id in (
            (row.giver_account_id, row.giver_wijk_id),
            (row.receiver_account_id, row.receiver_wijk_id),
        ):
            person = persons.get(account_id)
            if person is None or person in seen:
                continue
            seen.add(person)
            if row.booked_quarter == quarter:
                found[wijk_id].append((person, days(joined[person], row.occurred_on)))
    return {wijk_id: sorted(some) for wijk_id, some in found.items()}


def days(since: datetime, until: Any) -> int:
    """Return how many days a day comes after a moment in the Netherlands."""
    day = date.fromisoformat(until) if isinstance(until, str) else until
    return max((day - since.astimezone(AMSTERDAM).date()).days, 0)


def moment(kept: Any) -> datetime:
    """Return a moment as the driver gives it: SQLite as text."""
    return datetime.fromisoformat(kept).replace(tzinfo=UTC) if isinstance(kept, str) else kept


def quarter_at(at: datetime) -> str:
    """Return the quarter that it is in the Netherlands at a moment."""
    day = at.astimezone(AMSTERDAM).date()
    return f"{day.year}Q{(day.month - 1) // 3 + 1}"


def midnights(year: int) -> Iterator[tuple[datetime, str, str]]:
    """Yield each moment at which a quarter begins in the Netherlands, with the quarter before and the one after."""
    for month in (1, 4, 7, 10):
        begins = datetime.combine(date(year, month, 1), time(), AMSTERDAM)
        yield begins, quarter_at(begins - timedelta(seconds=1)), quarter_at(begins)


def counted(quarter: str, wijken: dict[int, tuple[str, str]]) -> list[Counted]:
    """Return a quarter as it should be counted: of wijken by number, with code and name, in which nobody waited."""
    found, firsts = recounted(quarter), first_exchanges(quarter)
    return [_counted(found[number], firsts.get(number, []), wijken, number) for number in sorted(wijken)]


def _counted(
    one: dict[str, Any], firsts: list[tuple[int, int]], wijken: dict[int, tuple[str, str]], number: int
) -> Counted:
    ways = {name: {key: Cell(**cell) for key, cell in some.items()} for name, some in one.items()}
    numbers = {str(other): wijken[other] for other in wijken}
    met = [numbers[key] for key in {**one["given"], **one["received"]} if key in numbers]

    def between(way: str) -> dict[str, Cell]:
        return {numbers[key][0]: cell for key, cell in ways[way].items() if key in numbers}

    def apart(way: str) -> dict[str, Cell]:
        return {key: cell for key, cell in ways[way].items() if key not in numbers}

    return Counted(
        *wijken[number],
        given=apart("given"),
        received=apart("received"),
        to_wijken=between("given"),
        from_wijken=between("received"),
        given_by_group=ways["given_by_group"],
        received_by_group=ways["received_by_group"],
        first_exchanges=[Lasted(*first) for first in firsts],
        names_of_wijken=dict(met),
    )
