"""What the market erases of somebody who stops."""

from sqlalchemy import delete, or_, select, update

from timebank.access.actor import Actor
from timebank.core import clock
from timebank.core.database import db
from timebank.market.models import Concern, Measure, RestingPerson, SupportNeed, Talent
from timebank.market.service.listings import erase_listings
from timebank.market.service.needs import reopen_need
from timebank.people.service import LEFT


@LEFT.connect
def forget(by: Actor) -> None:
    """Erase what somebody offered, asked, could do and needed, and what they said to stewards.

    What they promised to arrange is asked again. What another told about them is closed; a decision about them ends.
    """
    person_id = by.person_id
    promised = select(SupportNeed.id).where(SupportNeed.promised_by_id == person_id, SupportNeed.state == "promised")
    for need_id in db.session.scalars(promised.order_by(SupportNeed.id)).all():
        reopen_need(need_id)
    for model in (Talent, SupportNeed, RestingPerson):
        db.session.execute(delete(model).where(model.person_id == person_id))
    erase_listings(person_id)
    _forget_concerns(person_id)


def _forget_concerns(person_id: int) -> None:
    db.session.execute(update(Concern).where(Concern.person_id == person_id).values(words="", shared=[]))
    db.session.execute(update(Concern).where(Concern.about_person_id == person_id).values(answer="", shared=[]))
    is_theirs = or_(Concern.person_id == person_id, Concern.about_person_id == person_id)
    still_open = update(Concern).where(is_theirs, Concern.state == "open")
    db.session.execute(still_open.values(state="closed", closed_at_utc=clock.now()))
    about_them = update(Measure).where(Measure.person_id == person_id)
    db.session.execute(about_them.values(reason=""))
    db.session.execute(about_them.where(Measure.ended_at_utc.is_(None)).values(ended_at_utc=clock.now()))
