"""What neighbours can do, offer and ask, and what they need to be able to help."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, Text, UniqueConstraint, text
from sqlalchemy.dialects.postgresql import TSVECTOR
from sqlalchemy.orm import Mapped, mapped_column

from timebank.core.database import Base, BigId, UtcDateTime
from timebank.market.rules import (
    CONCERN_STATES,
    MEASURES,
    NEED_REACHES,
    NEED_STATES,
    NEEDS,
    REACHES,
    SIDES,
    STATES,
)

CLOSED = text("closed_at_utc IS NOT NULL")
LIVE: dict[str, Any] = {"sqlite_where": text("is_live = 1"), "postgresql_where": text("is_live")}


class Talent(Base):
    """ "Dit kan ik": something a person can do, in their own words, shown only as far as they choose."""

    __tablename__ = "talent"
    __table_args__ = (
        CheckConstraint(f"shown_to IN {REACHES!r}", name="shown_to"),
        Index("ix_talent_person_id", "person_id"),
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    public_id: Mapped[str] = mapped_column(unique=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    words: Mapped[str]
    category_code: Mapped[str] = mapped_column(ForeignKey("category.code"))
    shown_to: Mapped[str]
    created_at_utc: Mapped[datetime] = mapped_column(UtcDateTime)


class Listing(Base):
    """An offer or a request. It is found by `searched`, which is empty while it is not to be found.

    `is_live` follows from the state, from "nu even niet" and from what stewards decided. `wijk_id` is that of its
    maker, also after a move. `day_parts` has one bit for each of `rules.DAY_PARTS`. `searched_vector` is PostgreSQL's
    index of `searched`; on SQLite an FTS5 table beside it does that work.
    """

    __tablename__ = "listing"
    __table_args__ = (
        UniqueConstraint("request_key"),
        CheckConstraint(f"side IN {SIDES!r}", name="side"),
        CheckConstraint(f"state IN {STATES!r}", name="state"),
        CheckConstraint("people_at_most BETWEEN 1 AND 200", name="people_at_most"),
        CheckConstraint("minutes BETWEEN 1 AND 1440", name="minutes"),
        Index("ix_listing_live", "side", "wijk_id", "id", **LIVE),
        Index("ix_listing_live_side", "side", "id", **LIVE),
        Index("ix_listing_live_kind", "side", "category_code", "id", **LIVE),
        Index("ix_listing_person_id", "person_id", "id"),
        Index("ix_listing_expires", "expires_at_utc", **LIVE),
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    public_id: Mapped[str] = mapped_column(unique=True)
    request_key: Mapped[str]
    content_digest: Mapped[str]
    side: Mapped[str]
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    wijk_id: Mapped[int] = mapped_column(ForeignKey("wijk.id"))
    words: Mapped[str]
    category_code: Mapped[str | None] = mapped_column(ForeignKey("category.code"))
    day_parts: Mapped[int] = mapped_column(default=0, server_default="0")
    buurt_name: Mapped[str] = mapped_column(default="", server_default="")
    """Where, at the finest: the name of a buurt of the wijk. Never an address."""
    minutes: Mapped[int | None]
    people_at_most: Mapped[int | None]
    starts_on: Mapped[date | None]
    ends_on: Mapped[date | None]
    language: Mapped[str] = mapped_column(default="", server_default="")
    state: Mapped[str] = mapped_column(default="open", server_default="open")
    is_resting: Mapped[bool] = mapped_column(default=False)
    """ "Nu even niet": its maker lets all listings rest."""
    is_hidden: Mapped[bool] = mapped_column(default=False)
    """Two stewards hid it."""
    is_live: Mapped[bool] = mapped_column(default=True)
    is_told: Mapped[bool] = mapped_column(default=False)
    """Its maker has heard that it ends soon."""
    searched: Mapped[str] = mapped_column(default="", server_default="")
    searched_vector: Mapped[str | None] = mapped_column(Text().with_variant(TSVECTOR(), "postgresql"))
    meaning: Mapped[bytes | None]
    """What its words mean, where the extra `match` is installed: `words.meaning.vector_of`, made by the worker."""
    created_at_utc: Mapped[datetime] = mapped_column(UtcDateTime)
    expires_at_utc: Mapped[datetime] = mapped_column(UtcDateTime)


class ListingWord(Base):
    """A stem that live listings hold, and how many: the words that a typing error may have meant."""

    __tablename__ = "listing_word"

    stem: Mapped[str] = mapped_column(primary_key=True)
    uses: Mapped[int]


class ListingWordKey(Base):
    """A stem with letters left out: two stems that share a key may be the same word, typed wrong."""

    __tablename__ = "listing_word_key"

    key: Mapped[str] = mapped_column(primary_key=True)
    stem: Mapped[str] = mapped_column(primary_key=True)


class RestingPerson(Base):
    """Somebody said "nu even niet": nothing of theirs is found, and nobody asks why."""

    __tablename__ = "resting_person"

    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), primary_key=True, autoincrement=False)
    since_utc: Mapped[datetime] = mapped_column(UtcDateTime)


class SupportNeed(Base):
    """What somebody needs to be able to help. It hangs on the wish to help, never on a receiver's condition."""

    __tablename__ = "support_need"
    __table_args__ = (
        CheckConstraint(f"kind IN {NEEDS!r}", name="kind"),
        CheckConstraint(f"state IN {NEED_STATES!r}", name="state"),
        CheckConstraint(f"shown_to IN {NEED_REACHES!r}", name="shown_to"),
        CheckConstraint("(state = 'open') = (promised_by_id IS NULL)", name="promised"),
        Index("ix_support_need_listing_id", "listing_id"),
        Index("ix_support_need_wijk_id", "wijk_id", "state", "id"),
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    public_id: Mapped[str] = mapped_column(unique=True)
    listing_id: Mapped[int] = mapped_column(ForeignKey("listing.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    wijk_id: Mapped[int] = mapped_column(ForeignKey("wijk.id"))
    kind: Mapped[str]
    words: Mapped[str] = mapped_column(default="", server_default="")
    shown_to: Mapped[str]
    state: Mapped[str] = mapped_column(default="open", server_default="open")
    promised_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    promised_for: Mapped[date | None]
    promise: Mapped[str] = mapped_column(default="", server_default="")
    created_at_utc: Mapped[datetime] = mapped_column(UtcDateTime)
    arranged_at_utc: Mapped[datetime | None] = mapped_column(UtcDateTime)


class Concern(Base):
    """ "Iets is niet fijn": what somebody tells the stewards of their wijk about a listing or a neighbour.

    `shared` holds the messages that the reporter chose to add, the oldest first: `words`, and `is_reporters` where they
    wrote it themselves. They are a copy, so they stay when the conversation is gone, and go with the concern.
    """

    __tablename__ = "concern"
    __table_args__ = (
        CheckConstraint(f"state IN {CONCERN_STATES!r}", name="state"),
        CheckConstraint("person_id <> about_person_id", name="other"),
        Index("ix_concern_wijk_id", "wijk_id", "state", "id"),
        Index("ix_concern_person_id", "person_id"),
        Index("ix_concern_about_person_id", "about_person_id"),
        Index("ix_concern_closed", "closed_at_utc", sqlite_where=CLOSED, postgresql_where=CLOSED),
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    public_id: Mapped[str] = mapped_column(unique=True)
    wijk_id: Mapped[int] = mapped_column(ForeignKey("wijk.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    about_person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    listing_id: Mapped[int | None] = mapped_column(ForeignKey("listing.id"))
    words: Mapped[str]
    shared: Mapped[list[dict[str, Any]]] = mapped_column(JSON, server_default="[]")
    state: Mapped[str] = mapped_column(default="open", server_default="open")
    answer: Mapped[str] = mapped_column(default="", server_default="")
    """What the person it is about says."""
    created_at_utc: Mapped[datetime] = mapped_column(UtcDateTime)
    closed_at_utc: Mapped[datetime | None] = mapped_column(UtcDateTime)


class Measure(Base):
    """What one steward asks to do about a concern, with a reason, and another steward says yes to."""

    __tablename__ = "measure"
    __table_args__ = (
        CheckConstraint(f"kind IN {MEASURES!r}", name="kind"),
        CheckConstraint("asked_by_id <> agreed_by_id", name="two_stewards"),
        CheckConstraint("asked_by_id <> person_id AND agreed_by_id <> person_id", name="not_oneself"),
        Index("ix_measure_concern_id", "concern_id"),
        Index("ix_measure_person_id", "person_id"),
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    public_id: Mapped[str] = mapped_column(unique=True)
    concern_id: Mapped[int] = mapped_column(ForeignKey("concern.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    kind: Mapped[str]
    reason: Mapped[str]
    asked_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    agreed_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    asked_at_utc: Mapped[datetime] = mapped_column(UtcDateTime)
    agreed_at_utc: Mapped[datetime | None] = mapped_column(UtcDateTime)
    ends_at_utc: Mapped[datetime | None] = mapped_column(UtcDateTime)
    ended_at_utc: Mapped[datetime | None] = mapped_column(UtcDateTime)
