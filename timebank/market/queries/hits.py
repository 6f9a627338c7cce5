"""Asks the index of listings: the newest that hold what is looked for, with what a page shows of each.

A page costs the same however many listings there are: the index is asked for what holds every word first, then for what
holds other words that mean the same, then for what holds some of them, and only until there are enough.
"""

from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any

from sqlalchemy import BigInteger, Boolean, Integer, String, column, text

from timebank.access.actor import Actor
from timebank.core import clock
from timebank.core.database import db
from timebank.core.statements import Statement
from timebank.market import asking
from timebank.market.asking import Group, Term
from timebank.market.models import Listing
from timebank.market.queries.listings import LISTING, PAGE, Found, Wanted, can_be_seen
from timebank.market.rules import DAY_PARTS

HITS_AT_MOST = 500
BATCH = PAGE + 4
"""How many hits are put in order together; those after them come after them. A first page mostly reads no more."""

OTHERS_AT_MOST = 100
"""How many are read that hold some of the words, where few hold every one."""

COMMON_FROM = 5_000
"""From how many listings on a word is common: PostgreSQL then looks through the newest ones, not through its index."""

NEWEST = 20_000
"""Among how many of the newest listings a common word is looked for."""

RARE_UP_TO = 500
"""Up to how many listings SQLite's index is asked for the words alone, and each listing looked at: the list of all
listings of a wijk is long, and taking what both hold costs more."""

NOTHING = [asking.one_of("0nothing")]

SCOPES = {
    "sqlite": """(SELECT '(' || group_concat('"0w' || wijk_id || '"', ' OR ') || ') AND '
        FROM (SELECT :wijk_id AS wijk_id
              UNION SELECT near_wijk_id FROM near_wijk WHERE near_wijk.wijk_id = :wijk_id))""",
    "postgresql": """(SELECT '(' || string_agg('''0w' || wijk_id || '''', ' | ') || ') & '
        FROM (SELECT CAST(:wijk_id AS bigint) AS wijk_id
              UNION SELECT near_wijk_id FROM near_wijk WHERE near_wijk.wijk_id = :wijk_id) AS near)""",
}
"""The marks of a wijk and of those near it, before a query."""

BY_INDEX = {
    "sqlite": """SELECT rowid AS id FROM listing_text WHERE listing_text MATCH {scope}:{name}
        ORDER BY rowid DESC LIMIT {left}""",
    "postgresql": """SELECT id FROM
        (WITH hit AS MATERIALIZED
          (SELECT id FROM listing WHERE searched_vector @@ CAST({scope}CAST(:{name} AS text) AS tsquery))
         SELECT id FROM hit) AS hits_of_{name}
        ORDER BY id DESC LIMIT {left}""",
}
AMONG_NEWEST = """SELECT id FROM
    (SELECT id, searched_vector FROM listing WHERE is_live ORDER BY id DESC LIMIT {newest}) AS newest
    WHERE searched_vector @@ CAST({scope}CAST(:{name} AS text) AS tsquery)
    ORDER BY id DESC LIMIT {left}"""
RARE = """SELECT listing_text.rowid AS id FROM listing_text CROSS JOIN listing ON listing.id = listing_text.rowid
    WHERE listing_text MATCH :{name} AND listing.side = :side{where} ORDER BY listing_text.rowid DESC LIMIT {left}"""
WHERE = {
    "wijk": " AND listing.wijk_id = :wijk_id",
    "near": """ AND listing.wijk_id IN (SELECT :wijk_id
        UNION ALL SELECT near_wijk_id FROM near_wijk WHERE near_wijk.wijk_id = :wijk_id)""",
    "category_code": " AND listing.category_code = :category_code",
    "day_part": " AND (listing.day_parts = 0 OR listing.day_parts & :day_part)",
}
HITS = """WITH best AS MATERIALIZED ({best}), every AS MATERIALIZED ({every}), others AS MATERIALIZED ({others})
    SELECT id,
      CASE part WHEN 3 THEN {last} ELSE (row_number() OVER (ORDER BY part, id DESC) - 1) / {batch} END AS batch,
      (SELECT count(*) FROM best) >= :at_most OR (SELECT count(*) FROM every) >= :at_most AS goes_on
    FROM (SELECT id, min(part) AS part FROM
        (SELECT id, 1 AS part FROM best UNION ALL SELECT id, 2 FROM every UNION ALL SELECT id, 3 FROM others) AS found
      GROUP BY id) AS parts"""
LEFT = {
    "best": ":at_most",
    "every": "CASE WHEN (SELECT count(*) FROM best) < :at_most THEN :at_most ELSE 0 END",
    "others": f"""CASE WHEN (SELECT count(*) FROM best) < :at_most AND (SELECT count(*) FROM every) < :at_most
        THEN {OTHERS_AT_MOST} ELSE 0 END""",
}
"""How many of each part are asked for: none once there are enough, and then the index is not asked at all."""

