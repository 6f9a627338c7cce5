"""Finding listings by words, and what fits whom: the index gives the newest that may fit, `words.matching` orders them.

A page costs the same however many listings there are: at most HITS_AT_MOST rows are read.
"""

from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from itertools import islice
from typing import Any, NamedTuple

from sqlalchemy import BigInteger, Integer, column, or_, select, text

from timebank.access.actor import Actor
from timebank.core import clock
from timebank.core.database import db
from timebank.core.paging import Page
from timebank.core.statements import Statement
from timebank.market import asking
from timebank.market.asking import Group, Term
from timebank.market.models import Listing, ListingWord, ListingWordKey
from timebank.market.queries.listings import LISTING, PAGE, Found, Wanted, can_be_seen
from timebank.market.rules import DAY_PARTS
from timebank.market.words import compounds, misspelt, stems

HITS_AT_MOST = 500
SOME_AT_MOST = 100
"""How many are read that hold some of the words, beside those that hold every one."""

FITTING_AT_MOST = 5
COMMON_FROM = 5_000
"""From how many listings on a word is common: PostgreSQL then looks through the newest ones, not through its index."""

NEWEST = 20_000
"""Among how many of the newest listings a common word is looked for."""

WORDS_ASKED_AT_MOST = 8
LETTERS_TO_GO_ON = 3
"""From how many letters on the last word may go on."""

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
    "sqlite": """SELECT rowid AS id, {every} AS every FROM
        (SELECT rowid FROM listing_text WHERE listing_text MATCH {scope}:{name} ORDER BY rowid DESC LIMIT {limit})""",
    "postgresql": """SELECT id, {every} AS every FROM
        (WITH hit AS MATERIALIZED
          (SELECT id FROM listing WHERE searched_vector @@ CAST({scope}CAST(:{name} AS text) AS tsquery))
         SELECT id FROM hit ORDER BY id DESC LIMIT {limit}) AS hits_of_{name}""",
}
AMONG_NEWEST = """SELECT id, {every} AS every FROM
    (SELECT id FROM (SELECT id, searched_vector FROM listing WHERE is_live ORDER BY id DESC LIMIT {newest}) AS newest
      WHERE searched_vector @@ CAST({scope}CAST(:{name} AS text) AS tsquery)
      ORDER BY id DESC LIMIT {limit}) AS hits_of_{name}"""


class Hit(NamedTuple):
    """What the index gives: a listing's row, and whether it holds every word that was asked."""

    row: Any
    has_every: bool


def search(words: str, wanted: Wanted, reader: Actor, *, after: int | None = None, newest: bool = False) -> Page[Any]:
    """Return a page of listings that hold these words, or nearly: what fits best first, or the newest.

    `after` is how many come before it; one search gives at most HITS_AT_MOST.
    """
    typed = stems.written(words)
    asked = {stem: compounds.parts(typed[stem]) for stem in stems.stems(words) if stem in typed}
    asked = dict(islice(asked.items(), WORDS_ASKED_AT_MOST))
    if not asked:
        return Page([], None)
    uses, last = _known(asked), next(reversed(asked))
    groups = [_group(stem, parts, uses, typed[stem] if stem == last else "") for stem, parts in asked.items()]
    marks = _marks(wanted, reader)
    is_common = wanted.where == "all" and min(_uses(group, uses) for group in groups) >= COMMON_FROM
    some = [[term for group in groups for term in group]] if len(groups) > 1 else [NOTHING]
    hits = _hits([*marks, *groups], [*marks, *some], wanted, reader, is_common=is_common)
    ordered = _in_order(hits, groups, newest=newest)
    start = min(after or 0, HITS_AT_MOST)
    shown = ordered[start : start + PAGE]
    return Page(shown, start + PAGE if len(ordered) > start + PAGE else None)


def _known(asked: Mapping[str, Sequence[str]]) -> dict[str, int]:
    """Return the stems that listings hold among these, their parts and what is near them, with how many hold each."""
    keys = sorted({key for stem in asked for key in misspelt.keys(stem)})
    near = select(ListingWordKey.stem).where(ListingWordKey.key.in_(keys))
    exact = [*asked, *(part for parts in asked.values() for part in parts)]
    is_one = or_(ListingWord.stem.in_(exact), ListingWord.stem.in_(near))
    found = select(ListingWord.stem, ListingWord.uses).where(ListingWord.uses > 0, is_one)
    return {stem: uses for stem, uses in db.session.execute(found)}


def _group(stem: str, parts: Sequence[str], uses: dict[str, int], begun: str) -> Group:
    """Return what one word may have meant: itself, its parts, the word that it begins, or that was typed wrong."""
    terms = [Term((stem,))]
    if len(begun) >= LETTERS_TO_GO_ON:
        terms.append(Term((begun,), goes_on=True))
    if len(parts) > 1:
        terms.append(Term(tuple(parts)))
    if stem not in uses:
        terms += [Term((near,)) for near in misspelt.nearest(stem, sorted(uses))]
    return terms


def _uses(group: Group, uses: dict[str, int]) -> int:
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
) -> list[Hit]:
    engine = db.engine.dialect.name
    values: dict[str, Any] = {"every": asking.query(engine, every), "some": asking.query(engine, some)}
    values |= {"reader_id": reader.person_id, "now": clock.now(), "today": clock.today()}
    if wanted.where == "near":
        values["wijk_id"] = reader.wijk_id
    rows = _statement(engine, wanted.side, wanted.where == "near", is_common and engine == "postgresql").all(**values)
    best: dict[int, Hit] = {}
    for row in rows:
        if row.id not in best or row.every:
            best[row.id] = Hit(row, bool(row.every))
    return list(best.values())


@cache
def _statement(engine: str, side: str, near: bool, is_common: bool) -> Statement:
    form = AMONG_NEWEST if is_common else BY_INDEX[engine]
    scope = f"{SCOPES[engine]} || " if near else ""
    parts = (("every", 1, HITS_AT_MOST), ("some", 0, SOME_AT_MOST))
    sql = " UNION ALL ".join(
        form.format(name=name, every=every, limit=limit, scope=scope, newest=NEWEST) for name, every, limit in parts
    )
    hits = text(sql).columns(column("id", BigInteger), column("every", Integer)).subquery("hits")
    found = LISTING.add_columns(Listing.searched, hits.c.every).join(hits, hits.c.id == Listing.id)
    return Statement(found.where(*can_be_seen(side)).order_by(Listing.id.desc()), Found)


def _in_order(hits: list[Hit], groups: Sequence[Group], *, newest: bool) -> list[Any]:
    return [hit.row for hit in sorted(hits, key=lambda hit: (newest or hit.has_every, hit.row.id), reverse=True)]


def fitting(listing: Any, reader: Actor) -> list[Any]:
    return []


def fitting_requests(reader: Actor) -> list[Any]:
    return []
