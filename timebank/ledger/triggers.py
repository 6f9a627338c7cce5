"""Whether the triggers that keep the books are all there, unchanged and switched on."""

import hashlib
from collections.abc import Iterator

from sqlalchemy import Connection, text

from timebank.ledger.reading import Difference

TABLES = "('account', 'transfer', 'entry', 'closed_quarter', 'seal')"

FIND = {
    "sqlite": text(
        f"SELECT name, 1 AS is_on, sql AS text FROM sqlite_master WHERE type = 'trigger' AND tbl_name IN {TABLES}"
    ),
    "postgresql": text(rf"""
        SELECT tgname AS name, tgenabled IN ('O', 'A') AS is_on,
               replace(regexp_replace(pg_get_triggerdef(trigger.oid), ' ON .*? (REFERENCING|FOR EACH)', ' \1'),
                       quote_ident(nspname) || '.', '') || prosrc AS text
          FROM pg_trigger AS trigger
          JOIN pg_class AS class ON class.oid = tgrelid
          JOIN pg_namespace AS namespace ON namespace.oid = relnamespace
          JOIN pg_proc AS proc ON proc.oid = tgfoid
         WHERE NOT tgisinternal AND nspname = current_schema() AND relname IN {TABLES}
    """),
}

DIGESTS: dict[str, dict[str, str]] = {
    "sqlite": {
        "account_comes": "f163217196b5b252",
        "account_never_delete": "75398a1853a69083",
        "account_stays": "49058515d56a542c",
        "account_totals": "f4aca760ded2baa0",
        "closed_quarter_comes": "0bf1336fcfb8a68c",
        "closed_quarter_never_delete": "fa6e594bcfa99d20",
        "closed_quarter_never_update": "a94f481a62e981bb",
        "entry_comes": "d40afb5680ee5e1d",
        "entry_never_delete": "d579df5722064371",
        "entry_never_update": "ea11cbe90f0699ca",
        "seal_comes": "d33fcc8fbd1a68cb",
        "seal_never_delete": "db1c7a71b49f5c73",
        "seal_never_update": "8bbdfa1d0706be8d",
        "transfer_came": "194f389e7789acfb",
        "transfer_comes": "364a12586fb4e260",
        "transfer_never_delete": "1f4f8e62f5138a65",
        "transfer_never_update": "9923ced96eb0a2b5",
    },
    "postgresql": {
        "account_comes": "c936592fed51b9c5",
        "account_never": "1571158e35fc5644",
        "account_never_truncate": "4c78b99736635b9f",
        "account_stays": "37c8eeaa04122119",
        "account_stays_closed": "f27d0ca543fac065",
        "account_stays_pot": "affaf6c3ee7792ed",
        "account_totals": "77f5c3883fbd2ef2",
        "closed_quarter_comes": "65a6a899c5c42379",
        "closed_quarter_never": "ac829a08fccac51c",
        "closed_quarter_never_truncate": "34b96747369b94cc",
        "entry_comes": "8d8c7f2edb7e5a56",
        "entry_never": "6367b5c31eff7190",
        "entry_never_truncate": "b0df423ca66d5846",
        "seal_comes": "23f757bce2df61f4",
        "seal_never": "5896acca39c86ac3",
        "seal_never_truncate": "b33a44d657a03171",
        "transfer_came": "19d7120f50424c96",
        "transfer_comes": "406a6b67a68f656a",
        "transfer_never": "07d9d33ccca4674d",
        "transfer_never_truncate": "133c609068f34aa7",
    },
}
"""The triggers of the newest migration on each engine, with the first 16 digits of the SHA-256 of their text. A test
says the right ones after a migration that changes a trigger."""


def differences_in(connection: Connection) -> Iterator[Difference]:
    """Name each trigger that is missing, changed, switched off or not ours."""
    ours, there = DIGESTS[connection.dialect.name], found_in(connection)
    for name in sorted(ours.keys() | there.keys()):
        where = f"trigger {name}"
        if name not in there:
            yield Difference(where, "it is missing")
        elif name not in ours:
            yield Difference(where, "it is not ours")
        elif there[name] != ours[name]:
            yield Difference(where, "it was changed or switched off")


def found_in(connection: Connection) -> dict[str, str]:
    """Return the triggers on our tables with the digests of their texts; "off" for one that is switched off."""
    rows = connection.execute(FIND[connection.dialect.name]).all()
    return {row.name: hashlib.sha256(row.text.encode()).hexdigest()[:16] if row.is_on else "off" for row in rows}
