"""What people are told, how they want to hear it, the mails that go out, and what the clock asked."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from timebank.core.database import Base, BigId, UtcDateTime
from timebank.notices.rules import CHOICES, MAIL_KINDS, OUTCOMES, WAYS

UNREAD = text("read_at_utc IS NULL")
TO_MAIL = text("read_at_utc IS NULL AND mail_id IS NULL AND way IN ('at_once', 'digest')")
TO_PRINT = text("read_at_utc IS NULL AND printed_at_utc IS NULL AND way = 'paper'")
IN_A_MAIL = text("mail_id IS NOT NULL")
WAITS = text("outcome IS NULL")
FAILED = text("outcome = 'gave_up'")


class Notice(Base):
    """Something that a person is told. `facts` holds minutes and days, never a finished text and never a name.

    `who_person_id` is the other whose name it says, `thing` the public id of what it is about. One of way "at_once" or
    "digest" without `mail_id` still has to go by mail: it is in the outbox from the moment of its event.
    """

    __tablename__ = "notice"
    __table_args__ = (
        CheckConstraint(f"way IN {WAYS!r}", name="way"),
        Index("ix_notice_person_id_id", "person_id", "id"),
        Index("ix_notice_unread", "person_id", sqlite_where=UNREAD, postgresql_where=UNREAD),
        Index("ix_notice_unread_thing", "thing", sqlite_where=UNREAD, postgresql_where=UNREAD),
        Index("ix_notice_to_mail", "way", "person_id", sqlite_where=TO_MAIL, postgresql_where=TO_MAIL),
        Index("ix_notice_to_print", "person_id", sqlite_where=TO_PRINT, postgresql_where=TO_PRINT),
        Index("ix_notice_mail_id", "mail_id", sqlite_where=IN_A_MAIL, postgresql_where=IN_A_MAIL),
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    public_id: Mapped[str] = mapped_column(unique=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    kind: Mapped[str]
    facts: Mapped[dict[str, Any]] = mapped_column(JSON)
    who_person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    thing: Mapped[str]
    way: Mapped[str]
    at_utc: Mapped[datetime] = mapped_column(UtcDateTime)
    read_at_utc: Mapped[datetime | None] = mapped_column(UtcDateTime)
    printed_at_utc: Mapped[datetime | None] = mapped_column(UtcDateTime)
    mail_id: Mapped[int | None] = mapped_column(ForeignKey("mail.id"))


class NoticeChoice(Base):
    """How a person wants to hear of one kind, or of kinds that come later (`rules.LATER_KINDS`).

    No row: by mail, or on paper without an e-mail address.
    """

    __tablename__ = "notice_choice"
    __table_args__ = (CheckConstraint(f"way IN {CHOICES!r}", name="way"),)

    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), primary_key=True)
    kind: Mapped[str] = mapped_column(primary_key=True)
    way: Mapped[str]


class Mail(Base):
    """A mail to one person: a digest, or one notice by itself. It is written when it is sent, so it holds no text.

    `due_at_utc` is when it may be tried; a worker that claims it moves that on by its lease. `dedupe_key` lets the
    same mail be made once, `public_id` is its Message-ID at every try.
    """

    __tablename__ = "mail"
    __table_args__ = (
        CheckConstraint(f"kind IN {MAIL_KINDS!r}", name="kind"),
        CheckConstraint(f"outcome IN {OUTCOMES!r}", name="outcome"),
        CheckConstraint("(outcome IS NULL) = (ended_at_utc IS NULL)", name="ended"),
        Index("ix_mail_due", "due_at_utc", sqlite_where=WAITS, postgresql_where=WAITS),
        Index("ix_mail_failed", "id", sqlite_where=FAILED, postgresql_where=FAILED),
        Index("ix_mail_person_id", "person_id"),
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    public_id: Mapped[str] = mapped_column(unique=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    kind: Mapped[str]
    dedupe_key: Mapped[str] = mapped_column(unique=True)
    made_at_utc: Mapped[datetime] = mapped_column(UtcDateTime)
    due_at_utc: Mapped[datetime] = mapped_column(UtcDateTime)
    tries: Mapped[int] = mapped_column(default=0, server_default="0")
    outcome: Mapped[str | None]
    ended_at_utc: Mapped[datetime | None] = mapped_column(UtcDateTime)
    error: Mapped[str] = mapped_column(default="", server_default="")
    """What went wrong at the last try: the sort of error and its number, never an address or a text."""


class Duty(Base):
    """What the clock asked for one period: the first worker to come does it, others leave it alone."""

    __tablename__ = "duty"

    name: Mapped[str] = mapped_column(primary_key=True)
    period: Mapped[str] = mapped_column(primary_key=True)
    leased_until_utc: Mapped[datetime] = mapped_column(UtcDateTime)
    done_at_utc: Mapped[datetime | None] = mapped_column(UtcDateTime)
