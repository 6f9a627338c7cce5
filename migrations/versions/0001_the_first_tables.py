"""The first tables"""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the tables to this version."""
    op.create_table(
        "category_group",
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("name_nl", sa.String(), nullable=False),
        sa.Column("name_en", sa.String(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("code", name=op.f("pk_category_group")),
    )
    op.create_table(
        "closed_quarter",
        sa.Column("booked_quarter", sa.String(), nullable=False),
        sa.Column("closed_at_utc", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("booked_quarter", name=op.f("pk_closed_quarter")),
    )
    op.create_table(
        "entry",
        sa.Column(
            "account_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=False, nullable=False
        ),
        sa.Column("seq", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=False, nullable=False),
        sa.Column("transfer_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("side", sa.String(), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("given_after_minutes", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("received_after_minutes", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("wijk_id", sa.Integer(), nullable=True),
        sa.Column("other_account_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("other_kind", sa.String(), nullable=False),
        sa.Column("other_wijk_id", sa.Integer(), nullable=True),
        sa.Column("other_sector", sa.String(), nullable=True),
        sa.Column("category_code", sa.String(), nullable=False),
        sa.Column("occurred_on", sa.Date(), nullable=False),
        sa.Column("booked_quarter", sa.String(), nullable=True),
        sa.CheckConstraint("side IN ('given', 'received')", name=op.f("ck_entry_side")),
        sa.PrimaryKeyConstraint("account_id", "seq", name=op.f("pk_entry")),
        sa.UniqueConstraint("transfer_id", "side", name=op.f("uq_entry_transfer_id_side")),
        sqlite_with_rowid=False,
    )
    with op.batch_alter_table("entry", schema=None) as batch_op:
        batch_op.create_index(
            "ix_entry_account_id_category_code_seq", ["account_id", "category_code", "seq"], unique=False
        )
        batch_op.create_index("ix_entry_account_id_occurred_on_seq", ["account_id", "occurred_on", "seq"], unique=False)

    op.create_table(
        "gemeente",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_gemeente")),
        sa.UniqueConstraint("code", name=op.f("uq_gemeente_code")),
    )
    op.create_table(
        "organisation",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("sector", sa.String(), nullable=False),
        sa.CheckConstraint(
            "sector IN ('ondernemers', 'onderwijs', 'onderzoek', 'overheid', 'omgeving')",
            name=op.f("ck_organisation_sector"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_organisation")),
        sa.UniqueConstraint("name", name=op.f("uq_organisation_name")),
    )
    op.create_table(
        "person",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("public_id", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("name_key", sa.String(), nullable=False),
        sa.Column("own_line", sa.String(), server_default="", nullable=False),
        sa.Column("mark", sa.Integer(), server_default="1", nullable=False),
        sa.Column("buurcode", sa.String(), nullable=True),
        sa.Column("is_findable", sa.Boolean(), nullable=False),
        sa.Column("sign_in_name", sa.String(), nullable=True),
        sa.Column("email", sa.String(), nullable=True),
        sa.Column("phone", sa.String(), nullable=True),
        sa.Column("password_hash", sa.String(), nullable=True),
        sa.Column("recovery_hash", sa.String(), nullable=True),
        sa.Column("claim_hash", sa.String(), nullable=True),
        sa.Column("totp_secret", sa.String(), nullable=True),
        sa.Column("totp_last_step", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("created_at_utc", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at_utc", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("(kind = 'resident') = (buurcode IS NOT NULL)", name=op.f("ck_person_buurcode")),
        sa.CheckConstraint("kind IN ('resident', 'worker', 'gemeente', 'operator')", name=op.f("ck_person_kind")),
        sa.CheckConstraint("mark BETWEEN 1 AND 8", name=op.f("ck_person_mark")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_person")),
        sa.UniqueConstraint("buurcode", name=op.f("uq_person_buurcode")),
        sa.UniqueConstraint("claim_hash", name=op.f("uq_person_claim_hash")),
        sa.UniqueConstraint("email", name=op.f("uq_person_email")),
        sa.UniqueConstraint("phone", name=op.f("uq_person_phone")),
        sa.UniqueConstraint("public_id", name=op.f("uq_person_public_id")),
        sa.UniqueConstraint("sign_in_name", name=op.f("uq_person_sign_in_name")),
    )
    with op.batch_alter_table("person", schema=None) as batch_op:
        batch_op.create_index("ix_person_name_key", ["name_key"], unique=False)

    op.create_table(
        "seal",
        sa.Column("number", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("first_transfer_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("last_transfer_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("transfer_count", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("digest", sa.String(), nullable=False),
        sa.Column("previous_digest", sa.String(), nullable=False),
        sa.Column("sealed_at_utc", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_seal")),
    )
    op.create_table(
        "throttle_try",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("key_hash", sa.String(), nullable=False),
        sa.Column("tried_at_utc", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_throttle_try")),
    )
    with op.batch_alter_table("throttle_try", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_throttle_try_key_hash"), ["key_hash"], unique=False)
        batch_op.create_index(batch_op.f("ix_throttle_try_tried_at_utc"), ["tried_at_utc"], unique=False)

    op.create_table(
        "audit_event",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("at_utc", sa.DateTime(timezone=True), nullable=False),
        sa.Column("action", sa.String(), nullable=False),
        sa.Column("actor_person_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("subject_person_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("facts", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["actor_person_id"], ["person.id"], name=op.f("fk_audit_event_actor_person_id")),
        sa.ForeignKeyConstraint(["subject_person_id"], ["person.id"], name=op.f("fk_audit_event_subject_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit_event")),
    )
    with op.batch_alter_table("audit_event", schema=None) as batch_op:
        batch_op.create_index("ix_audit_event_subject_person_id_id", ["subject_person_id", "id"], unique=False)

    op.create_table(
        "category",
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("group_code", sa.String(), nullable=False),
        sa.Column("name_nl", sa.String(), nullable=False),
        sa.Column("name_en", sa.String(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["group_code"], ["category_group.code"], name=op.f("fk_category_group_code")),
        sa.PrimaryKeyConstraint("code", name=op.f("pk_category")),
    )
    op.create_table(
        "known_device",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("person_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("token_hash", sa.String(), nullable=False),
        sa.Column("used_at_utc", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_known_device_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_known_device")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_known_device_token_hash")),
    )
    with op.batch_alter_table("known_device", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_known_device_person_id"), ["person_id"], unique=False)

    op.create_table(
        "sign_in_session",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("public_id", sa.String(), nullable=False),
        sa.Column("token_hash", sa.String(), nullable=False),
        sa.Column("person_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("device", sa.String(), nullable=False),
        sa.Column("has_second_factor", sa.Boolean(), nullable=False),
        sa.Column("created_at_utc", sa.DateTime(timezone=True), nullable=False),
        sa.Column("seen_at_utc", sa.DateTime(timezone=True), nullable=False),
        sa.Column("idle_until_utc", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends_at_utc", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_sign_in_session_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sign_in_session")),
        sa.UniqueConstraint("public_id", name=op.f("uq_sign_in_session_public_id")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_sign_in_session_token_hash")),
    )
    with op.batch_alter_table("sign_in_session", schema=None) as batch_op:
        batch_op.create_index("ix_sign_in_session_person_id", ["person_id"], unique=False)

    op.create_table(
        "silence",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("person_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("silenced_person_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("since_utc", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("person_id <> silenced_person_id", name=op.f("ck_silence_other")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_silence_person_id")),
        sa.ForeignKeyConstraint(["silenced_person_id"], ["person.id"], name=op.f("fk_silence_silenced_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_silence")),
        sa.UniqueConstraint("person_id", "silenced_person_id", name=op.f("uq_silence_person_id_silenced_person_id")),
    )
    with op.batch_alter_table("silence", schema=None) as batch_op:
        batch_op.create_index("ix_silence_silenced_person_id", ["silenced_person_id"], unique=False)

    op.create_table(
        "wijk",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("public_id", sa.String(), nullable=False),
        sa.Column("gemeente_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("follows_wijk_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("opened_at_utc", sa.DateTime(timezone=True), nullable=True),
        sa.Column("closed_at_utc", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["follows_wijk_id"], ["wijk.id"], name=op.f("fk_wijk_follows_wijk_id")),
        sa.ForeignKeyConstraint(["gemeente_id"], ["gemeente.id"], name=op.f("fk_wijk_gemeente_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_wijk")),
        sa.UniqueConstraint("public_id", name=op.f("uq_wijk_public_id")),
    )
    with op.batch_alter_table("wijk", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_wijk_gemeente_id"), ["gemeente_id"], unique=False)

    op.create_table(
        "account",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("gemeente_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("wijk_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("sector", sa.String(), nullable=True),
        sa.Column(
            "given_minutes", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), server_default="0", nullable=False
        ),
        sa.Column(
            "received_minutes", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), server_default="0", nullable=False
        ),
        sa.Column(
            "entry_count", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), server_default="0", nullable=False
        ),
        sa.Column("opened_at_utc", sa.DateTime(timezone=True), nullable=False),
        sa.Column("closed_at_utc", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("(sector IS NOT NULL) = (kind = 'organisation')", name=op.f("ck_account_sector")),
        sa.CheckConstraint("(wijk_id IS NULL) = (kind IN ('organisation', 'stad'))", name=op.f("ck_account_wijk")),
        sa.CheckConstraint("kind IN ('person', 'organisation', 'wijk', 'stad')", name=op.f("ck_account_kind")),
        sa.CheckConstraint(
            "given_minutes >= 0 AND received_minutes >= 0 AND entry_count >= 0", name=op.f("ck_account_totals")
        ),
        sa.ForeignKeyConstraint(["gemeente_id"], ["gemeente.id"], name=op.f("fk_account_gemeente_id")),
        sa.ForeignKeyConstraint(["wijk_id"], ["wijk.id"], name=op.f("fk_account_wijk_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_account")),
    )
    with op.batch_alter_table("account", schema=None) as batch_op:
        batch_op.create_index(
            "uq_account_pot",
            ["wijk_id"],
            unique=True,
            sqlite_where=sa.text("kind = 'wijk'"),
            postgresql_where=sa.text("kind = 'wijk'"),
        )
        batch_op.create_index(
            "uq_account_stad",
            ["gemeente_id"],
            unique=True,
            sqlite_where=sa.text("kind = 'stad'"),
            postgresql_where=sa.text("kind = 'stad'"),
        )

    op.create_table(
        "buurt_edition",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("wijk_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("households", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["wijk_id"], ["wijk.id"], name=op.f("fk_buurt_edition_wijk_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_buurt_edition")),
        sa.UniqueConstraint("code", "year", name=op.f("uq_buurt_edition_code_year")),
    )
    with op.batch_alter_table("buurt_edition", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_buurt_edition_wijk_id"), ["wijk_id"], unique=False)

    op.create_table(
        "house_rules",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("wijk_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("own_name", sa.String(), nullable=False),
        sa.Column("admission", sa.String(), nullable=False),
        sa.Column("why", sa.String(), nullable=False),
        sa.Column("by_person_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("at_utc", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("admission IN ('open', 'invitation')", name=op.f("ck_house_rules_admission")),
        sa.ForeignKeyConstraint(["by_person_id"], ["person.id"], name=op.f("fk_house_rules_by_person_id")),
        sa.ForeignKeyConstraint(["wijk_id"], ["wijk.id"], name=op.f("fk_house_rules_wijk_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_house_rules")),
        sa.UniqueConstraint("wijk_id", "version", name=op.f("uq_house_rules_wijk_id_version")),
    )
    op.create_table(
        "invitation",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("public_id", sa.String(), nullable=False),
        sa.Column("wijk_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("token_hash", sa.String(), nullable=False),
        sa.Column("name", sa.String(), server_default="", nullable=False),
        sa.Column("by_person_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("created_at_utc", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at_utc", sa.DateTime(timezone=True), nullable=False),
        sa.Column("used_at_utc", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_at_utc", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("kind IN ('resident', 'steward')", name=op.f("ck_invitation_kind")),
        sa.ForeignKeyConstraint(["by_person_id"], ["person.id"], name=op.f("fk_invitation_by_person_id")),
        sa.ForeignKeyConstraint(["wijk_id"], ["wijk.id"], name=op.f("fk_invitation_wijk_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_invitation")),
        sa.UniqueConstraint("public_id", name=op.f("uq_invitation_public_id")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_invitation_token_hash")),
    )
    with op.batch_alter_table("invitation", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_invitation_wijk_id"), ["wijk_id"], unique=False)

    op.create_table(
        "password_reset",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("public_id", sa.String(), nullable=False),
        sa.Column("person_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("wijk_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("started_by_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("seconded_by_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("code_hash", sa.String(), nullable=True),
        sa.Column("created_at_utc", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at_utc", sa.DateTime(timezone=True), nullable=False),
        sa.Column("used_at_utc", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("started_by_id <> seconded_by_id", name=op.f("ck_password_reset_two_stewards")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_password_reset_person_id")),
        sa.ForeignKeyConstraint(["seconded_by_id"], ["person.id"], name=op.f("fk_password_reset_seconded_by_id")),
        sa.ForeignKeyConstraint(["started_by_id"], ["person.id"], name=op.f("fk_password_reset_started_by_id")),
        sa.ForeignKeyConstraint(["wijk_id"], ["wijk.id"], name=op.f("fk_password_reset_wijk_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_password_reset")),
        sa.UniqueConstraint("code_hash", name=op.f("uq_password_reset_code_hash")),
        sa.UniqueConstraint("public_id", name=op.f("uq_password_reset_public_id")),
    )
    with op.batch_alter_table("password_reset", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_password_reset_person_id"), ["person_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_password_reset_wijk_id"), ["wijk_id"], unique=False)

    op.create_table(
        "staff_task",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("person_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("wijk_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("organisation_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("gemeente_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("since_utc", sa.DateTime(timezone=True), nullable=False),
        sa.Column("until_utc", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("(wijk_id IS NULL) <> (gemeente_id IS NULL)", name=op.f("ck_staff_task_one_place")),
        sa.CheckConstraint("(wijk_id IS NULL) = (organisation_id IS NULL)", name=op.f("ck_staff_task_organisation")),
        sa.ForeignKeyConstraint(["gemeente_id"], ["gemeente.id"], name=op.f("fk_staff_task_gemeente_id")),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisation.id"], name=op.f("fk_staff_task_organisation_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_staff_task_person_id")),
        sa.ForeignKeyConstraint(["wijk_id"], ["wijk.id"], name=op.f("fk_staff_task_wijk_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_staff_task")),
    )
    with op.batch_alter_table("staff_task", schema=None) as batch_op:
        batch_op.create_index("ix_staff_task_person_id", ["person_id"], unique=False)

    op.create_table(
        "steward_proposal",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("public_id", sa.String(), nullable=False),
        sa.Column("wijk_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("person_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("change", sa.String(), nullable=False),
        sa.Column("proposed_by_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("agreed_by_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("created_at_utc", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at_utc", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("change IN ('appoint', 'step_down')", name=op.f("ck_steward_proposal_change")),
        sa.CheckConstraint("proposed_by_id <> agreed_by_id", name=op.f("ck_steward_proposal_two_stewards")),
        sa.ForeignKeyConstraint(["agreed_by_id"], ["person.id"], name=op.f("fk_steward_proposal_agreed_by_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_steward_proposal_person_id")),
        sa.ForeignKeyConstraint(["proposed_by_id"], ["person.id"], name=op.f("fk_steward_proposal_proposed_by_id")),
        sa.ForeignKeyConstraint(["wijk_id"], ["wijk.id"], name=op.f("fk_steward_proposal_wijk_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_steward_proposal")),
        sa.UniqueConstraint("public_id", name=op.f("uq_steward_proposal_public_id")),
    )
    with op.batch_alter_table("steward_proposal", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_steward_proposal_wijk_id"), ["wijk_id"], unique=False)

    op.create_table(
        "stewardship",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("person_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("wijk_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("since_utc", sa.DateTime(timezone=True), nullable=False),
        sa.Column("until_utc", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_stewardship_person_id")),
        sa.ForeignKeyConstraint(["wijk_id"], ["wijk.id"], name=op.f("fk_stewardship_wijk_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_stewardship")),
    )
    with op.batch_alter_table("stewardship", schema=None) as batch_op:
        batch_op.create_index("ix_stewardship_wijk_id", ["wijk_id"], unique=False)
        batch_op.create_index(
            "uq_stewardship_current",
            ["person_id", "wijk_id"],
            unique=True,
            sqlite_where=sa.text("until_utc IS NULL"),
            postgresql_where=sa.text("until_utc IS NULL"),
        )

    op.create_table(
        "wijk_edition",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("wijk_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("households", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["wijk_id"], ["wijk.id"], name=op.f("fk_wijk_edition_wijk_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_wijk_edition")),
        sa.UniqueConstraint("code", "year", name=op.f("uq_wijk_edition_code_year")),
        sa.UniqueConstraint("wijk_id", "year", name=op.f("uq_wijk_edition_wijk_id_year")),
    )
    op.create_table(
        "house_category",
        sa.Column("house_rules_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("category_code", sa.String(), nullable=False),
        sa.Column("is_shown", sa.Boolean(), nullable=False),
        sa.Column("own_name", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["category_code"], ["category.code"], name=op.f("fk_house_category_category_code")),
        sa.ForeignKeyConstraint(["house_rules_id"], ["house_rules.id"], name=op.f("fk_house_category_house_rules_id")),
        sa.PrimaryKeyConstraint("house_rules_id", "category_code", name=op.f("pk_house_category")),
    )
    op.create_table(
        "imported_party",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("layout", sa.String(), nullable=False),
        sa.Column("wijk_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("source_code", sa.String(), nullable=False),
        sa.Column("person_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("account_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_imported_party_account_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_imported_party_person_id")),
        sa.ForeignKeyConstraint(["wijk_id"], ["wijk.id"], name=op.f("fk_imported_party_wijk_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_imported_party")),
        sa.UniqueConstraint(
            "layout", "wijk_id", "source_code", name=op.f("uq_imported_party_layout_wijk_id_source_code")
        ),
    )
    with op.batch_alter_table("imported_party", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_imported_party_person_id"), ["person_id"], unique=False)

    op.create_table(
        "membership",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("person_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("wijk_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("account_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("since_utc", sa.DateTime(timezone=True), nullable=False),
        sa.Column("until_utc", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_membership_account_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_membership_person_id")),
        sa.ForeignKeyConstraint(["wijk_id"], ["wijk.id"], name=op.f("fk_membership_wijk_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_membership")),
    )
    with op.batch_alter_table("membership", schema=None) as batch_op:
        batch_op.create_index("ix_membership_wijk_id", ["wijk_id"], unique=False)
        batch_op.create_index(
            "uq_membership_account",
            ["account_id"],
            unique=True,
            sqlite_where=sa.text("until_utc IS NULL"),
            postgresql_where=sa.text("until_utc IS NULL"),
        )
        batch_op.create_index(
            "uq_membership_person",
            ["person_id"],
            unique=True,
            sqlite_where=sa.text("until_utc IS NULL"),
            postgresql_where=sa.text("until_utc IS NULL"),
        )

    op.create_table(
        "transfer",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("request_key", sa.String(), nullable=False),
        sa.Column("giver_account_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("giver_wijk_id", sa.Integer(), nullable=True),
        sa.Column("receiver_account_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("receiver_wijk_id", sa.Integer(), nullable=True),
        sa.Column("minutes", sa.Integer().with_variant(sa.Numeric(), "postgresql"), nullable=False),
        sa.Column("category_code", sa.String(), nullable=False),
        sa.Column("occurred_on", sa.Date(), nullable=False),
        sa.Column("booked_quarter", sa.String(), nullable=True),
        sa.Column("origin", sa.String(), nullable=False),
        sa.Column("reverses_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("posted_at_utc", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("origin IN ('agreed', 'taken_over')", name=op.f("ck_transfer_origin")),
        sa.CheckConstraint(
            "(reverses_id IS NULL AND minutes BETWEEN 1 AND 1440) OR (reverses_id IS NOT NULL AND minutes BETWEEN -1440 AND -1)",
            name=op.f("ck_transfer_minutes"),
        ),
        sa.CheckConstraint("giver_account_id <> receiver_account_id", name=op.f("ck_transfer_two_parties")),
        sa.CheckConstraint("minutes = round(minutes)", name=op.f("ck_transfer_whole_minutes")),
        sa.ForeignKeyConstraint(["giver_account_id"], ["account.id"], name=op.f("fk_transfer_giver_account_id")),
        sa.ForeignKeyConstraint(["receiver_account_id"], ["account.id"], name=op.f("fk_transfer_receiver_account_id")),
        sa.ForeignKeyConstraint(["reverses_id"], ["transfer.id"], name=op.f("fk_transfer_reverses_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_transfer")),
        sa.UniqueConstraint("request_key", name=op.f("uq_transfer_request_key")),
        sa.UniqueConstraint("reverses_id", name=op.f("uq_transfer_reverses_id")),
    )
    op.create_table(
        "exchange",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("public_id", sa.String(), nullable=False),
        sa.Column("request_key", sa.String(), nullable=False),
        sa.Column("content_digest", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("asked_side", sa.String(), nullable=True),
        sa.Column("reporter_side", sa.String(), nullable=False),
        sa.Column("reporter_person_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("giver_account_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("giver_person_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("receiver_account_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("receiver_person_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("steward_wijk_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("steward_person_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("category_code", sa.String(), nullable=False),
        sa.Column("occurred_on", sa.Date(), nullable=False),
        sa.Column("note", sa.String(), server_default="", nullable=False),
        sa.Column("reason", sa.String(), server_default="", nullable=False),
        sa.Column("right_minutes", sa.Integer(), nullable=True),
        sa.Column("transfer_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("reported_at_utc", sa.DateTime(timezone=True), nullable=False),
        sa.Column("lapses_at_utc", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "(state IN ('confirmed', 'correction_asked')) = (transfer_id IS NOT NULL)", name=op.f("ck_exchange_posted")
        ),
        sa.CheckConstraint(
            "reporter_side IN ('giver', 'receiver') AND asked_side IN ('giver', 'receiver')",
            name=op.f("ck_exchange_sides"),
        ),
        sa.CheckConstraint(
            "state IN ('reported', 'countered', 'confirmed', 'declined', 'withdrawn', 'lapsed', 'correction_asked', 'reversed')",
            name=op.f("ck_exchange_state"),
        ),
        sa.CheckConstraint("giver_account_id <> receiver_account_id", name=op.f("ck_exchange_two_parties")),
        sa.CheckConstraint("giver_person_id <> receiver_person_id", name=op.f("ck_exchange_two_persons")),
        sa.CheckConstraint(
            "giver_person_id IS NOT NULL OR receiver_person_id IS NOT NULL", name=op.f("ck_exchange_one_person")
        ),
        sa.CheckConstraint("minutes BETWEEN 1 AND 1440", name=op.f("ck_exchange_minutes")),
        sa.ForeignKeyConstraint(["category_code"], ["category.code"], name=op.f("fk_exchange_category_code")),
        sa.ForeignKeyConstraint(["giver_account_id"], ["account.id"], name=op.f("fk_exchange_giver_account_id")),
        sa.ForeignKeyConstraint(["giver_person_id"], ["person.id"], name=op.f("fk_exchange_giver_person_id")),
        sa.ForeignKeyConstraint(["receiver_account_id"], ["account.id"], name=op.f("fk_exchange_receiver_account_id")),
        sa.ForeignKeyConstraint(["receiver_person_id"], ["person.id"], name=op.f("fk_exchange_receiver_person_id")),
        sa.ForeignKeyConstraint(["reporter_person_id"], ["person.id"], name=op.f("fk_exchange_reporter_person_id")),
        sa.ForeignKeyConstraint(["steward_person_id"], ["person.id"], name=op.f("fk_exchange_steward_person_id")),
        sa.ForeignKeyConstraint(["steward_wijk_id"], ["wijk.id"], name=op.f("fk_exchange_steward_wijk_id")),
        sa.ForeignKeyConstraint(["transfer_id"], ["transfer.id"], name=op.f("fk_exchange_transfer_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_exchange")),
        sa.UniqueConstraint("public_id", name=op.f("uq_exchange_public_id")),
        sa.UniqueConstraint("request_key", name=op.f("uq_exchange_request_key")),
        sa.UniqueConstraint("transfer_id", name=op.f("uq_exchange_transfer_id")),
    )
    with op.batch_alter_table("exchange", schema=None) as batch_op:
        batch_op.create_index(
            "ix_exchange_lapses",
            ["lapses_at_utc"],
            unique=False,
            sqlite_where=sa.text("state IN ('reported', 'countered', 'correction_asked')"),
            postgresql_where=sa.text("state IN ('reported', 'countered', 'correction_asked')"),
        )
        batch_op.create_index(
            "ix_exchange_reporter_person_id_reported_at_utc", ["reporter_person_id", "reported_at_utc"], unique=False
        )
        batch_op.create_index(
            "ix_exchange_waiting_giver",
            ["giver_account_id", "id"],
            unique=False,
            sqlite_where=sa.text("state IN ('reported', 'countered', 'correction_asked')"),
            postgresql_where=sa.text("state IN ('reported', 'countered', 'correction_asked')"),
        )
        batch_op.create_index(
            "ix_exchange_waiting_pot",
            ["steward_wijk_id", "id"],
            unique=False,
            sqlite_where=sa.text("state IN ('reported', 'countered', 'correction_asked')"),
            postgresql_where=sa.text("state IN ('reported', 'countered', 'correction_asked')"),
        )
        batch_op.create_index(
            "ix_exchange_waiting_receiver",
            ["receiver_account_id", "id"],
            unique=False,
            sqlite_where=sa.text("state IN ('reported', 'countered', 'correction_asked')"),
            postgresql_where=sa.text("state IN ('reported', 'countered', 'correction_asked')"),
        )

    op.create_table(
        "exchange_move",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("exchange_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("move", sa.String(), nullable=False),
        sa.Column("to_state", sa.String(), nullable=False),
        sa.Column("by_person_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("at_utc", sa.DateTime(timezone=True), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("transfer_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.ForeignKeyConstraint(["by_person_id"], ["person.id"], name=op.f("fk_exchange_move_by_person_id")),
        sa.ForeignKeyConstraint(["exchange_id"], ["exchange.id"], name=op.f("fk_exchange_move_exchange_id")),
        sa.ForeignKeyConstraint(["transfer_id"], ["transfer.id"], name=op.f("fk_exchange_move_transfer_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_exchange_move")),
        sa.UniqueConstraint("transfer_id", name=op.f("uq_exchange_move_transfer_id")),
    )
    with op.batch_alter_table("exchange_move", schema=None) as batch_op:
        batch_op.create_index("ix_exchange_move_exchange_id", ["exchange_id"], unique=False)


def downgrade() -> None:
    """Go back one version."""
    with op.batch_alter_table("exchange_move", schema=None) as batch_op:
        batch_op.drop_index("ix_exchange_move_exchange_id")

    op.drop_table("exchange_move")
    with op.batch_alter_table("exchange", schema=None) as batch_op:
        batch_op.drop_index(
            "ix_exchange_waiting_receiver",
            sqlite_where=sa.text("state IN ('reported', 'countered', 'correction_asked')"),
            postgresql_where=sa.text("state IN ('reported', 'countered', 'correction_asked')"),
        )
        batch_op.drop_index(
            "ix_exchange_waiting_pot",
            sqlite_where=sa.text("state IN ('reported', 'countered', 'correction_asked')"),
            postgresql_where=sa.text("state IN ('reported', 'countered', 'correction_asked')"),
        )
        batch_op.drop_index(
            "ix_exchange_waiting_giver",
            sqlite_where=sa.text("state IN ('reported', 'countered', 'correction_asked')"),
            postgresql_where=sa.text("state IN ('reported', 'countered', 'correction_asked')"),
        )
        batch_op.drop_index("ix_exchange_reporter_person_id_reported_at_utc")
        batch_op.drop_index(
            "ix_exchange_lapses",
            sqlite_where=sa.text("state IN ('reported', 'countered', 'correction_asked')"),
            postgresql_where=sa.text("state IN ('reported', 'countered', 'correction_asked')"),
        )

    op.drop_table("exchange")
    op.drop_table("transfer")
    with op.batch_alter_table("membership", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_membership_person",
            sqlite_where=sa.text("until_utc IS NULL"),
            postgresql_where=sa.text("until_utc IS NULL"),
        )
        batch_op.drop_index(
            "uq_membership_account",
            sqlite_where=sa.text("until_utc IS NULL"),
            postgresql_where=sa.text("until_utc IS NULL"),
        )
        batch_op.drop_index("ix_membership_wijk_id")

    op.drop_table("membership")
    with op.batch_alter_table("imported_party", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_imported_party_person_id"))

    op.drop_table("imported_party")
    op.drop_table("house_category")
    op.drop_table("wijk_edition")
    with op.batch_alter_table("stewardship", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_stewardship_current",
            sqlite_where=sa.text("until_utc IS NULL"),
            postgresql_where=sa.text("until_utc IS NULL"),
        )
        batch_op.drop_index("ix_stewardship_wijk_id")

    op.drop_table("stewardship")
    with op.batch_alter_table("steward_proposal", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_steward_proposal_wijk_id"))

    op.drop_table("steward_proposal")
    with op.batch_alter_table("staff_task", schema=None) as batch_op:
        batch_op.drop_index("ix_staff_task_person_id")

    op.drop_table("staff_task")
    with op.batch_alter_table("password_reset", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_password_reset_wijk_id"))
        batch_op.drop_index(batch_op.f("ix_password_reset_person_id"))

    op.drop_table("password_reset")
    with op.batch_alter_table("invitation", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_invitation_wijk_id"))

    op.drop_table("invitation")
    op.drop_table("house_rules")
    with op.batch_alter_table("buurt_edition", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_buurt_edition_wijk_id"))

    op.drop_table("buurt_edition")
    with op.batch_alter_table("account", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_account_stad", sqlite_where=sa.text("kind = 'stad'"), postgresql_where=sa.text("kind = 'stad'")
        )
        batch_op.drop_index(
            "uq_account_pot", sqlite_where=sa.text("kind = 'wijk'"), postgresql_where=sa.text("kind = 'wijk'")
        )

    op.drop_table("account")
    with op.batch_alter_table("wijk", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_wijk_gemeente_id"))

    op.drop_table("wijk")
    with op.batch_alter_table("silence", schema=None) as batch_op:
        batch_op.drop_index("ix_silence_silenced_person_id")

    op.drop_table("silence")
    with op.batch_alter_table("sign_in_session", schema=None) as batch_op:
        batch_op.drop_index("ix_sign_in_session_person_id")

    op.drop_table("sign_in_session")
    with op.batch_alter_table("known_device", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_known_device_person_id"))

    op.drop_table("known_device")
    op.drop_table("category")
    with op.batch_alter_table("audit_event", schema=None) as batch_op:
        batch_op.drop_index("ix_audit_event_subject_person_id_id")

    op.drop_table("audit_event")
    with op.batch_alter_table("throttle_try", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_throttle_try_tried_at_utc"))
        batch_op.drop_index(batch_op.f("ix_throttle_try_key_hash"))

    op.drop_table("throttle_try")
    op.drop_table("seal")
    with op.batch_alter_table("person", schema=None) as batch_op:
        batch_op.drop_index("ix_person_name_key")

    op.drop_table("person")
    op.drop_table("organisation")
    op.drop_table("gemeente")
    with op.batch_alter_table("entry", schema=None) as batch_op:
        batch_op.drop_index("ix_entry_account_id_occurred_on_seq")
        batch_op.drop_index("ix_entry_account_id_category_code_seq")

    op.drop_table("entry")
    op.drop_table("closed_quarter")
    op.drop_table("category_group")
