"""One step of an exchange: read it for writing, ask the table, keep the step."""

from collections.abc import Iterator
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import bindparam, select, update

from timebank.access import audit
from timebank.access.actor import Actor
from timebank.core import clock
from timebank.core.database import table_of
from timebank.core.statements import FIRST_ID, Statement, Write, inserting, write
from timebank.exchange import errors, rules
from timebank.exchange.models import Exchange, ExchangeMove
from timebank.ledger import service as ledger
from timebank.notices import service as notices
from timebank.notices import stewards
from timebank.wijk import queries as wijk

TABLE = table_of(Exchange)
NEEDED = (
    *("id", "public_id", "state", "asked_side", "lapses_at_utc", "steward_wijk_id", "steward_person_id"),
    *("giver_account_id", "giver_person_id", "receiver_account_id", "receiver_person_id"),
    *("organisation_side", "contact_person_id", "reporter_side"),
    *("minutes", "right_minutes", "category_code", "occurred_on", "transfer_id"),
)
LOCKED = Statement(
    select(*(TABLE.c[name] for name in NEEDED)).where(TABLE.c.id == bindparam("exchange_id")).with_for_update()
)
MOVE = Statement(
    inserting(
        table_of(ExchangeMove), "exchange_id", "move", "to_state", "by_person_id", "at_utc", "minutes", "transfer_id"
    )
)


def get_locked(exchange_id: int) -> Any:
    """Return what a move needs of an exchange as it is now, locked until the transaction ends.

    :raises StateUnknown: there is none
    """
    row = LOCKED.one_or_none(exchange_id=exchange_id)
    if row is None:
        raise errors.StateUnknown
    return row


def person_on(exchange: Any, side: str) -> int | None:
    """Return the person on a side of an exchange; None: a pot, the stad or an organisation."""
    found: int | None = exchange.giver_person_id if side == "giver" else exchange.receiver_person_id
    return found


def account_on(exchange: Any, side: str) -> int:
    """Return the account on a side of an exchange."""
    return int(exchange.giver_account_id if side == "giver" else exchange.receiver_account_id)


def is_written_alone(exchange: Any) -> bool:
    """Say whether this is help of the stad: nobody answers for the giver, as a steward does for a pot."""
    nobody = (exchange.giver_person_id, exchange.steward_wijk_id, exchange.organisation_side)
    return exchange.reporter_side == "receiver" and not any(nobody)


def side_of(exchange: Any, by: Actor) -> str | None:
    """Return the side that `by` speaks for, or None.

    Their own; or as a contact person that of the organisation; or as a steward that of the pot, of the stad or of who
    is gone. Who is a person on one side speaks for no other.
    """
    persons = {side: person_on(exchange, side) for side in rules.SIDES}
    for side, person_id in persons.items():
        if person_id == by.person_id:
            return side
    of_partner: str | None = exchange.organisation_side
    if of_partner is not None and account_on(exchange, of_partner) in by.contact_account_ids:
        return of_partner
    if exchange.steward_wijk_id not in by.steward_wijk_ids and exchange.steward_person_id != by.person_id:
        return None
    pots = [side for side, person_id in persons.items() if person_id is None and side != of_partner]
    of_who_is_gone = exchange.asked_side if exchange.asked_side != of_partner else None
    return pots[0] if pots else of_who_is_gone


def step(exchange: Any, move: str, *, by: Actor) -> tuple[rules.Step, str]:
    """Return what `move` does and the side that makes it.

    :raises NotYourTurn: the table has this move, but for the other side
    :raises AlreadyAnswered: the table has it no more
    """
    mover = side_of(exchange, by)
    if mover is None:
        raise errors.NotYourTurn
    is_late = exchange.lapses_at_utc is not None and exchange.lapses_at_utc <= clock.now()
    found = rules.find_step(exchange.state, move, mover=mover, asked=exchange.asked_side)
    if found is None or is_late:
        exists = (exchange.state, move) in rules.MOVES and not is_late
        raise errors.NotYourTurn if exists else errors.AlreadyAnswered
    return found, mover


def carry(
    exchange: Any,
    move: str,
    found: rules.Step,
    mover: str | None,
    *,
    by_id: int | None,
    posted: int | None = None,
    **changes: Any,
) -> None:
    """Write one step: the new state, the move, and the line in the log of whom it concerns.

    `posted` is the transfer that this step made, `changes` are columns of the exchange. Who answers for a side without
    a person, a steward or an organisation's contact, is kept as the one who took part.
    """
    write(*_writes(exchange, move, found, mover, by_id, posted, changes))


def carry_and_post(
    exchange: Any,
    move: str,
    found: rules.Step,
    mover: str | None,
    posting: dict[str, Any],
    *,
    by_id: int | None,
    **changes: Any,
) -> int:
    """Write one step as `carry`, with the transfer that counts from now on (see `posting_of`); return its id."""
    changes["transfer_id"] = FIRST_ID
    return ledger.post(**posting, also=_writes(exchange, move, found, mover, by_id, FIRST_ID, changes))


