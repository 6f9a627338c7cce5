"""Offers and requests: one of them, mine, the newest of a wijk."""

from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import BindParameter, Boolean, Select, bindparam, exists, func, or_, select

from timebank.access.actor import Actor
from timebank.core import clock
from timebank.core.database import db
from timebank.core.paging import Page, cut
from timebank.core.statements import Statement
from timebank.market.models import Listing, RestingPerson, Talent
from timebank.market.rules import LISTINGS_AT_MOST, SIDES, TALENTS_AT_MOST, day_parts_of
from timebank.people.models import Person
from timebank.people.silences import Reached, out_of_reach, silences_of
from timebank.wijk.models import Category, NearWijk

PAGE = 20
MINE_AT_MOST = LISTINGS_AT_MOST + 20
WITHOUT_NAMES_AT_MOST = 30
WHERE = ("wijk", "near", "all")
"""Whose listings: those of my wijk, of the wijken that our stewards call near as well, of all."""


class Found(Reached):
    """A row of a listing with who made it, as pages and the policy look at it."""

    person_id: int
    day_parts: int
    state: str
    is_live: bool
    expires_at_utc: datetime

    @property
    def when(self) -> list[str]:
        """Return the day parts by name."""
        return day_parts_of(self.day_parts)

    @property
    def is_shown(self) -> bool:
        """Say whether others can see it now."""
        return self.is_live and self.expires_at_utc > clock.now()


@dataclass(frozen=True)
class Wanted:
    """Which listings a reader asks for: a side, whose, a kind of help, a day part."""

    side: str
    where: str = "wijk"
    category_code: str = ""
    day_part: int = 0
    """The bit of a day part; 0: any."""


LISTING: Select[*tuple[Any, ...]] = select(
    Listing.id,
    Listing.public_id,
    Listing.side,
    Listing.person_id,
    Listing.wijk_id,
    Listing.words,
    Listing.category_code,
    Listing.day_parts,
    Listing.buurt_name,
    Listing.minutes,
    Listing.people_at_most,
    Listing.starts_on,
    Listing.ends_on,
    Listing.language,
    Listing.state,
    Listing.is_hidden,
    Listing.is_live,
    Listing.created_at_utc,
    Listing.expires_at_utc,
    Person.public_id.label("person_public_id"),
    Person.name,
    Person.mark,
    Person.own_line,
).join(Person, Person.id == Listing.person_id)
BY_PUBLIC_ID = Statement(
    LISTING.add_columns(Listing.meaning, *silences_of(Listing.person_id)).where(
        Listing.public_id == bindparam("public_id")
    ),
    Found,
)
MINE = Statement(
    LISTING.where(Listing.person_id == bindparam("person_id")).order_by(Listing.id.desc()).limit(MINE_AT_MOST), Found
)
COUNTS = Statement(
    select(
        func.count().filter(Listing.state == "open").label("open"),
        func.count().filter(Listing.created_at_utc >= bindparam("today")).label("today"),
    ).where(Listing.person_id == bindparam("person_id"))
)
BEFORE = Statement(
    select(Listing.public_id, Listing.content_digest).where(Listing.request_key == bindparam("request_key"))
)
TALENTS = Statement(
    select(Talent.public_id, Talent.person_id, Talent.words, Talent.category_code, Talent.shown_to)
    .where(Talent.person_id == bindparam("person_id"))
    .order_by(Talent.id)
    .limit(TALENTS_AT_MOST)
)
TALENT = Statement(
    select(Talent.id, Talent.public_id, Talent.person_id, Talent.words, Talent.category_code, Talent.shown_to).where(
        Talent.public_id == bindparam("public_id")
    )
)
TALENTS_SEEN = Statement(
    select(Talent.words, Talent.category_code)
    .where(
        Talent.person_id == bindparam("person_id"),
        or_(
            (Talent.shown_to != "nobody") & bindparam("same_wijk", type_=Boolean),
            (Talent.shown_to == "near")
            & exists().where(
                NearWijk.wijk_id == bindparam("wijk_id"), NearWijk.near_wijk_id == bindparam("reader_wijk_id")
            ),
        ),
    )
    .order_by(Talent.id)
    .limit(TALENTS_AT_MOST)
)
RESTS = Statement(select(RestingPerson.since_utc).where(RestingPerson.person_id == bindparam("person_id")))


def find_listing(public_id: str) -> Any:
    """Return a listing with who made it, also one that has ended; None where there is none."""
    return BY_PUBLIC_ID.one_or_none(public_id=public_id)


