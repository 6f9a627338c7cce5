"""Finding listings by words, and what fits whom: the index gives the newest that may fit, `words` orders them."""

from collections.abc import Iterable, Mapping, Sequence
from itertools import islice
from json import dumps
from typing import Any, NamedTuple

from timebank.access.actor import Actor
from timebank.core.paging import Page
from timebank.market import asking
from timebank.market.asking import Group, Term
from timebank.market.queries.hits import BATCH, HITS_AT_MOST, NOTHING, USES, hits
from timebank.market.queries.listings import PAGE, Wanted, talents_of
from timebank.market.rules import OPPOSITE
from timebank.market.words import errands, indexing, matching, searching

FITTING_AMONG = 80
"""Among how many it is looked for what fits: the newest of the same kind with a word of it, or else with a word that
means the same, or of a kind that is likely."""

FITTING_AT_MOST = 5
WORDS_FITTING_AT_MOST = 60
LIKELY = 0.05
"""How surely an errand is told, by words or by what they mean, for listings of its kinds to be looked at."""


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
    rows = hits(parts, wanted, reader, at_most=at_most, uses=uses)
    ordered = _in_order(rows, asked, newest=newest)
    shown = ordered[start : start + PAGE]
    goes_on = len(ordered) > start + PAGE or (at_most < HITS_AT_MOST and any(row.goes_on for row in rows.values()))
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
    rows = hits(parts, wanted, reader, at_most=FITTING_AMONG)
    candidates = matching.Candidates([_as_candidate(row, reader) for row in rows.values()])
    found: dict[int, Fitting] = {}
    for written, one in looked_for.items():
        for fit in candidates.best(one, at_most=FITTING_AT_MOST):
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
    nearness = 2 if row.wijk_id == reader.wijk_id else 1
    return matching.Listing(
        row.id, _reading(row), kinds, nearness, row.day_parts, row.language or None, row.id, row.meaning
    )


def _reading(row: Any) -> indexing.Reading:
    return indexing.read(row.searched.partition("\n")[2])


def _in_order(rows: dict[int, Any], asked: searching.Query, *, newest: bool) -> list[Any]:
    """Order hits, batch by batch: what holds most of the words first, then the newest; or the newest that fit."""
    candidates = [matching.Listing(row.id, _reading(row), order=row.id) for row in rows.values()]
    ordered = [rows[number] for number in searching.found(asked, candidates, at_most=HITS_AT_MOST)]
    return sorted(ordered, key=lambda row: (row.batch, -row.id) if newest else row.batch)
