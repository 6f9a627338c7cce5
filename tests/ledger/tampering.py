"""Ways to cheat the books with plain SQL, and what becomes of each.

Every way runs on a connection as a stranger has it: foreign keys and recursive triggers off on SQLite, the owner of the
tables on PostgreSQL. REFUSED: the database says no. A text: the database cannot know, `ledger check` says this.
"""

from dataclasses import dataclass
from typing import Any, Final

REFUSED: Final = "refused by the database"
BOTH = ("sqlite", "postgresql")


@dataclass(frozen=True)
class Way:
    """One way to cheat: statements with `{names}` of the books, engines that know it, what becomes of it."""

    name: str
    sql: tuple[str, ...]
    outcome: str = REFUSED
    engines: tuple[str, ...] = BOTH

    def on(self, books: dict[str, Any]) -> list[str]:
        """Return the statements for these books."""
        return [statement.format(**books) for statement in self.sql]


def transfer(verb: str = "INSERT", **changes: str) -> str:
    """Write an insert into `transfer` that would be right but for `changes`."""
    values = {
        "request_key": "'forged'",
        "giver_account_id": "{anna}",
        "giver_wijk_id": "{noord}",
        "receiver_account_id": "{bram}",
        "receiver_wijk_id": "{noord}",
        "minutes": "60",
        "category_code": "'klussen'",
        "occurred_on": "'2026-11-14'",
        "booked_quarter": "'2026Q4'",
        "origin": "'agreed'",
        "posted_at_utc": "'2026-11-14 12:00:00.000000'",
    } | changes
    return f"{verb} INTO transfer ({', '.join(values)}) VALUES ({', '.join(values.values())})"


def reversal(of: str, minutes: str, **changes: str) -> str:
    """Write an insert that reverses a transfer from Anna to Zoe."""
    zoe = {"receiver_account_id": "{zoe}", "receiver_wijk_id": "{zuid}"}
    return transfer(**(zoe | {"request_key": "'undo'", "reverses_id": of, "minutes": minutes} | changes))


def entry(verb: str = "INSERT", **changes: str) -> str:
    """Write an insert into `entry`: the next of Anna's, for her newest transfer."""
    values = {
        "account_id": "{anna}",
        "seq": "{anna_entries} + 1",
        "transfer_id": "{newest}",
        "side": "'given'",
        "minutes": "60",
        "given_after_minutes": "999",
        "received_after_minutes": "0",
        "wijk_id": "{noord}",
        "other_account_id": "{bram}",
        "other_kind": "'person'",
        "other_wijk_id": "{noord}",
        "category_code": "'klussen'",
        "occurred_on": "'2026-11-14'",
        "booked_quarter": "'2026Q4'",
    } | changes
    return f"{verb} INTO entry ({', '.join(values)}) VALUES ({', '.join(values.values())})"


def sqlite(name: str, *sql: str, outcome: str = REFUSED) -> Way:
    """Make a way that only SQLite knows."""
    return Way(name, sql, outcome, ("sqlite",))


def postgresql(name: str, *sql: str, outcome: str = REFUSED) -> Way:
    """Make a way that only PostgreSQL knows."""
    return Way(name, sql, outcome, ("postgresql",))


def both(name: str, *sql: str, outcome: str = REFUSED) -> Way:
    """Make a way that both engines know."""
    return Way(name, sql, outcome)


def replica(sql: str) -> tuple[str, str]:
    """Do something as a superuser who switches all triggers off for the session."""
    return "SET session_replication_role = replica", sql


