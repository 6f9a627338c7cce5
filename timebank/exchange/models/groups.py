"""What a resident leads for several people, and who is in it."""

from datetime import date, datetime, time

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from timebank.core.database import Base, BigId, UtcDateTime
from timebank.exchange.rules.groups import GROUP_STATES, PLACE_STATES, POT_ANSWERS, ROLES, RULES

OPEN = text("state = 'open'")
ASKED = text("state = 'asked'")
UNFINISHED = text("state IN ('draft', 'open')")
LIVE = text("state IN ('signed_up', 'asked')")


class Group(Base):
    """Something that a resident leads for several people, with the rule for its hours that was shown beforehand.

    What it posts are exchanges of their own, with the request key `group:<id>:<place id>`. A steward's yes holds for
    everyone's hours but the steward's own; only for those a second steward is asked.
    """

    __tablename__ = "exchange_group"
    __table_args__ = (
        UniqueConstraint("request_key"),
        CheckConstraint(f"state IN {GROUP_STATES!r}", name="state"),
        CheckConstraint(f"rule IN {RULES!r}", name="rule"),
        CheckConstraint(f"pot_answer IN {POT_ANSWERS!r}", name="pot_answer"),
        CheckConstraint("minutes BETWEEN 1 AND 1440", name="minutes"),
        CheckConstraint("held_minutes BETWEEN 1 AND 1440", name="held_minutes"),
        CheckConstraint("people_at_most BETWEEN 1 AND 200", name="people_at_most"),
        CheckConstraint("youth_count >= 0", name="youth_count"),
        CheckConstraint("steward_person_id <> second_steward_person_id", name="two_stewards"),
        CheckConstraint("(state = 'asked') = (answers_until_utc IS NOT NULL)", name="asked"),
        Index(
            "ix_exchange_group_coming",
            *("wijk_id", "held_on", "starts_at", "id"),
            sqlite_where=OPEN,
            postgresql_where=OPEN,
        ),
        Index("ix_exchange_group_asked", "wijk_id", "id", sqlite_where=ASKED, postgresql_where=ASKED),
        Index("ix_exchange_group_due", "answers_until_utc", sqlite_where=ASKED, postgresql_where=ASKED),
        Index("ix_exchange_group_unfinished", "held_on", sqlite_where=UNFINISHED, postgresql_where=UNFINISHED),
        Index("ix_exchange_group_person_id", "person_id", "created_at_utc"),
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    public_id: Mapped[str] = mapped_column(unique=True)
    request_key: Mapped[str]
    content_digest: Mapped[str]
    state: Mapped[str]
    wijk_id: Mapped[int] = mapped_column(ForeignKey("wijk.id"))
    """The wijk that it is for, and whose pot gets the hours: the leader's when it was announced."""
    pot_account_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    """The leader, who has a place in it too."""
    words: Mapped[str]
    category_code: Mapped[str] = mapped_column(ForeignKey("category.code"))
    held_on: Mapped[date]
    starts_at: Mapped[time]
    """What the clock in the Netherlands says."""
    place: Mapped[str]
    minutes: Mapped[int]
    """About how long, as announced."""
    held_minutes: Mapped[int | None]
    """How long it took."""
    people_at_most: Mapped[int | None]
    rule: Mapped[str] = mapped_column(default="pot", server_default="pot")
    youth_count: Mapped[int] = mapped_column(default=0, server_default="0")
    pot_answer: Mapped[str] = mapped_column(default="none", server_default="none")
    """Whether a steward is asked; "asked" stays when one said yes, who is named below."""
    steward_person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    second_steward_person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    created_at_utc: Mapped[datetime] = mapped_column(UtcDateTime)
    answers_until_utc: Mapped[datetime | None] = mapped_column(UtcDateTime)
    settled_at_utc: Mapped[datetime | None] = mapped_column(UtcDateTime)


class GroupPlace(Base):
    """Somebody in a group. The first is the leader, so nobody leads it and is its guest; id is the order of sign-up."""

    __tablename__ = "group_place"
    __table_args__ = (
        UniqueConstraint("group_id", "person_id"),
        CheckConstraint(f"role IN {ROLES!r}", name="role"),
        CheckConstraint(f"state IN {PLACE_STATES!r}", name="state"),
        CheckConstraint("minutes BETWEEN 1 AND 1440", name="minutes"),
        Index("ix_group_place_live", "person_id", "id", sqlite_where=LIVE, postgresql_where=LIVE),
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    group_id: Mapped[int] = mapped_column(ForeignKey("exchange_group.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    role: Mapped[str]
    state: Mapped[str]
    gives_to_wijk: Mapped[bool] = mapped_column(default=False)
    minutes: Mapped[int | None]
    """What this person gives; for a guest who gets a share, the share once it is written."""
    signed_up_at_utc: Mapped[datetime] = mapped_column(UtcDateTime)
    answered_at_utc: Mapped[datetime | None] = mapped_column(UtcDateTime)
