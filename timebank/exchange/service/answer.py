"""Answering: yes, no, "it was … minutes", taking back; and the clock that lets waiting end."""

from typing import Any

from sqlalchemy import select, update

from timebank.access import audit
from timebank.access.actor import Actor
from timebank.core import clock
from timebank.core.database import db
from timebank.core.statements import write
from timebank.exchange import errors, rules
from timebank.exchange.models import Exchange
from timebank.exchange.service.moves import carry, carry_and_post, get_locked, person_on, posting_of, side_of, step
from timebank.notices import service as notices
from timebank.notices.models import Notice

ASKING = ("exchange.report", "exchange.counter", "exchange.ask_correction")
"""The kinds of notice that ask for an answer."""


def confirm(exchange_id: int, *, by: Actor) -> int:
    """Say yes to the minutes that the other side named, and post them; return the transfer's id.

    Pressing twice is safe: the second press returns the first transfer.

    :raises NotYourTurn: `by` is not the side that was asked
    :raises AlreadyAnswered: declined, withdrawn or lapsed meanwhile
    """
    exchange = get_locked(exchange_id)
    if exchange.state == "confirmed" and side_of(exchange, by):
        return int(exchange.transfer_id)
    found, mover = step(exchange, "confirm", by=by)
    posting = posting_of(exchange, f"exchange:{exchange_id}", exchange.minutes)
    return carry_and_post(exchange, "confirm", found, mover, posting, by_id=by.person_id)


def answer(exchange_id: int, move: str, *, by: Actor) -> str:
    """Make a move that posts nothing (decline, withdraw, refuse, stop_asking); return the state it leads to.

    Making the same move twice is safe.

    :raises NotYourTurn: the other side may do this, not `by`
    :raises AlreadyAnswered: it is too late
    """
    exchange = get_locked(exchange_id)
    if exchange.state == {"decline": "declined", "withdraw": "withdrawn"}.get(move) and side_of(exchange, by):
        return str(exchange.state)
    found, mover = step(exchange, move, by=by)
    changes: dict[str, Any] = {"reason": "", "right_minutes": None} if exchange.state == "correction_asked" else {}
    carry(exchange, move, found, mover, by_id=by.person_id, **changes)
    return found.to_state


def counter(exchange_id: int, minutes: int, *, by: Actor) -> str:
    """Say that it was another number of minutes, which asks the first side again; return the new state.

    :raises SameMinutes: that is what is already there
    """
    exchange = get_locked(exchange_id)
    found, mover = step(exchange, "counter", by=by)
    if not 1 <= minutes <= rules.MINUTES_AT_MOST:
        raise errors.ImpossibleMinutes
    if minutes == exchange.minutes:
        raise errors.SameMinutes
    carry(exchange, "counter", found, mover, by_id=by.person_id, minutes=minutes)
    return found.to_state


def erase_note(exchange_id: int, *, by: Actor) -> None:
    """Erase the note that both sides see; either may, at any time, for ever."""
    exchange = get_locked(exchange_id)
    mover = side_of(exchange, by)
    if mover is None or person_on(exchange, mover) != by.person_id:
        raise errors.NotYourTurn
    db.session.execute(update(Exchange).where(Exchange.id == exchange_id).values(note=""))
    other = person_on(exchange, rules.other(mover))
    audit.record("exchange.note_erased", actor_id=by.person_id, subject_id=other)


def settle_answered(*, limit: int = 500) -> int:
    """Make up to `limit` notices read that ask for an answer which was given; return how many."""
    answered = (
        select(Notice.thing)
        .join(Exchange, Exchange.public_id == Notice.thing)
        .where(Notice.read_at_utc.is_(None), Notice.kind.in_(ASKING), Exchange.asked_side.is_(None))
    )
    things = set(db.session.scalars(answered.limit(limit)))
    for thing in things:
        write(notices.settling(thing))
    return len(things)


def lapse_overdue(*, limit: int = 100) -> int:
    """Let up to `limit` questions lapse that waited for 30 days, with a word to both; return how many did."""
    late = select(Exchange.id).where(Exchange.lapses_at_utc <= clock.now()).order_by(Exchange.lapses_at_utc)
    ids = db.session.scalars(late.limit(limit)).all()
    for exchange_id in ids:
        lapse(exchange_id)
    return len(ids)


def lapse(exchange_id: int) -> None:
    """Let a question end without an answer, with a word to both. What was answered meanwhile stays so."""
    exchange = get_locked(exchange_id)
    found = rules.find_step(exchange.state, "lapse", mover=None, asked=exchange.asked_side)
    if found is not None:
        carry(exchange, "lapse", found, None, by_id=None, reason="", right_minutes=None)
