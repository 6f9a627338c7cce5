"""Organisations that take part, who speaks for them, and facts from outside that stand beside the balance."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from timebank.core.database import Base, BigId, UtcDateTime
from timebank.wijk.rules import PEOPLE_AT_MOST

CURRENT = text("until_utc IS NULL")


class Partner(Base):
    """An organisation that takes part: it owns an account.

    `people`: a group, such as a school class, that enters as a number of people; None: it is no group.
    `works_for_stad`: what it does for residents is paid by the stad, so it may propose help of the stad.
    """

    __tablename__ = "partner"
    __table_args__ = (CheckConstraint(f"people BETWEEN 1 AND {PEOPLE_AT_MOST}", name="people"),)

    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), primary_key=True, autoincrement=False)
    public_id: Mapped[str] = mapped_column(unique=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), unique=True)
    people: Mapped[int | None]
    works_for_stad: Mapped[bool]
    since_utc: Mapped[datetime] = mapped_column(UtcDateTime)


class PartnerWijk(Base):
    """An organisation takes part in a wijk."""

    __tablename__ = "partner_wijk"
    __table_args__ = (Index("ix_partner_wijk_wijk_id", "wijk_id"),)

    organisation_id: Mapped[int] = mapped_column(
        ForeignKey("partner.organisation_id"), primary_key=True, autoincrement=False
    )
    wijk_id: Mapped[int] = mapped_column(ForeignKey("wijk.id"), primary_key=True, autoincrement=False)


class PartnerContact(Base):
    """A resident speaks for an organisation for a while."""

    __tablename__ = "partner_contact"
    __table_args__ = (
        Index(
            "uq_partner_contact_current",
            "person_id",
            "organisation_id",
            unique=True,
            sqlite_where=CURRENT,
            postgresql_where=CURRENT,
        ),
        Index("ix_partner_contact_organisation_id", "organisation_id"),
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("partner.organisation_id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    since_utc: Mapped[datetime] = mapped_column(UtcDateTime)
    until_utc: Mapped[datetime | None] = mapped_column(UtcDateTime)


class WijkFact(Base):
    """What somebody outside the ledger did for a wijk, such as paid opbouwwerk: hours or a number, with its source.

    Of a year, or of one quarter of it. It is never added to hours of the ledger.
    """

    __tablename__ = "wijk_fact"
    __table_args__ = (
        CheckConstraint("quarter BETWEEN 1 AND 4", name="quarter"),
        CheckConstraint("year BETWEEN 2000 AND 2100", name="year"),
        CheckConstraint("amount >= 0", name="amount"),
        Index("ix_wijk_fact_wijk_id_year", "wijk_id", "year"),
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    public_id: Mapped[str] = mapped_column(unique=True)
    wijk_id: Mapped[int] = mapped_column(ForeignKey("wijk.id"))
    year: Mapped[int]
    quarter: Mapped[int | None]
    words: Mapped[str]
    amount: Mapped[int]
    is_hours: Mapped[bool]
    source: Mapped[str]
    by_person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    at_utc: Mapped[datetime] = mapped_column(UtcDateTime)
