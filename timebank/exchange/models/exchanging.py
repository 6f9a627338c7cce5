"""What two sides say they did, and every step of it."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from timebank.core.database import Base, BigId, UtcDateTime
from timebank.exchange.rules import SIDES, STATES

WAITING = text("state IN ('reported', 'countered', 'correction_asked')")


class Exchange(Base):
    """Help that one side gave and another got. A side without a person is an organisation (`organisation_side`), or by
    its account the wijkpot or the stad.

    `asked_side` is whose answer is waited for (None: nobody's). `transfer_id` is the transfer that counts now.
    """

    __tablename__ = "exchange"
    __table_args__ = (
        UniqueConstraint("request_key"),
        CheckConstraint(f"state IN {STATES!r}", name="state"),
        CheckConstraint(f"reporter_side IN {SIDES!r} AND asked_side IN {SIDES!r}", name="sides"),
        CheckConstraint("giver_account_id <> receiver_account_id", name="two_parties"),
        CheckConstraint("giver_person_id <> receiver_person_id", name="two_persons"),
        CheckConstraint("giver_person_id IS NOT NULL OR receiver_person_id IS NOT NULL", name="one_person"),
        CheckConstraint("minutes BETWEEN 1 AND 1440", name="minutes"),
        CheckConstraint("(state IN ('confirmed', 'correction_asked')) = (transfer_id IS NOT NULL)", name="posted"),
        CheckConstraint(
            f"organisation_side IN {SIDES!r} AND CASE organisation_side WHEN 'giver' THEN giver_person_id"
            " WHEN 'receiver' THEN receiver_person_id END IS NULL",
            name="organisation_side",
        ),
        CheckConstraint(
            "contact_person_id <> giver_person_id AND contact_person_id <> receiver_person_id"
            " AND steward_person_id <> giver_person_id AND steward_person_id <> receiver_person_id",
            name="no_own_answer",
        ),
        Index(
            "ix_exchange_waiting_giver",
            "giver_account_id",
            "id",
            sqlite_where=WAITING,
            postgresql_where=WAITING,
        ),
        Index(
            "ix_exchange_waiting_receiver",
            "receiver_account_id",
            "id",
            sqlite_where=WAITING,
            postgresql_where=WAITING,
        ),
        Index("ix_exchange_waiting_pot", "steward_wijk_id", "id", sqlite_where=WAITING, postgresql_where=WAITING),
        Index("ix_exchange_lapses", "lapses_at_utc", sqlite_where=WAITING, postgresql_where=WAITING),
        Index("ix_exchange_reporter_person_id_reported_at_utc", "reporter_person_id", "reported_at_utc"),
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    public_id: Mapped[str] = mapped_column(unique=True)
    request_key: Mapped[str]
    content_digest: Mapped[str]
    """SHA-256 of what the form said: the same key with other content is refused."""
    state: Mapped[str]
    asked_side: Mapped[str | None]
    reporter_side: Mapped[str]
    reporter_person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    giver_account_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    giver_person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    receiver_account_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    receiver_person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    steward_wijk_id: Mapped[int | None] = mapped_column(ForeignKey("wijk.id"))
    """The wijk whose stewards answer for one side: its pot, or somebody who is gone."""
    steward_person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    """The steward who answered for that side, and so took part."""
    organisation_side: Mapped[str | None]
    """The side that is an organisation; None: neither."""
    contact_person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    """Who last spoke for the organisation: never the person on the other side."""
    minutes: Mapped[int]
    category_code: Mapped[str] = mapped_column(ForeignKey("category.code"))
    occurred_on: Mapped[date]
    note: Mapped[str] = mapped_column(default="", server_default="")
    reason: Mapped[str] = mapped_column(default="", server_default="")
    """Why a correction is asked, while it is asked."""
    right_minutes: Mapped[int | None]
    """What it should be, while a correction is asked; None: undo it altogether."""
    transfer_id: Mapped[int | None] = mapped_column(ForeignKey("transfer.id"), unique=True)
    reported_at_utc: Mapped[datetime] = mapped_column(UtcDateTime)
    lapses_at_utc: Mapped[datetime | None] = mapped_column(UtcDateTime)


class ExchangeMove(Base):
    """One step of an exchange: who (None: the clock or an import) did what, when, and what it posted."""

    __tablename__ = "exchange_move"
    __table_args__ = (Index("ix_exchange_move_exchange_id", "exchange_id"),)

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    exchange_id: Mapped[int] = mapped_column(ForeignKey("exchange.id"))
    move: Mapped[str]
    to_state: Mapped[str]
    by_person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    at_utc: Mapped[datetime] = mapped_column(UtcDateTime)
    minutes: Mapped[int]
    transfer_id: Mapped[int | None] = mapped_column(ForeignKey("transfer.id"), unique=True)


class ImportedParty(Base):
    """Who a code in another time bank's files is here, so that the next file finds the same neighbour.

    `layout` and `wijk_id` say whose code it is; the person may live elsewhere by now, with the same account.
    """

    __tablename__ = "imported_party"
    __table_args__ = (UniqueConstraint("layout", "wijk_id", "source_code"),)

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    layout: Mapped[str]
    wijk_id: Mapped[int] = mapped_column(ForeignKey("wijk.id"))
    source_code: Mapped[str]
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
