"""What one of the two takes along out of a conversation, to tell the stewards."""

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import or_, select

from timebank.access.actor import Actor
from timebank.core.database import db
from timebank.exchange.models import Conversation, Message
from timebank.exchange.rules.talking import PICKED_AT_MOST


@dataclass(frozen=True)
class Picked:
    """A message that one of the two takes along, out of the conversation."""

    words: str
    is_mine: bool


def picked_messages(public_id: str, message_ids: Iterable[int], *, by: Actor) -> list[Picked]:
    """Return the messages that a participant picks from a conversation, the oldest first.

    At most PICKED_AT_MOST; messages of other conversations, and conversations of others, give nothing.
    """
    is_party = or_(
        Conversation.maker_person_id == by.person_id,
        Conversation.answerer_person_id == by.person_id,
    )
    wanted = (
        select(Message.words, Message.writer_person_id == by.person_id)
        .join(Conversation, Conversation.id == Message.conversation_id)
        .where(Conversation.public_id == public_id, is_party, Message.id.in_(list(message_ids)[:PICKED_AT_MOST]))
        .order_by(Message.id)
    )
    return [Picked(words, is_mine) for words, is_mine in db.session.execute(wanted)]
