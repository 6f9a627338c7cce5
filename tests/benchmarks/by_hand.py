"""The same posting by hand: what somebody would write who trusts every program that touches the tables.

The tables are ours, migrated as ours are, with indexes, checks and foreign keys; our triggers are switched off, and
the client does their work: totals of both accounts, transfer, two entries, state and step of the exchange, audit row.
"""

import re
import sqlite3
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from sqlalchemy import make_url

from tests.benchmarks.engines import connect
from tests.postgres import find_binaries
from timebank.ledger.rules import quarter_of

LEDGER = ("account", "transfer", "entry")

ENTRY = """INSERT INTO entry (account_id, seq, transfer_id, side, minutes, given_after_minutes, received_after_minutes,
 wijk_id, other_account_id, other_kind, other_wijk_id, other_sector, category_code, occurred_on, booked_quarter)
 VALUES ({mine}, {seq}, {transfer}, '{side}', 60, {given}, {received},
 1, {other}, 'person', 1, NULL, 'shopping', {day}, {quarter})"""
GIVE = """UPDATE account SET {side}_minutes = {side}_minutes + 60, entry_count = entry_count + 1 WHERE id = {id}
 RETURNING given_minutes, received_minutes, entry_count"""
TRANSFER = """INSERT INTO transfer (id, request_key, giver_account_id, giver_wijk_id, receiver_account_id,
 receiver_wijk_id, minutes, category_code, occurred_on, booked_quarter, origin, posted_at_utc)
 VALUES ({new}, {key}, {giver}, 1, {receiver}, 1, 60, 'shopping', {day}, {quarter}, 'agreed', {now}) RETURNING id"""
STATE = """UPDATE exchange SET state = 'confirmed', asked_side = NULL, lapses_at_utc = NULL, transfer_id = {transfer}
 WHERE id = {exchange}"""
STEP = """INSERT INTO exchange_move (exchange_id, move, to_state, by_person_id, at_utc, minutes, transfer_id)
 VALUES ({exchange}, 'confirm', 'confirmed', {by}, {now}, 60, {transfer})"""
AUDIT = """INSERT INTO audit_event (at_utc, action, actor_person_id, subject_person_id, facts)
 VALUES ({now}, 'exchange.confirm', {by}, {by}, '{{"minutes": 60}}')"""


# PostgreSQL: pgbench -------------------------------------------------------------------------------------------------


def switch_triggers_off(url: str) -> None:
    """Make the ledger's tables plain ones; their foreign keys stay."""
    with connect(url) as admin:
        for table in LEDGER:
            admin.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")


@contextmanager
def pgbench(
    url: str, accounts: tuple[int, int], exchanges: tuple[int, int], pot: int | None = None
) -> Iterator[Callable[[int, float], float]]:
    """Give a function that runs pgbench with so many clients for so many seconds and returns postings a second.

    Ranges of ids. As ours, it updates the lower account first, so no two clients wait for each other.
    """
    with TemporaryDirectory() as folder:
        script = Path(folder) / "post.sql"
        script.write_text(_script(accounts, exchanges, pot))
        yield lambda clients, seconds: _run(url, script, clients, seconds)


def _script(accounts: tuple[int, int], exchanges: tuple[int, int], pot: int | None) -> str:
    low, high = accounts
    names = {"giver": ":giver", "receiver": ":receiver", "by": 1, "new": "nextval('transfer_id_seq')",
             "key": "nextval('transfer_id_seq')::text", "day": "current_date", "now": "now()", "transfer": ":new_id",
             "exchange": ":exchange", "quarter": f"'{quarter_of(datetime.now(UTC).date())}'"}  # fmt: skip
    given = ENTRY.format(mine=":giver", seq=":g_entry_count", side="given", given=":g_given_minutes",
                         received=":g_received_minutes", other=":receiver", **_only(names))  # fmt: skip
    received = ENTRY.format(mine=":receiver", seq=":r_entry_count", side="received", given=":r_given_minutes",
                            received=":r_received_minutes", other=":giver", **_only(names))  # fmt: skip
    middle = (low + high) // 2
    sides = [
        GIVE.format(side="given", id=":giver") + " \\gset g_",
        GIVE.format(side="received", id=":receiver") + " \\gset r_",
    ]
    draw = [f"\\set giver random({low}, {middle})", f"\\set receiver random({middle + 1}, {high})"]
    if pot is not None:  # the pot was opened before any resident: it is the lower one
        draw[1] = f"\\set receiver {pot}"
        draw[0] = f"\\set giver random({low}, {high})"
        sides.reverse()
    lines = [
        *draw,
        f"\\set exchange random({exchanges[0]}, {exchanges[1]})",
        "BEGIN;",
        *sides,
        TRANSFER.format(**names) + " AS new_id \\gset",
        given + ";",
        received + ";",
        STATE.format(**names) + ";",
        STEP.format(**names) + ";",
        AUDIT.format(**names) + ";",
        "END;",
    ]
    return "\n".join(" ".join(one.split("\n")) for one in lines) + "\n"


