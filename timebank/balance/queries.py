"""Reads of what was published. What is read here is the same for everybody, and never changes again."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any

from sqlalchemy import Integer, bindparam, cast, func, or_, select
from sqlalchemy.orm import aliased

from timebank.access.actor import Actor
from timebank.balance.adding import Sum, add_up, largest
from timebank.balance.disclosure import number_of
from timebank.balance.figures import Balance, read
from timebank.balance.models import Publication, PublishedBalance, WijkReport
from timebank.core.database import db
from timebank.core.statements import Statement
from timebank.wijk.models import CategoryGroup, Gemeente, Wijk, WijkEdition
from timebank.wijk.queries import WijkNow
from timebank.wijk.queries.places import NAMED, WIJK_NOW

REPORTS_AT_MOST = 60
QUARTERS_AT_MOST = 40
"""Ten years: what a page offers to look at, and a file holds."""

BETWEEN = "|"
"""Stands between what is read as one text."""

as_balance = lru_cache(maxsize=1024)(read)
"""Reads a written balance: what was read once is kept, as it never changes."""


@dataclass(frozen=True, slots=True)
class Published:
    """The balance of a wijk in one quarter; the households are those of the edition that held then."""

    quarter: str
    figures: str
    digest: str
    rules_version: int
    published_at_utc: datetime
    households: int | None = None
    households_year: int | None = None

    @property
    def balance(self) -> Balance:
        """Return the figures."""
        return as_balance(self.figures)


@dataclass(frozen=True, slots=True)
class OfWijk:
    """A wijk, and what was published of it, the newest quarter first."""

    wijk: WijkNow
    published: tuple[Published, ...]


@dataclass(frozen=True, slots=True)
class OfGemeente:
    """A gemeente, and what was published of its wijken, by quarter and name."""

    code: str
    name: str
    balances: tuple[Balance, ...]


@dataclass(frozen=True)
class Scale:
    """The largest figure of each kind: how long the longest bar is."""

    hours: int = 0
    partners: int = 0
    groups: int = 0
    wijken: int = 0
    one_quarter: int = 0
    """The largest of any single quarter, of those that stand beside each other."""


Gave = tuple[str, str, dict[str, int]]
"""Code and name of a wijk, and the hours that it gave to others, by their codes; what is hidden is not there."""


@dataclass(frozen=True)
class OfAll:
    """What the pages of all wijken share: one scale, who gave to whom by gemeente, wijken by name; names of groups.

    `groups` by language and code.
    """

    scale: Scale
    flows: dict[int, list[Gave]]
    groups: dict[str, dict[str, str]]

    def names_of_groups(self, language: str) -> dict[str, str]:
        """Return what the groups of kinds of help are called, by code."""
        return self.groups["nl" if language == "nl" else "en"]


OF_PUBLICATION = (
    PublishedBalance.quarter,
    PublishedBalance.figures,
    Publication.input_digest,
    Publication.rules_version,
    Publication.published_at_utc,
)


def _of_wijk(named: Any) -> Statement:
    then, held_by_then = aliased(WijkEdition), aliased(WijkEdition)
    year = cast(func.substr(PublishedBalance.quarter, 1, 4), Integer)
    held = select(func.max(held_by_then.year)).where(held_by_then.wijk_id == Wijk.id, held_by_then.year <= year)
    wanted = (
        WIJK_NOW.add_columns(
            *OF_PUBLICATION,
            then.households.label("households_then"),
            then.year.label("households_year"),
        )
        .outerjoin(PublishedBalance, PublishedBalance.wijk_id == Wijk.id)
        .outerjoin(Publication, Publication.quarter == PublishedBalance.quarter)
        .outerjoin(then, (then.wijk_id == Wijk.id) & (then.year == held.scalar_subquery()))
    )
    newest = wanted.where(named, Wijk.opened_at_utc.is_not(None)).order_by(PublishedBalance.quarter.desc())
    return Statement(newest.limit(QUARTERS_AT_MOST))


OF_WIJK = _of_wijk(NAMED)
OF_OWN_WIJK = _of_wijk(Wijk.id == bindparam("wijk_id"))
ONE_OF_WIJK = len(WijkNow.__dataclass_fields__)
QUARTERS = Statement(select(Publication.quarter).order_by(Publication.quarter.desc()).limit(QUARTERS_AT_MOST))


def find_of_wijk(code: str) -> OfWijk | None:
    """Return an opened wijk by its code, also one that was split, with what was published of it, newest first."""
    rows = OF_WIJK.all(public_id=code.strip(), code=code.strip().upper())
    return _wijk_with(rows) if rows else None


def of_own_wijk(actor: Actor) -> OfWijk | None:
    """Return the wijk of a resident, with what was published of it, newest first."""
    rows = OF_OWN_WIJK.all(wijk_id=actor.wijk_id) if actor.wijk_id is not None else []
    return _wijk_with(rows) if rows else None


def find_report(wijk_id: int, quarter: str) -> WijkReport | None:
    """Return the verslag of a wijk about a quarter, if anybody wrote it."""
    this = select(WijkReport).where(WijkReport.wijk_id == wijk_id, WijkReport.quarter == quarter)
    return db.session.scalars(this).one_or_none()


def over_the_fence() -> list[tuple[Balance, WijkReport]]:
    """Return what wijken tell others, by quarter, the newest first, and by name; at most REPORTS_AT_MOST."""
    here = (PublishedBalance.wijk_id == WijkReport.wijk_id) & (PublishedBalance.quarter == WijkReport.quarter)
    told = or_(WijkReport.went_well != "", WijkReport.went_wrong != "")
    wanted = select(PublishedBalance.figures, WijkReport).join(PublishedBalance, here).where(told)
    newest = wanted.order_by(WijkReport.quarter.desc(), WijkReport.wijk_id).limit(REPORTS_AT_MOST)
    found = [(as_balance(figures), report) for figures, report in db.session.execute(newest)]
    by_wijk = sorted(found, key=lambda one: (one[0].wijk_name.casefold(), one[0].wijk_code))
    return sorted(by_wijk, key=lambda one: one[0].quarter, reverse=True)


def newest_of(wijk_ids: frozenset[int], gemeente_id: int | None) -> list[OfWijk]:
    """Return the open wijken of a worker (by number) or of a gemeente, by name, each with its newest publication."""
    theirs = aliased(PublishedBalance)
    newest = select(func.max(theirs.quarter)).where(theirs.wijk_id == Wijk.id).scalar_subquery()
    published = (PublishedBalance.wijk_id == Wijk.id) & (PublishedBalance.quarter == newest)
    wanted = (
        WIJK_NOW.add_columns(*OF_PUBLICATION)
        .outerjoin(PublishedBalance, published)
        .outerjoin(Publication, Publication.quarter == PublishedBalance.quarter)
        .where(or_(Wijk.id.in_(wijk_ids), Wijk.gemeente_id == gemeente_id))
        .where(Wijk.opened_at_utc.is_not(None), Wijk.closed_at_utc.is_(None))
        .order_by(WijkEdition.name, Wijk.id)
    )
    return [_wijk_with([row]) for row in db.session.execute(wanted)]


def _wijk_with(rows: Sequence[Any]) -> OfWijk:
    published = (row[ONE_OF_WIJK:] for row in rows)
    return OfWijk(WijkNow(*rows[0][:ONE_OF_WIJK]), tuple(Published(*one) for one in published if one[0] is not None))


def of_all(chosen: Sequence[Published], beside: Sequence[Published]) -> OfAll:
    """Return what is the same on the pages of all wijken: of some quarters together, and of others beside them."""
    return _of_all(_keys(chosen), _keys(beside))


def of_gemeente(code: str, quarters: Sequence[str]) -> OfGemeente:
    """Return what was published of the wijken of a gemeente in some quarters, by quarter and name.

    Its name is empty where there is no such gemeente.
    """
    typed = code.strip().upper()
    wanted = select(Gemeente.name, PublishedBalance.figures).where(Gemeente.code == typed)
    here = PublishedBalance.wijk_id.in_(select(Wijk.id).where(Wijk.gemeente_id == Gemeente.id).correlate(Gemeente))
    rows = db.session.execute(wanted.outerjoin(PublishedBalance, here & PublishedBalance.quarter.in_(quarters))).all()
    balances = [as_balance(figures) for _, figures in rows if figures is not None]
    return OfGemeente(typed, rows[0].name if rows else "", tuple(sorted(balances, key=_by_quarter_and_name)))


def _by_quarter_and_name(one: Balance) -> tuple[str, str, str]:
    return one.quarter, one.wijk_name.casefold(), one.wijk_code


def published_quarters() -> list[str]:
    """Return the quarters that were published, newest first, at most QUARTERS_AT_MOST."""
    return [row.quarter for row in QUARTERS.all()]


def _keys(some: Sequence[Published]) -> tuple[tuple[str, str], ...]:
    return tuple((one.quarter, one.digest) for one in some)


@lru_cache(maxsize=16)
def _of_all(chosen: tuple[tuple[str, str], ...], beside: tuple[tuple[str, str], ...]) -> OfAll:
    """Keep it: a publication, which its digest names, never changes."""
    summed = {quarter for quarter, _ in chosen}
    balances: dict[tuple[int, int], list[Balance]] = {}
    one_quarter = 0
    rows = _rows([quarter for quarter, _ in {*chosen, *beside}])
    for gemeente_id, wijk_id, quarter, figures, _groups in rows:
        balance = read(figures)
        one_quarter = max(one_quarter, largest([balance.hours]))
        if quarter in summed:
            balances.setdefault((gemeente_id, wijk_id), []).append(balance)
    flows: dict[int, list[Gave]] = {}
    sums = []
    for (gemeente_id, _wijk_id), found in balances.items():
        sums.append(add_up([(one.quarter, one) for one in found]))
        flows.setdefault(gemeente_id, []).append(gave(found[-1], sums[-1]))
    by_gemeente = {gemeente: by_name(rows) for gemeente, rows in flows.items()}
    return OfAll(scale_of(sums, one_quarter), by_gemeente, _names_of_groups(rows[0].groups if rows else ""))


def _names_of_groups(written: str) -> dict[str, dict[str, str]]:
    rows = [line.split(BETWEEN) for line in written.splitlines()]
    return {"nl": {code: name for code, name, _ in rows}, "en": {code: name for code, _, name in rows}}


def by_name(rows: Iterable[Gave]) -> list[Gave]:
    """Put wijken in the order of the alphabet, always."""
    return sorted(rows, key=lambda row: (row[1].casefold(), row[0]))


def gave(last: Balance, found: Sum) -> Gave:
    """Return what a wijk gave to others, as its last balance calls it."""
    shown = {flow.code: number for flow in found.wijken if (number := number_of(flow.hours.given)) is not None}
    return last.wijk_code, last.wijk_name, shown


def scale_of(sums: Sequence[Sum], one_quarter: int = 0) -> Scale:
    """Return the largest figures of some sums."""
    return Scale(
        hours=largest(one.hours for one in sums),
        partners=largest(part.hours for one in sums for part in one.partners),
        groups=largest(part.hours for one in sums for part in one.groups),
        wijken=largest(flow.hours for one in sums for flow in one.wijken),
        one_quarter=one_quarter,
    )


def _rows(quarters: Sequence[str]) -> Sequence[Any]:
    """Return gemeente, wijk, quarter and figures of all wijken in some quarters, by quarter, and the names of groups.

    Those come along in each row: they are few, and a page reads the database four times at most.
    """
    group = CategoryGroup.code + BETWEEN + CategoryGroup.name_nl + BETWEEN + CategoryGroup.name_en
    groups = select(func.aggregate_strings(group, "\n")).scalar_subquery().label("groups")
    figures = (PublishedBalance.wijk_id, PublishedBalance.quarter, PublishedBalance.figures)
    wanted = select(Wijk.gemeente_id, *figures, groups)
    published = wanted.join(Wijk, Wijk.id == PublishedBalance.wijk_id).where(PublishedBalance.quarter.in_(quarters))
    return db.session.execute(published.order_by(PublishedBalance.quarter, PublishedBalance.wijk_id)).all()
