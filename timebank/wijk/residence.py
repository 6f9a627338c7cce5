"""Tells the people room, which stands below this one, where somebody lives."""

from sqlalchemy import select

from timebank.core.database import db
from timebank.people.service import residence_asked
from timebank.wijk.models import Membership


@residence_asked.connect
def wijk_of(person_id: int) -> int | None:
    """Return the wijk in which a person lives now, or None."""
    here = select(Membership.wijk_id).where(Membership.person_id == person_id, Membership.until_utc.is_(None))
    return db.session.scalar(here)
