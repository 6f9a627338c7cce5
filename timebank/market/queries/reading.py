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
from timebank.market.queries.listings import LISTING, PAGE, Found, Wanted, can_be_seen, talents_of
from timebank.market.rules import DAY_PARTS, OPPOSITE
from timebank.market.words import compounds, errands, indexing, matching, misspelt, stems

HITS_AT_MOST = 500
SOME_AT_MOST = 100
"""How many are read that hold some of the words, beside those that hold every one."""

FITTING_AT_MOST = 5
WORDS_FITTING_AT_MOST = 60
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


class Fitting(NamedTuple):
    """A listing that fits what somebody wrote, and why."""

    listing: Any
    reason: matching.Reason
    written: str


def search(words: str, wanted: Wanted, reader: Actor, *, after: int | None = None, newest: bool = False) -> Page[Any]:
    """Return a page of listings that hold these words, or nearly: what fits best first, or the newest.

    `after` is how many come before it; one search gives at most HITS_AT_MOST.
    """
    typed = stems.written(words)
    asked = {stem: _parts(typed[stem]) for stem in stems.stems(words) if stem in typed}
    asked = dict(islice(asked.items(), WORDS_ASKED_AT_MOST))
    if not asked:
        return Page([], None)
    uses, last = _known(asked), next(reversed(asked))
    groups = [_group(stem, parts, uses, typed[stem] if stem == last else "") for stem, parts in asked.items()]
    marks = _marks(wanted, reader)
    is_common = wanted.where == "all" and min(_uses(group, uses) for group in groups) >= COMMON_FROM
    some = [[term for group in groups for term in group]] if len(groups) > 1 else [NOTHING]
    hits = _hits([*marks, *groups], [*marks, *some], wanted, reader, is_common=is_common)
    ordered = _in_order(hits, words, reader, newest=newest)
    start = min(after or 0, HITS_AT_MOST)
    shown = ordered[start : start + PAGE]
    return Page(shown, start + PAGE if len(ordered) > start + PAGE else None)


def _parts(word: str) -> tuple[str, ...]:
    """Return the stems of the parts of a compound, or what an everyday word was that was typed wrong."""
    meant = errands.meant_by(word)
    return compounds.parts(word) or compounds.parts(meant or "") or ((meant,) if meant else ())


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
    if parts:
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
    telling = sorted(words - matching.ordinary())[:WORDS_FITTING_AT_MOST]
    some = asking.one_of(*telling, *(asking.kind_mark(kind) for kind in sorted(kinds)))
    if not some:
        return []
    hits = _hits([*_marks(wanted, reader), some], [NOTHING], wanted, reader)
    rows = {hit.row.id: hit.row for hit in hits}
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
        row.id, indexing.read(typed), kinds, nearness, row.day_parts, row.language or None, order=row.id
    )


def _in_order(hits: list[Hit], words: str, reader: Actor, *, newest: bool) -> list[Any]:
    """Order hits: those with every word before the others, then what fits best, then the newest."""
    if newest:
        return [hit.row for hit in sorted(hits, key=lambda hit: -hit.row.id)]
    wanted = _as_wanted(words, None, 0, "")
    fits = matching.best(wanted, [_as_candidate(hit.row, reader) for hit in hits], at_most=HITS_AT_MOST)
    place = {fit.id: number for number, fit in enumerate(fits)}
    last = len(place)
    ordered = sorted(hits, key=lambda hit: (not hit.has_every, place.get(hit.row.id, last), -hit.row.id))
    return [hit.row for hit in ordered]
