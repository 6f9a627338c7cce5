"""Computes everything again from `transfer` alone, and names each difference.

Two streams in the order of transfers, side by side: the transfers, and the entries that they must have made. In memory
are only the running totals of each account.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from decimal import Decimal
from functools import lru_cache
from itertools import chain
from typing import Any, NamedTuple

from sqlalchemy import Connection, Row, text

from timebank.core.clock import day_of
from timebank.ledger import seal, triggers
from timebank.ledger.reading import Difference, snapshot, stream
from timebank.ledger.rules import MINUTES_AT_MOST, quarter_of

TRANSFER_COLUMNS = """id, giver_account_id, giver_wijk_id, receiver_account_id, receiver_wijk_id, minutes,
    category_code, occurred_on, booked_quarter, origin, reverses_id, posted_at_utc"""
TRANSFERS = text(f"SELECT {TRANSFER_COLUMNS} FROM transfer ORDER BY id")
ONE_TRANSFER = text(f"SELECT {TRANSFER_COLUMNS} FROM transfer WHERE id = :id")
REPEATED_KEYS = text("SELECT request_key FROM transfer GROUP BY request_key HAVING count(*) > 1")
ACCOUNTS = text("SELECT id, kind, sector, given_minutes, received_minutes, entry_count FROM account ORDER BY id")
CLOSED = text("SELECT booked_quarter, closed_at_utc FROM closed_quarter")
SAME_IN_REVERSAL = (
    "giver_account_id",
    "giver_wijk_id",
    "receiver_account_id",
    "receiver_wijk_id",
    "category_code",
    "occurred_on",
    "origin",
)


class EntryRow(NamedTuple):
    """An entry as it is, or as it must be."""

    transfer_id: int
    side: str
    minutes: int
    category_code: str
    occurred_on: Any
    booked_quarter: str | None
    account_id: int
    wijk_id: int | None
    seq: int
    given_after_minutes: int
    received_after_minutes: int
    other_account_id: int
    other_wijk_id: int | None
    other_kind: str
    other_sector: str | None


ENTRIES = text(f"SELECT {', '.join(EntryRow._fields)} FROM entry ORDER BY transfer_id, side")


@dataclass(slots=True)
class Totals:
    """An account and what its transfers so far add up to."""

    kind: str = "unknown"
    sector: str | None = None
    given: int = 0
    received: int = 0
    entries: int = 0

    def add(self, given: int, received: int) -> tuple[int, int, int]:
        """Add one transfer and return the seq of its entry and the minutes given and received after it."""
        self.given += given
        self.received += received
        self.entries += 1
        return self.entries, self.given, self.received


@dataclass
class Books:
    """What the check knows on its way."""

    connection: Connection
    accounts: dict[int, Totals]
    closed: dict[str, Any]
    reversed_ids: set[int] = field(default_factory=set)


def check() -> Iterator[Difference]:
    """Recompute entries, totals and seals from the transfers, and name each difference. Others may go on posting."""
    with snapshot() as connection:
        accounts = connection.execute(ACCOUNTS).all()
        closed = {row.booked_quarter: row.closed_at_utc for row in connection.execute(CLOSED)}
        books = Books(connection, {row.id: Totals(row.kind, row.sector) for row in accounts}, closed)
        yield from triggers.differences_in(connection)
        for row in connection.execute(REPEATED_KEYS):
            yield Difference("transfer", f"request key {row.request_key!r} was used more than once")
        yield from _walk(books)
        yield from _totals(books, accounts)
        yield from seal.verify_at(connection)


def _walk(books: Books) -> Iterator[Difference]:
    """Go through all transfers, and through the entries beside them."""
    entries = stream(books.connection, ENTRIES)
    entry = next(entries, None)
    for transfer in stream(books.connection, TRANSFERS):
        yield from _rules(books, transfer)
        for wanted in _entries(books.accounts, transfer):
            while entry is not None and (entry.transfer_id, entry.side) < wanted[:2]:
                yield Difference(_entry_name(entry), "no transfer wrote it")
                entry = next(entries, None)
            if entry is None or (entry.transfer_id, entry.side) != wanted[:2]:
                yield Difference(_entry_name(wanted), "it is missing")
                continue
            if entry != wanted:
                yield from _unlike(entry, wanted)
            entry = next(entries, None)
    for rest in chain([entry] if entry is not None else [], entries):
        yield Difference(_entry_name(rest), "no transfer wrote it")


def _entries(accounts: dict[int, Totals], transfer: Row[Any]) -> tuple[EntryRow, EntryRow]:
    """Add a transfer to the totals of its accounts and return the two entries that it must have."""
    kept, id_ = transfer.minutes, transfer.id
    minutes = int(kept) if isinstance(kept, int | float | Decimal) else 0
    about = (minutes, transfer.category_code, transfer.occurred_on, transfer.booked_quarter)
    at_giver = (transfer.giver_account_id, transfer.giver_wijk_id)
    at_receiver = (transfer.receiver_account_id, transfer.receiver_wijk_id)
    giver = accounts.setdefault(at_giver[0], Totals())
    receiver = accounts.setdefault(at_receiver[0], Totals())
    of_giver, of_receiver = (giver.kind, giver.sector), (receiver.kind, receiver.sector)
    return (
        EntryRow(id_, "given", *about, *at_giver, *giver.add(minutes, 0), *at_receiver, *of_receiver),
        EntryRow(id_, "received", *about, *at_receiver, *receiver.add(0, minutes), *at_giver, *of_giver),
    )


def _unlike(entry: Row[Any], wanted: EntryRow) -> Iterator[Difference]:
    for name, is_value, must_value in zip(EntryRow._fields, entry, wanted, strict=True):
        if is_value != must_value:
            yield Difference(_entry_name(wanted), f"{name} is {is_value}, must be {must_value}")


def _entry_name(entry: Any) -> str:
    return f"account {entry.account_id}, entry {entry.seq} ({entry.side}, transfer {entry.transfer_id})"


def _totals(books: Books, accounts: Any) -> Iterator[Difference]:
    for row in accounts:
        must = books.accounts.pop(row.id)
        for name, value in (
            ("given_minutes", must.given),
            ("received_minutes", must.received),
            ("entry_count", must.entries),
        ):
            if row._mapping[name] != value:
                yield Difference(f"account {row.id}", f"{name} is {row._mapping[name]}, must be {value}")
    for unknown in books.accounts:
        yield Difference(f"account {unknown}", "transfers name it, it is not there")


def _rules(books: Books, transfer: Row[Any]) -> Iterator[Difference]:
    """Name the rules that one transfer breaks."""
    where = f"transfer {transfer.id}"
    for broken in BROKEN_BY:
        what = broken(books, transfer)
        if what:
            yield Difference(where, what)
    if transfer.reverses_id is not None:
        yield from (Difference(where, what) for what in _reversal(books, transfer))


def _minutes(_books: Books, transfer: Row[Any]) -> str | None:
    minutes, least, most = transfer.minutes, 1, MINUTES_AT_MOST
    if transfer.reverses_id is not None:
        least, most = -most, -least
    if isinstance(minutes, str | bytes) or minutes != int(minutes) or not least <= minutes <= most:
        return f"minutes are {minutes}, must be whole and from {least} to {most}"
    return None


def _parties(books: Books, transfer: Row[Any]) -> str | None:
    if transfer.giver_account_id == transfer.receiver_account_id:
        return "giver and receiver are one account"
    giver = (transfer.giver_account_id, transfer.giver_wijk_id)
    receiver = (transfer.receiver_account_id, transfer.receiver_wijk_id)
    for account_id, wijk_id in (giver, receiver):
        account = books.accounts.get(account_id)
        if account is not None and (wijk_id is None) != (account.kind in ("organisation", "stad")):
            return f"wijk {wijk_id} cannot be that of account {account_id}, a {account.kind}"
    return None


def _quarter(books: Books, transfer: Row[Any]) -> str | None:
    quarter = transfer.booked_quarter
    if quarter is None:
        return None if transfer.origin == "taken_over" else "it is booked in no quarter"
    if quarter in books.closed and transfer.posted_at_utc > books.closed[quarter]:
        return f"it was booked in {quarter} after that was closed"
    if quarter == _quarter_of_day(transfer.occurred_on) or quarter == _quarter_of_moment(transfer.posted_at_utc):
        return None
    if transfer.reverses_id is not None and quarter == _original(books, transfer.reverses_id, "booked_quarter"):
        return None
    return f"it is booked in {quarter}: neither when it happened nor when it was posted"


def _origin(_books: Books, transfer: Row[Any]) -> str | None:
    return None if transfer.origin in ("agreed", "taken_over") else f"origin is {transfer.origin}"


BROKEN_BY: tuple[Callable[[Books, Row[Any]], str | None], ...] = (_minutes, _parties, _quarter, _origin)


def _reversal(books: Books, transfer: Row[Any]) -> Iterator[str]:
    original = books.connection.execute(ONE_TRANSFER, {"id": transfer.reverses_id}).one_or_none()
    if original is None or original.id >= transfer.id:
        yield f"it reverses transfer {transfer.reverses_id}, which was not there"
        return
    if original.reverses_id is not None:
        yield f"it reverses transfer {original.id}, itself a reversal"
    if original.id in books.reversed_ids:
        yield f"it reverses transfer {original.id}, which was reversed before"
    books.reversed_ids.add(original.id)
    if original.minutes != -transfer.minutes:
        yield f"minutes are {transfer.minutes}, must be {-original.minutes}"
    if (original.booked_quarter is None) != (transfer.booked_quarter is None):
        yield "only one of it and its transfer is booked in a quarter"
    for name in SAME_IN_REVERSAL:
        if transfer._mapping[name] != original._mapping[name]:
            yield f"{name} is {transfer._mapping[name]}, that of its transfer is {original._mapping[name]}"


def _original(books: Books, transfer_id: int, name: str) -> Any:
    original = books.connection.execute(ONE_TRANSFER, {"id": transfer_id}).one_or_none()
    return original._mapping[name] if original else None


@lru_cache(maxsize=4096)
def _quarter_of_day(day: date | str) -> str | None:
    """Return the quarter of a day as the database gives it: SQLite as text, which a stranger may have malformed."""
    try:
        return quarter_of(date.fromisoformat(day) if isinstance(day, str) else day)
    except (TypeError, ValueError):
        return None


def _quarter_of_moment(moment: datetime | str) -> str | None:
    try:
        utc = datetime.fromisoformat(moment).replace(tzinfo=UTC) if isinstance(moment, str) else moment
        return quarter_of(day_of(utc))
    except (TypeError, ValueError):
        return None
