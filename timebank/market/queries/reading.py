"""Finding listings by words, and what fits whom: the index gives the newest that may fit, `words.matching` orders them.

A page costs the same however many listings there are: at most HITS_AT_MOST rows are read.
"""

from collections.abc import Iterable, Mapping
from functools import cache
from itertools import islice
from typing import Any, NamedTuple

from sqlalchemy import BigInteger, column, or_, select, text

from timebank.access.actor import Actor
from timebank.core import clock
from timebank.core.database import db
from timebank.core.paging import Page
from timebank.core.statements import Statement
from timebank.market import asking
from timebank.market.asking import Group, Term
from timebank.market.models import Listing, ListingWord, ListingWordKey
from timebank.market.queries.listings import LISTING, PAGE, Found, Wanted, can_be_seen, talents_of
from timebank.market.rules import DAY_PARTS, OPPOSITE
from timebank.market.words import errands, indexing, matching, searching, stems

HITS_AT_MOST = 500
SOME_AT_MOST = 100
"""How many are read that hold some of the words, beside those that hold every one."""

FITTING_AT_MOST = 5
WORDS_FITTING_AT_MOST = 60
COMMON_FROM = 5_000
"""From how many listings on a word is common: PostgreSQL then looks through the newest ones, not through its index."""

NEWEST = 20_000
"""Among how many of the newest listings a common word is looked for."""

NOTHING = asking.one_of("0nothing")

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
    "sqlite": """SELECT rowid AS id FROM
        (SELECT rowid FROM listing_text WHERE listing_text MATCH {scope}:{name} ORDER BY rowid DESC LIMIT {limit})""",
    "postgresql": """SELECT id FROM
        (WITH hit AS MATERIALIZED
          (SELECT id FROM listing WHERE searched_vector @@ CAST({scope}CAST(:{name} AS text) AS tsquery))
         SELECT id FROM hit ORDER BY id DESC LIMIT {limit}) AS hits_of_{name}""",
}
AMONG_NEWEST = """SELECT id FROM
    (SELECT id FROM (SELECT id, searched_vector FROM listing WHERE is_live ORDER BY id DESC LIMIT {newest}) AS newest
      WHERE searched_vector @@ CAST({scope}CAST(:{name} AS text) AS tsquery)
      ORDER BY id DESC LIMIT {limit}) AS hits_of_{name}"""


class Fitting(NamedTuple):
    """A listing that fits what somebody wrote, and why."""

    listing: Any
    reason: matching.Reason
    written: str


def search(words: str, wanted: Wanted, reader: Actor, *, after: int | None = None, newest: bool = False) -> Page[Any]:
    """Return a page of listings that hold these words, or nearly: what fits best first, or the newest.

    `after` is how many come before it; one search gives at most HITS_AT_MOST.
    """
    uses = _uses_of(words)
    asked = searching.query(words, uses)
    if not asked.asked:
        return Page([], None)
    groups = [_group(one) for one in asked.asked]
    marks = _marks(wanted, reader)
    is_common = wanted.where == "all" and min(_number(group, uses) for group in groups) >= COMMON_FROM
    some = [term for group in groups for term in group] if len(groups) > 1 else []
    some += asking.one_of(*sorted({part for one in asked.asked for part in one.parts} - errands.ordinary()))
    hits = _hits([*marks, *groups], [*marks, some or NOTHING], wanted, reader, is_common=is_common)
    ordered = _in_order(hits, asked, reader, newest=newest)
    start = min(after or 0, HITS_AT_MOST)
    shown = ordered[start : start + PAGE]
    return Page(shown, start + PAGE if len(ordered) > start + PAGE else None)


def _uses_of(words: str) -> dict[str, int]:
    """Return the stems that listings hold among these words and those near them, with how many hold each."""
    near = select(ListingWordKey.stem).where(ListingWordKey.key.in_(sorted(searching.keys_to_look_up(words))))
    is_one = or_(ListingWord.stem.in_(stems.stems(words)), ListingWord.stem.in_(near))
    found = select(ListingWord.stem, ListingWord.uses).where(ListingWord.uses > 0, is_one)
    return {stem: uses for stem, uses in db.session.execute(found)}


def _group(asked: searching.Asked) -> Group:
    """Return what one word may have meant: itself, what it begins or is made of, another word, one typed wrong."""
    terms = [Term((word,)) for word in (asked.stem, *sorted(asked.related), *asked.near)]
    if asked.prefix:
        terms.append(Term((asked.prefix,), goes_on=True))
    if asked.parts:
        terms.append(Term(asked.parts))
    return terms


