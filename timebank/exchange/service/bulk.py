"""Writing many exchanges that are settled already: another time bank's history, and the demo's.

One statement for each table and batch; the books post them as always.
"""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from itertools import islice
from typing import Any, NamedTuple

from sqlalchemy import Connection, Insert, and_, bindparam, case, func, insert, literal, null, select

from timebank.core.database import db
from timebank.core.tokens import public_id
from timebank.exchange.models import Exchange, ExchangeMove
from timebank.exchange.service.report import Party
from timebank.ledger import service as ledger
from timebank.ledger.models import Transfer

EXCHANGES = Exchange.__table__


class Settled(NamedTuple):
    """An exchange that both sides said yes to, or that another time bank had settled (`reporter_person_id` None)."""

    request_key: str
    content_digest: str
    giver: Party
    receiver: Party
    minutes: int
    category_code: str
    occurred_on: date
    settled_at_utc: datetime
    note: str = ""
    reporter_side: str = "giver"
    reporter_person_id: int | None = None
    steward_person_id: int | None = None
    """The steward who said yes for the pot or the stad."""
    contact_person_id: int | None = None
    """Who spoke for the organisation."""


def write_settled(exchanges: Iterable[Settled], *, origin: str) -> int:
    """Write and post exchanges of one origin (agreed, taken_over) and return how many were new.

    One with a known request key is left as it is. Others wait with posting until this transaction ends.

    :raises RuleBroken: as `ledger.service.post`
    """
    ledger.wait_for_writers()
    rest, written = iter(exchanges), 0
    while batch := list(islice(rest, ledger.BATCH_ROWS)):
        written += _write_batch(batch, origin)
    return written


def _write_batch(batch: list[Settled], origin: str) -> int:
    connection = db.session.connection()
    last_before = connection.execute(LAST_TRANSFER).scalar() or 0
    transfer_ids = ledger.post_many([_posting(one, origin) for one in batch])
    new = {number: one for number, one in zip(transfer_ids, batch, strict=True) if number > last_before}
    if new:
        _write_rows(connection, [_row(one, number) for number, one in new.items()])
        for moves in MOVES_OF[origin]:
            connection.execute(moves, {"first": min(new), "last": max(new)})
    return len(new)


def _posting(one: Settled, origin: str) -> ledger.Posting:
    return ledger.Posting(
        one.request_key,
        one.giver.account_id,
        one.receiver.account_id,
        one.minutes,
        one.category_code,
        one.occurred_on,
        origin,
        one.settled_at_utc,
    )


def _row(one: Settled, transfer_id: int) -> tuple[object, ...]:
    """Return the values of COLUMNS."""
    return (
        public_id(),
        one.request_key,
        one.content_digest,
        "confirmed",
        one.reporter_side,
        one.reporter_person_id,
        one.giver.account_id,
        one.giver.person_id,
        one.receiver.account_id,
        one.receiver.person_id,
        one.giver.steward_wijk_id or one.receiver.steward_wijk_id,
        one.steward_person_id,
        "giver" if one.giver.is_organisation else "receiver" if one.receiver.is_organisation else None,
        one.contact_person_id,
        one.minutes,
        one.category_code,
        one.occurred_on,
        one.note,
        transfer_id,
        one.settled_at_utc,
    )


def _write_rows(connection: Connection, rows: list[tuple[object, ...]]) -> None:
    """Write exchanges: by COPY on PostgreSQL, where row by row takes three times as long."""
    if connection.dialect.name != "postgresql":
        connection.execute(WRITE, [dict(zip(COLUMNS, row, strict=True)) for row in rows])
        return
    cursor: Any = connection.connection.cursor()
    with cursor, cursor.copy(COPY) as lines:
        for row in rows:
            lines.write_row(row)


def _moves(move: Any, to_state: str, by: Any, transfer_id: Any) -> Insert:
    """Keep one step of every exchange of a batch.

    Nobody else posts meanwhile, so the transfers from the first to the last are those of the batch.
    """
    kept = {
        "exchange_id": EXCHANGES.c.id,
        "move": move,
        "to_state": literal(to_state),
        "by_person_id": by,
        "at_utc": EXCHANGES.c.reported_at_utc,
        "minutes": EXCHANGES.c.minutes,
        "transfer_id": transfer_id,
    }
    of_batch = EXCHANGES.c.transfer_id.between(bindparam("first"), bindparam("last"))
    return insert(ExchangeMove).from_select(list(kept), select(*kept.values()).where(of_batch).order_by(EXCHANGES.c.id))


def _moves_by_origin() -> dict[str, Sequence[Insert]]:
    table = EXCHANGES.c
    other = case((table.reporter_side == "giver", table.receiver_person_id), else_=table.giver_person_id)
    sayers = (other, table.steward_person_id, table.contact_person_id, table.reporter_person_id)
    beside_stad = (table.giver_person_id, table.steward_wijk_id, table.organisation_side)
    how = case((and_(*(column.is_(None) for column in beside_stad)), literal("write_alone")), else_=literal("confirm"))
    return {
        "taken_over": (_moves(literal("take_over"), "confirmed", null(), table.transfer_id),),
        "agreed": (
            _moves(literal("report"), "reported", table.reporter_person_id, null()),
            _moves(how, "confirmed", func.coalesce(*sayers), table.transfer_id),
        ),
    }


WRITE = insert(Exchange)
COLUMNS = (
    *("public_id", "request_key", "content_digest", "state", "reporter_side", "reporter_person_id"),
    *("giver_account_id", "giver_person_id", "receiver_account_id", "receiver_person_id"),
    *("steward_wijk_id", "steward_person_id", "organisation_side", "contact_person_id"),
    *("minutes", "category_code", "occurred_on", "note"),
    *("transfer_id", "reported_at_utc"),
)
LAST_TRANSFER = select(func.max(Transfer.id))
COPY = f"COPY exchange ({', '.join(COLUMNS)}) FROM STDIN"
MOVES_OF = _moves_by_origin()
