"""Groups that a resident leads for several people, and what somebody writes down for themselves."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the tables to this version."""
    op.create_table('exchange_group',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('public_id', sa.String(), nullable=False),
    sa.Column('request_key', sa.String(), nullable=False),
    sa.Column('content_digest', sa.String(), nullable=False),
    sa.Column('state', sa.String(), nullable=False),
    sa.Column('wijk_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('pot_account_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('person_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('words', sa.String(), nullable=False),
    sa.Column('category_code', sa.String(), nullable=False),
    sa.Column('held_on', sa.Date(), nullable=False),
    sa.Column('starts_at', sa.Time(), nullable=False),
    sa.Column('place', sa.String(), nullable=False),
    sa.Column('minutes', sa.Integer(), nullable=False),
    sa.Column('held_minutes', sa.Integer(), nullable=True),
    sa.Column('people_at_most', sa.Integer(), nullable=True),
    sa.Column('rule', sa.String(), server_default='pot', nullable=False),
    sa.Column('youth_count', sa.Integer(), server_default='0', nullable=False),
    sa.Column('pot_answer', sa.String(), server_default='none', nullable=False),
    sa.Column('steward_person_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('second_steward_person_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('created_at_utc', sa.DateTime(timezone=True), nullable=False),
    sa.Column('answers_until_utc', sa.DateTime(timezone=True), nullable=True),
    sa.Column('settled_at_utc', sa.DateTime(timezone=True), nullable=True),
    sa.CheckConstraint("(state = 'asked') = (answers_until_utc IS NOT NULL)", name=op.f('ck_exchange_group_asked')),
    sa.CheckConstraint("pot_answer IN ('none', 'asked', 'no')", name=op.f('ck_exchange_group_pot_answer')),
    sa.CheckConstraint("rule IN ('pot', 'guests', 'all')", name=op.f('ck_exchange_group_rule')),
    sa.CheckConstraint("state IN ('draft', 'open', 'asked', 'settled', 'called_off')", name=op.f('ck_exchange_group_state')),
    sa.CheckConstraint('held_minutes BETWEEN 1 AND 1440', name=op.f('ck_exchange_group_held_minutes')),
    sa.CheckConstraint('minutes BETWEEN 1 AND 1440', name=op.f('ck_exchange_group_minutes')),
    sa.CheckConstraint('people_at_most BETWEEN 1 AND 200', name=op.f('ck_exchange_group_people_at_most')),
    sa.CheckConstraint('steward_person_id <> second_steward_person_id', name=op.f('ck_exchange_group_two_stewards')),
    sa.CheckConstraint('youth_count >= 0', name=op.f('ck_exchange_group_youth_count')),
    sa.ForeignKeyConstraint(['category_code'], ['category.code'], name=op.f('fk_exchange_group_category_code')),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_exchange_group_person_id')),
    sa.ForeignKeyConstraint(['pot_account_id'], ['account.id'], name=op.f('fk_exchange_group_pot_account_id')),
    sa.ForeignKeyConstraint(['second_steward_person_id'], ['person.id'], name=op.f('fk_exchange_group_second_steward_person_id')),
    sa.ForeignKeyConstraint(['steward_person_id'], ['person.id'], name=op.f('fk_exchange_group_steward_person_id')),
    sa.ForeignKeyConstraint(['wijk_id'], ['wijk.id'], name=op.f('fk_exchange_group_wijk_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_exchange_group')),
    sa.UniqueConstraint('public_id', name=op.f('uq_exchange_group_public_id')),
    sa.UniqueConstraint('request_key', name=op.f('uq_exchange_group_request_key'))
    )
    op.create_index('ix_exchange_group_asked', 'exchange_group', ['wijk_id', 'id'], unique=False, sqlite_where=sa.text("state = 'asked'"), postgresql_where=sa.text("state = 'asked'"))
    op.create_index('ix_exchange_group_coming', 'exchange_group', ['wijk_id', 'held_on', 'starts_at', 'id'], unique=False, sqlite_where=sa.text("state = 'open'"), postgresql_where=sa.text("state = 'open'"))
    op.create_index('ix_exchange_group_due', 'exchange_group', ['answers_until_utc'], unique=False, sqlite_where=sa.text("state = 'asked'"), postgresql_where=sa.text("state = 'asked'"))
    op.create_index('ix_exchange_group_person_id', 'exchange_group', ['person_id', 'created_at_utc'], unique=False)
    op.create_index('ix_exchange_group_unfinished', 'exchange_group', ['held_on'], unique=False, sqlite_where=sa.text("state IN ('draft', 'open')"), postgresql_where=sa.text("state IN ('draft', 'open')"))
    op.create_table('group_place',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('group_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('person_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('role', sa.String(), nullable=False),
    sa.Column('state', sa.String(), nullable=False),
    sa.Column('gives_to_wijk', sa.Boolean(), nullable=False),
    sa.Column('minutes', sa.Integer(), nullable=True),
    sa.Column('signed_up_at_utc', sa.DateTime(timezone=True), nullable=False),
    sa.Column('answered_at_utc', sa.DateTime(timezone=True), nullable=True),
    sa.CheckConstraint("role IN ('leader', 'helper', 'guest')", name=op.f('ck_group_place_role')),
    sa.CheckConstraint("state IN ('signed_up', 'absent', 'came', 'asked', 'yes', 'no', 'silent', 'posted', 'waits', 'nothing')", name=op.f('ck_group_place_state')),
    sa.CheckConstraint('minutes BETWEEN 1 AND 1440', name=op.f('ck_group_place_minutes')),
    sa.ForeignKeyConstraint(['group_id'], ['exchange_group.id'], name=op.f('fk_group_place_group_id')),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_group_place_person_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_group_place')),
    sa.UniqueConstraint('group_id', 'person_id', name=op.f('uq_group_place_group_id_person_id'))
    )
    op.create_index('ix_group_place_live', 'group_place', ['person_id', 'id'], unique=False, sqlite_where=sa.text("state IN ('signed_up', 'asked')"), postgresql_where=sa.text("state IN ('signed_up', 'asked')"))
    op.create_table('own_note',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('public_id', sa.String(), nullable=False),
    sa.Column('request_key', sa.String(), nullable=False),
    sa.Column('content_digest', sa.String(), nullable=False),
    sa.Column('person_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('whom', sa.String(), nullable=False),
    sa.Column('words', sa.String(), nullable=False),
    sa.Column('category_code', sa.String(), nullable=False),
    sa.Column('minutes', sa.Integer(), nullable=False),
    sa.Column('occurred_on', sa.Date(), nullable=True),
    sa.Column('times_a_week', sa.Integer(), nullable=True),
    sa.Column('exchange_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('created_at_utc', sa.DateTime(timezone=True), nullable=False),
    sa.CheckConstraint('(occurred_on IS NULL) <> (times_a_week IS NULL)', name=op.f('ck_own_note_when')),
    sa.CheckConstraint('minutes BETWEEN 1 AND 1440', name=op.f('ck_own_note_minutes')),
    sa.CheckConstraint('times_a_week BETWEEN 1 AND 14', name=op.f('ck_own_note_times_a_week')),
    sa.ForeignKeyConstraint(['category_code'], ['category.code'], name=op.f('fk_own_note_category_code')),
    sa.ForeignKeyConstraint(['exchange_id'], ['exchange.id'], name=op.f('fk_own_note_exchange_id')),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_own_note_person_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_own_note')),
    sa.UniqueConstraint('public_id', name=op.f('uq_own_note_public_id')),
    sa.UniqueConstraint('request_key', name=op.f('uq_own_note_request_key'))
    )
    op.create_index('ix_own_note_person_id', 'own_note', ['person_id', 'id'], unique=False)


def downgrade() -> None:
    """Go back one version."""
    op.drop_index('ix_own_note_person_id', table_name='own_note')
    op.drop_table('own_note')
    op.drop_index('ix_group_place_live', table_name='group_place', sqlite_where=sa.text("state IN ('signed_up', 'asked')"), postgresql_where=sa.text("state IN ('signed_up', 'asked')"))
    op.drop_table('group_place')
    op.drop_index('ix_exchange_group_unfinished', table_name='exchange_group', sqlite_where=sa.text("state IN ('draft', 'open')"), postgresql_where=sa.text("state IN ('draft', 'open')"))
    op.drop_index('ix_exchange_group_person_id', table_name='exchange_group')
    op.drop_index('ix_exchange_group_due', table_name='exchange_group', sqlite_where=sa.text("state = 'asked'"), postgresql_where=sa.text("state = 'asked'"))
    op.drop_index('ix_exchange_group_coming', table_name='exchange_group', sqlite_where=sa.text("state = 'open'"), postgresql_where=sa.text("state = 'open'"))
    op.drop_index('ix_exchange_group_asked', table_name='exchange_group', sqlite_where=sa.text("state = 'asked'"), postgresql_where=sa.text("state = 'asked'"))
    op.drop_table('exchange_group')
