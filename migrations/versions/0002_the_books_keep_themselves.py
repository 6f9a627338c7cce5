"""The books keep themselves

Triggers on `account`, `transfer`, `entry`, `closed_quarter` and `seal`, the same rules with the same words on both
databases. A program inserts a row into `transfer`; everything else follows here, or is refused here.

A later migration that rebuilds one of these tables on SQLite (Alembic's batch mode) drops its triggers and has to
make them again: `timebank ledger check` names each trigger that is missing or was changed.
"""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

TABLES = ("transfer", "entry", "closed_quarter", "seal", "account")


def upgrade() -> None:
    """Let the database keep the books."""
    if op.get_bind().dialect.name == "sqlite":
        for table in TABLES:
            for verb in ("delete",) if table == "account" else ("update", "delete"):
                _run(SQLITE_NEVER.format(table=table, verb=verb, event=verb.upper()))
        _run(*SQLITE.split("----\n"))
        return
    schema = op.get_bind().exec_driver_sql("SELECT quote_ident(current_schema())").scalar_one()
    _run(*POSTGRESQL.replace("{schema}", schema).split("----\n"))
    for table in TABLES:
        rows = "DELETE" if table == "account" else "UPDATE OR DELETE"
        _run(POSTGRESQL_NEVER.format(table=table, rows=rows))


def downgrade() -> None:
    """Let the tables be plain tables again."""
    if op.get_bind().dialect.name == "sqlite":
        find = f"SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name IN {TABLES!r}"
        _run(*(f"DROP TRIGGER {name}" for (name,) in op.get_bind().exec_driver_sql(find).all()))
        return
    functions = ("refuse", "transfer_comes", "transfer_came", "seal_comes")
    _run(*(f"DROP FUNCTION ledger_{name}() CASCADE" for name in functions))
    _run("ALTER TABLE transfer ALTER COLUMN id SET DEFAULT nextval('transfer_id_seq')")


def _run(*statements: str) -> None:
    for statement in statements:
        op.execute(sa.text(statement))


# SQLite ---------------------------------------------------------------------------------------------------------------
#
# A stranger's connection has recursive_triggers off, and INSERT OR REPLACE then deletes the old row without asking the
# DELETE trigger. So every insert trigger refuses a key that exists. Foreign keys may be off as well.

SQLITE_NEVER = """
CREATE TRIGGER {table}_never_{verb} BEFORE {event} ON {table}
BEGIN
    SELECT RAISE(ABORT, '{table}: never changes');
END
"""

