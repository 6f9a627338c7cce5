"""Finding listings by words, and what fits whom: the index gives the newest that may fit, `words.matching` orders them.

A page costs the same however many listings there are: the index is asked for what holds every word first, then for what
holds other words that mean the same, then for what holds some of them, and only until there are enough to put in order.
"""

from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from itertools import islice
from json import dumps
from typing import Any, NamedTuple

from sqlalchemy import BigInteger, Boolean, Integer, String, column, text

from timebank.access.actor import Actor
from timebank.core import clock
from timebank.core.database import db
from timebank.core.paging import Page
from timebank.core.statements import Statement
from timebank.market import asking
from timebank.market.asking import Group, Term
from timebank.market.models import Listing
from timebank.market.queries.listings import LISTING, PAGE, Found, Wanted, can_be_seen, talents_of
from timebank.market.rules import DAY_PARTS, OPPOSITE
from timebank.market.words import errands, indexing, matching, searching

HITS_AT_MOST = 500
BATCH = PAGE + 4
"""How many hits are put in order together; those after them come after them. A first page mostly reads no more."""

OTHERS_AT_MOST = 100
"""How many are read that hold some of the words, where few hold every one."""

FITTING_AMONG = 80
"""Among how many it is looked for what fits: the newest of the same kind with a word of it, or else with a word that
means the same, or of a kind that is likely."""

FITTING_AT_MOST = 5
WORDS_FITTING_AT_MOST = 60
LIKELY = 0.05
"""How surely an errand is told, by words or by what they mean, for listings of its kinds to be looked at."""

COMMON_FROM = 5_000
"""From how many listings on a word is common: PostgreSQL then looks through the newest ones, not through its index."""

