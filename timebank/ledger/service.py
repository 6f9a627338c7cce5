"""Posting to the books. One statement each: the triggers of the database do the rest."""

import json
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, date, datetime
from itertools import islice
from typing import Any, NamedTuple

from sqlalchemy import func, insert, select, text, update
from sqlalchemy.dialects import postgresql
from sqlalchemy.exc import IntegrityError

from timebank.core import clock
from timebank.core.database import connection, db
from timebank.core.errors import RequestKeyReused
from timebank.core.statements import Write, write
from timebank.ledger import statements
from timebank.ledger.errors import broken_rule
from timebank.ledger.models import ACCOUNTS, CLOSED_QUARTERS, TRANSFERS
from timebank.ledger.queries import known_request_keys
from timebank.ledger.rules import quarter_of

BATCH_ROWS = 10_000
"""How many transfers `post_many` sends at once: some megabytes of memory. PostgreSQL keeps a version of each account
per batch until the transaction ends, so smaller batches get slower and slower."""

OPEN_ACCOUNT = insert(ACCOUNTS).returning(ACCOUNTS.c.id)


class Posting(NamedTuple):
    """One transfer for `post_many`. `posted_at_utc` None: now."""

    request_key: str
    giver_account_id: int
    receiver_account_id: int
    minutes: int
    category_code: str
    occurred_on: date
    origin: str = "agreed"
    posted_at_utc: datetime | None = None


def post(
    *,
    request_key: str,
    giver_account_id: int,
    receiver_account_id: int,
    minutes: int,
    category_code: str,
    occurred_on: date,
    origin: str = "agreed",
    also: Sequence[Write] = (),
) -> int:
    """Post a transfer and return its id. The same `request_key` with the same content posts once.

    It is booked in the quarter of `occurred_on` while that is open, else in this quarter; taken-over history of a
    closed quarter is booked in none. `also` is written with it, where FIRST_ID is the transfer's id.

    :raises AccountClosed: one of the accounts takes no new transfers
    :raises MinutesOutOfBounds: not 1 to 1,440
    :raises SameAccount: giver and receiver are one
    :raises RequestKeyReused: the key was used for another transfer
    :raises LookupError: there is no such account
    """
    now = clock.now()
    content = {
        "request_key": request_key,
        "giver_account_id": giver_account_id,
        "receiver_account_id": receiver_account_id,
        "minutes": minutes,
        "category_code": category_code,
        "occurred_on": occurred_on,
        "origin": origin,
    }
    quarters = {"quarter": quarter_of(occurred_on), "late_quarter": _late_quarter(origin, now), "now": now}
    with refusals_in_words():
        transfer_id: int | None = write(Write(statements.POST, content | quarters), *also)
    return transfer_id or _posted_before(request_key, content)


def reverse(transfer_id: int, *, request_key: str) -> int:
    """Post the opposite of a transfer and return its id. The same `request_key` posts once.

    It is booked where the transfer was while that quarter is open, else in this quarter.

    :raises AlreadyReversed: another reversal came first
    :raises ReversalStays: the transfer is itself a reversal
    :raises RequestKeyReused: the key was used for another transfer
    :raises LookupError: there is no such transfer
    """
    now = clock.now()
    values = {"request_key": request_key, "reverses_id": transfer_id, "now": now}
    with refusals_in_words():
        reversal_id: int | None = statements.REVERSE.scalar(**values, late_quarter=quarter_of(clock.day_of(now)))
    return reversal_id or _posted_before(request_key, {"reverses_id": transfer_id})


def post_many(postings: Iterable[Posting]) -> list[int]:
    """Post many transfers and return their ids in the same order; those with a known request key keep their id.

    Others wait until this transaction ends. Memory: one batch and the ids; give a long file in parts.

    :raises RuleBroken: as `post`; no content is compared for a known request key
    """
    wait_for_writers()
    closed = set(db.session.scalars(select(CLOSED_QUARTERS.c.booked_quarter)))
    rest, ids = iter(postings), list[int]()
    while batch := list(islice(rest, BATCH_ROWS)):
        ids.extend(_post_batch(batch, closed))
    return ids


