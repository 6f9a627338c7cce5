"""What somebody writes down for themselves."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from timebank.core.database import Base, BigId, UtcDateTime


class OwnNote(Base):
    """ "Zelf opgeschreven": what somebody does for others without anybody's yes. Not in the books; only they see it.

    `exchange_id` is the exchange that it last became when a neighbour was asked whether it is right.
    """

    __tablename__ = "own_note"
    __table_args__ = (
        UniqueConstraint("request_key"),
        CheckConstraint("minutes BETWEEN 1 AND 1440", name="minutes"),
        CheckConstraint("(occurred_on IS NULL) <> (times_a_week IS NULL)", name="when"),
        CheckConstraint("times_a_week BETWEEN 1 AND 14", name="times_a_week"),
        Index("ix_own_note_person_id", "person_id", "id"),
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    public_id: Mapped[str] = mapped_column(unique=True)
    request_key: Mapped[str]
    content_digest: Mapped[str]
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    whom: Mapped[str]
    words: Mapped[str]
    category_code: Mapped[str] = mapped_column(ForeignKey("category.code"))
    minutes: Mapped[int]
    """How long each time."""
    occurred_on: Mapped[date | None]
    times_a_week: Mapped[int | None]
    exchange_id: Mapped[int | None] = mapped_column(ForeignKey("exchange.id"))
    created_at_utc: Mapped[datetime] = mapped_column(UtcDateTime)