ASKED = """SELECT listing_word.stem, listing_word.uses FROM
    (SELECT value AS stem FROM {each}(CAST(:typed AS {json})) AS typed
     UNION SELECT listing_word_key.stem FROM {each}(CAST(:near AS {json})) AS near
     JOIN listing_word_key ON listing_word_key.key = near.value) AS told
    JOIN listing_word ON listing_word.stem = told.stem WHERE listing_word.uses > 0"""
BEGUN = """ UNION ALL SELECT begun.value || '*',
    (SELECT total(uses) FROM listing_word WHERE stem > begun.value AND stem < begun.value || '~')
    FROM json_each(:begun) AS begun"""
"""How many hold words that begin so and go on. Not on PostgreSQL, where letters may be sorted by a language's rules."""

USES = Statement(
    {
        engine: text(sql).columns(column("stem", String), column("uses", Integer))
        for engine, sql in (
            ("sqlite", ASKED.format(each="json_each", json="text") + BEGUN),
            ("postgresql", ASKED.format(each="json_array_elements_text", json="json")),
        )
    }
)


def hits(
    parts: Sequence[Sequence[Group]],
    wanted: Wanted,
    reader: Actor,
    *,
    at_most: int,
    uses: Mapping[str, int] | None = None,
) -> dict[int, Any]:
    """Return rows by id that hold one term of every group of the first part, then of the second, then of the third.

    `uses`: how many listings hold each word, where that is known.
    """
    engine, marks = db.engine.dialect.name, _marks(wanted, reader)
    ways = tuple(_way(engine, wanted, part, uses) for part in parts)
    written = [
        asking.query(engine, part if way == "rare" or part is NOTHING else [*marks, *part])
        for part, way in zip(parts, ways, strict=True)
    ]
    values: dict[str, Any] = dict(zip(LEFT, written, strict=True)) | {"at_most": at_most}
    values |= {"reader_id": reader.person_id, "now": clock.now(), "today": clock.today()}
    values |= {"side": wanted.side, "wijk_id": reader.wijk_id or 0}
    values |= {"category_code": wanted.category_code, "day_part": wanted.day_part}
    narrowed = [name for name in ("category_code", "day_part") if getattr(wanted, name)]
    where = "".join(WHERE.get(name, "") for name in (wanted.where, *narrowed))
    rows = _statement(engine, wanted.side, wanted.where == "near", where, ways).all(**values)
    return {row.id: row for row in rows}


def _way(engine: str, wanted: Wanted, part: Sequence[Group], uses: Mapping[str, int] | None) -> str:
    """Return how to ask for a part: by the words and marks of all, among the newest, or by rare words alone."""
    if uses is None:
        return "index"
    number = _number(part, uses)
    if engine == "sqlite":
        return "rare" if number <= RARE_UP_TO else "index"
    return "newest" if wanted.where == "all" and number >= COMMON_FROM else "index"


@cache
def _statement(engine: str, side: str, near: bool, where: str, ways: tuple[str, ...]) -> Statement:
    by_way = {"index": BY_INDEX[engine], "newest": AMONG_NEWEST, "rare": RARE}
    scope = f"{SCOPES[engine]} || " if near else ""
    parts = {
        name: by_way[way].format(name=name, left=left, scope=scope, newest=NEWEST, where=where)
        for (name, left), way in zip(LEFT.items(), ways, strict=True)
    }
    sql = text(HITS.format(**parts, batch=BATCH, last=HITS_AT_MOST))
    found = sql.columns(column("id", BigInteger), column("batch", Integer), column("goes_on", Boolean)).subquery("hits")
    more = (Listing.searched, Listing.meaning, found.c.batch, found.c.goes_on)
    listings = LISTING.add_columns(*more).join(found, found.c.id == Listing.id)
    return Statement(listings.where(*can_be_seen(side)), Found)


def _number(groups: Sequence[Group], uses: Mapping[str, int]) -> int:
    """Return how many listings may hold one term of each group, at most."""
    return min((sum(_uses_of(term, uses) for term in group) for group in groups), default=0)


def _uses_of(term: Term, uses: Mapping[str, int]) -> int:
    *first, last = term.words
    return min(uses.get(word, 0) for word in (*first, f"{last}*" if term.goes_on else last))


def _marks(wanted: Wanted, reader: Actor) -> list[Group]:
    marks = [asking.one_of(asking.side_mark(wanted.side))]
    if wanted.where == "wijk":
        marks.append(asking.one_of(asking.wijk_mark(reader.wijk_id or 0)))
    if wanted.category_code:
        marks.append(asking.one_of(asking.kind_mark(wanted.category_code)))
    if wanted.day_part:
        parts = [part for bit, part in enumerate(DAY_PARTS) if wanted.day_part & 1 << bit]
        marks.append(asking.one_of(*(asking.day_part_mark(part) for part in (*parts, "any"))))
    return marks
