"""What was published, once and for good."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, Text
from sqlalchemy.orm import Mapped, mapped_column

from timebank.core.database import Base, UtcDateTime


class Publication(Base):
    """A quarter that was closed and published, for all wijken together."""

    __tablename__ = "publication"

    quarter: Mapped[str] = mapped_column(ForeignKey("closed_quarter.booked_quarter"), primary_key=True)
    rules_version: Mapped[int]
    input_digest: Mapped[str]
    """SHA-256 of what was counted."""
    published_at_utc: Mapped[datetime] = mapped_column(UtcDateTime)


class PublishedBalance(Base):
    """The figures of one wijk in one quarter, as `figures.written` writes them: no row is ever changed.

    `why_hidden` is for the operator only: what was hidden, and why.
    """

    __tablename__ = "published_balance"

    wijk_id: Mapped[int] = mapped_column(ForeignKey("wijk.id"), primary_key=True)
    quarter: Mapped[str] = mapped_column(ForeignKey("publication.quarter"), primary_key=True)
    figures: Mapped[str] = mapped_column(Text)
    why_hidden: Mapped[Any] = mapped_column(JSON)


class WijkReport(Base):
    """A "verslag": what residents said to each other about a quarter. It exists only with words of a resident."""

    __tablename__ = "wijk_report"

    wijk_id: Mapped[int] = mapped_column(ForeignKey("wijk.id"), primary_key=True)
    quarter: Mapped[str] = mapped_column(ForeignKey("publication.quarter"), primary_key=True)
    sees: Mapped[str] = mapped_column(Text)
    surprises: Mapped[str] = mapped_column(Text)
    tries: Mapped[str] = mapped_column(Text)
    went_well: Mapped[str] = mapped_column(Text, server_default="", default="")
    went_wrong: Mapped[str] = mapped_column(Text, server_default="", default="")
    """For "Over de schutting": a success and a valpartij have equal room. Without persons."""
    written_by: Mapped[int] = mapped_column(ForeignKey("person.id"))
    changed_at_utc: Mapped[datetime] = mapped_column(UtcDateTime)
