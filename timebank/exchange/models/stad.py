"""Help of the stad that an organisation proposes, until the resident answers."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from timebank.core.database import Base, BigId, UtcDateTime
from timebank.exchange.rules.stad import PROPOSAL_STATES

ASKED = text("state = 'asked'")


class StadProposal(Base):
    """An organisation says that a resident got help of the stad. It posts nothing.

    A yes writes an exchange that the resident reports alone, and erases this row with all that says who proposed it; a
    no, or time, ends it, and it is erased later. So an organisation stands beside somebody's help of the stad only
    while its question waits.
    """

    __tablename__ = "stad_proposal"
    __table_args__ = (
        CheckConstraint(f"state IN {PROPOSAL_STATES!r}", name="state"),
        CheckConstraint("minutes BETWEEN 1 AND 1440", name="minutes"),
        CheckConstraint("contact_person_id <> person_id", name="two_persons"),
        CheckConstraint("(state = 'asked') = (ended_at_utc IS NULL)", name="ended"),
        Index("ix_stad_proposal_organisation_id_id", "organisation_id", "id"),
        Index("ix_stad_proposal_asked", "person_id", "id", sqlite_where=ASKED, postgresql_where=ASKED),
        Index("ix_stad_proposal_person_id", "person_id"),
        Index("ix_stad_proposal_contact_person_id", "contact_person_id"),
        Index("ix_stad_proposal_lapses", "lapses_at_utc", sqlite_where=ASKED, postgresql_where=ASKED),
        Index("ix_stad_proposal_ended_at_utc", "ended_at_utc"),
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    public_id: Mapped[str] = mapped_column(unique=True)
    request_key: Mapped[str] = mapped_column(unique=True)
    content_digest: Mapped[str]
    """SHA-256 of what the form said: the same key with other content is refused."""
    state: Mapped[str]
    organisation_id: Mapped[int] = mapped_column(ForeignKey("partner.organisation_id"))
    contact_person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    category_code: Mapped[str] = mapped_column(ForeignKey("category.code"))
    minutes: Mapped[int]
    occurred_on: Mapped[date]
    proposed_at_utc: Mapped[datetime] = mapped_column(UtcDateTime)
    lapses_at_utc: Mapped[datetime] = mapped_column(UtcDateTime)
    ended_at_utc: Mapped[datetime | None] = mapped_column(UtcDateTime)