SQLITE = """
CREATE TRIGGER transfer_comes BEFORE INSERT ON transfer
BEGIN
    SELECT CASE
        WHEN typeof(NEW.minutes) <> 'integer'
            THEN RAISE(ABORT, 'transfer: minutes are not whole')
        WHEN EXISTS (SELECT 1 FROM transfer WHERE id = NEW.id)
            THEN RAISE(ABORT, 'transfer: id exists')
        WHEN EXISTS (SELECT 1 FROM transfer WHERE request_key = NEW.request_key)
            THEN RAISE(ABORT, 'transfer: request key exists')
        WHEN date(NEW.occurred_on, '+0 days') IS NOT NEW.occurred_on
            THEN RAISE(ABORT, 'transfer: day is malformed')
        -- Without the fraction: datetime() rounds 12:00:59.9996 up to the next minute.
        WHEN datetime(substr(NEW.posted_at_utc, 1, 19), '+0 days') IS NOT substr(NEW.posted_at_utc, 1, 19)
          OR substr(NEW.posted_at_utc, 20) NOT GLOB '.[0-9][0-9][0-9][0-9][0-9][0-9]'
            THEN RAISE(ABORT, 'transfer: moment is malformed')
        WHEN NEW.booked_quarter IS NULL AND NEW.origin <> 'taken_over'
            THEN RAISE(ABORT, 'transfer: quarter is missing')
        WHEN NEW.booked_quarter NOT GLOB '[0-9][0-9][0-9][0-9]Q[1-4]'
            THEN RAISE(ABORT, 'transfer: quarter is malformed')
        WHEN EXISTS (SELECT 1 FROM closed_quarter WHERE booked_quarter = NEW.booked_quarter)
            THEN RAISE(ABORT, 'transfer: quarter is closed')
        WHEN NOT EXISTS (SELECT 1 FROM account WHERE id = NEW.giver_account_id)
          OR NOT EXISTS (SELECT 1 FROM account WHERE id = NEW.receiver_account_id)
            THEN RAISE(ABORT, 'transfer: no such account')
    END;
    SELECT CASE
        WHEN EXISTS (SELECT 1 FROM account WHERE id IN (NEW.giver_account_id, NEW.receiver_account_id)
                                             AND closed_at_utc IS NOT NULL)
            THEN RAISE(ABORT, 'transfer: account is closed')
        WHEN NEW.giver_wijk_id IS NOT (SELECT wijk_id FROM account WHERE id = NEW.giver_account_id)
          OR NEW.receiver_wijk_id IS NOT (SELECT wijk_id FROM account WHERE id = NEW.receiver_account_id)
            THEN RAISE(ABORT, 'transfer: wijk is not that of the account')
    END WHERE NEW.reverses_id IS NULL;
    SELECT CASE
        WHEN NOT EXISTS (SELECT 1 FROM transfer WHERE id = NEW.reverses_id)
            THEN RAISE(ABORT, 'transfer: no such transfer to reverse')
        WHEN EXISTS (SELECT 1 FROM transfer WHERE id = NEW.reverses_id AND reverses_id IS NOT NULL)
            THEN RAISE(ABORT, 'transfer: a reversal is not reversed')
        WHEN EXISTS (SELECT 1 FROM transfer WHERE reverses_id = NEW.reverses_id)
            THEN RAISE(ABORT, 'transfer: already reversed')
        WHEN NOT EXISTS (
            SELECT 1 FROM transfer AS original
            WHERE original.id = NEW.reverses_id
              AND original.giver_account_id = NEW.giver_account_id
              AND original.giver_wijk_id IS NEW.giver_wijk_id
              AND original.receiver_account_id = NEW.receiver_account_id
              AND original.receiver_wijk_id IS NEW.receiver_wijk_id
              AND original.minutes = -NEW.minutes
              AND original.category_code = NEW.category_code
              AND original.occurred_on = NEW.occurred_on
              AND original.origin = NEW.origin
              AND (original.booked_quarter IS NULL) = (NEW.booked_quarter IS NULL)
        )
            THEN RAISE(ABORT, 'transfer: reversal differs from its transfer')
    END WHERE NEW.reverses_id IS NOT NULL;
END
----
CREATE TRIGGER transfer_came AFTER INSERT ON transfer
BEGIN
    SELECT CASE
        WHEN NEW.id <= (SELECT last_transfer_id FROM seal ORDER BY number DESC LIMIT 1)
            THEN RAISE(ABORT, 'transfer: id is below the last seal')
        WHEN NEW.id < 1 OR NEW.id < (SELECT max(id) FROM transfer)
            THEN RAISE(ABORT, 'transfer: id is not the newest')
    END;
    UPDATE account SET given_minutes = given_minutes + NEW.minutes, entry_count = entry_count + 1
     WHERE id = NEW.giver_account_id;
    UPDATE account SET received_minutes = received_minutes + NEW.minutes, entry_count = entry_count + 1
     WHERE id = NEW.receiver_account_id;
    INSERT INTO entry (account_id, seq, transfer_id, side, minutes, given_after_minutes, received_after_minutes,
                       wijk_id, other_account_id, other_kind, other_wijk_id, other_sector,
                       category_code, occurred_on, booked_quarter)
    SELECT mine.id, mine.entry_count, NEW.id, 'given', NEW.minutes, mine.given_minutes, mine.received_minutes,
           NEW.giver_wijk_id, other.id, other.kind, NEW.receiver_wijk_id, other.sector,
           NEW.category_code, NEW.occurred_on, NEW.booked_quarter
      FROM account AS mine, account AS other
     WHERE mine.id = NEW.giver_account_id AND other.id = NEW.receiver_account_id;
    INSERT INTO entry (account_id, seq, transfer_id, side, minutes, given_after_minutes, received_after_minutes,
                       wijk_id, other_account_id, other_kind, other_wijk_id, other_sector,
                       category_code, occurred_on, booked_quarter)
    SELECT mine.id, mine.entry_count, NEW.id, 'received', NEW.minutes, mine.given_minutes, mine.received_minutes,
           NEW.receiver_wijk_id, other.id, other.kind, NEW.giver_wijk_id, other.sector,
           NEW.category_code, NEW.occurred_on, NEW.booked_quarter
      FROM account AS mine, account AS other
     WHERE mine.id = NEW.receiver_account_id AND other.id = NEW.giver_account_id;
    -- INSERT OR IGNORE INTO transfer makes the inserts above ignore what they may not do.
    SELECT RAISE(ABORT, 'transfer: entries are missing')
     WHERE (SELECT count(*) FROM entry WHERE transfer_id = NEW.id) <> 2;
END
----
CREATE TRIGGER entry_comes BEFORE INSERT ON entry
BEGIN
    SELECT RAISE(ABORT, 'entry: only a transfer writes it')
     WHERE EXISTS (SELECT 1 FROM entry WHERE account_id = NEW.account_id AND seq = NEW.seq)
        OR EXISTS (SELECT 1 FROM entry WHERE transfer_id = NEW.transfer_id AND side = NEW.side)
        OR NOT EXISTS (
            SELECT 1 FROM transfer, account
             WHERE transfer.id = (SELECT max(id) FROM transfer)
               AND transfer.id = NEW.transfer_id
               AND transfer.minutes = NEW.minutes
               AND account.id = NEW.account_id
               AND account.id = CASE NEW.side WHEN 'given' THEN giver_account_id ELSE receiver_account_id END
               AND account.entry_count = NEW.seq
               AND account.given_minutes = NEW.given_after_minutes
               AND account.received_minutes = NEW.received_after_minutes);
END
----
CREATE TRIGGER account_comes BEFORE INSERT ON account
BEGIN
    SELECT CASE
        WHEN EXISTS (SELECT 1 FROM account WHERE id = NEW.id)
            THEN RAISE(ABORT, 'account: id exists')
        WHEN NEW.kind = 'wijk' AND EXISTS (SELECT 1 FROM account WHERE kind = 'wijk' AND wijk_id = NEW.wijk_id)
          OR NEW.kind = 'stad' AND EXISTS (SELECT 1 FROM account WHERE kind = 'stad' AND gemeente_id = NEW.gemeente_id)
            THEN RAISE(ABORT, 'account: pot exists')
        WHEN NEW.given_minutes <> 0 OR NEW.received_minutes <> 0 OR NEW.entry_count <> 0
            THEN RAISE(ABORT, 'account: totals begin at 0')
    END;
END
----
-- The newest transfer lacks its entry for this account only while its own trigger is at work.
CREATE TRIGGER account_totals BEFORE UPDATE ON account
WHEN OLD.given_minutes IS NOT NEW.given_minutes
  OR OLD.received_minutes IS NOT NEW.received_minutes
  OR OLD.entry_count IS NOT NEW.entry_count
BEGIN
    SELECT RAISE(ABORT, 'account: totals change only by a transfer')
     WHERE NOT EXISTS (
        SELECT 1 FROM transfer
         WHERE transfer.id = (SELECT max(id) FROM transfer)
           AND OLD.id IN (giver_account_id, receiver_account_id)
           AND NOT EXISTS (SELECT 1 FROM entry WHERE transfer_id = transfer.id)
           AND NEW.entry_count = OLD.entry_count + 1
           AND NEW.given_minutes = OLD.given_minutes
               + CASE OLD.id WHEN giver_account_id THEN minutes ELSE 0 END
           AND NEW.received_minutes = OLD.received_minutes
               + CASE OLD.id WHEN receiver_account_id THEN minutes ELSE 0 END);
END
----
CREATE TRIGGER account_stays
BEFORE UPDATE OF id, kind, sector, opened_at_utc, wijk_id, gemeente_id, closed_at_utc ON account
BEGIN
    SELECT CASE
        WHEN OLD.id IS NOT NEW.id OR OLD.kind IS NOT NEW.kind OR OLD.sector IS NOT NEW.sector
          OR OLD.opened_at_utc IS NOT NEW.opened_at_utc
            THEN RAISE(ABORT, 'account: stays what it is')
        WHEN OLD.kind = 'wijk' AND OLD.wijk_id IS NOT NEW.wijk_id
          OR OLD.kind = 'stad' AND OLD.gemeente_id IS NOT NEW.gemeente_id
            THEN RAISE(ABORT, 'account: pot stays where it is')
        WHEN OLD.closed_at_utc IS NOT NULL AND OLD.closed_at_utc IS NOT NEW.closed_at_utc
            THEN RAISE(ABORT, 'account: closed stays closed')
    END;
END
----
CREATE TRIGGER closed_quarter_comes BEFORE INSERT ON closed_quarter
BEGIN
    SELECT CASE
        WHEN EXISTS (SELECT 1 FROM closed_quarter WHERE booked_quarter = NEW.booked_quarter)
            THEN RAISE(ABORT, 'closed_quarter: already closed')
        WHEN NEW.booked_quarter NOT GLOB '[0-9][0-9][0-9][0-9]Q[1-4]'
            THEN RAISE(ABORT, 'closed_quarter: quarter is malformed')
    END;
END
----
CREATE TRIGGER seal_comes BEFORE INSERT ON seal
BEGIN
    SELECT RAISE(ABORT, 'seal: does not follow the last one')
     WHERE NEW.number <> (SELECT coalesce(max(number), 0) + 1 FROM seal)
        OR NEW.previous_digest <> coalesce((SELECT digest FROM seal ORDER BY number DESC LIMIT 1),
               '0000000000000000000000000000000000000000000000000000000000000000')
        OR NEW.first_transfer_id IS NOT (SELECT min(id) FROM transfer WHERE id >
               coalesce((SELECT last_transfer_id FROM seal ORDER BY number DESC LIMIT 1), 0))
        OR NEW.last_transfer_id IS NOT (SELECT max(id) FROM transfer)
        OR NEW.transfer_count <> (SELECT count(*) FROM transfer WHERE id >= NEW.first_transfer_id);
END
"""

