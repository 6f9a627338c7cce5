"""The end of a conversation: somebody stops it, and may talk again; or time wipes it."""

from typing import Any

from sqlalchemy import delete, exists, or_, select, update

from timebank.access.actor import Actor
from timebank.core import clock
from timebank.core.database import db
from timebank.exchange import errors
from timebank.exchange.models import Appointment, Conversation, ConversationSide, Message, Series
from timebank.exchange.rules.talking import KEPT
from timebank.exchange.service.series import end_all
from timebank.exchange.service.talking import get_locked
from timebank.exchange.service.telling_others import tell


def stop(conversation_id: int, *, by: Actor) -> None:
    """Stop a conversation: nobody writes in it any more, and what was still to come is called off. Twice is once.

    What has passed and was agreed stays, so that it can be written down.
    """
    conversation = get_locked(conversation_id)
    if conversation.stopped_at_utc is not None:
        return
    now = clock.now()
    stopped = update(Conversation).where(Conversation.id == conversation_id)
    db.session.execute(stopped.values(stopped_by_id=by.person_id, stopped_at_utc=now))
    end_all(Series.conversation_id == conversation_id)
    is_ahead = (Appointment.state == "agreed") & (Appointment.starts_at_utc > now)
    still_open = or_(Appointment.state == "proposed", is_ahead)
    called_off = update(Appointment).where(Appointment.conversation_id == conversation_id, still_open)
    db.session.execute(called_off.values(state="called_off"))
    if conversation.silence_id is not None:  # they heard the last of each other
        return
    other_id = conversation.other_id(by.person_id)
    tell(other_id, "conversation_stopped", by=by.person_id, thing=conversation.public_id)


def talk_again(conversation_id: int, *, by: Actor) -> None:
    """Go on with a conversation that `by` stopped; the other is told. What was called off stays so. Twice is once.

    :raises NoMoreTalking: the other stopped it, left, or one of them wants to hear no more
    """
    conversation = get_locked(conversation_id)
    if conversation.can_be_written_in:
        return
    if not conversation.can_be_resumed_by(by.person_id):
        raise errors.NoMoreTalking
    resumed = update(Conversation).where(Conversation.id == conversation_id)
    db.session.execute(resumed.values(stopped_by_id=None, stopped_at_utc=None))
    other_id = conversation.other_id(by.person_id)
    tell(other_id, "conversation_resumed", by=by.person_id, thing=conversation.public_id)


def erase_old_conversations(*, limit: int = 500) -> int:
    """Erase up to `limit` messages and `limit` appointments of more than KEPT ago; return how many rows went.

    With the last of them goes the conversation. What was written down as an exchange stays: that is in the books.
    """
    before = clock.now() - KEPT
    messages = _erase(Message, Message.sent_at_utc <= before, Message.sent_at_utc, limit)
    appointments = _erase(Appointment, Appointment.starts_at_utc <= before, Appointment.starts_at_utc, limit)
    _erase_empty({*messages, *appointments})
    return len(messages) + len(appointments)


def _erase(model: type[Message] | type[Appointment], is_old: Any, at: Any, limit: int) -> list[int]:
    """Erase the oldest; return the conversation of each."""
    oldest = select(model.id).where(is_old).order_by(at).limit(limit)
    rows = delete(model).where(model.id.in_(oldest.scalar_subquery())).returning(model.conversation_id)
    return list(db.session.scalars(rows, execution_options={"synchronize_session": False}))


def _erase_empty(conversation_ids: set[int]) -> None:
    locked = select(Conversation.id).where(Conversation.id.in_(conversation_ids)).order_by(Conversation.id)
    ids = db.session.scalars(locked.with_for_update()).all()
    said = exists().where(Message.conversation_id == Conversation.id)
    agreed = exists().where(Appointment.conversation_id == Conversation.id)
    empty = db.session.scalars(select(Conversation.id).where(Conversation.id.in_(ids), ~said, ~agreed)).all()
    for model, column in ((Series, Series.conversation_id), (ConversationSide, ConversationSide.conversation_id)):
        db.session.execute(delete(model).where(column.in_(empty)), execution_options={"synchronize_session": False})
    gone = delete(Conversation).where(Conversation.id.in_(empty))
    db.session.execute(gone, execution_options={"synchronize_session": False})