NEWEST = 20_000
"""Among how many of the newest listings a common word is looked for."""

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
    asked = searching.query(words, (word for word, number in uses.items() if number))
    if not asked.asked:
        return Page([], None)
    groups = [_group(one) for one in asked.asked]
    best = [[_closest(one, uses)] for one in asked.asked]
    some = [term for group in groups for term in group] if len(groups) > 1 else []
    some += asking.one_of(*sorted({part for one in asked.asked for part in one.parts} - errands.ordinary()))
    start = min(after or 0, HITS_AT_MOST)
    at_most = min(((start + PAGE) // BATCH + 1) * BATCH, HITS_AT_MOST)
    is_best_all = all(_is_all(one, uses) for one in asked.asked)
    parts = (
        NOTHING if newest else best,
        NOTHING if is_best_all and not newest else groups,
        [some] if some else NOTHING,
    )
    hits = _hits(parts, wanted, reader, at_most=at_most, uses=uses)
    ordered = _in_order(hits, asked, reader, newest=newest)
    shown = ordered[start : start + PAGE]
    goes_on = len(ordered) > start + PAGE or (at_most < HITS_AT_MOST and any(row.goes_on for row in hits.values()))
    return Page(shown, start + len(shown) if shown and goes_on else None)


def _uses_of(words: str) -> dict[str, int]:
    """Return how many listings hold each of these words, of those that mean the same, and of those nearly typed so.

    `word*` tells of the words that begin so and are longer, where that is known.
    """
    first = searching.query(words)
    near = sorted(searching.keys_to_look_up(words))
    found = USES.all(typed=dumps(first.terms()), near=dumps(near), begun=dumps(first.prefixes()))
    return dict.fromkeys(first.terms(), 0) | dict(found)


def _group(asked: searching.Asked) -> Group:
    """Return what one word may have meant: itself, what it begins or is made of, another word, one typed wrong."""
    terms = [Term((word,)) for word in (asked.stem, *sorted(asked.related), *asked.near)]
    if asked.prefix:
        terms.append(Term((asked.prefix,), goes_on=True))
    if asked.parts:
        terms.append(Term(asked.parts))
    return terms


def _closest(asked: searching.Asked, uses: Mapping[str, int]) -> Term:
    """Return the word itself, or what comes closest where no listing holds it."""
    if not uses.get(asked.stem) and asked.near:
        return Term(asked.near[:1])
    return Term(asked.parts if asked.parts and not uses.get(asked.stem) else (asked.stem,))


def _is_all(asked: searching.Asked, uses: Mapping[str, int]) -> bool:
    """Say whether no listing holds anything that a word may have meant but the word itself."""
    others = (*asked.related, *asked.near, *([f"{asked.prefix}*"] if asked.prefix else []))
    return not asked.parts and all(uses.get(word) == 0 for word in others)


def _number(groups: Sequence[Group], uses: Mapping[str, int]) -> int:
    """Return how many listings may hold one term of each group, at most."""
    return min((sum(min(uses.get(word, 0) for word in term.words) for term in group) for group in groups), default=0)


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
    parts: Sequence[Sequence[Group]], wanted: Wanted, reader: Actor, *, at_most: int, uses: Mapping[str, int]
) -> dict[int, Any]:
    """Return rows by id that hold one term of every group of the first part, then of the second, then of the third."""
    engine, marks = db.engine.dialect.name, _marks(wanted, reader)
    written = [asking.query(engine, part if part is NOTHING else [*marks, *part]) for part in parts]
    values: dict[str, Any] = dict(zip(LEFT, written, strict=True)) | {"at_most": at_most}
    values |= {"reader_id": reader.person_id, "now": clock.now(), "today": clock.today()}
    if wanted.where == "near":
        values["wijk_id"] = reader.wijk_id
    looks_at_newest = engine == "postgresql" and wanted.where == "all"
    common = tuple(looks_at_newest and _number(part, uses) >= COMMON_FROM for part in parts)
    rows = _statement(engine, wanted.side, wanted.where == "near", common).all(**values)
    return {row.id: row for row in rows}


@cache
def _statement(engine: str, side: str, near: bool, common: tuple[bool, ...]) -> Statement:
    scope = f"{SCOPES[engine]} || " if near else ""
    parts = {
        name: (AMONG_NEWEST if is_common else BY_INDEX[engine]).format(name=name, left=left, scope=scope, newest=NEWEST)
        for (name, left), is_common in zip(LEFT.items(), common, strict=True)
    }
    sql = text(HITS.format(**parts, batch=BATCH, last=HITS_AT_MOST))
    hits = sql.columns(column("id", BigInteger), column("batch", Integer), column("goes_on", Boolean)).subquery("hits")
    more = (Listing.searched, Listing.meaning, hits.c.batch, hits.c.goes_on)
    found = LISTING.add_columns(*more).join(hits, hits.c.id == Listing.id)
    return Statement(found.where(*can_be_seen(side)), Found)


def fitting(listing: Any, reader: Actor) -> list[Fitting]:
    """Return what fits a listing of this reader, from the other side and from here or near: the best first, a few."""
    wanted = _as_wanted(
        listing.words, listing.category_code, listing.day_parts, listing.language, meaning=listing.meaning
    )
    return _fitting({listing.words: wanted}, Wanted(OPPOSITE[listing.side], "near"), reader)


def fitting_requests(reader: Actor) -> list[Fitting]:
    """Return requests, from here or near, that fit what this reader can do: the best first, a few."""
    talents = {one.words: _as_wanted(one.words, one.category_code, 0, "") for one in talents_of(reader.person_id)}
    return _fitting(talents, Wanted("request", "near"), reader) if talents else []


def _fitting(looked_for: Mapping[str, matching.Listing], wanted: Wanted, reader: Actor) -> list[Fitting]:
    words = {word for one in looked_for.values() for word in one.reading.all}
    kinds = {kind for one in looked_for.values() for kind in one.kinds}
    told = words - errands.ordinary()
    others = set().union(*(errands.table().related.get(word, ()) for word in told)) - told
    telling, same_kind = _one_of_words(sorted(told)), _one_of_kinds(kinds)
    related = _one_of_words([*sorted(told), *sorted(others)])
    likely = _one_of_kinds(kinds.union(*map(_likely_kinds, looked_for.values())))
    parts = ([telling, same_kind], [related], [likely])
    rows = _hits(parts, wanted, reader, at_most=FITTING_AMONG, uses={})
    candidates = [_as_candidate(row, reader) for row in rows.values()]
    found: dict[int, Fitting] = {}
    for written, one in looked_for.items():
        for fit in matching.best(one, candidates, at_most=FITTING_AT_MOST):
            found.setdefault(fit.id, Fitting(rows[fit.id], fit.reason, written))
    return list(islice(found.values(), FITTING_AT_MOST))


def _one_of_words(words: Sequence[str]) -> Group:
    return asking.one_of(*words[:WORDS_FITTING_AT_MOST]) or NOTHING[0]


def _one_of_kinds(kinds: Iterable[str]) -> Group:
    return asking.one_of(*map(asking.kind_mark, sorted(kinds))) or NOTHING[0]


def _likely_kinds(wanted: matching.Listing) -> set[str]:
    """Return the kinds of the errands that a text tells or means: its writer may have chosen none, or another."""
    told, known = wanted.sure_errands(), errands.table().errands
    return {kind for place, sure in told.items() if sure >= LIKELY for kind in known[place].kinds}


def _as_wanted(
    words: str, kind: str | None, day_parts: int, language: str, *, meaning: bytes | None = None
) -> matching.Listing:
    kinds = frozenset((kind,)) if kind else frozenset()
    return matching.Listing(0, indexing.understand(words), kinds, 2, day_parts, language or None, meaning=meaning)


def _as_candidate(row: Any, reader: Actor) -> matching.Listing:
    kinds = frozenset((row.category_code,)) if row.category_code else frozenset()
    typed = row.searched.partition("\n")[2]
    nearness = 2 if row.wijk_id == reader.wijk_id else 1
    return matching.Listing(
        row.id, indexing.read(typed), kinds, nearness, row.day_parts, row.language or None, row.id, row.meaning
    )


def _in_order(rows: dict[int, Any], asked: searching.Query, reader: Actor, *, newest: bool) -> list[Any]:
    """Order hits, batch by batch: what holds most of the words first, then the newest; or the newest that fit."""
    fits = searching.found(asked, [_as_candidate(row, reader) for row in rows.values()], at_most=HITS_AT_MOST)
    ordered = [rows[fit.id] for fit in fits]
    return sorted(ordered, key=lambda row: (row.batch, -row.id) if newest else row.batch)