# PostgreSQL -----------------------------------------------------------------------------------------------------------
#
# Each function names its schema before pg_temp, so that nobody's temporary table called `account` is taken for ours.
# pg_trigger_depth() in a WHEN is 0 for a statement that somebody sent, and more for one that a trigger sent.

POSTGRESQL_NEVER = """
CREATE TRIGGER {table}_never BEFORE {rows} ON {table}
    FOR EACH ROW EXECUTE FUNCTION ledger_refuse('{table}: never changes');
CREATE TRIGGER {table}_never_truncate BEFORE TRUNCATE ON {table}
    FOR EACH STATEMENT EXECUTE FUNCTION ledger_refuse('{table}: never changes')
"""

POSTGRESQL = """
CREATE FUNCTION ledger_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '%', TG_ARGV[0] USING ERRCODE = 'integrity_constraint_violation';
END $$
----
-- The trigger below gives the number.
ALTER TABLE transfer ALTER COLUMN id DROP DEFAULT
----
CREATE FUNCTION ledger_transfer_comes() RETURNS trigger LANGUAGE plpgsql SET search_path = {schema}, pg_temp AS $$
DECLARE
    giver account;
    receiver account;
    original transfer;
    broken text;
BEGIN
    -- Both accounts are held, the lower id first (so no two transfers wait for each other), and the number is taken
    -- after that: so an account's transfers have rising numbers in the order of its entries.
    IF NEW.giver_account_id < NEW.receiver_account_id THEN
        SELECT * INTO giver FROM account WHERE id = NEW.giver_account_id FOR NO KEY UPDATE;
        SELECT * INTO receiver FROM account WHERE id = NEW.receiver_account_id FOR NO KEY UPDATE;
    ELSE
        SELECT * INTO receiver FROM account WHERE id = NEW.receiver_account_id FOR NO KEY UPDATE;
        SELECT * INTO giver FROM account WHERE id = NEW.giver_account_id FOR NO KEY UPDATE;
    END IF;
    IF NEW.id IS NULL THEN
        NEW.id := nextval('transfer_id_seq');
    ELSIF NEW.id < 1 OR EXISTS (SELECT FROM transfer WHERE id >= NEW.id) THEN
        broken := 'transfer: id is not the newest';
    ELSE
        PERFORM setval('transfer_id_seq', greatest(NEW.id, (SELECT last_value FROM transfer_id_seq)));
    END IF;

    broken := CASE
        WHEN NEW.id <= (SELECT last_transfer_id FROM seal ORDER BY number DESC LIMIT 1)
            THEN 'transfer: id is below the last seal'
        WHEN broken IS NOT NULL
            THEN broken
        WHEN NEW.booked_quarter IS NULL AND NEW.origin <> 'taken_over'
            THEN 'transfer: quarter is missing'
        WHEN NEW.booked_quarter !~ '^[0-9]{4}Q[1-4]$'
            THEN 'transfer: quarter is malformed'
        WHEN EXISTS (SELECT FROM closed_quarter WHERE booked_quarter = NEW.booked_quarter)
            THEN 'transfer: quarter is closed'
        WHEN giver.id IS NULL OR receiver.id IS NULL
            THEN 'transfer: no such account'
    END;
    IF broken IS NULL AND NEW.reverses_id IS NULL THEN
        broken := CASE
            WHEN giver.closed_at_utc IS NOT NULL OR receiver.closed_at_utc IS NOT NULL
                THEN 'transfer: account is closed'
            WHEN NEW.giver_wijk_id IS DISTINCT FROM giver.wijk_id
              OR NEW.receiver_wijk_id IS DISTINCT FROM receiver.wijk_id
                THEN 'transfer: wijk is not that of the account'
        END;
    ELSIF broken IS NULL THEN
        SELECT * INTO original FROM transfer WHERE id = NEW.reverses_id;
        broken := CASE
            WHEN original.id IS NULL
                THEN 'transfer: no such transfer to reverse'
            WHEN original.reverses_id IS NOT NULL
                THEN 'transfer: a reversal is not reversed'
            WHEN EXISTS (SELECT FROM transfer WHERE reverses_id = NEW.reverses_id)
                THEN 'transfer: already reversed'
            WHEN (original.giver_account_id, original.giver_wijk_id, original.receiver_account_id,
                  original.receiver_wijk_id, original.minutes, original.category_code, original.occurred_on,
                  original.origin, original.booked_quarter IS NULL)
               IS DISTINCT FROM
                 (NEW.giver_account_id, NEW.giver_wijk_id, NEW.receiver_account_id,
                  NEW.receiver_wijk_id, -NEW.minutes, NEW.category_code, NEW.occurred_on,
                  NEW.origin, NEW.booked_quarter IS NULL)
                THEN 'transfer: reversal differs from its transfer'
        END;
    END IF;
    IF broken IS NOT NULL THEN
        RAISE EXCEPTION '%', broken USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END $$
----
CREATE TRIGGER transfer_comes BEFORE INSERT ON transfer
    FOR EACH ROW EXECUTE FUNCTION ledger_transfer_comes()
----
-- For all rows of a statement together: an import of many then touches each account once, not once a row (PostgreSQL
-- keeps every version of a row until the transaction ends, and walks past them).
CREATE FUNCTION ledger_transfer_came() RETURNS trigger LANGUAGE plpgsql SET search_path = {schema}, pg_temp AS $$
BEGIN
    WITH side AS (
        SELECT id AS transfer_id, giver_account_id AS account_id, 'given' AS side,
               minutes::integer AS minutes, minutes::integer AS given, 0 AS received, giver_wijk_id AS wijk_id,
               receiver_account_id AS other_account_id, receiver_wijk_id AS other_wijk_id,
               category_code, occurred_on, booked_quarter
          FROM came
        UNION ALL
        SELECT id, receiver_account_id, 'received',
               minutes::integer, 0, minutes::integer, receiver_wijk_id,
               giver_account_id, giver_wijk_id,
               category_code, occurred_on, booked_quarter
          FROM came
    ), before AS (
        UPDATE account
           SET given_minutes = given_minutes + given, received_minutes = received_minutes + received,
               entry_count = entry_count + entries
          FROM (SELECT account_id, sum(given) AS given, sum(received) AS received, count(*) AS entries
                  FROM side GROUP BY account_id) AS added
         WHERE account.id = added.account_id
        RETURNING account.id, given_minutes - given AS given, received_minutes - received AS received,
                  entry_count - entries AS entries
    )
    INSERT INTO entry (account_id, seq, transfer_id, side, minutes, given_after_minutes, received_after_minutes,
                       wijk_id, other_account_id, other_kind, other_wijk_id, other_sector,
                       category_code, occurred_on, booked_quarter)
    SELECT side.account_id, before.entries + row_number() OVER earlier, transfer_id, side, minutes,
           before.given + sum(side.given) OVER earlier, before.received + sum(side.received) OVER earlier,
           side.wijk_id, other_account_id, other.kind, other_wijk_id, other.sector,
           category_code, occurred_on, booked_quarter
      FROM side
      JOIN before ON before.id = side.account_id
      JOIN account AS other ON other.id = side.other_account_id
    WINDOW earlier AS (PARTITION BY side.account_id ORDER BY transfer_id);
    RETURN NULL;
END $$
----
CREATE TRIGGER transfer_came AFTER INSERT ON transfer REFERENCING NEW TABLE AS came
    FOR EACH STATEMENT EXECUTE FUNCTION ledger_transfer_came()
----
CREATE TRIGGER entry_comes BEFORE INSERT ON entry
    FOR EACH ROW WHEN (pg_trigger_depth() < 1)
    EXECUTE FUNCTION ledger_refuse('entry: only a transfer writes it')
----
CREATE TRIGGER account_comes BEFORE INSERT ON account
    FOR EACH ROW WHEN (NEW.given_minutes <> 0 OR NEW.received_minutes <> 0 OR NEW.entry_count <> 0)
    EXECUTE FUNCTION ledger_refuse('account: totals begin at 0')
----
CREATE TRIGGER account_totals BEFORE UPDATE ON account
    FOR EACH ROW WHEN (pg_trigger_depth() < 1
        AND (OLD.given_minutes, OLD.received_minutes, OLD.entry_count)
            IS DISTINCT FROM (NEW.given_minutes, NEW.received_minutes, NEW.entry_count))
    EXECUTE FUNCTION ledger_refuse('account: totals change only by a transfer')
----
CREATE TRIGGER account_stays BEFORE UPDATE ON account
    FOR EACH ROW WHEN ((OLD.id, OLD.kind, OLD.sector, OLD.opened_at_utc)
        IS DISTINCT FROM (NEW.id, NEW.kind, NEW.sector, NEW.opened_at_utc))
    EXECUTE FUNCTION ledger_refuse('account: stays what it is')
----
CREATE TRIGGER account_stays_pot BEFORE UPDATE ON account
    FOR EACH ROW WHEN (OLD.kind = 'wijk' AND OLD.wijk_id IS DISTINCT FROM NEW.wijk_id
        OR OLD.kind = 'stad' AND OLD.gemeente_id IS DISTINCT FROM NEW.gemeente_id)
    EXECUTE FUNCTION ledger_refuse('account: pot stays where it is')
----
CREATE TRIGGER account_stays_closed BEFORE UPDATE ON account
    FOR EACH ROW WHEN (OLD.closed_at_utc IS NOT NULL AND OLD.closed_at_utc IS DISTINCT FROM NEW.closed_at_utc)
    EXECUTE FUNCTION ledger_refuse('account: closed stays closed')
----
CREATE TRIGGER closed_quarter_comes BEFORE INSERT ON closed_quarter
    FOR EACH ROW WHEN (NEW.booked_quarter !~ '^[0-9]{4}Q[1-4]$')
    EXECUTE FUNCTION ledger_refuse('closed_quarter: quarter is malformed')
----
CREATE FUNCTION ledger_seal_comes() RETURNS trigger LANGUAGE plpgsql SET search_path = {schema}, pg_temp AS $$
DECLARE
    previous seal;
BEGIN
    SELECT * INTO previous FROM seal ORDER BY number DESC LIMIT 1;
    IF NEW.number <> coalesce(previous.number, 0) + 1
        OR NEW.previous_digest <> coalesce(previous.digest, repeat('0', 64))
        OR NEW.first_transfer_id IS DISTINCT FROM
           (SELECT min(id) FROM transfer WHERE id > coalesce(previous.last_transfer_id, 0))
        OR NEW.last_transfer_id IS DISTINCT FROM (SELECT max(id) FROM transfer)
        OR NEW.transfer_count <> (SELECT count(*) FROM transfer WHERE id >= NEW.first_transfer_id)
    THEN
        RAISE EXCEPTION 'seal: does not follow the last one' USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END $$
----
CREATE TRIGGER seal_comes BEFORE INSERT ON seal
    FOR EACH ROW EXECUTE FUNCTION ledger_seal_comes()
"""
