""" "Iets is niet fijn": told to the stewards, who decide in pairs; and "gesprekspunt", which changes nothing."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import delete, insert, or_, select, update

from timebank.access import audit
from timebank.access.actor import Actor
from timebank.core import clock
from timebank.core.database import db
from timebank.core.tokens import public_id
from timebank.market import errors, rules
from timebank.market.models import Concern, Listing, Measure
from timebank.market.service.listings import hide_listing
from timebank.notices import service as notices
from timebank.notices import stewards


def tell_stewards(listing: Any, *, words: str, by: Actor) -> str:
    """Tell the stewards of my wijk what is not fine about a listing; return the concern's public id.

    :raises YourOwn: it is the reporter's own listing
    """
    if listing.person_id == by.person_id:
        raise errors.YourOwn
    return tell_about(listing.person_id, listing_id=listing.id, words=words, by=by)


def tell_about(
    person_id: int, *, listing_id: int | None, words: str, by: Actor, shared: Sequence[dict[str, Any]] = ()
) -> str:
    """Tell the stewards of my wijk what is not fine about a neighbour; return the concern's public id.

    `shared` are the messages that the reporter chose to add, as `Concern.shared` says: room exchange, which knows whose
    they are, hands them over.
    """
    name = public_id()
    values = {"words": words, "shared": list(shared), "listing_id": listing_id, "about_person_id": person_id}
    made = {"public_id": name, "person_id": by.person_id, "wijk_id": by.wijk_id, "created_at_utc": clock.now()}
    db.session.execute(insert(Concern).values(**values, **made))
    assert by.wijk_id is not None
    stewards.tell(by.wijk_id, "concern.told", but=(by.person_id, person_id), who=None, thing=name)
    return name


def ask_measure(concern: Any, *, kind: str, reason: str, by: Actor) -> None:
    """Ask another steward to say yes to a measure; its reason is for the person whom it is about.

    :raises AboutYou: `by` reported it or is reported
    :raises NotOpen: the concern was closed meanwhile
    """
    _may_decide(concern, by)
    if kind == "hide_listing" and concern.listing_id is None:
        raise errors.NotOpen
    asked = {"concern_id": concern.id, "person_id": concern.about_person_id, "kind": kind, "reason": reason}
    name = public_id()
    made = {"public_id": name, "asked_by_id": by.person_id, "asked_at_utc": clock.now()}
    db.session.execute(insert(Measure).values(**asked, **made))
    no_parties = (by.person_id, concern.person_id, concern.about_person_id)
    stewards.tell(concern.wijk_id, "measure.asked", but=no_parties, who=by.person_id, thing=name)


def agree_to_measure(measure_id: int, *, by: Actor) -> None:
    """Say the second yes: the measure holds from now on, and the person hears it.

    :raises AnotherSteward: `by` asked for it
    """
    measure = db.session.execute(select(Measure.__table__).where(Measure.id == measure_id).with_for_update()).one()
    concern = _locked(measure.concern_id)
    _may_decide(concern, by)
    if measure.asked_by_id == by.person_id:
        raise errors.AnotherSteward
    if measure.agreed_by_id is not None:
        return
    stewards.settle(measure.public_id)
    rests = measure.kind == "rest_reporting"
    values = {"agreed_by_id": by.person_id, "agreed_at_utc": clock.now()}
    ends = clock.now() + rules.RESTS_FOR if rests else None
    db.session.execute(update(Measure).where(Measure.id == measure_id).values(ends_at_utc=ends, **values))
    if not rests:
        hide_listing(concern.listing_id, hidden=True)
    audit.record(f"measure.{measure.kind}", actor_id=by.person_id, subject_id=measure.person_id)
    if rests:
        notices.tell(measure.person_id, "report.about_you")
    else:
        listing = select(Listing.public_id).where(Listing.id == concern.listing_id)
        notices.tell(measure.person_id, "listing.hidden", thing=db.session.scalars(listing).one())


def end_measure(measure_id: int, *, by: Actor) -> None:
    """Let a measure end, or take the question back: one steward is enough to be milder.

    :raises AboutYou: it is about `by`
    """
    measure = db.session.execute(select(Measure.__table__).where(Measure.id == measure_id).with_for_update()).one()
    concern = _locked(measure.concern_id)
    if by.person_id in (concern.person_id, concern.about_person_id):
        raise errors.AboutYou
    if measure.ended_at_utc is not None:
        return
    stewards.settle(measure.public_id)
    db.session.execute(update(Measure).where(Measure.id == measure_id).values(ended_at_utc=clock.now()))
    if measure.kind == "hide_listing" and measure.agreed_by_id is not None:
        hide_listing(concern.listing_id, hidden=False)
    if measure.agreed_by_id is not None:
        audit.record("measure.ended", actor_id=by.person_id, subject_id=measure.person_id)


def answer_concern(measure: Any, answer: str) -> None:
    """Keep what the person says whom a measure is about; the stewards hear it, also where they closed the concern."""
    db.session.execute(update(Concern).where(Concern.id == measure.concern_id).values(answer=answer))
    parties, name = (measure.reporter_id, measure.person_id), measure.concern_public_id
    stewards.tell(measure.wijk_id, "concern.answered", but=parties, who=measure.person_id, thing=name)


def close_concern(concern: Any, *, by: Actor) -> None:
    """Say that it was looked at; the reporter hears that, and nothing more.

    :raises AboutYou: `by` reported it or is reported
    """
    if by.person_id in (concern.person_id, concern.about_person_id):
        raise errors.AboutYou
    values = {"state": "closed", "closed_at_utc": clock.now()}
    open_still = (Concern.id == concern.id) & (Concern.state == "open")
    if db.session.execute(update(Concern).where(open_still).values(**values).returning(Concern.id)).scalar():
        stewards.settle(concern.public_id)
        audit.record("concern.closed", actor_id=by.person_id, subject_id=concern.person_id)
        notices.tell(concern.person_id, "report.answered")


def erase_old_concerns(*, limit: int = 500) -> int:
    """Erase up to `limit` concerns that were closed more than CONCERNS_KEPT ago, with the messages that were added and
    what stewards asked about them; return how many. What they decided and still holds keeps its concern.
    """
    holds = (Measure.concern_id == Concern.id, Measure.agreed_by_id.is_not(None), Measure.ended_at_utc.is_(None))
    still = or_(Measure.ends_at_utc.is_(None), Measure.ends_at_utc > clock.now())
    is_old = Concern.closed_at_utc <= clock.now() - rules.CONCERNS_KEPT
    old = select(Concern.id).where(is_old, ~select(Measure.id).where(*holds, still).exists())
    ids = db.session.scalars(old.order_by(Concern.closed_at_utc).limit(limit).with_for_update(of=Concern)).all()
    for model, column in ((Measure, Measure.concern_id), (Concern, Concern.id)):
        db.session.execute(delete(model).where(column.in_(ids)), execution_options={"synchronize_session": False})
    return len(ids)


def _may_decide(concern: Any, by: Actor) -> None:
    if by.person_id in (concern.person_id, concern.about_person_id):
        raise errors.AboutYou
    if concern.state != "open":
        raise errors.NotOpen


def _locked(concern_id: int) -> Any:
    return db.session.execute(select(Concern.__table__).where(Concern.id == concern_id).with_for_update()).one()


def raise_point(listing: Any, *, point: str, by: Actor) -> None:
    """Tell both sides of a point to talk about (underpaid, paid work, safety …). No state changes."""
    audit.record("market.point_raised", actor_id=by.person_id, subject_id=listing.person_id, point=point)
    audit.record("market.point_raised", actor_id=by.person_id, subject_id=by.person_id, point=point)
    notices.tell(listing.person_id, "listing.point", who=by.person_id, thing=listing.public_id, point=point)
