"""Places, the rules that residents make for them, and who belongs there."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from timebank.core.database import Base, BigId, UtcDateTime
from timebank.wijk.rules import ADMISSIONS, INVITATION_KINDS, SECTORS, STEWARD_CHANGES

CURRENT = text("until_utc IS NULL")


class Gemeente(Base):
    """A gemeente, by CBS code (`GM0363`)."""

    __tablename__ = "gemeente"

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    code: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]


class Wijk(Base):
    """A wijk that stays itself through the years. Its code, name and households are in its editions.

    A split closes one and opens others that follow it.
    """

    __tablename__ = "wijk"

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    public_id: Mapped[str] = mapped_column(unique=True)
    gemeente_id: Mapped[int] = mapped_column(ForeignKey("gemeente.id"), index=True)
    follows_wijk_id: Mapped[int | None] = mapped_column(ForeignKey("wijk.id"))
    opened_at_utc: Mapped[datetime | None] = mapped_column(UtcDateTime)
    closed_at_utc: Mapped[datetime | None] = mapped_column(UtcDateTime)


class WijkEdition(Base):
    """A wijk as Statistics Netherlands knew it in one year; households None = unknown, never 0."""

    __tablename__ = "wijk_edition"
    __table_args__ = (UniqueConstraint("wijk_id", "year"), UniqueConstraint("code", "year"))

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    wijk_id: Mapped[int] = mapped_column(ForeignKey("wijk.id"))
    year: Mapped[int]
    code: Mapped[str]
    name: Mapped[str]
    households: Mapped[int | None]


class BuurtEdition(Base):
    """A buurt of a wijk in one year."""

    __tablename__ = "buurt_edition"
    __table_args__ = (UniqueConstraint("code", "year"),)

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    wijk_id: Mapped[int] = mapped_column(ForeignKey("wijk.id"), index=True)
    year: Mapped[int]
    code: Mapped[str]
    name: Mapped[str]
    households: Mapped[int | None]


class CategoryGroup(Base):
    """One of the six groups of kinds of help; figures are published by group."""

    __tablename__ = "category_group"

    code: Mapped[str] = mapped_column(primary_key=True)
    name_nl: Mapped[str]
    name_en: Mapped[str]
    position: Mapped[int]


class Category(Base):
    """A kind of help. The code never changes; a wijk may call it otherwise. Of `rules.STAD_KINDS`: help of the stad."""

    __tablename__ = "category"

    code: Mapped[str] = mapped_column(primary_key=True)
    group_code: Mapped[str] = mapped_column(ForeignKey("category_group.code"))
    name_nl: Mapped[str]
    name_en: Mapped[str]
    position: Mapped[int]


class HouseRules(Base):
    """The rules of a wijk, one row per version: who, when, why. The newest holds."""

    __tablename__ = "house_rules"
    __table_args__ = (
        UniqueConstraint("wijk_id", "version"),
        CheckConstraint(f"admission IN {ADMISSIONS!r}", name="admission"),
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    wijk_id: Mapped[int] = mapped_column(ForeignKey("wijk.id"))
    version: Mapped[int]
    own_name: Mapped[str]
    admission: Mapped[str]
    why: Mapped[str]
    by_person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    at_utc: Mapped[datetime] = mapped_column(UtcDateTime)


class HouseCategory(Base):
    """What one version of a wijk's rules says about one kind of help, where it says anything."""

    __tablename__ = "house_category"

    house_rules_id: Mapped[int] = mapped_column(ForeignKey("house_rules.id"), primary_key=True)
    category_code: Mapped[str] = mapped_column(ForeignKey("category.code"), primary_key=True)
    is_shown: Mapped[bool]
    own_name: Mapped[str]


class Invitation(Base):
    """A link that lets one person in, once, within 14 days; a steward's comes from opening the wijk."""

    __tablename__ = "invitation"
    __table_args__ = (CheckConstraint(f"kind IN {INVITATION_KINDS!r}", name="kind"),)

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    public_id: Mapped[str] = mapped_column(unique=True)
    wijk_id: Mapped[int] = mapped_column(ForeignKey("wijk.id"), index=True)
    kind: Mapped[str]
    token_hash: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str] = mapped_column(default="", server_default="")
    by_person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    created_at_utc: Mapped[datetime] = mapped_column(UtcDateTime)
    expires_at_utc: Mapped[datetime] = mapped_column(UtcDateTime)
    used_at_utc: Mapped[datetime | None] = mapped_column(UtcDateTime)
    ended_at_utc: Mapped[datetime | None] = mapped_column(UtcDateTime)