def _only(names: dict[str, object]) -> dict[str, object]:
    return {name: names[name] for name in ("transfer", "day", "quarter")}


def _run(url: str, script: Path, clients: int, seconds: float) -> float:
    to = make_url(url)
    binaries = find_binaries()
    assert binaries
    where = ["-h", str(to.host), "-p", str(to.port), "-U", str(to.username), str(to.database)]
    command = [
        binaries / "pgbench",
        "-n",
        "-M",
        "prepared",
        "-f",
        script,
        "-c",
        str(clients),
        "-j",
        str(min(clients, 4)),
    ]
    run = subprocess.run(
        [*command, "-T", str(max(round(seconds), 1)), *where], capture_output=True, text=True, check=False
    )
    found = re.search(r"tps = ([\d.]+)", run.stdout)
    if run.returncode or found is None:
        raise RuntimeError(run.stdout + run.stderr)
    return float(found[1])


# SQLite: the standard library ---------------------------------------------------------------------------------------


def drop_triggers(path: str) -> None:
    """Make the tables plain ones."""
    with sqlite3.connect(path) as connection:
        for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
            connection.execute(f"DROP TRIGGER {name}")
    connection.close()


@contextmanager
def raw_sqlite(path: str) -> Iterator[Callable[[list[tuple[int, int, int]]], float]]:
    """Give work for a `Crew`: post exchanges (id, giver's account, receiver's) and return the worst call's seconds."""
    connection = sqlite3.connect(path, timeout=60, isolation_level=None)
    for pragma in ("journal_mode = WAL", "synchronous = FULL", "foreign_keys = ON"):
        connection.execute(f"PRAGMA {pragma}")
    yield lambda part: max(_post(connection, *one) for one in part)
    connection.close()


NAMED = {"giver": ":giver", "receiver": ":receiver", "by": ":by", "new": "NULL", "key": ":key", "day": ":day",
         "now": ":now", "transfer": ":transfer", "exchange": ":exchange", "quarter": ":quarter"}  # fmt: skip
NAMED_ENTRY = {name: f":{name}" for name in ("mine", "seq", "given", "received", "other", "transfer", "day", "quarter")}
GIVEN, RECEIVED = (ENTRY.format(side=side, **NAMED_ENTRY) for side in ("given", "received"))
GIVER_SQL, RECEIVER_SQL = (GIVE.format(side=side, id="?") for side in ("given", "received"))
TRANSFER_SQL, STATE_SQL, STEP_SQL, AUDIT_SQL = (sql.format(**NAMED) for sql in (TRANSFER, STATE, STEP, AUDIT))


def _post(connection: sqlite3.Connection, exchange: int, giver: int, receiver: int) -> float:
    started = time.perf_counter()
    moment = datetime.now(UTC)
    values = {"giver": giver, "receiver": receiver, "by": 1, "key": f"exchange:{exchange}", "exchange": exchange,
              "day": moment.date().isoformat(), "now": moment.strftime("%Y-%m-%d %H:%M:%S.%f"),
              "quarter": quarter_of(moment.date())}  # fmt: skip
    connection.execute("BEGIN IMMEDIATE")
    gave, got, gave_seq = connection.execute(GIVER_SQL, (giver,)).fetchone()
    had, has, got_seq = connection.execute(RECEIVER_SQL, (receiver,)).fetchone()
    [values["transfer"]] = connection.execute(TRANSFER_SQL, values).fetchone()
    connection.execute(
        GIVEN, values | {"mine": giver, "other": receiver, "seq": gave_seq, "given": gave, "received": got}
    )
    connection.execute(
        RECEIVED, values | {"mine": receiver, "other": giver, "seq": got_seq, "given": had, "received": has}
    )
    for sql in (STATE_SQL, STEP_SQL, AUDIT_SQL):
        connection.execute(sql, values)
    connection.execute("COMMIT")
    return time.perf_counter() - started
