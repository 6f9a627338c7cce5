"""Correcting: one side asks with a reason, the other says yes.

The books then get a reversal and, if wished, the right transfer.
"""

from typing import Any

from sqlalchemy import bindparam, func, literal_column, select

from timebank.access.actor import Actor
from timebank.core import clock
from timebank.core.database import db
from timebank.core.statements import Statement, write
from timebank.exchange import errors, rules
from timebank.exchange.models import ExchangeMove
from timebank.exchange.service.moves import (
    account_on,
    carry,
    carry_and_post,
    get_locked,
    is_written_alone,
    moving,
    person_on,
    posting_of,
    step,
)
from timebank.ledger import service as ledger
from timebank.ledger.models import Account
from timebank.people.models import Person
from timebank.people.service import is_silenced

LAST = select(func.max(ExchangeMove.id)).where(ExchangeMove.exchange_id == bindparam("exchange_id"))
AGREED = Statement(
    select(ExchangeMove.transfer_id).where(
        ExchangeMove.id == LAST.scalar_subquery(),
        ExchangeMove.move.in_([literal_column("'agree_undo'"), literal_column("'agree_other_minutes'")]),
        ExchangeMove.by_person_id == bindparam("by_id"),
    )
)
"""What the last step posted, if that was this person's yes to a correction."""


def ask_correction(exchange_id: int, *, reason: str, right_minutes: int | None, by: Actor) -> str:
    """Ask the other side to correct what both said yes to; return the new state.

    `right_minutes` is what it should be, None to undo it altogether. If the other is gone, a steward of that side's
    wijk who is no party answers.

    :raises SameMinutes: that is what is already there
    :raises NotYourTurn: also for help of the stad, which its receiver corrects alone
    :raises CannotBeAsked: the other wants to hear no more of `by`, whose reason would be a letter
    """
    exchange = get_locked(exchange_id)
    if is_written_alone(exchange):
        raise errors.NotYourTurn
    found, mover = step(exchange, "ask_correction", by=by)
    asked_id = person_on(exchange, rules.other(mover))
    if asked_id is not None and is_silenced(asked_id, by.person_id):
        raise errors.CannotBeAsked
    if right_minutes is not None and not 1 <= right_minutes <= rules.MINUTES_AT_MOST:
        raise errors.ImpossibleMinutes
    if right_minutes == exchange.minutes:
        raise errors.SameMinutes
    steward_wijk_id = exchange.steward_wijk_id or _wijk_of_who_is_gone(exchange, rules.other(mover))
    carry(
        exchange,
        "ask_correction",
        found,
        mover,
        by_id=by.person_id,
        reason=reason,
        right_minutes=right_minutes,
        steward_wijk_id=steward_wijk_id,
    )
    return found.to_state


def agree_correction(exchange_id: int, *, by: Actor) -> int:
    """Say yes to a correction: post the reversal and, if other minutes were named, the right transfer.

    Return the id of the last transfer posted. Pressing twice is safe: the second press returns the same.
    """
    exchange = get_locked(exchange_id)
    if exchange.state != "correction_asked" and (before := AGREED.scalar(exchange_id=exchange_id, by_id=by.person_id)):
        return int(before)
    right = exchange.right_minutes
    move = "agree_undo" if right is None else "agree_other_minutes"
    found, mover = step(exchange, move, by=by)
    wrong_id = exchange.transfer_id
    reversal_id = ledger.reverse(wrong_id, request_key=f"exchange:{exchange_id}:undo:{wrong_id}")
    if right is None:
        nothing: dict[str, Any] = {"transfer_id": None, "reason": ""}
        carry(exchange, move, found, mover, by_id=by.person_id, posted=reversal_id, **nothing)
        return reversal_id
    undone = {"minutes": -exchange.minutes, "transfer_id": reversal_id}
    write(moving(exchange_id, "reverse", found.to_state, by_id=by.person_id, at=clock.now(), **undone))
    posting = posting_of(exchange, f"exchange:{exchange_id}:right:{wrong_id}", right)
    changes: dict[str, Any] = {"minutes": right, "right_minutes": None, "reason": ""}
    return carry_and_post(exchange, move, found, mover, posting, by_id=by.person_id, **changes)


def _wijk_of_who_is_gone(exchange: Any, side: str) -> int | None:
    """Return the wijk whose stewards answer for a person who is gone; None while the person is there."""
    gone = (
        select(Account.wijk_id)
        .join(Person, Person.id == person_on(exchange, side))
        .where(Account.id == account_on(exchange, side), Person.ended_at_utc.is_not(None))
    )
    return db.session.scalar(gone)
