"""The tables of the books. Triggers in the migrations keep them; `check.py` says what must hold."""

from datetime import date, datetime
from typing import Any, cast

from sqlalchemy import (
    CheckConstraint,
    Dialect,
    ForeignKey,
    Index,
    Integer,
    Numeric,
    Table,
    TypeDecorator,
    UniqueConstraint,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column

from timebank.core.database import Base, BigId, UtcDateTime

POT = text("kind = 'wijk'")
STAD = text("kind = 'stad'")
COMMON = text("other_kind IN ('wijk', 'stad')")


class WholeMinutes(TypeDecorator[int]):
    """Minutes as a stranger may send them: PostgreSQL's integer rounds 1.5 to 2, numeric keeps it for the CHECK."""

    impl = Integer
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> Any:
        """Return numeric on PostgreSQL. (SQLite's integer keeps 1.5 as it is.)"""
        return dialect.type_descriptor(Numeric() if dialect.name == "postgresql" else Integer())

    def process_result_value(self, value: Any, dialect: Dialect) -> int | None:
        """Return a plain number."""
        return None if value is None else int(value)


class Account(Base):
    """Minutes given and received by a person, an organisation, a wijk (its pot) or a stad: two positive figures."""

    __tablename__ = "account"
    __table_args__ = (
        CheckConstraint("kind IN ('person', 'organisation', 'wijk', 'stad')", name="kind"),
        CheckConstraint("(wijk_id IS NULL) = (kind IN ('organisation', 'stad'))", name="wijk"),
        CheckConstraint("(sector IS NOT NULL) = (kind = 'organisation')", name="sector"),
        CheckConstraint("given_minutes >= 0 AND received_minutes >= 0 AND entry_count >= 0", name="totals"),
        Index("uq_account_pot", "wijk_id", unique=True, sqlite_where=POT, postgresql_where=POT),
        Index("uq_account_stad", "gemeente_id", unique=True, sqlite_where=STAD, postgresql_where=STAD),
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    kind: Mapped[str]
    gemeente_id: Mapped[int | None] = mapped_column(ForeignKey("gemeente.id"))
    wijk_id: Mapped[int | None] = mapped_column(ForeignKey("wijk.id"))
    sector: Mapped[str | None]
    given_minutes: Mapped[int] = mapped_column(BigId, server_default="0", default=0)
    received_minutes: Mapped[int] = mapped_column(BigId, server_default="0", default=0)
    entry_count: Mapped[int] = mapped_column(BigId, server_default="0", default=0)
    opened_at_utc: Mapped[datetime] = mapped_column(UtcDateTime)
    closed_at_utc: Mapped[datetime | None] = mapped_column(UtcDateTime)


class Transfer(Base):
    """Minutes that one account gave to another. Never changed: a correction is a second one with minus minutes."""

    __tablename__ = "transfer"
    __table_args__ = (
        CheckConstraint("giver_account_id <> receiver_account_id", name="two_parties"),
        CheckConstraint(
            "(reverses_id IS NULL AND minutes BETWEEN 1 AND 1440)"
            " OR (reverses_id IS NOT NULL AND minutes BETWEEN -1440 AND -1)",
            name="minutes",
        ),
        CheckConstraint("minutes = round(minutes)", name="whole_minutes"),
        CheckConstraint("origin IN ('agreed', 'taken_over')", name="origin"),
        UniqueConstraint("request_key"),
        UniqueConstraint("reverses_id"),
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    request_key: Mapped[str]
    giver_account_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    giver_wijk_id: Mapped[int | None]
    receiver_account_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    receiver_wijk_id: Mapped[int | None]
    minutes: Mapped[int] = mapped_column(WholeMinutes)
    category_code: Mapped[str]
    occurred_on: Mapped[date]
    booked_quarter: Mapped[str | None]
    origin: Mapped[str]
    reverses_id: Mapped[int | None] = mapped_column(ForeignKey("transfer.id"))
    posted_at_utc: Mapped[datetime] = mapped_column(UtcDateTime)


class Entry(Base):
    """One side of a transfer in one account's ledger, with the running totals. Only triggers write it.

    Without foreign keys: the trigger that writes it has just seen the transfer and both accounts, and asking for them
    again costs a tenth of a posting.
    """

    __tablename__ = "entry"
    __table_args__ = (
        CheckConstraint("side IN ('given', 'received')", name="side"),
        UniqueConstraint("transfer_id", "side"),
        Index("ix_entry_account_id_category_code_seq", "account_id", "category_code", "seq"),
        Index("ix_entry_account_id_occurred_on_seq", "account_id", "occurred_on", "seq"),
        Index("ix_entry_common", "account_id", "other_kind", sqlite_where=COMMON, postgresql_where=COMMON),
        {"sqlite_with_rowid": False},
    )

    account_id: Mapped[int] = mapped_column(BigId, primary_key=True, autoincrement=False)
    seq: Mapped[int] = mapped_column(BigId, primary_key=True, autoincrement=False)
    transfer_id: Mapped[int] = mapped_column(BigId)
    side: Mapped[str]
    minutes: Mapped[int]
    given_after_minutes: Mapped[int] = mapped_column(BigId)
    received_after_minutes: Mapped[int] = mapped_column(BigId)
    wijk_id: Mapped[int | None]
    other_account_id: Mapped[int] = mapped_column(BigId)
    other_kind: Mapped[str]
    other_wijk_id: Mapped[int | None]
    other_sector: Mapped[str | None]
    category_code: Mapped[str]
    occurred_on: Mapped[date]
    booked_quarter: Mapped[str | None]


class ClosedQuarter(Base):
    """A quarter whose balance is published: nothing is booked in it any more."""

    __tablename__ = "closed_quarter"

    booked_quarter: Mapped[str] = mapped_column(primary_key=True)
    closed_at_utc: Mapped[datetime] = mapped_column(UtcDateTime)


class Seal(Base):
    """A digest over all transfers after the last seal, chained to it."""

    __tablename__ = "seal"

    number: Mapped[int] = mapped_column(BigId, primary_key=True)
    first_transfer_id: Mapped[int] = mapped_column(BigId)
    last_transfer_id: Mapped[int] = mapped_column(BigId)
    transfer_count: Mapped[int] = mapped_column(BigId)
    digest: Mapped[str]
    previous_digest: Mapped[str]
    sealed_at_utc: Mapped[datetime] = mapped_column(UtcDateTime)


# The same tables for statements without the ORM, whose unit of work is too slow for posting.
ACCOUNTS = cast(Table, Account.__table__)
TRANSFERS = cast(Table, Transfer.__table__)
ENTRIES = cast(Table, Entry.__table__)
CLOSED_QUARTERS = cast(Table, ClosedQuarter.__table__)
SEALS = cast(Table, Seal.__table__)
