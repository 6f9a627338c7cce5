"""Writes what `cbs` read: gemeenten, wijken with an edition a year, buurten. All or nothing; twice changes nothing."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from flask_babel import LazyString, lazy_gettext
from sqlalchemy import and_, case, func, insert, select, update

from timebank.core.database import db
from timebank.core.errors import RuleBroken
from timebank.core.tokens import public_id
from timebank.wijk.cbs import BadLine, Region, read_cbs, read_own
from timebank.wijk.models import BuurtEdition, Gemeente, Wijk, WijkEdition


class BadFile(RuleBroken):
    """Some lines cannot be used, so nothing was written."""

    message = lazy_gettext("Nothing was written: some lines of the file cannot be used.")

    def __init__(self, lines: list[BadLine]) -> None:
        super().__init__()
        self.lines = lines


@dataclass(frozen=True)
class Counts:
    """What a file held, and how many rows were written for it: 0 when it was all there already."""

    gemeenten: int
    wijken: int
    buurten: int
    written: int


def read_file(path: Path, *, layout: str, year: int) -> list[Region]:
    """Read a file in the layout `cbs` or `own`; `year` is for the latter.

    :raises BadFile: naming each bad line
    """
    try:
        with path.open(encoding="utf-8-sig", newline="") as lines:
            read = list(read_cbs(lines) if layout == "cbs" else read_own(lines, year=year))
    except UnicodeDecodeError:
        raise BadFile([BadLine(1, lazy_gettext("The file is not UTF-8. Save it as CSV UTF-8."))]) from None
    bad = [row for row in read if isinstance(row, BadLine)]
    regions = [row for row in read if isinstance(row, Region)]
    if not read:
        bad = [BadLine(1, lazy_gettext("The file is empty."))]
    bad += _said_twice(regions)
    if bad:
        raise BadFile(sorted(bad, key=lambda row: row.line))
    return regions


def write(regions: Iterable[Region]) -> Counts:
    """Write regions, of any years, and say what they were.

    :raises BadFile: a wijk without its gemeente, or a buurt without its wijk
    """
    years: dict[int, dict[str, list[Region]]] = defaultdict(lambda: defaultdict(list))
    codes: dict[str, set[str]] = defaultdict(set)
    for region in regions:
        years[region.year][region.kind].append(region)
        codes[region.kind].add(region.code)
    written = sum(_write_year(year, years[year]) for year in sorted(years))
    return Counts(len(codes["GM"]), len(codes["WK"]), len(codes["BU"]), written)


def _write_year(year: int, kinds: dict[str, list[Region]]) -> int:
    gemeente_ids, written = _write_gemeenten(year, kinds["GM"])
    _refuse_orphans(kinds["WK"], gemeente_ids)
    wijken = _wijken_of_codes(year, kinds["WK"], gemeente_ids)
    written += _write_editions(WijkEdition, year, kinds["WK"], lambda wijk: wijken[wijk.code])
    wijken |= _wijken_in(year)
    _refuse_orphans(kinds["BU"], wijken)
    return written + _write_editions(BuurtEdition, year, kinds["BU"], lambda buurt: wijken[buurt.parent_code])


def _said_twice(regions: list[Region]) -> Iterator[BadLine]:
    seen: dict[tuple[str, int], int] = {}
    for region in regions:
        first = seen.setdefault((region.code, region.year), region.line)
        if first != region.line:
            why = lazy_gettext("The same code and year already stand on line %(line)d.", line=first)
            yield BadLine(region.line, why)


def _refuse_orphans(regions: list[Region], parents: dict[str, int]) -> None:
    lost = [region for region in regions if region.parent_code not in parents]
    if lost:
        raise BadFile([BadLine(region.line, _orphan(region)) for region in lost])


def _orphan(region: Region) -> LazyString:
    return lazy_gettext("It lies in %(code)s, which is not in the file and not known.", code=region.parent_code)


def _write_gemeenten(year: int, regions: list[Region]) -> tuple[dict[str, int], int]:
    known = {row.code: row for row in db.session.execute(select(Gemeente.id, Gemeente.code, Gemeente.name))}
    newest = db.session.scalar(select(func.max(WijkEdition.year))) or 0
    new = [{"code": r.code, "name": r.name} for r in regions if r.code not in known]
    renamed = [
        {"id": known[r.code].id, "name": r.name}
        for r in regions
        if year >= newest and r.code in known and r.name != known[r.code].name
    ]
    if new:
        db.session.execute(insert(Gemeente), new)
    if renamed:
        db.session.execute(update(Gemeente), renamed)
    ids = {code: number for code, number in db.session.execute(select(Gemeente.code, Gemeente.id))}
    return ids, len(new) + len(renamed)


def _wijken_of_codes(year: int, regions: list[Region], gemeente_ids: dict[str, int]) -> dict[str, int]:
    """Return the wijk of each code in a year, making those that are new.

    A code means the wijk that had it in the nearest year (before, else after): wijken stay themselves. It means a
    new wijk where that one was closed by a split, or already has another code in this year (`service.split`).
    """
    found = _wijken_in(year)
    taken, near = set(found.values()), _wijken_near(year)
    for region in regions:
        wijk_id = near.get(region.code)
        if region.code not in found and wijk_id is not None and wijk_id not in taken:
            found[region.code] = wijk_id
    new = [region for region in regions if region.code not in found]
    rows = [{"public_id": public_id(), "gemeente_id": gemeente_ids[region.parent_code]} for region in new]
    if rows:
        made = db.session.scalars(insert(Wijk).returning(Wijk.id, sort_by_parameter_order=True), rows)
        found |= {region.code: wijk_id for region, wijk_id in zip(new, made, strict=True)}
    return found


def _wijken_in(year: int) -> dict[str, int]:
    wanted = select(WijkEdition.code, WijkEdition.wijk_id).where(WijkEdition.year == year)
    return {code: wijk_id for code, wijk_id in db.session.execute(wanted)}


def _wijken_near(year: int) -> dict[str, int | None]:
    later = WijkEdition.year > year
    nearest_last = (case((later, 0), else_=1), case((later, -WijkEdition.year), else_=WijkEdition.year))
    closed_before = and_(~later, Wijk.closed_at_utc.is_not(None))
    wanted = select(WijkEdition.code, case((closed_before, None), else_=Wijk.id)).join(Wijk)
    return {code: wijk_id for code, wijk_id in db.session.execute(wanted.order_by(*nearest_last))}


def _write_editions(
    model: type[WijkEdition] | type[BuurtEdition],
    year: int,
    regions: list[Region],
    wijk_of: Callable[[Region], int],
) -> int:
    known = {row.code: row for row in db.session.execute(select(model.__table__).where(model.year == year))}
    new, changed = [], []
    for region in regions:
        row = {"wijk_id": wijk_of(region), "name": region.name, "households": region.households}
        old = known.get(region.code)
        if old is None:
            new.append(row | {"code": region.code, "year": year})
        elif row != {key: old._mapping[key] for key in row}:
            changed.append(row | {"id": old.id})
    if new:
        db.session.execute(insert(model), new)
    if changed:
        db.session.execute(update(model), changed)
    return len(new) + len(changed)
