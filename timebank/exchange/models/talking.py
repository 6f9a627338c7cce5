"""What two neighbours said about a listing, and what they agreed to do."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from timebank.core.database import Base, BigId, UtcDateTime
from timebank.exchange.rules.agreeing import EVERY_DAYS, STATES

OPEN = text("state IN ('proposed', 'agreed')")
GOES_ON = text("ended_at_utc IS NULL")


class Conversation(Base):
    """Who made a listing and who answers it, talking. Nobody else reads it, whatever their task."""

    __tablename__ = "conversation"
    __table_args__ = (
        UniqueConstraint("listing_id", "answerer_person_id"),
        CheckConstraint("maker_person_id <> answerer_person_id", name="two_persons"),
        CheckConstraint("(stopped_by_id IS NULL) = (stopped_at_utc IS NULL)", name="stopped"),
        Index("ix_conversation_answerer_person_id_started_at_utc", "answerer_person_id", "started_at_utc"),
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    public_id: Mapped[str] = mapped_column(unique=True)
    listing_id: Mapped[int] = mapped_column(ForeignKey("listing.id"))
    maker_person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    answerer_person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    started_at_utc: Mapped[datetime] = mapped_column(UtcDateTime)
    stopped_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    stopped_at_utc: Mapped[datetime | None] = mapped_column(UtcDateTime)


class ConversationSide(Base):
    """A conversation as it stands in the list of one of the two: the newest message, and the last one they saw."""

    __tablename__ = "conversation_side"
    __table_args__ = (Index("ix_conversation_side_person_id_newest_message_id", "person_id", "newest_message_id"),)

    conversation_id: Mapped[int] = mapped_column(ForeignKey("conversation.id"), primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), primary_key=True)
    newest_message_id: Mapped[int] = mapped_column(BigId)
    read_message_id: Mapped[int] = mapped_column(BigId)


class Message(Base):
    """What one of the two wrote."""

    __tablename__ = "message"
    __table_args__ = (
        Index("ix_message_conversation_id_id", "conversation_id", "id"),
        Index("ix_message_writer_person_id_sent_at_utc", "writer_person_id", "sent_at_utc"),
        Index("ix_message_sent_at_utc", "sent_at_utc"),
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    conversation_id: Mapped[int] = mapped_column(ForeignKey("conversation.id"))
    writer_person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    request_key: Mapped[str] = mapped_column(unique=True)
    words: Mapped[str]
    sent_at_utc: Mapped[datetime] = mapped_column(UtcDateTime)


class Series(Base):
    """The same appointment again and again, as often at most as the giver chose; each time asks its own yes."""

    __tablename__ = "appointment_series"
    __table_args__ = (
        CheckConstraint(f"every_days IN {EVERY_DAYS!r}", name="every_days"),
        CheckConstraint("times_made BETWEEN 1 AND times_at_most", name="times"),
        Index("ix_appointment_series_conversation_id", "conversation_id"),
        Index("ix_appointment_series_next", "newest_starts_at_utc", sqlite_where=GOES_ON, postgresql_where=GOES_ON),
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    conversation_id: Mapped[int] = mapped_column(ForeignKey("conversation.id"))
    every_days: Mapped[int]
    times_at_most: Mapped[int]
    times_made: Mapped[int]
    minutes: Mapped[int]
    place: Mapped[str]
    newest_starts_at_utc: Mapped[datetime] = mapped_column(UtcDateTime)
    """When the newest time was planned, also when that one time was changed: the rhythm stays."""
    ended_at_utc: Mapped[datetime | None] = mapped_column(UtcDateTime)


class Appointment(Base):
    """A day, a time and a place for help. `version` counts its changes: a yes is to the version that was seen."""

    __tablename__ = "appointment"
    __table_args__ = (
        CheckConstraint(f"state IN {STATES!r}", name="state"),
        CheckConstraint("giver_person_id <> receiver_person_id", name="two_persons"),
        CheckConstraint("minutes BETWEEN 1 AND 1440", name="minutes"),
        CheckConstraint("state IN ('proposed', 'called_off') OR (giver_said_yes AND receiver_said_yes)", name="yes"),
        CheckConstraint("(state = 'done') = (exchange_id IS NOT NULL)", name="done"),
        Index("ix_appointment_conversation_id", "conversation_id", "starts_at_utc"),
        Index("ix_appointment_series_id", "series_id"),
        Index("ix_appointment_starts_at_utc", "starts_at_utc"),
        Index(
            "ix_appointment_open_giver",
            "giver_person_id",
            "starts_at_utc",
            sqlite_where=OPEN,
            postgresql_where=OPEN,
        ),
        Index(
            "ix_appointment_open_receiver",
            "receiver_person_id",
            "starts_at_utc",
            sqlite_where=OPEN,
            postgresql_where=OPEN,
        ),
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    public_id: Mapped[str] = mapped_column(unique=True)
    conversation_id: Mapped[int] = mapped_column(ForeignKey("conversation.id"))
    series_id: Mapped[int | None] = mapped_column(ForeignKey("appointment_series.id"))
    request_key: Mapped[str] = mapped_column(unique=True)
    content_digest: Mapped[str]
    """SHA-256 of what the form said: the same key with other content is refused."""
    state: Mapped[str]
    version: Mapped[int]
    giver_person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    receiver_person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    giver_said_yes: Mapped[bool]
    receiver_said_yes: Mapped[bool]
    starts_at_utc: Mapped[datetime] = mapped_column(UtcDateTime)
    minutes: Mapped[int]
    place: Mapped[str]
    reminded_at_utc: Mapped[datetime | None] = mapped_column(UtcDateTime)
    exchange_id: Mapped[int | None] = mapped_column(ForeignKey("exchange.id"), unique=True)
    """What was written down afterwards."""
