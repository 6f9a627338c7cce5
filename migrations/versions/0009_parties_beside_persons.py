"""Organisations that take part, help of the stad, and facts from outside the ledger."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
MOMENT = sa.DateTime(timezone=True)
CURRENT = sa.text("until_utc IS NULL")
ASKED = sa.text("state = 'asked'")

SIDES = (
    "organisation_side VARCHAR CONSTRAINT ck_exchange_organisation_side CHECK (organisation_side IN ('giver', 'receiver')"
    " AND CASE organisation_side WHEN 'giver' THEN giver_person_id WHEN 'receiver' THEN receiver_person_id END IS NULL)"
)
CONTACT = (
    "contact_person_id {id} CONSTRAINT fk_exchange_contact_person_id REFERENCES person (id)"
    " CONSTRAINT ck_exchange_no_own_answer CHECK (contact_person_id <> giver_person_id"
    " AND contact_person_id <> receiver_person_id AND steward_person_id <> giver_person_id"
    " AND steward_person_id <> receiver_person_id)"
)
"""Each CHECK comes with its column: SQLite cannot add one to a table that is there."""

KINDS = (
    ("stad_course", "language_and_computer", "cursus", "course"),
    ("stad_talk", "together", "gesprek", "talk"),
    ("stad_guidance", "together", "begeleiding", "guidance"),
)
kind_table = sa.table("category", *(sa.column(name) for name in ("code", "group_code", "name_nl", "name_en", "position")))


def upgrade() -> None:
    """Bring the tables to this version."""
    _make_partners()
    _make_facts()
    op.execute(f"ALTER TABLE exchange ADD COLUMN {SIDES}")
    number = "INTEGER" if op.get_bind().dialect.name == "sqlite" else "BIGINT"
    op.execute(f"ALTER TABLE exchange ADD COLUMN {CONTACT.format(id=number)}")
    names = ("code", "group_code", "name_nl", "name_en")
    rows = [dict(zip(names, row, strict=True)) | {"position": at} for at, row in enumerate(KINDS, start=101)]
    op.bulk_insert(kind_table, rows)
    _make_proposals()
    common = sa.text("other_kind IN ('wijk', 'stad')")
    few = {"sqlite_where": common, "postgresql_where": common}
    op.create_index("ix_entry_common", "entry", ["account_id", "other_kind"], **few)


def downgrade() -> None:
    """Go back one version; refused by the database once an exchange uses a kind of help of the stad."""
    op.drop_index("ix_entry_common", "entry")
    op.drop_table("stad_proposal")
    op.execute(kind_table.delete().where(kind_table.c.code.in_([row[0] for row in KINDS])))
    op.execute("ALTER TABLE exchange DROP COLUMN contact_person_id")
    op.execute("ALTER TABLE exchange DROP COLUMN organisation_side")
    for name in ("wijk_fact", "partner_contact", "partner_wijk", "partner"):
        op.drop_table(name)


def _make_partners() -> None:
    op.create_table(
        "partner",
        sa.Column("organisation_id", ID, autoincrement=False, nullable=False),
        sa.Column("public_id", sa.String(), nullable=False),
        sa.Column("account_id", ID, nullable=False),
        sa.Column("people", sa.Integer(), nullable=True),
        sa.Column("works_for_stad", sa.Boolean(), nullable=False),
        sa.Column("since_utc", MOMENT, nullable=False),
        sa.CheckConstraint("people BETWEEN 1 AND 500", name=op.f("ck_partner_people")),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisation.id"], name=op.f("fk_partner_organisation_id")),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_partner_account_id")),
        sa.PrimaryKeyConstraint("organisation_id", name=op.f("pk_partner")),
        sa.UniqueConstraint("public_id", name=op.f("uq_partner_public_id")),
        sa.UniqueConstraint("account_id", name=op.f("uq_partner_account_id")),
    )
    op.create_table(
        "partner_wijk",
        sa.Column("organisation_id", ID, autoincrement=False, nullable=False),
        sa.Column("wijk_id", ID, autoincrement=False, nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["partner.organisation_id"], name=op.f("fk_partner_wijk_organisation_id")
        ),
        sa.ForeignKeyConstraint(["wijk_id"], ["wijk.id"], name=op.f("fk_partner_wijk_wijk_id")),
        sa.PrimaryKeyConstraint("organisation_id", "wijk_id", name=op.f("pk_partner_wijk")),
    )
    op.create_index("ix_partner_wijk_wijk_id", "partner_wijk", ["wijk_id"])
    op.create_table(
        "partner_contact",
        sa.Column("id", ID, nullable=False),
        sa.Column("organisation_id", ID, nullable=False),
        sa.Column("person_id", ID, nullable=False),
        sa.Column("since_utc", MOMENT, nullable=False),
        sa.Column("until_utc", MOMENT, nullable=True),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["partner.organisation_id"], name=op.f("fk_partner_contact_organisation_id")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_partner_contact_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_partner_contact")),
    )
    op.create_index("ix_partner_contact_organisation_id", "partner_contact", ["organisation_id"])
    op.create_index(
        "uq_partner_contact_current",
        "partner_contact",
        ["person_id", "organisation_id"],
        unique=True,
        sqlite_where=CURRENT,
        postgresql_where=CURRENT,
    )


def _make_facts() -> None:
    op.create_table(
        "wijk_fact",
        sa.Column("id", ID, nullable=False),
        sa.Column("public_id", sa.String(), nullable=False),
        sa.Column("wijk_id", ID, nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("quarter", sa.Integer(), nullable=True),
        sa.Column("words", sa.String(), nullable=False),
        sa.Column("amount", sa.Integer(), nullable=False),
        sa.Column("is_hours", sa.Boolean(), nullable=False),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("by_person_id", ID, nullable=False),
        sa.Column("at_utc", MOMENT, nullable=False),
        sa.CheckConstraint("quarter BETWEEN 1 AND 4", name=op.f("ck_wijk_fact_quarter")),
        sa.CheckConstraint("year BETWEEN 2000 AND 2100", name=op.f("ck_wijk_fact_year")),
        sa.CheckConstraint("amount >= 0", name=op.f("ck_wijk_fact_amount")),
        sa.ForeignKeyConstraint(["wijk_id"], ["wijk.id"], name=op.f("fk_wijk_fact_wijk_id")),
        sa.ForeignKeyConstraint(["by_person_id"], ["person.id"], name=op.f("fk_wijk_fact_by_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_wijk_fact")),
        sa.UniqueConstraint("public_id", name=op.f("uq_wijk_fact_public_id")),
    )
    op.create_index("ix_wijk_fact_wijk_id_year", "wijk_fact", ["wijk_id", "year"])


def _make_proposals() -> None:
    op.create_table(
        "stad_proposal",
        sa.Column("id", ID, nullable=False),
        sa.Column("public_id", sa.String(), nullable=False),
        sa.Column("request_key", sa.String(), nullable=False),
        sa.Column("content_digest", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("organisation_id", ID, nullable=False),
        sa.Column("contact_person_id", ID, nullable=False),
        sa.Column("person_id", ID, nullable=False),
        sa.Column("category_code", sa.String(), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("occurred_on", sa.Date(), nullable=False),
        sa.Column("proposed_at_utc", MOMENT, nullable=False),
        sa.Column("lapses_at_utc", MOMENT, nullable=False),
        sa.Column("ended_at_utc", MOMENT, nullable=True),
        sa.CheckConstraint("state IN ('asked', 'refused', 'lapsed')", name=op.f("ck_stad_proposal_state")),
        sa.CheckConstraint("minutes BETWEEN 1 AND 1440", name=op.f("ck_stad_proposal_minutes")),
        sa.CheckConstraint("contact_person_id <> person_id", name=op.f("ck_stad_proposal_two_persons")),
        sa.CheckConstraint("(state = 'asked') = (ended_at_utc IS NULL)", name=op.f("ck_stad_proposal_ended")),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["partner.organisation_id"], name=op.f("fk_stad_proposal_organisation_id")
        ),
        sa.ForeignKeyConstraint(["contact_person_id"], ["person.id"], name=op.f("fk_stad_proposal_contact_person_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_stad_proposal_person_id")),
        sa.ForeignKeyConstraint(["category_code"], ["category.code"], name=op.f("fk_stad_proposal_category_code")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_stad_proposal")),
        sa.UniqueConstraint("public_id", name=op.f("uq_stad_proposal_public_id")),
        sa.UniqueConstraint("request_key", name=op.f("uq_stad_proposal_request_key")),
    )
    few = {"sqlite_where": ASKED, "postgresql_where": ASKED}
    op.create_index("ix_stad_proposal_organisation_id_id", "stad_proposal", ["organisation_id", "id"])
    op.create_index("ix_stad_proposal_asked", "stad_proposal", ["person_id", "id"], **few)
    op.create_index("ix_stad_proposal_person_id", "stad_proposal", ["person_id"])
    op.create_index("ix_stad_proposal_contact_person_id", "stad_proposal", ["contact_person_id"])
    op.create_index("ix_stad_proposal_lapses", "stad_proposal", ["lapses_at_utc"], **few)
    op.create_index("ix_stad_proposal_ended_at_utc", "stad_proposal", ["ended_at_utc"])
