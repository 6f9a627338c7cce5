"""What people need to be able to help, as far as each reader may see it."""

from json import dumps
from typing import Any

from sqlalchemy import BigInteger, Select, bindparam, or_, select, text
from sqlalchemy.orm import aliased

from timebank.access.actor import Actor
from timebank.core.statements import Statement
from timebank.market.models import Listing, SupportNeed
from timebank.people.models import Person
from timebank.people.silences import Reached, silence_between, silences_of
from timebank.wijk.models import Category

OPEN_AT_MOST = 50
OF_A_LISTING_AT_MOST = 20
Promiser = aliased(Person)
NEED = (
    select(
        SupportNeed.id,
        SupportNeed.public_id,
        SupportNeed.person_id,
        SupportNeed.wijk_id,
        SupportNeed.listing_id,
        SupportNeed.kind,
        SupportNeed.words,
        SupportNeed.shown_to,
        SupportNeed.state,
        SupportNeed.promised_by_id,
        SupportNeed.promised_for,
        SupportNeed.promise,
        SupportNeed.created_at_utc,
        Promiser.name.label("promised_by"),
        Promiser.kind.label("promised_by_kind"),
        Listing.public_id.label("listing_public_id"),
        Listing.is_live,
        Listing.category_code,
    )
    .join(Listing, Listing.id == SupportNeed.listing_id)
    .outerjoin(Promiser, Promiser.id == SupportNeed.promised_by_id)
)
BY_PUBLIC_ID = Statement(
    NEED.add_columns(*silences_of(SupportNeed.person_id)).where(SupportNeed.public_id == bindparam("public_id")),
    Reached,
)
OF_LISTING = Statement(
    NEED.where(SupportNeed.listing_id == bindparam("listing_id")).order_by(SupportNeed.id).limit(OF_A_LISTING_AT_MOST)
)


def find_need(public_id: str) -> Any:
    """Return a need by the random name in an address, or None. Its words are there for who may see them."""
    return BY_PUBLIC_ID.one_or_none(public_id=public_id)


def needs_of(listing: Any, reader: Actor) -> list[Any]:
    """Return what the maker of an offer needs, as far as this reader may see it, in the order of asking."""
    return [need for need in OF_LISTING.all(listing_id=listing.id) if may_see(need, reader)]


def may_see(need: Any, reader: Actor) -> bool:
    """Say whether a reader may see a need: whose it is, and whom they chose to show it to."""
    if need.person_id == reader.person_id or need.promised_by_id == reader.person_id:
        return True
    helps = need.wijk_id in reader.worker_wijk_ids or need.wijk_id in reader.steward_wijk_ids
    if need.shown_to == "workers":
        return helps
    return need.shown_to == "wijk" and (helps or need.wijk_id == reader.wijk_id)


def open_needs(reader: Actor) -> list[Any]:
    """Return what is needed in the wijken where this reader has a task, the oldest first, at most OPEN_AT_MOST.

    Those that the reader promised to arrange come along until they are. No column says who needs it.
    """
    wijken = sorted(reader.worker_wijk_ids | reader.steward_wijk_ids)
    return OPEN_NEEDS.all(reader_id=reader.person_id, wijk_ids=dumps(wijken))


def _open_needs(wijken: str) -> Select[*tuple[Any, ...]]:
    reader_id = bindparam("reader_id", type_=BigInteger())
    mine = SupportNeed.promised_by_id == reader_id
    return (
        NEED.with_only_columns(
            SupportNeed.public_id,
            SupportNeed.wijk_id,
            SupportNeed.kind,
            SupportNeed.words,
            SupportNeed.state,
            SupportNeed.promised_for,
            SupportNeed.promise,
            SupportNeed.created_at_utc,
            Listing.category_code,
            Category.name_nl,
            Category.name_en,
        )
        .outerjoin(Category, Category.code == Listing.category_code)
        .where(
            SupportNeed.wijk_id.in_(text(wijken)),
            or_(SupportNeed.state == "open", (SupportNeed.state == "promised") & mine),
            or_(SupportNeed.shown_to == "workers", SupportNeed.shown_to == "wijk"),
            Listing.is_live,
            SupportNeed.person_id != reader_id,
            ~silence_between(SupportNeed.person_id, reader_id).exists(),
        )
        .order_by(SupportNeed.id)
        .limit(OPEN_AT_MOST)
    )


OPEN_NEEDS = Statement(
    {
        "sqlite": _open_needs("SELECT value FROM json_each(:wijk_ids)"),
        "postgresql": _open_needs(
            "SELECT CAST(value AS bigint) FROM json_array_elements_text(CAST(:wijk_ids AS json)) AS given"
        ),
    }
)
