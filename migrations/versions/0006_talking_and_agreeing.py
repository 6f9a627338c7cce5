"""Two neighbours talk about a listing, agree on a day, and a series of days."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

BIG = sa.BigInteger().with_variant(sa.Integer(), 'sqlite')
MOMENT = sa.DateTime(timezone=True)
OPEN = sa.text("state IN ('proposed', 'agreed')")
GOES_ON = sa.text("ended_at_utc IS NULL")


def upgrade() -> None:
    """Bring the tables to this version."""
    op.create_table('conversation',
    sa.Column('id', BIG, nullable=False),
    sa.Column('public_id', sa.String(), nullable=False),
    sa.Column('listing_id', BIG, nullable=False),
    sa.Column('maker_person_id', BIG, nullable=False),
    sa.Column('answerer_person_id', BIG, nullable=False),
    sa.Column('started_at_utc', MOMENT, nullable=False),
    sa.Column('stopped_by_id', BIG, nullable=True),
    sa.Column('stopped_at_utc', MOMENT, nullable=True),
    sa.CheckConstraint('maker_person_id <> answerer_person_id', name=op.f('ck_conversation_two_persons')),
    sa.CheckConstraint('(stopped_by_id IS NULL) = (stopped_at_utc IS NULL)', name=op.f('ck_conversation_stopped')),
    sa.ForeignKeyConstraint(['listing_id'], ['listing.id'], name=op.f('fk_conversation_listing_id')),
    sa.ForeignKeyConstraint(['maker_person_id'], ['person.id'], name=op.f('fk_conversation_maker_person_id')),
    sa.ForeignKeyConstraint(['answerer_person_id'], ['person.id'], name=op.f('fk_conversation_answerer_person_id')),
    sa.ForeignKeyConstraint(['stopped_by_id'], ['person.id'], name=op.f('fk_conversation_stopped_by_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_conversation')),
    sa.UniqueConstraint('public_id', name=op.f('uq_conversation_public_id')),
    sa.UniqueConstraint('listing_id', 'answerer_person_id', name=op.f('uq_conversation_listing_id_answerer_person_id'))
    )
    op.create_index('ix_conversation_answerer_person_id_started_at_utc', 'conversation', ['answerer_person_id', 'started_at_utc'], unique=False)
    op.create_table('conversation_side',
    sa.Column('conversation_id', BIG, nullable=False),
    sa.Column('person_id', BIG, nullable=False),
    sa.Column('newest_message_id', BIG, nullable=False),
    sa.Column('read_message_id', BIG, nullable=False),
    sa.ForeignKeyConstraint(['conversation_id'], ['conversation.id'], name=op.f('fk_conversation_side_conversation_id')),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_conversation_side_person_id')),
    sa.PrimaryKeyConstraint('conversation_id', 'person_id', name=op.f('pk_conversation_side'))
    )
    op.create_index('ix_conversation_side_person_id_newest_message_id', 'conversation_side', ['person_id', 'newest_message_id'], unique=False)
    op.create_table('message',
    sa.Column('id', BIG, nullable=False),
    sa.Column('conversation_id', BIG, nullable=False),
    sa.Column('writer_person_id', BIG, nullable=False),
    sa.Column('request_key', sa.String(), nullable=False),
    sa.Column('words', sa.String(), nullable=False),
    sa.Column('sent_at_utc', MOMENT, nullable=False),
    sa.ForeignKeyConstraint(['conversation_id'], ['conversation.id'], name=op.f('fk_message_conversation_id')),
    sa.ForeignKeyConstraint(['writer_person_id'], ['person.id'], name=op.f('fk_message_writer_person_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_message')),
    sa.UniqueConstraint('request_key', name=op.f('uq_message_request_key'))
    )
    op.create_index('ix_message_conversation_id_id', 'message', ['conversation_id', 'id'], unique=False)
    op.create_index('ix_message_writer_person_id_sent_at_utc', 'message', ['writer_person_id', 'sent_at_utc'], unique=False)
    op.create_index('ix_message_sent_at_utc', 'message', ['sent_at_utc'], unique=False)
    op.create_table('appointment_series',
    sa.Column('id', BIG, nullable=False),
    sa.Column('conversation_id', BIG, nullable=False),
    sa.Column('every_days', sa.Integer(), nullable=False),
    sa.Column('times_at_most', sa.Integer(), nullable=False),
    sa.Column('times_made', sa.Integer(), nullable=False),
    sa.Column('minutes', sa.Integer(), nullable=False),
    sa.Column('place', sa.String(), nullable=False),
    sa.Column('newest_starts_at_utc', MOMENT, nullable=False),
    sa.Column('ended_at_utc', MOMENT, nullable=True),
    sa.CheckConstraint('every_days IN (7, 14)', name=op.f('ck_appointment_series_every_days')),
    sa.CheckConstraint('times_made BETWEEN 1 AND times_at_most', name=op.f('ck_appointment_series_times')),
    sa.ForeignKeyConstraint(['conversation_id'], ['conversation.id'], name=op.f('fk_appointment_series_conversation_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_appointment_series'))
    )
    op.create_index('ix_appointment_series_conversation_id', 'appointment_series', ['conversation_id'], unique=False)
    op.create_index('ix_appointment_series_next', 'appointment_series', ['newest_starts_at_utc'], unique=False, sqlite_where=GOES_ON, postgresql_where=GOES_ON)
    op.create_table('appointment',
    sa.Column('id', BIG, nullable=False),
    sa.Column('public_id', sa.String(), nullable=False),
    sa.Column('conversation_id', BIG, nullable=False),
    sa.Column('series_id', BIG, nullable=True),
    sa.Column('request_key', sa.String(), nullable=False),
    sa.Column('content_digest', sa.String(), nullable=False),
    sa.Column('state', sa.String(), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('giver_person_id', BIG, nullable=False),
    sa.Column('receiver_person_id', BIG, nullable=False),
    sa.Column('giver_said_yes', sa.Boolean(), nullable=False),
    sa.Column('receiver_said_yes', sa.Boolean(), nullable=False),
    sa.Column('starts_at_utc', MOMENT, nullable=False),
    sa.Column('minutes', sa.Integer(), nullable=False),
    sa.Column('place', sa.String(), nullable=False),
    sa.Column('reminded_at_utc', MOMENT, nullable=True),
    sa.Column('exchange_id', BIG, nullable=True),
    sa.CheckConstraint("state IN ('proposed', 'agreed', 'done', 'not_done', 'called_off')", name=op.f('ck_appointment_state')),
    sa.CheckConstraint('giver_person_id <> receiver_person_id', name=op.f('ck_appointment_two_persons')),
    sa.CheckConstraint('minutes BETWEEN 1 AND 1440', name=op.f('ck_appointment_minutes')),
    sa.CheckConstraint("state IN ('proposed', 'called_off') OR (giver_said_yes AND receiver_said_yes)", name=op.f('ck_appointment_yes')),
    sa.CheckConstraint("(state = 'done') = (exchange_id IS NOT NULL)", name=op.f('ck_appointment_done')),
    sa.ForeignKeyConstraint(['conversation_id'], ['conversation.id'], name=op.f('fk_appointment_conversation_id')),
    sa.ForeignKeyConstraint(['series_id'], ['appointment_series.id'], name=op.f('fk_appointment_series_id')),
    sa.ForeignKeyConstraint(['giver_person_id'], ['person.id'], name=op.f('fk_appointment_giver_person_id')),
    sa.ForeignKeyConstraint(['receiver_person_id'], ['person.id'], name=op.f('fk_appointment_receiver_person_id')),
    sa.ForeignKeyConstraint(['exchange_id'], ['exchange.id'], name=op.f('fk_appointment_exchange_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_appointment')),
    sa.UniqueConstraint('public_id', name=op.f('uq_appointment_public_id')),
    sa.UniqueConstraint('request_key', name=op.f('uq_appointment_request_key')),
    sa.UniqueConstraint('exchange_id', name=op.f('uq_appointment_exchange_id'))
    )
    op.create_index('ix_appointment_conversation_id', 'appointment', ['conversation_id', 'starts_at_utc'], unique=False)
    op.create_index('ix_appointment_series_id', 'appointment', ['series_id'], unique=False)
    op.create_index('ix_appointment_starts_at_utc', 'appointment', ['starts_at_utc'], unique=False)
    op.create_index('ix_appointment_open_giver', 'appointment', ['giver_person_id', 'starts_at_utc'], unique=False, sqlite_where=OPEN, postgresql_where=OPEN)
    op.create_index('ix_appointment_open_receiver', 'appointment', ['receiver_person_id', 'starts_at_utc'], unique=False, sqlite_where=OPEN, postgresql_where=OPEN)


def downgrade() -> None:
    """Go back one version."""
    op.drop_table('appointment')
    op.drop_table('appointment_series')
    op.drop_table('message')
    op.drop_table('conversation_side')
    op.drop_table('conversation')
