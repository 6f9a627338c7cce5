"""The statements of the posting path, built once: a unit of work per posting costs 4 ms, one of these a tenth."""

from typing import Any

from sqlalchemy import Executable, Select, bindparam, case, exists, insert, literal_column, null, select, text
from sqlalchemy.dialects import postgresql

from timebank.core.statements import Statement
from timebank.ledger.models import ACCOUNTS, CLOSED_QUARTERS, TRANSFERS

PerEngine = dict[str, Executable]

FILLED = [column.name for column in TRANSFERS.columns if column.name != "id"]


def _given(name: str, column: str = "") -> Any:
    """Return a value that the caller gives, of the type of a column of `transfer`."""
    return bindparam(name, type_=TRANSFERS.c[column or name].type)


def _unless_closed(quarter: Any) -> Any:
    """Return `quarter` while it is open, else the caller's `late_quarter`."""
    return case(
        (exists().where(CLOSED_QUARTERS.c.booked_quarter == quarter), _given("late_quarter", "booked_quarter")),
        else_=quarter,
    )


def _post() -> Select[Any]:
    giver, receiver = ACCOUNTS.alias("giver"), ACCOUNTS.alias("receiver")
    values = {column: _given(column) for column in FILLED} | {
        "giver_account_id": giver.c.id,
        "giver_wijk_id": giver.c.wijk_id,
        "receiver_account_id": receiver.c.id,
        "receiver_wijk_id": receiver.c.wijk_id,
        "booked_quarter": _unless_closed(_given("quarter", "booked_quarter")),
        "reverses_id": null(),
        "posted_at_utc": _given("now", "posted_at_utc"),
    }
    both = giver.join(receiver, receiver.c.id == _given("receiver_account_id"))
    rows = select(*(values[column] for column in FILLED)).select_from(both)
    return rows.where(giver.c.id == _given("giver_account_id"), _is_new())


def _reverse() -> Select[Any]:
    original = TRANSFERS.alias("original")
    values = {column: original.c[column] for column in FILLED} | {
        "request_key": _given("request_key"),
        "minutes": -original.c.minutes,
        "booked_quarter": _unless_closed(original.c.booked_quarter),
        "reverses_id": original.c.id,
        "posted_at_utc": _given("now", "posted_at_utc"),
    }
    return select(*(values[column] for column in FILLED)).where(original.c.id == _given("reverses_id"), _is_new())


def _is_new() -> Any:
    known = TRANSFERS.alias("known")
    return ~exists().where(known.c.request_key == _given("request_key"))


def _on_each_engine(rows: Select[Any]) -> Statement:
    """Insert `rows` and return the id, or nothing where the request key is known.

    On PostgreSQL another transaction may post the same key at the same moment; on SQLite nobody writes beside us.
    """
    added = postgresql.insert(TRANSFERS).from_select(FILLED, rows)
    return Statement(
        {
            "sqlite": insert(TRANSFERS).from_select(FILLED, rows).returning(TRANSFERS.c.id),
            "postgresql": added.on_conflict_do_nothing(index_elements=["request_key"]).returning(TRANSFERS.c.id),
        }
    )


POST = _on_each_engine(_post())
REVERSE = _on_each_engine(_reverse())

STAD = Statement(
    select(ACCOUNTS.c.id).where(
        ACCOUNTS.c.kind == literal_column("'stad'"),  # as in the index
        ACCOUNTS.c.gemeente_id == bindparam("gemeente_id"),
    )
)

# Many rows travel as one JSON value: a thousand rows of twelve parameters take longer to read than to post.

KNOWN_REQUEST_KEYS: PerEngine = {
    "sqlite": text("SELECT request_key, id FROM transfer WHERE request_key IN (SELECT value FROM json_each(:keys))"),
    # LATERAL and LIMIT: the plan that is kept from the first of many batches, of an empty table, must use the index.
    "postgresql": text(
        "SELECT key AS request_key, id FROM json_array_elements_text(CAST(:keys AS json)) AS key,"
        " LATERAL (SELECT id FROM transfer WHERE request_key = key LIMIT 1) AS known"
    ),
}

POST_MANY: PerEngine = {
    "sqlite": text("""
        INSERT INTO transfer (request_key, giver_account_id, giver_wijk_id, receiver_account_id, receiver_wijk_id,
                              minutes, category_code, occurred_on, booked_quarter, origin, posted_at_utc)
        SELECT json_extract(value, '$[0]'), giver.id, giver.wijk_id, receiver.id, receiver.wijk_id,
               json_extract(value, '$[3]'), json_extract(value, '$[4]'), json_extract(value, '$[5]'),
               json_extract(value, '$[6]'), json_extract(value, '$[7]'), json_extract(value, '$[8]')
          FROM json_each(:rows)
          JOIN account AS giver ON giver.id = json_extract(value, '$[1]')
          JOIN account AS receiver ON receiver.id = json_extract(value, '$[2]')
         ORDER BY key
        RETURNING request_key, id
    """),
    "postgresql": text("""
        INSERT INTO transfer (request_key, giver_account_id, giver_wijk_id, receiver_account_id, receiver_wijk_id,
                              minutes, category_code, occurred_on, booked_quarter, origin, posted_at_utc)
        SELECT value ->> 0, giver.id, giver.wijk_id, receiver.id, receiver.wijk_id, (value ->> 3)::numeric, value ->> 4,
               (value ->> 5)::date, value ->> 6, value ->> 7, (value ->> 8)::timestamp AT TIME ZONE 'UTC'
          FROM json_array_elements(CAST(:rows AS json)) WITH ORDINALITY AS posting (value, position)
          JOIN account AS giver ON giver.id = (value ->> 1)::bigint
          JOIN account AS receiver ON receiver.id = (value ->> 2)::bigint
         ORDER BY position
        RETURNING request_key, id
    """),
}
