"""What somebody needs to be able to help: asked, promised by somebody, arranged."""

from datetime import date
from typing import Any

from sqlalchemy import delete, insert, select, update

from timebank.access import audit
from timebank.access.actor import Actor
from timebank.core import clock
from timebank.core.database import db
from timebank.core.tokens import public_id
from timebank.market import errors
from timebank.market.models import Listing, SupportNeed
from timebank.notices import service as notices


def add_need(listing: Any, *, kind: str, words: str, shown_to: str) -> None:
    """Write down what the maker of an offer needs to be able to help."""
    values = {"kind": kind, "words": words, "shown_to": shown_to, "created_at_utc": clock.now()}
    whose = {"listing_id": listing.id, "person_id": listing.person_id, "wijk_id": listing.wijk_id}
    db.session.execute(insert(SupportNeed).values(public_id=public_id(), **values, **whose))


def promise_need(need_id: int, *, promise: str, promised_for: date | None, by: Actor) -> None:
    """Promise to arrange what somebody needs, in words, by a day if one is known.

    :raises AlreadyPromised: somebody else did meanwhile
    """
    need = _locked(need_id)
    if need.state != "open":
        if need.promised_by_id == by.person_id and need.promise == promise:
            return
        raise errors.AlreadyPromised
    values = {"promised_by_id": by.person_id, "promise": promise, "promised_for": promised_for}
    db.session.execute(update(SupportNeed).where(SupportNeed.id == need_id).values(state="promised", **values))
    audit.record("need.promised", actor_id=by.person_id, subject_id=need.person_id)
    listing = db.session.scalars(select(Listing.public_id).where(Listing.id == need.listing_id)).one()
    notices.tell(need.person_id, "need.promised", who=by.person_id, thing=listing)


def arranged(need_id: int) -> None:
    """Say that it is there. Whoever arranged it stays named, for who has the need."""
    need = _locked(need_id)
    if need.state == "open":  # it came by itself
        remove_need(need_id)
    elif need.state == "promised":
        values = {"state": "arranged", "arranged_at_utc": clock.now()}
        db.session.execute(update(SupportNeed).where(SupportNeed.id == need_id).values(**values))
        audit.record("need.arranged", actor_id=need.person_id, subject_id=need.promised_by_id)
        notices.tell(need.promised_by_id, "need.arranged")


def reopen_need(need_id: int) -> None:
    """Ask again for what was promised and did not come."""
    nobody = {"state": "open", "promised_by_id": None, "promised_for": None, "promise": "", "arranged_at_utc": None}
    db.session.execute(update(SupportNeed).where(SupportNeed.id == need_id).values(**nobody))


def remove_need(need_id: int) -> None:
    """Take a need away: it is no longer needed."""
    db.session.execute(delete(SupportNeed).where(SupportNeed.id == need_id))


def _locked(need_id: int) -> Any:
    wanted = select(SupportNeed.__table__).where(SupportNeed.id == need_id).with_for_update()
    return db.session.execute(wanted).one()
