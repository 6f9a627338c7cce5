"""What this room erases of somebody who stops, and what of theirs ends."""

from typing import Any

from sqlalchemy import delete, or_, select, update

from timebank.access.actor import Actor
from timebank.core.database import db
from timebank.exchange.models import (
    Appointment,
    Conversation,
    ConversationSide,
    Exchange,
    Group,
    GroupPlace,
    Message,
    OwnNote,
    Series,
)
from timebank.exchange.rules import WAITING_STATES
from timebank.exchange.service import groups
from timebank.exchange.service.answer import lapse
from timebank.exchange.service.moves import person_on
from timebank.exchange.service.stopping import stop
from timebank.people.service import LEFT


@LEFT.connect
def forget(by: Actor) -> None:
    """End what waits for somebody who stops and erase what they wrote. Hours that both said yes to stay in the books.

    What the other side wrote to them stays that one's for the year that conversations are kept.
    """
    _end_conversations(by)
    _end_groups(by)
    _end_exchanges(by)
    db.session.execute(delete(OwnNote).where(OwnNote.person_id == by.person_id))


def _end_conversations(by: Actor) -> None:
    me = by.person_id
    mine = select(Conversation.id).where(
        or_(Conversation.maker_person_id == me, Conversation.answerer_person_id == me),
    )
    for conversation_id in db.session.scalars(mine.order_by(Conversation.id)).all():
        stop(conversation_id, by=by)
    db.session.execute(delete(Message).where(Message.writer_person_id == me))
    db.session.execute(delete(ConversationSide).where(ConversationSide.person_id == me))
    for model in (Appointment, Series):
        _blank(update(model).where(model.conversation_id.in_(mine)).values(place=""))


def _end_groups(by: Actor) -> None:
    led = select(Group.id).where(Group.person_id == by.person_id, Group.state.in_(("draft", "open")))
    for group_id in db.session.scalars(led.order_by(Group.id)).all():
        groups.call_off(group_id, by=by)
    coming = select(GroupPlace.group_id).join(Group, Group.id == GroupPlace.group_id)
    coming = coming.where(GroupPlace.person_id == by.person_id, GroupPlace.role != "leader", Group.state == "open")
    for group_id in db.session.scalars(coming.order_by(GroupPlace.group_id)).all():
        groups.sign_off(group_id, by=by)
    _blank(update(Group).where(Group.person_id == by.person_id).values(words="", place=""))


def _end_exchanges(by: Actor) -> None:
    mine = or_(Exchange.giver_account_id == by.account_id, Exchange.receiver_account_id == by.account_id)
    waits = select(Exchange).where(mine, Exchange.state.in_(WAITING_STATES)).order_by(Exchange.id)
    for exchange in db.session.scalars(waits).all():
        can_undo = exchange.state == "correction_asked" and exchange.right_minutes is None
        if can_undo and person_on(exchange, str(exchange.asked_side)) == by.person_id:
            _leave_to_stewards(exchange.id, by)
        else:
            lapse(exchange.id)
    _blank(update(Exchange).where(or_(mine, Exchange.reporter_person_id == by.person_id)).values(note=""))


def _leave_to_stewards(exchange_id: int, by: Actor) -> None:
    """Let the stewards of the wijk answer for who is gone: a closed account takes nothing new, but can be corrected."""
    nobodys = (Exchange.id == exchange_id, Exchange.steward_wijk_id.is_(None))
    _blank(update(Exchange).where(*nobodys).values(steward_wijk_id=by.wijk_id))


def _blank(statement: Any) -> None:
    db.session.execute(statement, execution_options={"synchronize_session": False})