def open_account(
    kind: str, *, wijk_id: int | None = None, gemeente_id: int | None = None, sector: str | None = None
) -> int:
    """Open an account of a kind (person, organisation, wijk, stad) and return its id."""
    place = {"kind": kind, "wijk_id": wijk_id, "gemeente_id": gemeente_id, "sector": sector}
    return int(connection().execute(OPEN_ACCOUNT, place | {"opened_at_utc": clock.now()}).scalar_one())


def stad_account(gemeente_id: int) -> int:
    """Return the account of a gemeente's stad; it is opened when it is first needed, once.

    On PostgreSQL two may need it at one moment: who comes second waits for the first, and finds it. On SQLite nobody
    writes beside us.
    """
    found = statements.STAD.scalar(gemeente_id=gemeente_id)
    if found is not None:
        return int(found)
    if db.engine.dialect.name == "postgresql":
        place = {"kind": "stad", "gemeente_id": gemeente_id, "opened_at_utc": clock.now()}
        connection().execute(postgresql.insert(ACCOUNTS).values(**place).on_conflict_do_nothing())
        return int(statements.STAD.scalar(gemeente_id=gemeente_id))
    return open_account("stad", gemeente_id=gemeente_id)


def move_account(account_id: int, *, wijk_id: int, gemeente_id: int | None) -> None:
    """Let an account belong to another wijk from now on. What it gave and got stays with the old one."""
    wait_for_writers()
    _change(account_id, wijk_id=wijk_id, gemeente_id=gemeente_id)


def close_account(account_id: int) -> None:
    """Let an account take no new transfers, for good. It still accepts a reversal."""
    _change(account_id, closed_at_utc=func.coalesce(ACCOUNTS.c.closed_at_utc, clock.now()))


def wait_for_writers() -> None:
    """Wait until nobody else is posting, and let nobody begin until this transaction ends.

    On SQLite a transaction that writes is already alone.
    """
    if db.engine.dialect.name == "postgresql":
        connection().execute(text("LOCK TABLE transfer IN SHARE ROW EXCLUSIVE MODE"))


@contextmanager
def refusals_in_words() -> Iterator[None]:
    """Raise the rule that was broken instead of the database's refusal."""
    try:
        yield
    except IntegrityError as error:
        rule = broken_rule(str(error.orig))
        if rule is None:
            raise
        raise rule from error


def _posted_before(request_key: str, content: dict[str, Any]) -> int:
    """Return the transfer that has the key already: none was added, because of the key or for want of an account."""
    found = connection().execute(select(TRANSFERS).where(TRANSFERS.c.request_key == request_key)).one_or_none()
    if found is None:
        raise LookupError(f"no such account or transfer: {content}")
    if any(found._mapping[name] != value for name, value in content.items()):
        raise RequestKeyReused
    return int(found.id)


def _post_batch(batch: list[Posting], closed: set[str]) -> Iterator[int]:
    ids = known_request_keys([posting.request_key for posting in batch])
    new = {posting.request_key: posting for posting in batch if posting.request_key not in ids}
    if new:
        using = connection()
        rows = json.dumps([_row(posting, closed) for posting in new.values()])
        with refusals_in_words():
            posted = using.execute(statements.POST_MANY[using.dialect.name], {"rows": rows})
        ids.update((row.request_key, row.id) for row in posted)
    if len(missing := new.keys() - ids.keys()):
        raise LookupError(f"no such account: {new[min(missing)]}")
    return (ids[posting.request_key] for posting in batch)


def _row(posting: Posting, closed: set[str]) -> tuple[str | int | None, ...]:
    posted_at = (posting.posted_at_utc or clock.now()).astimezone(UTC)
    quarter: str | None = quarter_of(posting.occurred_on)
    if quarter in closed:
        quarter = _late_quarter(posting.origin, posted_at)
    return (
        *posting[:5],
        posting.occurred_on.isoformat(),
        quarter,
        posting.origin,
        posted_at.strftime("%Y-%m-%d %H:%M:%S.%f"),
    )


def _late_quarter(origin: str, posted_at: datetime) -> str | None:
    return None if origin == "taken_over" else quarter_of(clock.day_of(posted_at))


def _change(account_id: int, **values: Any) -> None:
    changed = connection().execute(update(ACCOUNTS).where(ACCOUNTS.c.id == account_id).values(**values))
    if changed.rowcount != 1:
        raise LookupError(f"no such account: {account_id}")
