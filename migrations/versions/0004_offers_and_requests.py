"""Vraag en aanbod: talents, offers, requests, what somebody needs to be able to help, and what is not fine.

`listing.searched` is indexed by triggers: in an FTS5 table on SQLite, in a tsvector on PostgreSQL.
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

SQLITE = (
    "CREATE VIRTUAL TABLE listing_text USING fts5(searched, content='listing', content_rowid='id',"
    " tokenize='ascii', columnsize=0)",
    """
    CREATE TRIGGER listing_text_comes AFTER INSERT ON listing WHEN new.searched <> '' BEGIN
      INSERT INTO listing_text (rowid, searched) VALUES (new.id, new.searched);
    END
    """,
    """
    CREATE TRIGGER listing_text_changes AFTER UPDATE OF searched ON listing WHEN old.searched <> new.searched BEGIN
      INSERT INTO listing_text (listing_text, rowid, searched)
        SELECT 'delete', old.id, old.searched WHERE old.searched <> '';
      INSERT INTO listing_text (rowid, searched) SELECT new.id, new.searched WHERE new.searched <> '';
    END
    """,
    """
    CREATE TRIGGER listing_text_goes AFTER DELETE ON listing WHEN old.searched <> '' BEGIN
      INSERT INTO listing_text (listing_text, rowid, searched) VALUES ('delete', old.id, old.searched);
    END
    """,
)
POSTGRESQL = (
    """
    CREATE FUNCTION listing_text() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
      new.searched_vector := CASE WHEN new.searched <> '' THEN to_tsvector('simple', new.searched) END;
      RETURN new;
    END $$
    """,
    """
    CREATE TRIGGER listing_text BEFORE INSERT OR UPDATE OF searched ON listing
      FOR EACH ROW EXECUTE FUNCTION listing_text()
    """,
    "CREATE INDEX ix_listing_searched_vector ON listing USING gin (searched_vector)",
)


def upgrade() -> None:
    """Bring the tables to this version."""
    op.create_table('listing_word',
    sa.Column('stem', sa.String(), nullable=False),
    sa.Column('uses', sa.Integer(), nullable=False),
    sa.PrimaryKeyConstraint('stem', name=op.f('pk_listing_word'))
    )
    op.create_table('listing_word_key',
    sa.Column('key', sa.String(), nullable=False),
    sa.Column('stem', sa.String(), nullable=False),
    sa.PrimaryKeyConstraint('key', 'stem', name=op.f('pk_listing_word_key'))
    )
    op.create_table('resting_person',
    sa.Column('person_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), autoincrement=False, nullable=False),
    sa.Column('since_utc', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_resting_person_person_id')),
    sa.PrimaryKeyConstraint('person_id', name=op.f('pk_resting_person'))
    )
    op.create_table('listing',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('public_id', sa.String(), nullable=False),
    sa.Column('request_key', sa.String(), nullable=False),
    sa.Column('content_digest', sa.String(), nullable=False),
    sa.Column('side', sa.String(), nullable=False),
    sa.Column('person_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('wijk_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('words', sa.String(), nullable=False),
    sa.Column('category_code', sa.String(), nullable=True),
    sa.Column('day_parts', sa.Integer(), server_default='0', nullable=False),
    sa.Column('buurt_name', sa.String(), server_default='', nullable=False),
    sa.Column('minutes', sa.Integer(), nullable=True),
    sa.Column('people_at_most', sa.Integer(), nullable=True),
    sa.Column('starts_on', sa.Date(), nullable=True),
    sa.Column('ends_on', sa.Date(), nullable=True),
    sa.Column('language', sa.String(), server_default='', nullable=False),
    sa.Column('state', sa.String(), server_default='open', nullable=False),
    sa.Column('is_resting', sa.Boolean(), nullable=False),
    sa.Column('is_hidden', sa.Boolean(), nullable=False),
    sa.Column('is_live', sa.Boolean(), nullable=False),
    sa.Column('is_told', sa.Boolean(), nullable=False),
    sa.Column('searched', sa.String(), server_default='', nullable=False),
    sa.Column('searched_vector', sa.Text().with_variant(postgresql.TSVECTOR(), 'postgresql'), nullable=True),
    sa.Column('created_at_utc', sa.DateTime(timezone=True), nullable=False),
        sa.Column("meaning", sa.LargeBinary(), nullable=True),
    sa.Column('expires_at_utc', sa.DateTime(timezone=True), nullable=False),
    sa.CheckConstraint("side IN ('offer', 'request')", name=op.f('ck_listing_side')),
    sa.CheckConstraint("state IN ('open', 'closed', 'expired')", name=op.f('ck_listing_state')),
    sa.CheckConstraint('minutes BETWEEN 1 AND 1440', name=op.f('ck_listing_minutes')),
    sa.CheckConstraint('people_at_most BETWEEN 1 AND 200', name=op.f('ck_listing_people_at_most')),
    sa.ForeignKeyConstraint(['category_code'], ['category.code'], name=op.f('fk_listing_category_code')),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_listing_person_id')),
    sa.ForeignKeyConstraint(['wijk_id'], ['wijk.id'], name=op.f('fk_listing_wijk_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_listing')),
    sa.UniqueConstraint('public_id', name=op.f('uq_listing_public_id')),
    sa.UniqueConstraint('request_key', name=op.f('uq_listing_request_key'))
    )
    op.create_index('ix_listing_expires', 'listing', ['expires_at_utc'], unique=False, sqlite_where=sa.text('is_live = 1'), postgresql_where=sa.text('is_live'))
    op.create_index('ix_listing_live', 'listing', ['side', 'wijk_id', 'id'], unique=False, sqlite_where=sa.text('is_live = 1'), postgresql_where=sa.text('is_live'))
    op.create_index('ix_listing_live_kind', 'listing', ['side', 'category_code', 'id'], unique=False, sqlite_where=sa.text('is_live = 1'), postgresql_where=sa.text('is_live'))
    op.create_index('ix_listing_live_side', 'listing', ['side', 'id'], unique=False, sqlite_where=sa.text('is_live = 1'), postgresql_where=sa.text('is_live'))
    op.create_index('ix_listing_person_id', 'listing', ['person_id', 'id'], unique=False)
    op.create_table('near_wijk',
    sa.Column('wijk_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), autoincrement=False, nullable=False),
    sa.Column('near_wijk_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), autoincrement=False, nullable=False),
    sa.CheckConstraint('wijk_id <> near_wijk_id', name=op.f('ck_near_wijk_another')),
    sa.ForeignKeyConstraint(['near_wijk_id'], ['wijk.id'], name=op.f('fk_near_wijk_near_wijk_id')),
    sa.ForeignKeyConstraint(['wijk_id'], ['wijk.id'], name=op.f('fk_near_wijk_wijk_id')),
    sa.PrimaryKeyConstraint('wijk_id', 'near_wijk_id', name=op.f('pk_near_wijk'))
    )
    op.create_table('talent',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('public_id', sa.String(), nullable=False),
    sa.Column('person_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('words', sa.String(), nullable=False),
    sa.Column('category_code', sa.String(), nullable=False),
    sa.Column('shown_to', sa.String(), nullable=False),
    sa.Column('created_at_utc', sa.DateTime(timezone=True), nullable=False),
    sa.CheckConstraint("shown_to IN ('wijk', 'near', 'nobody')", name=op.f('ck_talent_shown_to')),
    sa.ForeignKeyConstraint(['category_code'], ['category.code'], name=op.f('fk_talent_category_code')),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_talent_person_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_talent')),
    sa.UniqueConstraint('public_id', name=op.f('uq_talent_public_id'))
    )
    op.create_index('ix_talent_person_id', 'talent', ['person_id'], unique=False)
    op.create_table('concern',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('public_id', sa.String(), nullable=False),
    sa.Column('wijk_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('person_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('about_person_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('listing_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('words', sa.String(), nullable=False),
    sa.Column('shared', sa.String(), server_default='', nullable=False),
    sa.Column('state', sa.String(), server_default='open', nullable=False),
    sa.Column('answer', sa.String(), server_default='', nullable=False),
    sa.Column('created_at_utc', sa.DateTime(timezone=True), nullable=False),
    sa.Column('closed_at_utc', sa.DateTime(timezone=True), nullable=True),
    sa.CheckConstraint("state IN ('open', 'closed')", name=op.f('ck_concern_state')),
    sa.CheckConstraint('person_id <> about_person_id', name=op.f('ck_concern_other')),
    sa.ForeignKeyConstraint(['about_person_id'], ['person.id'], name=op.f('fk_concern_about_person_id')),
    sa.ForeignKeyConstraint(['listing_id'], ['listing.id'], name=op.f('fk_concern_listing_id')),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_concern_person_id')),
    sa.ForeignKeyConstraint(['wijk_id'], ['wijk.id'], name=op.f('fk_concern_wijk_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_concern')),
    sa.UniqueConstraint('public_id', name=op.f('uq_concern_public_id'))
    )
    op.create_index('ix_concern_about_person_id', 'concern', ['about_person_id'], unique=False)
    op.create_index('ix_concern_person_id', 'concern', ['person_id'], unique=False)
    op.create_index('ix_concern_wijk_id', 'concern', ['wijk_id', 'state', 'id'], unique=False)
    op.create_table('support_need',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('public_id', sa.String(), nullable=False),
    sa.Column('listing_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('person_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('wijk_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('kind', sa.String(), nullable=False),
    sa.Column('words', sa.String(), server_default='', nullable=False),
    sa.Column('shown_to', sa.String(), nullable=False),
    sa.Column('state', sa.String(), server_default='open', nullable=False),
    sa.Column('promised_by_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('promised_for', sa.Date(), nullable=True),
    sa.Column('promise', sa.String(), server_default='', nullable=False),
    sa.Column('created_at_utc', sa.DateTime(timezone=True), nullable=False),
    sa.Column('arranged_at_utc', sa.DateTime(timezone=True), nullable=True),
    sa.CheckConstraint("(state = 'open') = (promised_by_id IS NULL)", name=op.f('ck_support_need_promised')),
    sa.CheckConstraint("kind IN ('ov_card', 'material', 'key', 'insurance', 'information', 'child_care', 'interpreter', 'guidance', 'other')", name=op.f('ck_support_need_kind')),
    sa.CheckConstraint("shown_to IN ('workers', 'wijk', 'nobody')", name=op.f('ck_support_need_shown_to')),
    sa.CheckConstraint("state IN ('open', 'promised', 'arranged')", name=op.f('ck_support_need_state')),
    sa.ForeignKeyConstraint(['listing_id'], ['listing.id'], name=op.f('fk_support_need_listing_id')),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_support_need_person_id')),
    sa.ForeignKeyConstraint(['promised_by_id'], ['person.id'], name=op.f('fk_support_need_promised_by_id')),
    sa.ForeignKeyConstraint(['wijk_id'], ['wijk.id'], name=op.f('fk_support_need_wijk_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_support_need')),
    sa.UniqueConstraint('public_id', name=op.f('uq_support_need_public_id'))
    )
    op.create_index('ix_support_need_listing_id', 'support_need', ['listing_id'], unique=False)
    op.create_index('ix_support_need_wijk_id', 'support_need', ['wijk_id', 'state', 'id'], unique=False)
    op.create_table('measure',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('public_id', sa.String(), nullable=False),
    sa.Column('concern_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('person_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('kind', sa.String(), nullable=False),
    sa.Column('reason', sa.String(), nullable=False),
    sa.Column('asked_by_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('agreed_by_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('asked_at_utc', sa.DateTime(timezone=True), nullable=False),
    sa.Column('agreed_at_utc', sa.DateTime(timezone=True), nullable=True),
    sa.Column('ends_at_utc', sa.DateTime(timezone=True), nullable=True),
    sa.Column('ended_at_utc', sa.DateTime(timezone=True), nullable=True),
    sa.CheckConstraint("kind IN ('hide_listing', 'rest_reporting')", name=op.f('ck_measure_kind')),
    sa.CheckConstraint('asked_by_id <> agreed_by_id', name=op.f('ck_measure_two_stewards')),
    sa.CheckConstraint('asked_by_id <> person_id AND agreed_by_id <> person_id', name=op.f('ck_measure_not_oneself')),
    sa.ForeignKeyConstraint(['agreed_by_id'], ['person.id'], name=op.f('fk_measure_agreed_by_id')),
    sa.ForeignKeyConstraint(['asked_by_id'], ['person.id'], name=op.f('fk_measure_asked_by_id')),
    sa.ForeignKeyConstraint(['concern_id'], ['concern.id'], name=op.f('fk_measure_concern_id')),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_measure_person_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_measure')),
    sa.UniqueConstraint('public_id', name=op.f('uq_measure_public_id'))
    )
    op.create_index('ix_measure_concern_id', 'measure', ['concern_id'], unique=False)
    op.create_index('ix_measure_person_id', 'measure', ['person_id'], unique=False)

    for statement in SQLITE if op.get_bind().dialect.name == "sqlite" else POSTGRESQL:
        op.execute(sa.text(statement))


def downgrade() -> None:
    """Go back one version."""
    if op.get_bind().dialect.name == "sqlite":
        op.execute(sa.text("DROP TABLE listing_text"))
    else:
        op.execute(sa.text("DROP INDEX ix_listing_searched_vector"))
        op.execute(sa.text("DROP TRIGGER listing_text ON listing"))
        op.execute(sa.text("DROP FUNCTION listing_text()"))
    op.drop_index('ix_measure_person_id', table_name='measure')
    op.drop_index('ix_measure_concern_id', table_name='measure')
    op.drop_table('measure')
    op.drop_index('ix_support_need_wijk_id', table_name='support_need')
    op.drop_index('ix_support_need_listing_id', table_name='support_need')
    op.drop_table('support_need')
    op.drop_index('ix_concern_wijk_id', table_name='concern')
    op.drop_index('ix_concern_person_id', table_name='concern')
    op.drop_index('ix_concern_about_person_id', table_name='concern')
    op.drop_table('concern')
    op.drop_index('ix_talent_person_id', table_name='talent')
    op.drop_table('talent')
    op.drop_table('near_wijk')
    op.drop_index('ix_listing_person_id', table_name='listing')
    op.drop_index('ix_listing_live_side', table_name='listing', sqlite_where=sa.text('is_live = 1'), postgresql_where=sa.text('is_live'))
    op.drop_index('ix_listing_live_kind', table_name='listing', sqlite_where=sa.text('is_live = 1'), postgresql_where=sa.text('is_live'))
    op.drop_index('ix_listing_live', table_name='listing', sqlite_where=sa.text('is_live = 1'), postgresql_where=sa.text('is_live'))
    op.drop_index('ix_listing_expires', table_name='listing', sqlite_where=sa.text('is_live = 1'), postgresql_where=sa.text('is_live'))
    op.drop_table('listing')
    op.drop_table('resting_person')
    op.drop_table('listing_word_key')
    op.drop_table('listing_word')
