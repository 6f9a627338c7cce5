"""People choose how to hear of each kind of notice, and can add messages when something is not fine."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
FAMILIES = {
    "hours": "exchange.report exchange.counter exchange.decline exchange.withdraw exchange.lapse"
    " exchange.ask_correction exchange.agree_undo exchange.agree_other_minutes exchange.refuse exchange.stop_asking",
    "appointments": "appointment.proposed appointment.agreed appointment.changed appointment.called_off"
    " appointment.reminder series.next series.stopped",
    "messages": "conversation.message conversation.stopped conversation.resumed",
    "listings": "listing.expires listing.point listing.hidden need.promised",
    "groups": "group.signed_up group.signed_off group.added group.called_off group.changed group.closed group.posted",
    "wijk": "report.about_you report.answered need.arranged",
}
"""The families that people chose for, each with its kinds."""

CERTAIN = ("listing.hidden", "report.about_you", "report.answered")
"""In the app also for who chose to hear nothing of their family."""

CLOSED = sa.text("closed_at_utc IS NOT NULL")


def upgrade() -> None:
    """Bring the tables to this version."""
    op.execute("CREATE TABLE choice_before AS SELECT person_id, family, way FROM notice_choice")
    _make_choices("kind")
    connection = op.get_bind()
    for family, kinds in FAMILIES.items():
        for kind in kinds.split():
            way = "CASE WHEN way = 'not' THEN 'app' ELSE way END" if kind in CERTAIN else "way"
            copied = (
                f"INSERT INTO notice_choice SELECT person_id, :kind, {way} FROM choice_before WHERE family = :family"
            )
            connection.execute(sa.text(copied), {"kind": kind, "family": family})
    # Who wanted no mail of anything gets none of what comes later either.
    connection.execute(
        sa.text(
            "INSERT INTO notice_choice SELECT person_id, '*', CASE WHEN max(CASE WHEN way = 'paper' THEN 1 ELSE 0 END) = 1"
            " THEN 'paper' ELSE 'app' END FROM choice_before GROUP BY person_id"
            " HAVING count(*) = :families AND max(CASE WHEN way = 'mail' THEN 1 ELSE 0 END) = 0"
        ),
        {"families": len(FAMILIES)},
    )
    op.drop_table("choice_before")
    op.execute("UPDATE notice SET kind = 'concern.told' WHERE kind = 'talking_point'")
    op.drop_column("concern", "shared")
    op.add_column("concern", sa.Column("shared", sa.JSON(), server_default="[]", nullable=False))
    op.create_index("ix_concern_closed", "concern", ["closed_at_utc"], sqlite_where=CLOSED, postgresql_where=CLOSED)


def _make_choices(chosen: str) -> None:
    op.drop_table("notice_choice")
    op.create_table(
        "notice_choice",
        sa.Column("person_id", ID, nullable=False),
        sa.Column(chosen, sa.String(), nullable=False),
        sa.Column("way", sa.String(), nullable=False),
        sa.CheckConstraint("way IN ('mail', 'paper', 'app', 'not')", name=op.f("ck_notice_choice_way")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_notice_choice_person_id")),
        sa.PrimaryKeyConstraint("person_id", chosen, name=op.f("pk_notice_choice")),
    )


def downgrade() -> None:
    """Go back one version: a family goes the way of its first kind."""
    op.drop_index("ix_concern_closed", "concern")
    op.drop_column("concern", "shared")
    op.add_column("concern", sa.Column("shared", sa.String(), server_default="", nullable=False))
    op.execute("UPDATE notice SET kind = 'talking_point' WHERE kind = 'concern.told'")
    op.execute("CREATE TABLE choice_before AS SELECT person_id, kind, way FROM notice_choice")
    _make_choices("family")
    for family, kinds in FAMILIES.items():
        copied = "INSERT INTO notice_choice SELECT person_id, :family, way FROM choice_before WHERE kind = :kind"
        op.get_bind().execute(sa.text(copied), {"family": family, "kind": kinds.split()[0]})
    op.drop_table("choice_before")
