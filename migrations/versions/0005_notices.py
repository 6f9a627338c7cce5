"""What people are told, how they want to hear it, the mails that go out, and what the clock asked."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
MOMENT = sa.DateTime(timezone=True)
NOTICE_INDEXES = (
    ("ix_notice_person_id_id", ["person_id", "id"], None),
    ("ix_notice_unread", ["person_id"], "read_at_utc IS NULL"),
    ("ix_notice_unread_thing", ["thing"], "read_at_utc IS NULL"),
    (
        "ix_notice_to_mail",
        ["way", "person_id"],
        "read_at_utc IS NULL AND mail_id IS NULL AND way IN ('at_once', 'digest')",
    ),
    ("ix_notice_to_print", ["person_id"], "read_at_utc IS NULL AND printed_at_utc IS NULL AND way = 'paper'"),
    ("ix_notice_mail_id", ["mail_id"], "mail_id IS NOT NULL"),
)
MAIL_INDEXES = (
    ("ix_mail_due", ["due_at_utc"], "outcome IS NULL"),
    ("ix_mail_failed", ["id"], "outcome = 'gave_up'"),
    ("ix_mail_person_id", ["person_id"], None),
)


def upgrade() -> None:
    """Bring the tables to this version."""
    op.add_column("person", sa.Column("language", sa.String(), nullable=True))
    op.create_table(
        "duty",
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("period", sa.String(), nullable=False),
        sa.Column("leased_until_utc", MOMENT, nullable=False),
        sa.Column("done_at_utc", MOMENT, nullable=True),
        sa.PrimaryKeyConstraint("name", "period", name=op.f("pk_duty")),
    )
    _make_mail()
    op.create_table(
        "notice_choice",
        sa.Column("person_id", ID, nullable=False),
        sa.Column("family", sa.String(), nullable=False),
        sa.Column("way", sa.String(), nullable=False),
        sa.CheckConstraint("way IN ('mail', 'paper', 'app', 'not')", name=op.f("ck_notice_choice_way")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_notice_choice_person_id")),
        sa.PrimaryKeyConstraint("person_id", "family", name=op.f("pk_notice_choice")),
    )
    _make_notice()


def _make_mail() -> None:
    op.create_table(
        "mail",
        sa.Column("id", ID, nullable=False),
        sa.Column("public_id", sa.String(), nullable=False),
        sa.Column("person_id", ID, nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("dedupe_key", sa.String(), nullable=False),
        sa.Column("made_at_utc", MOMENT, nullable=False),
        sa.Column("due_at_utc", MOMENT, nullable=False),
        sa.Column("tries", sa.Integer(), server_default="0", nullable=False),
        sa.Column("outcome", sa.String(), nullable=True),
        sa.Column("ended_at_utc", MOMENT, nullable=True),
        sa.Column("error", sa.String(), server_default="", nullable=False),
        sa.CheckConstraint("kind IN ('at_once', 'digest')", name=op.f("ck_mail_kind")),
        sa.CheckConstraint("outcome IN ('sent', 'gave_up', 'not_needed')", name=op.f("ck_mail_outcome")),
        sa.CheckConstraint("(outcome IS NULL) = (ended_at_utc IS NULL)", name=op.f("ck_mail_ended")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_mail_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mail")),
        sa.UniqueConstraint("dedupe_key", name=op.f("uq_mail_dedupe_key")),
        sa.UniqueConstraint("public_id", name=op.f("uq_mail_public_id")),
    )
    _index("mail", MAIL_INDEXES)


def _make_notice() -> None:
    op.create_table(
        "notice",
        sa.Column("id", ID, nullable=False),
        sa.Column("public_id", sa.String(), nullable=False),
        sa.Column("person_id", ID, nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("facts", sa.JSON(), nullable=False),
        sa.Column("who_person_id", ID, nullable=True),
        sa.Column("thing", sa.String(), nullable=False),
        sa.Column("way", sa.String(), nullable=False),
        sa.Column("at_utc", MOMENT, nullable=False),
        sa.Column("read_at_utc", MOMENT, nullable=True),
        sa.Column("printed_at_utc", MOMENT, nullable=True),
        sa.Column("mail_id", ID, nullable=True),
        sa.CheckConstraint("way IN ('at_once', 'digest', 'paper', 'app')", name=op.f("ck_notice_way")),
        sa.ForeignKeyConstraint(["mail_id"], ["mail.id"], name=op.f("fk_notice_mail_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_notice_person_id")),
        sa.ForeignKeyConstraint(["who_person_id"], ["person.id"], name=op.f("fk_notice_who_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_notice")),
        sa.UniqueConstraint("public_id", name=op.f("uq_notice_public_id")),
    )
    _index("notice", NOTICE_INDEXES)


def _index(table: str, indexes: tuple[tuple[str, list[str], str | None], ...]) -> None:
    for name, columns, only in indexes:
        where = sa.text(only) if only else None
        op.create_index(name, table, columns, sqlite_where=where, postgresql_where=where)


def downgrade() -> None:
    """Take them out again."""
    for table in ("notice", "notice_choice", "mail", "duty"):
        op.drop_table(table)
    op.drop_column("person", "language")