class Membership(Base):
    """Somebody lives in a wijk from a moment until another; the account goes along when they move."""

    __tablename__ = "membership"
    __table_args__ = (
        Index("uq_membership_person", "person_id", unique=True, sqlite_where=CURRENT, postgresql_where=CURRENT),
        Index("uq_membership_account", "account_id", unique=True, sqlite_where=CURRENT, postgresql_where=CURRENT),
        Index("ix_membership_wijk_id", "wijk_id"),
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    wijk_id: Mapped[int] = mapped_column(ForeignKey("wijk.id"))
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    since_utc: Mapped[datetime] = mapped_column(UtcDateTime)
    until_utc: Mapped[datetime | None] = mapped_column(UtcDateTime)


class NearWijk(Base):
    """A wijk that the stewards of another name as near: its offers and requests are near too."""

    __tablename__ = "near_wijk"
    __table_args__ = (CheckConstraint("wijk_id <> near_wijk_id", name="another"),)

    wijk_id: Mapped[int] = mapped_column(ForeignKey("wijk.id"), primary_key=True, autoincrement=False)
    near_wijk_id: Mapped[int] = mapped_column(ForeignKey("wijk.id"), primary_key=True, autoincrement=False)


class Stewardship(Base):
    """A resident is one of the stewards of a wijk for a while."""

    __tablename__ = "stewardship"
    __table_args__ = (
        Index(
            "uq_stewardship_current",
            "person_id",
            "wijk_id",
            unique=True,
            sqlite_where=CURRENT,
            postgresql_where=CURRENT,
        ),
        Index("ix_stewardship_wijk_id", "wijk_id"),
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    wijk_id: Mapped[int] = mapped_column(ForeignKey("wijk.id"))
    since_utc: Mapped[datetime] = mapped_column(UtcDateTime)
    until_utc: Mapped[datetime | None] = mapped_column(UtcDateTime)


class StewardProposal(Base):
    """One steward asks that somebody becomes a steward or steps down; another steward says yes."""

    __tablename__ = "steward_proposal"
    __table_args__ = (
        CheckConstraint(f"change IN {STEWARD_CHANGES!r}", name="change"),
        CheckConstraint("proposed_by_id <> agreed_by_id", name="two_stewards"),
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    public_id: Mapped[str] = mapped_column(unique=True)
    wijk_id: Mapped[int] = mapped_column(ForeignKey("wijk.id"), index=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    change: Mapped[str]
    proposed_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    agreed_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    created_at_utc: Mapped[datetime] = mapped_column(UtcDateTime)
    ended_at_utc: Mapped[datetime | None] = mapped_column(UtcDateTime)


class Organisation(Base):
    """An organisation, which is here just a name with one of the five O's."""

    __tablename__ = "organisation"
    __table_args__ = (CheckConstraint(f"sector IN {SECTORS!r}", name="sector"),)

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    name: Mapped[str] = mapped_column(unique=True)
    sector: Mapped[str]


class StaffTask(Base):
    """A worker's wijk (with the organisation) or the gemeente of an official, from a moment until another."""

    __tablename__ = "staff_task"
    __table_args__ = (
        CheckConstraint("(wijk_id IS NULL) <> (gemeente_id IS NULL)", name="one_place"),
        CheckConstraint("(wijk_id IS NULL) = (organisation_id IS NULL)", name="organisation"),
        Index("ix_staff_task_person_id", "person_id"),
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    wijk_id: Mapped[int | None] = mapped_column(ForeignKey("wijk.id"))
    organisation_id: Mapped[int | None] = mapped_column(ForeignKey("organisation.id"))
    gemeente_id: Mapped[int | None] = mapped_column(ForeignKey("gemeente.id"))
    since_utc: Mapped[datetime] = mapped_column(UtcDateTime)
    until_utc: Mapped[datetime | None] = mapped_column(UtcDateTime)