def my_listings(actor: Actor) -> list[Any]:
    """Return somebody's own listings, newest first, at most MINE_AT_MOST."""
    return MINE.all(person_id=actor.person_id)


def newest(wanted: Wanted, reader: Actor, *, before_id: int | None = None) -> Page[Any]:
    """Return a page of listings that others made and that can be seen now, newest first."""
    values: dict[str, Any] = {"reader_id": reader.person_id, "now": clock.now(), "today": clock.today()}
    if wanted.where != "all":
        values["wijk_id"] = reader.wijk_id
    if wanted.category_code:
        values["category_code"] = wanted.category_code
    if wanted.day_part:
        values["day_part"] = wanted.day_part
    if before_id is not None:
        values["before_id"] = before_id
    parts = frozenset(values)
    rows = _newest(wanted.side, wanted.where, parts).all(**values)
    return cut(rows, PAGE, lambda row: int(row.id))


def open_without_names(reader: Actor, language: str) -> list[Any]:
    """Return what is offered and asked in the wijken of a worker, the oldest first, at most WITHOUT_NAMES_AT_MOST.

    No column says whose it is.
    """
    kind = (Category.name_nl if language == "nl" else Category.name_en).label("kind")
    rows = select(Listing.id, Listing.side, Listing.words, Listing.category_code, kind, Listing.created_at_utc)
    wanted = rows.outerjoin(Category, Category.code == Listing.category_code).where(
        Listing.side.in_(SIDES),
        Listing.wijk_id.in_(reader.worker_wijk_ids),
        Listing.is_live,
        Listing.expires_at_utc > clock.now(),
        or_(Listing.ends_on.is_(None), Listing.ends_on >= clock.today()),
        Listing.person_id.not_in(out_of_reach(reader.person_id)),
    )
    return list(db.session.execute(wanted.order_by(Listing.id).limit(WITHOUT_NAMES_AT_MOST)))


def talents_of(person_id: int) -> list[Any]:
    """Return what somebody can do, as they wrote it, in that order, at most TALENTS_AT_MOST."""
    return TALENTS.all(person_id=person_id)


def talents_shown(listing: Any, reader: Actor) -> list[Any]:
    """Return what the maker of a listing can do, as far as they let this reader see it."""
    wijken = {"wijk_id": listing.wijk_id, "reader_wijk_id": reader.wijk_id}
    wijken["same_wijk"] = listing.wijk_id == reader.wijk_id
    return TALENTS_SEEN.all(person_id=listing.person_id, **wijken)


def find_talent(public_id: str) -> Any:
    """Return a talent by the random name in an address, or None."""
    return TALENT.one_or_none(public_id=public_id)


def rests(person_id: int) -> bool:
    """Say whether somebody said "nu even niet"."""
    return RESTS.scalar(person_id=person_id) is not None


def can_be_seen(side: str) -> tuple[Any, ...]:
    """Return the conditions for a listing of a side that `reader_id` can find at `now`, `today`."""
    reader: BindParameter[int] = bindparam("reader_id")
    return (
        Listing.side == side,
        Listing.is_live,
        Listing.expires_at_utc > bindparam("now"),
        or_(Listing.ends_on.is_(None), Listing.ends_on >= bindparam("today")),
        Listing.person_id != reader,
        Listing.person_id.not_in(out_of_reach(reader)),
    )


def of_wijken(where: str) -> tuple[Any, ...]:
    """Return the condition for whose listings, from the wijk `wijk_id`; none for all."""
    if where == "wijk":
        return (Listing.wijk_id == bindparam("wijk_id"),)
    if where == "near":
        near = select(NearWijk.near_wijk_id).where(NearWijk.wijk_id == bindparam("wijk_id"))
        return (or_(Listing.wijk_id == bindparam("wijk_id"), Listing.wijk_id.in_(near)),)
    return ()


@cache
def _newest(side: str, where: str, parts: frozenset[str]) -> Statement:
    wanted = LISTING.where(*can_be_seen(side), *of_wijken(where))
    if "category_code" in parts:
        wanted = wanted.where(Listing.category_code == bindparam("category_code"))
    if "day_part" in parts:
        wanted = wanted.where(or_(Listing.day_parts == 0, Listing.day_parts.bitwise_and(bindparam("day_part")) != 0))
    if "before_id" in parts:
        wanted = wanted.where(Listing.id < bindparam("before_id"))
    return Statement(wanted.order_by(Listing.id.desc()).limit(PAGE + 1), Found)
