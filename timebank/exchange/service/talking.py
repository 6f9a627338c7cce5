"""Two neighbours talk: answering a listing, writing, having read, stopping."""

from typing import Any

from sqlalchemy import bindparam, func, select, update
from sqlalchemy.dialects import postgresql, sqlite

from timebank.access.actor import Actor
from timebank.core import clock
from timebank.core.database import db, table_of
from timebank.core.errors import RequestKeyReused
from timebank.core.statements import Statement, inserting
from timebank.core.tokens import public_id
from timebank.exchange import errors
from timebank.exchange.models import Appointment, Conversation, ConversationSide, Message
from timebank.exchange.queries.talking import CONVERSATION, FoundConversation, find_listing_to_answer
from timebank.exchange.rules import talking
from timebank.exchange.service.telling_others import tell

BEGINNING = {
    column: bindparam(column, type_=table_of(Conversation).c[column].type)
    for column in ("public_id", "listing_id", "maker_person_id", "answerer_person_id", "started_at_utc")
}
BEGIN = Statement(
    {
        engine: dialect.insert(Conversation).values(BEGINNING).on_conflict_do_nothing().returning(Conversation.id)
        for engine, dialect in (("sqlite", sqlite), ("postgresql", postgresql))
    }
)
"""Two answers to one listing at the same moment are one conversation."""

BEGUN = Statement(
    select(Conversation.id).where(
        Conversation.listing_id == bindparam("listing_id"), Conversation.answerer_person_id == bindparam("person_id")
    )
)
SIDE = Statement(
    inserting(table_of(ConversationSide), "conversation_id", "person_id", "newest_message_id", "read_message_id")
)
LOCKED = Statement(
    CONVERSATION.where(Conversation.id == bindparam("conversation_id")).with_for_update(of=Conversation),
    FoundConversation,
)
LOCKED_BY_APPOINTMENT = Statement(
    CONVERSATION.join(Appointment, Appointment.conversation_id == Conversation.id)
    .where(Appointment.id == bindparam("appointment_id"))
    .with_for_update(of=Conversation),
    FoundConversation,
)
ALREADY_SENT = Statement(
    select(Message.id, Message.conversation_id, Message.words).where(Message.request_key == bindparam("request_key"))
)
SEND = Statement(
    inserting(
        table_of(Message), "conversation_id", "writer_person_id", "request_key", "words", "sent_at_utc"
    ).returning(Message.id)
)


def answer_listing(listing_public_id: str, words: str, *, request_key: str, by: Actor) -> str:
    """Answer a listing with a first message; return the conversation's public id.

    There is one conversation for each listing and answerer: answering again goes on in that one.

    :raises ListingGone: it is not live, or its maker cannot be written to
    :raises RuleBroken: as `write`
    """
    listing = find_listing_to_answer(listing_public_id, by_id=by.person_id)
    if listing is None or listing.person_id == by.person_id:
        raise errors.ListingGone
    known = BEGUN.scalar(listing_id=listing.id, person_id=by.person_id)
    conversation = get_locked(known if known is not None else _begin(listing.id, listing.person_id, by))
    _write(conversation, words, request_key, by)
    return str(conversation.public_id)


def write(conversation_id: int, words: str, *, request_key: str, by: Actor) -> int:
    """Write a message to the other; return its number. What was there before, the writer has now read.

    Sending the same form again writes nothing and returns the first one's number.

    :raises NoMoreTalking: it was stopped, the other left, or one of them wants to hear no more
    :raises EnoughSaid: MESSAGES_A_DAY were sent today
    :raises RequestKeyReused: the same form was sent with other words in it
    """
    return _write(get_locked(conversation_id), words, request_key, by)


def mark_read(conversation_id: int, *, up_to: int, by: Actor) -> None:
    """Keep that somebody saw the messages up to the number `up_to`."""
    mine = (ConversationSide.conversation_id == conversation_id, ConversationSide.person_id == by.person_id)
    is_newer = (ConversationSide.read_message_id < up_to, ConversationSide.newest_message_id >= up_to)
    db.session.execute(update(ConversationSide).where(*mine, *is_newer).values(read_message_id=up_to))


def get_locked(conversation_id: int) -> FoundConversation:
    """Return a conversation as it is now, locked until the transaction ends.

    Whoever changes anything of a conversation, its appointments too, holds this lock first.
    """
    found: FoundConversation | None = LOCKED.one_or_none(conversation_id=conversation_id)
    if found is None:
        raise errors.StateUnknown
    return found


def get_locked_by_appointment(appointment_id: int) -> FoundConversation:
    """Return the conversation that an appointment belongs to, locked as by `get_locked`."""
    found: FoundConversation | None = LOCKED_BY_APPOINTMENT.one_or_none(appointment_id=appointment_id)
    if found is None:
        raise errors.StateUnknown
    return found


def check_open(conversation: FoundConversation) -> None:
    """Refuse what reaches the other where one of them does not want it.

    :raises NoMoreTalking: it was stopped, somebody left, or one of them wants to hear no more
    """
    if not conversation.can_be_written_in:
        raise errors.NoMoreTalking


def _begin(listing_id: int, maker_id: int, by: Actor) -> int:
    now = clock.now()
    mine = Conversation.answerer_person_id == by.person_id
    today = select(func.count()).where(mine, Conversation.started_at_utc >= clock.start_of_today())
    if (db.session.scalar(today) or 0) >= talking.CONVERSATIONS_A_DAY:
        raise errors.EnoughAnswered
    begun = BEGIN.scalar(
        public_id=public_id(),
        listing_id=listing_id,
        maker_person_id=maker_id,
        answerer_person_id=by.person_id,
        started_at_utc=now,
    )
    if begun is None:
        return int(BEGUN.scalar(listing_id=listing_id, person_id=by.person_id))
    for person_id in (maker_id, by.person_id):
        SIDE.all(conversation_id=begun, person_id=person_id, newest_message_id=0, read_message_id=0)
    return int(begun)


def _write(conversation: Any, words: str, request_key: str, by: Actor) -> int:
    key = f"{by.person_id}:{request_key}"
    before = ALREADY_SENT.one_or_none(request_key=key)
    if before is not None:
        if (before.conversation_id, before.words) != (conversation.id, words):
            raise RequestKeyReused
        return int(before.id)
    check_open(conversation)
    mine = Message.writer_person_id == by.person_id
    today = select(func.count()).where(mine, Message.sent_at_utc >= clock.start_of_today())
    if (db.session.scalar(today) or 0) >= talking.MESSAGES_A_DAY:
        raise errors.EnoughSaid
    values = {"writer_person_id": by.person_id, "request_key": key, "words": words, "sent_at_utc": clock.now()}
    message_id = int(SEND.scalar(conversation_id=conversation.id, **values))
    sides = update(ConversationSide).where(ConversationSide.conversation_id == conversation.id)
    db.session.execute(sides.values(newest_message_id=message_id))
    mark_read(conversation.id, up_to=message_id, by=by)
    tell(conversation.other_id(by.person_id), "message", by=by.person_id, thing=conversation.public_id)
    return message_id
