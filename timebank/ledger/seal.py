"""Seals: a SHA-256 over all transfers after the last seal, chained to it.

Who keeps a copy of one digest, on paper if need be, can show later that no older transfer was changed, added or
taken away. The canonical form `timebank-ledger-1`: one line of JSON (ASCII, no spaces) for the seal, then one for each
transfer in the order of id, each ended by a newline:

    ["timebank-ledger-1",2,"<digest of seal 1; 64 zeros for the first>"]
    [17,"key",3,1,4,1,60,"klussen","2026-11-14","2026Q4","agreed",null,"2026-11-15T10:30:00.000000Z"]
"""

import hashlib
import json
from collections.abc import Iterable, Iterator
from datetime import UTC
from typing import Any, NamedTuple

from sqlalchemy import Connection, Row, insert, select

from timebank.core import clock
from timebank.core.database import db
from timebank.ledger.models import SEALS, TRANSFERS
from timebank.ledger.reading import Difference, snapshot, stream
from timebank.ledger.rules import NO_DIGEST
from timebank.ledger.service import wait_for_writers

FORM = "timebank-ledger-1"


class Sealed(NamedTuple):
    """What a seal says about its transfers."""

    first_transfer_id: int
    last_transfer_id: int
    transfer_count: int
    digest: str


def seal() -> int | None:
    """Seal all transfers since the last seal and return the new seal's number; None when there are none.

    Waits for who is posting, and lets nobody post until this transaction ends.
    """
    wait_for_writers()
    connection = db.session.connection()
    last = connection.execute(select(SEALS).order_by(SEALS.c.number.desc()).limit(1)).one_or_none()
    number, previous_digest, after_id = (
        (last.number + 1, last.digest, last.last_transfer_id) if last else (1, NO_DIGEST, 0)
    )
    sealed = digest(number, previous_digest, _transfers(connection, after_id))
    if sealed is None:
        return None
    values = {"number": number, "previous_digest": previous_digest, "sealed_at_utc": clock.now()}
    connection.execute(insert(SEALS).values(**values, **sealed._asdict()))
    return int(number)


def verify() -> Iterator[Difference]:
    """Compute every seal again from the transfers and name each difference."""
    with snapshot() as connection:
        yield from verify_at(connection)


def verify_at(connection: Connection) -> Iterator[Difference]:
    """Do as `verify`, in the moment that `connection` sees."""
    number, previous_digest, after_id = 0, NO_DIGEST, 0
    for kept in connection.execute(select(SEALS).order_by(SEALS.c.number)).all():
        where = f"seal {kept.number}"
        number += 1
        if kept.number != number:
            yield Difference(where, f"seal {number} is missing")
            number = kept.number
        if kept.previous_digest != previous_digest:
            yield Difference(where, "it does not follow the seal before it")
        claimed = Sealed(kept.first_transfer_id, kept.last_transfer_id, kept.transfer_count, kept.digest)
        try:
            found = digest(number, kept.previous_digest, _transfers(connection, after_id, kept.last_transfer_id))
            if found != claimed:
                yield Difference(where, _how_they_differ(claimed, found))
        except (TypeError, ValueError) as error:
            yield Difference(where, f"a day or moment of its transfers cannot be read: {error}")
        previous_digest, after_id = kept.digest, kept.last_transfer_id


def digest(number: int, previous_digest: str, transfers: Iterable[Row[Any]]) -> Sealed | None:
    """Compute a seal over rows of `transfer` in the order of id; None without rows."""
    sha, count, first, last = hashlib.sha256(_line([FORM, number, previous_digest])), 0, 0, 0
    for transfer in transfers:
        sha.update(canonical(transfer))
        first, last, count = first or transfer.id, transfer.id, count + 1
    return Sealed(first, last, count, sha.hexdigest()) if count else None


def canonical(transfer: Row[Any]) -> bytes:
    """Write one row of `transfer` in the canonical form."""
    posted_at = transfer.posted_at_utc.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")
    return _line(
        [
            transfer.id,
            transfer.request_key,
            transfer.giver_account_id,
            transfer.giver_wijk_id,
            transfer.receiver_account_id,
            transfer.receiver_wijk_id,
            transfer.minutes,
            transfer.category_code,
            transfer.occurred_on.isoformat(),
            transfer.booked_quarter,
            transfer.origin,
            transfer.reverses_id,
            posted_at,
        ]
    )


def _line(values: list[Any]) -> bytes:
    return json.dumps(values, ensure_ascii=True, separators=(",", ":")).encode("ascii") + b"\n"


def _transfers(connection: Connection, after_id: int, last_id: int | None = None) -> Iterator[Row[Any]]:
    wanted = select(TRANSFERS).where(TRANSFERS.c.id > after_id).order_by(TRANSFERS.c.id)
    return stream(connection, wanted if last_id is None else wanted.where(TRANSFERS.c.id <= last_id))


def _how_they_differ(claimed: Sealed, found: Sealed | None) -> str:
    if found is None:
        return "its transfers are gone"
    if found.transfer_count != claimed.transfer_count:
        return f"it sealed {claimed.transfer_count} transfers, there are {found.transfer_count}"
    if found.digest != claimed.digest:
        return "its transfers were changed: the digest is another"
    return f"it names transfers {claimed[:2]}, they are {found[:2]}"