def _number(group: Group, uses: dict[str, int]) -> int:
    return sum(min(uses.get(word, 0) for word in term.words) for term in group)


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


def _hits(
    every: Iterable[Group], some: Iterable[Group], wanted: Wanted, reader: Actor, *, is_common: bool = False
) -> dict[int, Any]:
    """Return the rows, by id, that hold one term of every group of `every`, or else of `some`."""
    engine = db.engine.dialect.name
    values: dict[str, Any] = {"every": asking.query(engine, every), "some": asking.query(engine, some)}
    values |= {"reader_id": reader.person_id, "now": clock.now(), "today": clock.today()}
    if wanted.where == "near":
        values["wijk_id"] = reader.wijk_id
    rows = _statement(engine, wanted.side, wanted.where == "near", is_common and engine == "postgresql").all(**values)
    return {row.id: row for row in rows}


@cache
def _statement(engine: str, side: str, near: bool, is_common: bool) -> Statement:
    form = AMONG_NEWEST if is_common else BY_INDEX[engine]
    scope = f"{SCOPES[engine]} || " if near else ""
    parts = (("every", HITS_AT_MOST), ("some", SOME_AT_MOST))
    sql = " UNION ".join(form.format(name=name, limit=limit, scope=scope, newest=NEWEST) for name, limit in parts)
    hits = text(sql).columns(column("id", BigInteger)).subquery("hits")
    found = LISTING.add_columns(Listing.searched, Listing.meaning).join(hits, hits.c.id == Listing.id)
    return Statement(found.where(*can_be_seen(side)).order_by(Listing.id.desc()), Found)


def fitting(listing: Any, reader: Actor) -> list[Fitting]:
    """Return what fits a listing of this reader, from the other side and from here or near: the best first, a few."""
    wanted = _as_wanted(listing.words, listing.category_code, listing.day_parts, listing.language)
    return _fitting({listing.words: wanted}, Wanted(OPPOSITE[listing.side], "near"), reader)


def fitting_requests(reader: Actor) -> list[Fitting]:
    """Return requests, from here or near, that fit what this reader can do: the best first, a few."""
    talents = {one.words: _as_wanted(one.words, one.category_code, 0, "") for one in talents_of(reader.person_id)}
    return _fitting(talents, Wanted("request", "near"), reader) if talents else []


def _fitting(looked_for: Mapping[str, matching.Listing], wanted: Wanted, reader: Actor) -> list[Fitting]:
    words = {word for one in looked_for.values() for word in one.reading.all}
    kinds = {kind for one in looked_for.values() for kind in one.kinds}
    telling = sorted(words - errands.ordinary())[:WORDS_FITTING_AT_MOST]
    some = asking.one_of(*telling, *(asking.kind_mark(kind) for kind in sorted(kinds)))
    if not some:
        return []
    rows = _hits([*_marks(wanted, reader), some], [NOTHING], wanted, reader)
    candidates = [_as_candidate(row, reader) for row in rows.values()]
    found: dict[int, Fitting] = {}
    for written, one in looked_for.items():
        for fit in matching.best(one, candidates, at_most=FITTING_AT_MOST):
            found.setdefault(fit.id, Fitting(rows[fit.id], fit.reason, written))
    return list(islice(found.values(), FITTING_AT_MOST))


def _as_wanted(words: str, kind: str | None, day_parts: int, language: str) -> matching.Listing:
    kinds = frozenset((kind,)) if kind else frozenset()
    return matching.Listing(0, indexing.understand(words), kinds, 2, day_parts, language or None)


def _as_candidate(row: Any, reader: Actor) -> matching.Listing:
    kinds = frozenset((row.category_code,)) if row.category_code else frozenset()
    typed = row.searched.partition("\n")[2]
    nearness = 2 if row.wijk_id == reader.wijk_id else 1
    return matching.Listing(
        row.id, indexing.read(typed), kinds, nearness, row.day_parts, row.language or None, row.id, row.meaning
    )


def _in_order(rows: dict[int, Any], asked: searching.Query, reader: Actor, *, newest: bool) -> list[Any]:
    """Order hits: what holds most of the words first, then the newest; or the newest of those that fit."""
    fits = searching.found(asked, [_as_candidate(row, reader) for row in rows.values()], at_most=HITS_AT_MOST)
    ordered = [rows[fit.id] for fit in fits]
    return sorted(ordered, key=lambda row: -row.id) if newest else ordered
