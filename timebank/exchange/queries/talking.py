"""Conversations as one of the two reads them: the list, one of them, its messages. Nobody else has a query here."""

from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import TYPE_CHECKING, Any

from sqlalchemy import ColumnElement, Select, and_, bindparam, case, select
from sqlalchemy.orm import aliased

from timebank.access.actor import Actor
from timebank.core.paging import Page, cut
from timebank.core.statements import Statement
from timebank.exchange.models import Conversation, ConversationSide, Message
from timebank.exchange.queries.sides import Side
from timebank.exchange.rules.talking import CONVERSATIONS_ON_A_PAGE, MESSAGES_ON_A_PAGE
from timebank.market.models import Listing
from timebank.people.models import Person
from timebank.people.silences import silence_between

Maker, Answerer, Other = aliased(Person), aliased(Person), aliased(Person)
NEWEST = 2**63 - 1


class FoundListing:
    """A listing that can be answered, with the conversation that the reader began about it (None: not yet)."""

    person_id: int

    if TYPE_CHECKING:

        def __getattr__(self, column: str) -> Any: ...


class FoundConversation:
    """A conversation with its two persons and its listing, as the policy looks at it."""

    maker_person_id: int
    answerer_person_id: int

    @property
    def party_person_ids(self) -> tuple[int, int]:
        """The two who talk."""
        return self.maker_person_id, self.answerer_person_id

    @property
    def giver_person_id(self) -> int:
        """Who gives, if they agree: the maker of an offer, or who answers a request."""
        return self.maker_person_id if self.side == "offer" else self.answerer_person_id

    @property
    def receiver_person_id(self) -> int:
        """Who gets."""
        return self.answerer_person_id if self.side == "offer" else self.maker_person_id

    @property
    def can_be_written_in(self) -> bool:
        """Say whether nobody stopped it, went away or wants to hear no more."""
        return self.stopped_at_utc is None and self._are_both_willing

    def can_be_resumed_by(self, person_id: int) -> bool:
        """Say whether somebody stopped it, and only they, and nothing else keeps the two apart."""
        return self.stopped_by_id == person_id and self._are_both_willing

    @property
    def _are_both_willing(self) -> bool:
        has_ended = self.maker_ended_at_utc is not None or self.answerer_ended_at_utc is not None
        return not has_ended and self.silence_id is None

    def other_id(self, person_id: int) -> int:
        """Return the person whom `person_id` talks with."""
        return self.answerer_person_id if person_id == self.maker_person_id else self.maker_person_id

    def other_than(self, person_id: int) -> Side:
        """Return how the other is shown."""
        if person_id == self.maker_person_id:
            return Side(self.answerer_public_id, self.answerer_name, self.answerer_mark, self.answerer_own_line)
        return Side(self.maker_public_id, self.maker_name, self.maker_mark, self.maker_own_line)

    if TYPE_CHECKING:

        def __getattr__(self, column: str) -> Any: ...


@dataclass(frozen=True)
class Said:
    """One message as one of the two reads it."""

    id: int
    words: str
    sent_at_utc: datetime
    is_mine: bool
    is_new: bool
    """Whether the reader has not seen it yet."""


@dataclass(frozen=True)
class Line:
    """One line of "Gesprekken". `newest_words` is None where the messages are too old to be kept."""

    public_id: str
    newest_message_id: int
    is_unread: bool
    other: Side
    listing_words: str
    newest_words: str | None
    newest_is_mine: bool
    newest_at_utc: datetime | None


def find_listing_to_answer(public_id: str, *, by_id: int | None) -> FoundListing | None:
    """Return a live listing that `by_id` can answer; None for one whose maker is gone, silent or silenced."""
    found: FoundListing | None = TO_ANSWER.one_or_none(public_id=public_id, person_id=by_id)
    return found


def find_conversation(public_id: str) -> FoundConversation | None:
    """Return the conversation that an address names."""
    found: FoundConversation | None = BY_PUBLIC_ID.one_or_none(public_id=public_id)
    return found


def messages_of(
    conversation: FoundConversation, by: Actor, *, before_id: int | None = None, size: int = MESSAGES_ON_A_PAGE
) -> Page[Said]:
    """Return a page of messages, those before `before_id`: the newest first, `size` at a time."""
    before = NEWEST if before_id is None else before_id
    values = {"conversation_id": conversation.id, "person_id": by.person_id}
    rows = MESSAGES.all(before_id=before, limit=size + 1, **values)
    said = [
        Said(row.id, row.words, row.sent_at_utc, row.writer_person_id == by.person_id, row.id > row.read_message_id)
        for row in rows
    ]
    return cut(said, size, key=lambda one: one.id)


def conversations_of(by: Actor, *, before_id: int | None = None, size: int = CONVERSATIONS_ON_A_PAGE) -> Page[Line]:
    """Return a page of somebody's conversations, that with the newest message first.

    `before_id` is the newest message of the last line seen: each line has its own, so pages cost the same at any depth.
    """
    before = NEWEST if before_id is None else before_id
    found = _lines(False).all(person_id=by.person_id, before_id=before, limit=size + 1)
    return cut([_as_line(row, by) for row in found], size, key=lambda line: line.newest_message_id)


