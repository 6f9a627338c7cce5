"""Balances of wijken are published, and residents write what they see in them

What is published never changes: triggers refuse it, with the words of those that keep the books.
"""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Bring the tables to this version."""
    op.create_table(
        "publication",
        sa.Column("quarter", sa.String(), nullable=False),
        sa.Column("rules_version", sa.Integer(), nullable=False),
        sa.Column("input_digest", sa.String(), nullable=False),
        sa.Column("published_at_utc", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(
            ["quarter"], ["closed_quarter.booked_quarter"], name=op.f("fk_publication_quarter_closed_quarter")
        ),
        sa.PrimaryKeyConstraint("quarter", name=op.f("pk_publication")),
    )
    op.create_table(
        "published_balance",
        sa.Column("wijk_id", ID, nullable=False),
        sa.Column("quarter", sa.String(), nullable=False),
        sa.Column("figures", sa.Text(), nullable=False),
        sa.Column("why_hidden", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["wijk_id"], ["wijk.id"], name=op.f("fk_published_balance_wijk_id_wijk")),
        sa.ForeignKeyConstraint(
            ["quarter"], ["publication.quarter"], name=op.f("fk_published_balance_quarter_publication")
        ),
        sa.PrimaryKeyConstraint("wijk_id", "quarter", name=op.f("pk_published_balance")),
    )
    op.create_table(
        "wijk_report",
        sa.Column("wijk_id", ID, nullable=False),
        sa.Column("quarter", sa.String(), nullable=False),
        sa.Column("sees", sa.Text(), nullable=False),
        sa.Column("surprises", sa.Text(), nullable=False),
        sa.Column("tries", sa.Text(), nullable=False),
        sa.Column("went_well", sa.Text(), server_default="", nullable=False),
        sa.Column("went_wrong", sa.Text(), server_default="", nullable=False),
        sa.Column("written_by", ID, nullable=False),
        sa.Column("changed_at_utc", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(["wijk_id"], ["wijk.id"], name=op.f("fk_wijk_report_wijk_id_wijk")),
        sa.ForeignKeyConstraint(["quarter"], ["publication.quarter"], name=op.f("fk_wijk_report_quarter_publication")),
        sa.ForeignKeyConstraint(["written_by"], ["person.id"], name=op.f("fk_wijk_report_written_by_person")),
        sa.PrimaryKeyConstraint("wijk_id", "quarter", name=op.f("pk_wijk_report")),
    )
    for table in ("publication", "published_balance"):
        _never_changes(table)


def downgrade() -> None:
    """Take this version's tables away."""
    for table in ("wijk_report", "published_balance", "publication"):
        op.drop_table(table)


def _never_changes(table: str) -> None:
    if op.get_bind().dialect.name == "sqlite":
        for verb in ("update", "delete"):
            op.execute(sa.text(SQLITE_NEVER.format(table=table, verb=verb, event=verb.upper())))
        op.execute(sa.text(SQLITE_COMES.format(table=table, known=KNOWN[table])))
        return
    op.execute(sa.text(POSTGRESQL_NEVER.format(table=table)))


SQLITE_NEVER = """
CREATE TRIGGER {table}_never_{verb} BEFORE {event} ON {table}
BEGIN
    SELECT RAISE(ABORT, '{table}: never changes');
END
"""

# INSERT OR REPLACE deletes the old row without asking the DELETE trigger where recursive_triggers is off.
SQLITE_COMES = """
CREATE TRIGGER {table}_comes BEFORE INSERT ON {table}
BEGIN
    SELECT RAISE(ABORT, '{table}: never changes') WHERE EXISTS (SELECT 1 FROM {table} WHERE {known});
END
"""
KNOWN = {
    "publication": "quarter = NEW.quarter",
    "published_balance": "quarter = NEW.quarter AND wijk_id = NEW.wijk_id",
}

# The function is that of the books (0002).
POSTGRESQL_NEVER = """
CREATE TRIGGER {table}_never BEFORE UPDATE OR DELETE ON {table}
    FOR EACH ROW EXECUTE FUNCTION ledger_refuse('{table}: never changes');
CREATE TRIGGER {table}_never_truncate BEFORE TRUNCATE ON {table}
    FOR EACH STATEMENT EXECUTE FUNCTION ledger_refuse('{table}: never changes')
"""
