"""One step of an exchange: read it for writing, ask the table, keep the step."""

from datetime import datetime
from functools import cache, partial
from typing import Any

from sqlalchemy import RowMapping, Update, bindparam, insert, select, update

from timebank.access import audit
from timebank.access.actor import Actor
from timebank.core import clock
from timebank.core.database import at_once, db, table_of
from timebank.exchange import errors, rules
from timebank.exchange.models import Exchange, ExchangeMove

TABLE = table_of(Exchange)
MOVE = insert(table_of(ExchangeMove)).inline()
LOCKED = select(TABLE).where(TABLE.c.id == bindparam("exchange_id")).with_for_update()


def get_locked(exchange_id: int) -> RowMapping:
    """Return an exchange as it is now, locked until the transaction ends.

    :raises StateUnknown: there is none
    """
    row = db.session.connection().execute(LOCKED, {"exchange_id": exchange_id}).mappings().one_or_none()
    if row is None:
        raise errors.StateUnknown
    return row


def side_of(exchange: RowMapping | Exchange, by: Actor) -> str | None:
    """Return the side that `by` speaks for: their own, or as a steward that of the pot or of who is gone; else None."""
    value = exchange.__getitem__ if isinstance(exchange, RowMapping) else partial(getattr, exchange)
    persons = {side: value(f"{side}_person_id") for side in rules.SIDES}
    for side, person_id in persons.items():
        if person_id == by.person_id:
            return side
    if value("steward_wijk_id") not in by.steward_wijk_ids and value("steward_person_id") != by.person_id:
        return None
    pots = [side for side, person_id in persons.items() if person_id is None]
    return pots[0] if pots else value("asked_side")


def step(exchange: RowMapping, move: str, *, by: Actor) -> tuple[rules.Step, str]:
    """Return what `move` does and the side that makes it.

    :raises NotYourTurn: the table has this move, but for the other side
    :raises AlreadyAnswered: the table has it no more
    """
    mover = side_of(exchange, by)
    if mover is None:
        raise errors.NotYourTurn
    is_late = exchange["lapses_at_utc"] is not None and exchange["lapses_at_utc"] <= clock.now()
    found = rules.find_step(exchange["state"], move, mover=mover, asked=exchange["asked_side"])
    if found is None or is_late:
        exists = (exchange["state"], move) in rules.MOVES and not is_late
        raise errors.NotYourTurn if exists else errors.AlreadyAnswered
    return found, mover


def carry(
    exchange: RowMapping,
    move: str,
    found: rules.Step,
    mover: str | None,
    *,
    by_id: int | None,
    posted: int | None = None,
    **changes: Any,
) -> None:
    """Write one step: the new state, the move, and the line in the log of whom it concerns.

    `posted` is the transfer that this step made, `changes` are columns of the exchange. A steward who answers for a
    side without a person is kept as the one who took part.
    """
    now = clock.now()
    if mover and exchange[f"{mover}_person_id"] != by_id:
        changes["steward_person_id"] = by_id
    asked = rules.other(mover) if mover and found.asks else None
    values = {
        "state": found.to_state,
        "asked_side": asked,
        "lapses_at_utc": now + rules.LAPSES_AFTER if asked else None,
        **changes,
    }
    minutes = changes.get("minutes", exchange["minutes"])
    with at_once():
        db.session.connection().execute(_change(*values), {"exchange_id": exchange["id"], **values})
        keep_move(exchange["id"], move, found.to_state, by_id=by_id, at=now, minutes=minutes, transfer_id=posted)
        _tell(exchange, move, mover, by_id, minutes)


def keep_move(
    exchange_id: int,
    move: str,
    to_state: str,
    *,
    by_id: int | None,
    at: datetime,
    minutes: int,
    transfer_id: int | None = None,
) -> None:
    """Keep who made which step when."""
    values = {
        "exchange_id": exchange_id,
        "move": move,
        "to_state": to_state,
        "by_person_id": by_id,
        "at_utc": at,
        "minutes": minutes,
        "transfer_id": transfer_id,
    }
    db.session.connection().execute(MOVE, values)


@cache
def _change(*columns: str) -> Update:
    """Build the statement that changes these columns, once: building costs more than sending."""
    values: dict[str, Any] = {column: bindparam(column) for column in columns}
    return update(TABLE).where(TABLE.c.id == bindparam("exchange_id")).values(values)


def _tell(exchange: RowMapping, move: str, mover: str | None, by_id: int | None, minutes: int) -> None:
    told = rules.SIDES if mover is None else (rules.other(mover),)
    for side in told:
        audit.record(f"exchange.{move}", actor_id=by_id, subject_id=exchange[f"{side}_person_id"], minutes=minutes)