WAYS = (
    # A transfer that is not allowed.
    both("self-transfer", transfer(receiver_account_id="{anna}")),
    both("0 minutes", transfer(minutes="0")),
    both("1.5 minutes", transfer(minutes="1.5")),
    both("1.5 minutes as text", transfer(minutes="'1.5'")),
    both("1,441 minutes", transfer(minutes="1441")),
    both("minus minutes that reverse nothing", transfer(minutes="-60")),
    both("a wijk that is not the giver's", transfer(giver_wijk_id="{zuid}")),
    both("a wijk that is not the receiver's", transfer(receiver_wijk_id="{zuid}")),
    both("no wijk", transfer(giver_wijk_id="NULL")),
    both("an account that is not there", transfer(receiver_account_id="999999")),
    both("a closed account", transfer(receiver_account_id="{closed}")),
    both("a closed quarter", transfer(occurred_on="'2025-02-01'", booked_quarter="'2025Q1'")),
    both("no quarter", transfer(booked_quarter="NULL")),
    both("a malformed quarter", transfer(booked_quarter="'2026Q5'")),
    both("a day that is not there", transfer(occurred_on="'2026-02-30'")),
    both("a moment that is not there", transfer(posted_at_utc="'2026-11-14 25:00:00.000000'")),
    both("an unknown origin", transfer(origin="'gift'")),
    both("a request key that exists", transfer(request_key="'known'")),
    both(
        "a quarter of another time",
        transfer(booked_quarter="'2031Q1'"),
        outcome="neither when it happened nor when",
    ),
    # A reversal that is not allowed.
    both("second reversal", reversal("{reversed}", "-45")),
    both("partial reversal", reversal("{unsealed}", "-15")),
    both("reversal with other parties", transfer(reverses_id="{unsealed}", minutes="-45")),
    both("reversal of another kind of help", reversal("{unsealed}", "-45", category_code="'tuin'")),
    both("reversal of a reversal", reversal("{reversal}", "-45")),
    both("reversal of nothing", reversal("999999", "-45")),
    # The order of transfers.
    both("an id below the last seal", transfer(id="{gap}")),
    both("an id that exists", transfer(id="{newest}")),
    both("an id between others", transfer(id="{unsealed_gap}")),
    both("an id below 1", transfer(id="-5")),
    # Changing what was written.
    *(
        both(f"UPDATE {table}", f"UPDATE {table} SET {column} = {column}")
        for table, column in (
            ("transfer", "minutes"),
            ("entry", "minutes"),
            ("closed_quarter", "closed_at_utc"),
            ("seal", "digest"),
        )
    ),
    *(
        both(f"DELETE {table}", f"DELETE FROM {table}")
        for table in ("transfer", "entry", "closed_quarter", "seal", "account")
    ),
    *(
        postgresql(f"TRUNCATE {table}", f"TRUNCATE {table} CASCADE")
        for table in ("transfer", "entry", "closed_quarter", "seal", "account")
    ),
    postgresql(
        "ON CONFLICT DO UPDATE",
        transfer(request_key="'known'") + " ON CONFLICT (request_key) DO UPDATE SET minutes = 5",
    ),
    sqlite("INSERT OR REPLACE transfer by id", transfer("INSERT OR REPLACE", id="{newest}")),
    sqlite("INSERT OR REPLACE transfer by request key", transfer("INSERT OR REPLACE", request_key="'known'")),
    sqlite(
        "INSERT OR REPLACE second reversal",
        reversal("{reversed}", "-45").replace("INSERT", "INSERT OR REPLACE"),
    ),
    sqlite("INSERT OR IGNORE transfer", transfer("INSERT OR IGNORE", request_key="'known'")),
    sqlite("INSERT OR REPLACE entry", entry("INSERT OR REPLACE", seq="1")),
    sqlite("INSERT OR REPLACE entry by transfer", entry("INSERT OR REPLACE", transfer_id="{newest}")),
    sqlite(
        "INSERT OR REPLACE closed quarter",
        "INSERT OR REPLACE INTO closed_quarter VALUES ('2025Q1', '2031-01-01 00:00:00')",
    ),
    sqlite(
        "INSERT OR REPLACE seal",
        "INSERT OR REPLACE INTO seal SELECT 1, 1, 1, 1, 'x', previous_digest, sealed_at_utc FROM seal",
    ),
    sqlite(
        "INSERT OR REPLACE account",
        "INSERT OR REPLACE INTO account (id, kind, wijk_id, opened_at_utc)"
        " VALUES ({anna}, 'person', {noord}, '2026-01-01 00:00:00')",
    ),
    sqlite(
        "INSERT OR REPLACE pot",
        "INSERT OR REPLACE INTO account (kind, wijk_id, opened_at_utc) VALUES ('wijk', {noord}, '2026-01-01 00:00:00')",
    ),
    sqlite("UPDATE OR REPLACE account", "UPDATE OR REPLACE account SET id = {bram} WHERE id = {anna}"),
    sqlite("REPLACE of a whole row by rowid", transfer("REPLACE", rowid="{newest}")),
    # An entry of one's own.
    both("an entry of one's own", entry()),
    both("a forged seq", entry(seq="77")),
    both("an entry without a transfer", entry(transfer_id="999999")),
    both("an entry that exists", entry(seq="{anna_entries}")),
    # Accounts.
    both("changed totals", "UPDATE account SET given_minutes = given_minutes + 60 WHERE id = {anna}"),
    both("changed entry count", "UPDATE account SET entry_count = entry_count + 1 WHERE id = {anna}"),
    both(
        "an account that begins rich",
        "INSERT INTO account (kind, wijk_id, given_minutes, received_minutes, entry_count, opened_at_utc)"
        " VALUES ('person', {noord}, 600, 0, 0, '2026-01-01 00:00:00')",
    ),
    both("a closed account that reopens", "UPDATE account SET closed_at_utc = NULL WHERE id = {closed}"),
    both("a person that becomes a pot", "UPDATE account SET kind = 'wijk' WHERE id = {zoe}"),
    both("a pot that moves", "UPDATE account SET wijk_id = {zuid} WHERE id = {pot}"),
    # Seals and quarters.
    both(
        "a seal out of order",
        "INSERT INTO seal SELECT 9, {newest}, {newest}, 1, 'x', digest, sealed_at_utc FROM seal",
    ),
    both(
        "a seal that forgets transfers",
        "INSERT INTO seal SELECT 2, {newest}, {newest}, 1, 'x', digest, sealed_at_utc FROM seal",
    ),
    both("a malformed closed quarter", "INSERT INTO closed_quarter VALUES ('2026', '2026-01-01 00:00:00')"),
    both(
        "a seal with an invented digest",
        "INSERT INTO seal SELECT 2, (SELECT min(id) FROM transfer WHERE id > last_transfer_id), {newest},"
        " (SELECT count(*) FROM transfer WHERE id > last_transfer_id), 'x', digest, sealed_at_utc FROM seal",
        outcome="seal 2: its transfers were changed",
    ),
    # What the owner of the database can do, and the check then says.
    sqlite(
        "checks switched off",
        "PRAGMA ignore_check_constraints = ON",
        transfer(minutes="1441"),
        outcome="minutes are 1441",
    ),
    sqlite(
        "checks switched off, to oneself",
        "PRAGMA ignore_check_constraints = ON",
        transfer(receiver_account_id="{anna}"),
    ),
    sqlite(
        "trigger dropped, transfer changed",
        "DROP TRIGGER transfer_never_update",
        "UPDATE transfer SET minutes = 61 WHERE id = {unsealed}",
        outcome="minutes is 45, must be 61",
    ),
    sqlite("trigger dropped", "DROP TRIGGER entry_comes", outcome="trigger entry_comes: it is missing"),
    sqlite(
        "sealed transfer changed behind a dropped trigger",
        "DROP TRIGGER transfer_never_update",
        "UPDATE transfer SET request_key = 'other' WHERE id = {sealed}",
        outcome="the digest is another",
    ),
    sqlite(
        "schema rewritten",
        "PRAGMA writable_schema = ON",
        "DELETE FROM sqlite_master WHERE name = 'account_totals'",
        outcome="trigger account_totals: it is missing",
    ),
    sqlite(
        "a trigger of one's own",
        "CREATE TRIGGER mine AFTER INSERT ON transfer BEGIN SELECT 1; END",
        outcome="trigger mine: it is not ours",
    ),
    postgresql("trigger dropped", "DROP TRIGGER entry_comes ON entry", outcome="trigger entry_comes: it is missing"),
    postgresql(
        "triggers switched off, entry changed",
        "ALTER TABLE entry DISABLE TRIGGER USER",
        "UPDATE entry SET given_after_minutes = 1 WHERE transfer_id = {newest}",
        outcome="given_after_minutes is 1, must be",
    ),
    postgresql(
        "function rewritten",
        "CREATE OR REPLACE FUNCTION ledger_refuse() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END'",
        outcome="trigger account_totals: it was changed",
    ),
    postgresql(
        "replica: a transfer without entries",
        *replica(transfer(id="700")),
        outcome="(given, transfer 700): it is missing",
    ),
    postgresql(
        "replica: an entry removed",
        *replica("DELETE FROM entry WHERE transfer_id = {newest} AND side = 'given'"),
        outcome="(given, transfer {newest}): it is missing",
    ),
    postgresql("replica: an entry added", *replica(entry(transfer_id="800")), outcome="no transfer wrote it"),
    postgresql(
        "replica: a seq that leaves a gap",
        *replica("UPDATE entry SET seq = 9 WHERE transfer_id = {newest} AND side = 'given'"),
        outcome="seq is 9, must be",
    ),
    postgresql(
        "replica: totals changed",
        *replica("UPDATE account SET received_minutes = 5 WHERE id = {anna}"),
        outcome="received_minutes is 5, must be 0",
    ),
    postgresql(
        "replica: another wijk in an entry",
        *replica("UPDATE entry SET wijk_id = {zuid} WHERE transfer_id = {newest}"),
        outcome="wijk_id is",
    ),
    postgresql(
        "replica: a second reversal",
        "ALTER TABLE transfer DROP CONSTRAINT uq_transfer_reverses_id",
        *replica(reversal("{reversed}", "-45", id="900")),
        outcome="which was reversed before",
    ),
    postgresql(
        "replica: booked after closing",
        *replica(
            transfer(
                id="900",
                occurred_on="'2025-02-01'",
                booked_quarter="'2025Q1'",
                posted_at_utc="now() + interval '1 day'",
            )
        ),
        outcome="booked in 2025Q1 after that was closed",
    ),
    postgresql(
        "replica: a seal removed",
        *replica("DELETE FROM transfer WHERE id = {sealed}"),
        outcome="transfers, there are",
    ),
    postgresql(
        "a temporary account table",
        "CREATE TEMP TABLE account AS SELECT * FROM account",
        "UPDATE account SET closed_at_utc = NULL",
        transfer(receiver_account_id="{closed}"),
    ),
)
