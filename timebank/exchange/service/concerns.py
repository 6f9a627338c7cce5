""" "Iets is niet fijn" in a conversation: room market keeps it, this room knows which messages are whose."""

from collections.abc import Collection

from timebank.access.actor import Actor
from timebank.exchange import errors, queries
from timebank.exchange.service.talking import get_locked
from timebank.market import service as market


def tell_stewards(conversation_id: int, *, words: str, message_ids: Collection[int], by: Actor) -> str:
    """Tell the stewards of my wijk what is not fine about the other in a conversation; return the concern's public id.

    They get a copy of the messages that were picked, and see nothing else of it. What was put up goes along where the
    other put it up. The other hears nothing of this; only what two stewards decide, with their reason.

    :raises MessageGone: one that was picked is not in this conversation, or not any more
    """
    conversation = get_locked(conversation_id)
    picked = queries.picked_messages(conversation.public_id, message_ids, by=by)
    if len(picked) != len(set(message_ids)):
        raise errors.MessageGone
    about_id = conversation.other_id(by.person_id)
    listing_id = conversation.listing_id if conversation.maker_person_id == about_id else None
    shared = [{"words": one.words, "is_reporters": one.is_mine} for one in picked]
    return market.tell_about(about_id, listing_id=listing_id, words=words, by=by, shared=shared)