def posting_of(exchange: Any, request_key: str, minutes: int) -> dict[str, Any]:
    """Return what an exchange posts."""
    return {
        "request_key": request_key,
        "giver_account_id": exchange.giver_account_id,
        "receiver_account_id": exchange.receiver_account_id,
        "minutes": minutes,
        "category_code": exchange.category_code,
        "occurred_on": exchange.occurred_on,
    }


def moving(
    exchange_id: Any,
    move: str,
    to_state: str,
    *,
    by_id: int | None,
    at: datetime,
    minutes: int,
    transfer_id: Any = None,
) -> Write:
    """Return the write that keeps who made which step when."""
    values = {
        "exchange_id": exchange_id,
        "move": move,
        "to_state": to_state,
        "by_person_id": by_id,
        "at_utc": at,
        "minutes": minutes,
        "transfer_id": transfer_id,
    }
    return Write(MOVE, values)


def _writes(
    exchange: Any,
    move: str,
    found: rules.Step,
    mover: str | None,
    by_id: int | None,
    posted: Any,
    changes: dict[str, Any],
) -> list[Write]:
    now = clock.now()
    if mover and person_on(exchange, mover) != by_id:
        changes["contact_person_id" if mover == exchange.organisation_side else "steward_person_id"] = by_id
    asked = rules.other(mover) if mover and found.asks else None
    values = {
        "state": found.to_state,
        "asked_side": asked,
        "lapses_at_utc": now + rules.LAPSES_AFTER if asked else None,
        **changes,
    }
    minutes = changes.get("minutes", exchange.minutes)
    return [
        Write(_change(*values), {"exchange_id": exchange.id, **values}),
        moving(exchange.id, move, found.to_state, by_id=by_id, at=now, minutes=minutes, transfer_id=posted),
        *_told(exchange, move, mover, by_id, minutes),
        *_told_stewards(exchange, move, _wijk_asked(exchange, asked, changes), by_id, minutes),
        *_told_contacts(exchange, move, mover, by_id, minutes),
    ]


@cache
def _change(*columns: str) -> Statement:
    """Build the statement that changes these columns, once."""
    values = {column: bindparam(column, type_=TABLE.c[column].type) for column in columns}
    return Statement(update(TABLE).where(TABLE.c.id == bindparam("exchange_id")).values(values))


def _told(exchange: Any, move: str, mover: str | None, by_id: int | None, minutes: int) -> Iterator[Write]:
    """Yield what the other side is told: its log and a notice, which settles those before.

    A yes leaves notices alone: it is in the log, and posting would take half as long again. `settle_answered` follows.
    """
    if move != "confirm":
        yield notices.settling(exchange.public_id)
    for side in rules.SIDES if mover is None else (rules.other(mover),):
        told = person_on(exchange, side)
        if side == exchange.organisation_side:
            continue
        yield audit.recording(f"exchange.{move}", actor_id=by_id, subject_id=told, minutes=minutes)
        if told is not None and move != "confirm":
            yield notices.telling(told, f"exchange.{move}", who=by_id, thing=exchange.public_id, minutes=minutes)


def _wijk_asked(exchange: Any, asked: str | None, changes: dict[str, Any]) -> int | None:
    """Return the wijk whose stewards are asked now: for its pot, or for somebody who is gone."""
    has_pot = None in (exchange.giver_person_id, exchange.receiver_person_id) and exchange.organisation_side is None
    if asked in (None, exchange.organisation_side) or (has_pot and person_on(exchange, str(asked)) is not None):
        return None
    found: int | None = changes.get("steward_wijk_id", exchange.steward_wijk_id)
    return found


def _told_stewards(exchange: Any, move: str, asked_wijk: int | None, by_id: int | None, minutes: int) -> list[Write]:
    """Return what tells the stewards that they are asked, or the others of them that one said yes for the pot."""
    told = {"who": by_id, "thing": exchange.public_id, "minutes": minutes}
    if asked_wijk is not None:
        return stewards.telling(asked_wijk, "pot.asked", but=(by_id,), **told)
    if move != "confirm" or exchange.steward_wijk_id is None:
        return []
    settled, persons = (
        notices.settling(exchange.public_id, "pot.asked"),
        (exchange.giver_person_id, exchange.receiver_person_id),
    )
    if by_id in persons:
        return [settled]
    return [settled, *stewards.telling(exchange.steward_wijk_id, "pot.used", but=(by_id, *persons), **told)]


def _told_contacts(exchange: Any, move: str, mover: str | None, by_id: int | None, minutes: int) -> Iterator[Write]:
    """Yield what tells those who speak for an organisation, but not who is a person on the other side."""
    side: str | None = exchange.organisation_side
    if side is None or side == mover:
        return
    action, told = f"exchange.{move}", {"thing": exchange.public_id, "minutes": minutes}
    if move == "confirm":
        yield audit.recording(action, actor_id=by_id, subject_id=exchange.contact_person_id, minutes=minutes)
        return
    for person_id in wijk.contact_person_ids(account_on(exchange, side)):
        if person_id != person_on(exchange, rules.other(side)):
            yield audit.recording(action, actor_id=by_id, subject_id=person_id, minutes=minutes)
            yield notices.telling(person_id, action, who=by_id, **told)
