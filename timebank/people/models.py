"""Persons and their ways in."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from timebank.core.database import Base, BigId, UtcDateTime
from timebank.people.rules import KINDS, MARKS


class Person(Base):
    """Somebody with a name, as they want to be called. Never a BSN, birth date, gender or income.

    Staff (worker, gemeente, operator) have sign-ins of their own with a second factor, and no buurcode. Somebody from
    an imported history who has not come yet is a placeholder: no sign-in name, not findable, with a claim code.
    """

    __tablename__ = "person"
    __table_args__ = (
        CheckConstraint(f"kind IN {KINDS!r}", name="kind"),
        CheckConstraint(f"mark BETWEEN 1 AND {MARKS}", name="mark"),
        CheckConstraint("(kind = 'resident') = (buurcode IS NOT NULL)", name="buurcode"),
        Index("ix_person_name_key", "name_key"),
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    public_id: Mapped[str] = mapped_column(unique=True)
    kind: Mapped[str]
    name: Mapped[str]
    name_key: Mapped[str]
    """The name as it is searched: small letters without accents."""
    own_line: Mapped[str] = mapped_column(default="", server_default="")
    mark: Mapped[int] = mapped_column(default=1, server_default="1")
    buurcode: Mapped[str | None] = mapped_column(unique=True)
    is_findable: Mapped[bool] = mapped_column(default=True)
    sign_in_name: Mapped[str | None] = mapped_column(unique=True)
    email: Mapped[str | None] = mapped_column(unique=True)
    phone: Mapped[str | None] = mapped_column(unique=True)
    language: Mapped[str | None]
    """In which language we write to them; None: that of the site."""
    password_hash: Mapped[str | None]
    recovery_hash: Mapped[str | None]
    claim_hash: Mapped[str | None] = mapped_column(unique=True)
    totp_secret: Mapped[str | None]
    totp_last_step: Mapped[int | None] = mapped_column(BigId)
    created_at_utc: Mapped[datetime] = mapped_column(UtcDateTime)
    ended_at_utc: Mapped[datetime | None] = mapped_column(UtcDateTime)


class SignInSession(Base):
    """One browser that is signed in. The cookie holds a random token; here is only its hash."""

    __tablename__ = "sign_in_session"
    __table_args__ = (Index("ix_sign_in_session_person_id", "person_id"),)

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    public_id: Mapped[str] = mapped_column(unique=True)
    token_hash: Mapped[str] = mapped_column(unique=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    kind: Mapped[str]
    """A key of `rules.SESSION_LIMITS`: shared device, own device, staff."""
    device: Mapped[str]
    has_second_factor: Mapped[bool] = mapped_column(default=False)
    created_at_utc: Mapped[datetime] = mapped_column(UtcDateTime)
    seen_at_utc: Mapped[datetime] = mapped_column(UtcDateTime)
    idle_until_utc: Mapped[datetime] = mapped_column(UtcDateTime)
    ends_at_utc: Mapped[datetime] = mapped_column(UtcDateTime)


class KnownDevice(Base):
    """A device that a person signed in on before: their way in while somebody else makes wrong tries."""

    __tablename__ = "known_device"

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    token_hash: Mapped[str] = mapped_column(unique=True)
    used_at_utc: Mapped[datetime] = mapped_column(UtcDateTime)


class PasswordReset(Base):
    """Two stewards let a person choose a new password, face to face."""

    __tablename__ = "password_reset"
    __table_args__ = (CheckConstraint("started_by_id <> seconded_by_id", name="two_stewards"),)

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    public_id: Mapped[str] = mapped_column(unique=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    wijk_id: Mapped[int] = mapped_column(ForeignKey("wijk.id"), index=True)
    started_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    seconded_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    code_hash: Mapped[str | None] = mapped_column(unique=True)
    created_at_utc: Mapped[datetime] = mapped_column(UtcDateTime)
    expires_at_utc: Mapped[datetime] = mapped_column(UtcDateTime)
    used_at_utc: Mapped[datetime | None] = mapped_column(UtcDateTime)


class Silence(Base):
    """ "Ik wil niets meer van … horen": the other can no longer find, report or write to this person."""

    __tablename__ = "silence"
    __table_args__ = (
        UniqueConstraint("person_id", "silenced_person_id"),
        CheckConstraint("person_id <> silenced_person_id", name="other"),
        Index("ix_silence_silenced_person_id", "silenced_person_id"),
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    silenced_person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    since_utc: Mapped[datetime] = mapped_column(UtcDateTime)
