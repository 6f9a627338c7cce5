"""What people need to be able to help, as far as each reader may see it."""

from typing import Any

from sqlalchemy import bindparam, or_, select
from sqlalchemy.orm import aliased

from timebank.access.actor import Actor
from timebank.core.database import db
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
    wijken = reader.worker_wijk_ids | reader.steward_wijk_ids
    mine = SupportNeed.promised_by_id == reader.person_id
    seen = SupportNeed.shown_to.in_(("workers", "wijk"))
    waits = or_(SupportNeed.state == "open", (SupportNeed.state == "promised") & mine)
    wanted = NEED.with_only_columns(
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
    ).where(
        SupportNeed.wijk_id.in_(wijken),
        SupportNeed.state.in_(("open", "promised")),
        waits,
        seen,
        Listing.is_live,
        SupportNeed.person_id != reader.person_id,
        ~silence_between(SupportNeed.person_id, reader.person_id).exists(),
    )
    with_kinds = wanted.outerjoin(Category, Category.code == Listing.category_code)
    return list(db.session.execute(with_kinds.order_by(SupportNeed.id).limit(OPEN_AT_MOST)))
