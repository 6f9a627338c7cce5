"""What was done and seen, by whom, for whom."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from timebank.core.database import Base, BigId, UtcDateTime


class AuditEvent(Base):
    """One act: who (None: the system or an operator's command) did what, and whom it concerns.

    `facts` holds only what the sentence on the screen needs, never free text.
    """

    __tablename__ = "audit_event"
    __table_args__ = (Index("ix_audit_event_subject_person_id_id", "subject_person_id", "id"),)

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    at_utc: Mapped[datetime] = mapped_column(UtcDateTime)
    action: Mapped[str]
    actor_person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    subject_person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    facts: Mapped[dict[str, Any]] = mapped_column(JSON)