def unread_conversations(by: Actor, *, limit: int = 4) -> list[Line]:
    """Return the conversations with a message that somebody has not seen, the newest first, at most `limit`.

    Looks at the newest UNREAD_AMONG conversations only: the start page has little time.
    """
    found = _lines(True).all(person_id=by.person_id, before_id=NEWEST, limit=limit)
    return [_as_line(row, by) for row in found]


def _as_line(row: Any, by: Actor) -> Line:
    return Line(
        public_id=row.public_id,
        newest_message_id=row.newest_message_id,
        is_unread=row.newest_message_id > row.read_message_id,
        other=Side(row.other_public_id, row.name, row.mark, row.own_line),
        listing_words=row.listing_words,
        newest_words=row.words,
        newest_is_mine=row.writer_person_id == by.person_id,
        newest_at_utc=row.sent_at_utc,
    )


UNREAD_AMONG = 50


@cache
def _lines(unread_only: bool) -> Statement:
    """Build each of the two statements once. A page is cut from one index before anything is joined to it."""
    of_person: list[ColumnElement[bool]] = [
        ConversationSide.person_id == bindparam("person_id"),
        ConversationSide.newest_message_id < bindparam("before_id"),
    ]
    newest = select(ConversationSide).where(*of_person).order_by(ConversationSide.newest_message_id.desc())
    if unread_only:
        some = aliased(ConversationSide, newest.limit(UNREAD_AMONG).subquery())
        newest = select(some).where(some.newest_message_id > some.read_message_id)
        newest = newest.order_by(some.newest_message_id.desc())
    mine = aliased(ConversationSide, newest.limit(bindparam("limit")).subquery())
    is_maker = Conversation.maker_person_id == mine.person_id
    other_id = case((is_maker, Conversation.answerer_person_id), else_=Conversation.maker_person_id)
    return Statement(
        select(
            Conversation.public_id,
            mine.newest_message_id,
            mine.read_message_id,
            Other.public_id.label("other_public_id"),
            Other.name,
            Other.mark,
            Other.own_line,
            Listing.words.label("listing_words"),
            Message.words,
            Message.writer_person_id,
            Message.sent_at_utc,
        )
        .join(Conversation, Conversation.id == mine.conversation_id)
        .join(Other, Other.id == other_id)
        .join(Listing, Listing.id == Conversation.listing_id)
        .outerjoin(Message, Message.id == mine.newest_message_id)
        .order_by(mine.newest_message_id.desc())
    )


def _conversation() -> Select[Any]:
    between = silence_between(Conversation.maker_person_id, Conversation.answerer_person_id)
    return (
        select(
            *Conversation.__table__.c,
            Listing.public_id.label("listing_public_id"),
            Listing.side,
            Listing.words.label("listing_words"),
            Listing.category_code,
            Listing.minutes.label("listing_minutes"),
            Maker.public_id.label("maker_public_id"),
            Maker.name.label("maker_name"),
            Maker.mark.label("maker_mark"),
            Maker.own_line.label("maker_own_line"),
            Maker.ended_at_utc.label("maker_ended_at_utc"),
            Answerer.public_id.label("answerer_public_id"),
            Answerer.name.label("answerer_name"),
            Answerer.mark.label("answerer_mark"),
            Answerer.own_line.label("answerer_own_line"),
            Answerer.ended_at_utc.label("answerer_ended_at_utc"),
            between.scalar_subquery().label("silence_id"),
        )
        .join(Listing, Listing.id == Conversation.listing_id)
        .join(Maker, Maker.id == Conversation.maker_person_id)
        .join(Answerer, Answerer.id == Conversation.answerer_person_id)
    )


CONVERSATION = _conversation()
BY_PUBLIC_ID = Statement(CONVERSATION.where(Conversation.public_id == bindparam("public_id")), FoundConversation)
MESSAGES = Statement(
    select(Message.id, Message.words, Message.sent_at_utc, Message.writer_person_id, ConversationSide.read_message_id)
    .join(ConversationSide, ConversationSide.conversation_id == Message.conversation_id)
    .where(
        ConversationSide.person_id == bindparam("person_id"),
        Message.conversation_id == bindparam("conversation_id"),
        Message.id < bindparam("before_id"),
    )
    .order_by(Message.id.desc())
    .limit(bindparam("limit"))
)
TO_ANSWER = Statement(
    select(
        Listing.id,
        Listing.public_id,
        Listing.person_id,
        Listing.side,
        Listing.words,
        Maker.name.label("maker_name"),
        Maker.mark.label("maker_mark"),
        Maker.own_line.label("maker_own_line"),
        Conversation.public_id.label("conversation_public_id"),
    )
    .join(Maker, Maker.id == Listing.person_id)
    .outerjoin(
        Conversation,
        and_(Conversation.listing_id == Listing.id, Conversation.answerer_person_id == bindparam("person_id")),
    )
    .where(
        Listing.public_id == bindparam("public_id"),
        Listing.is_live,
        Maker.ended_at_utc.is_(None),
        ~silence_between(Listing.person_id, bindparam("person_id")).exists(),
    ),
    FoundListing,
)
