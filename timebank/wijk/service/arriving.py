"""How people come to live in a wijk and leave it: joining, moving, stopping; neighbours of an imported history."""

from dataclasses import dataclass

from blinker import Signal
from sqlalchemy import Select, insert, select, update

from timebank.access import audit
from timebank.access.actor import Actor
from timebank.core import clock
from timebank.core.database import db, table_of
from timebank.ledger import service as ledger
from timebank.people import service as people
from timebank.people.passwords import PasswordHash
from timebank.wijk import errors, queries
from timebank.wijk.models import Membership
from timebank.wijk.queries import WijkNow
from timebank.wijk.service import inviting, stewards

MOVED = Signal(
    "a person lives in another wijk (wijk_id) from now on; market listens: what they offer and ask goes along"
)
DWELL = insert(table_of(Membership)).inline()


@dataclass(frozen=True)
class Placeholder:
    """A neighbour from an imported history who has not come yet, and the one-time code by which they do."""

    person_id: int
    account_id: int
    code: str


def join(*, name: str, password: str | PasswordHash, wijk_id: int | None = None, token: str = "") -> people.NewResident:
    """Make somebody a resident of a wijk, with an account.

    With the `token` of an invitation it is the wijk of that, and who was invited as a steward is one at once.

    :raises NotOpen: the wijk is not open
    :raises ByInvitation: its house rules ask for an invitation
    :raises InvitationUsed: the invitation does not work any more
    """
    invitation = inviting.use_invitation(token) if token else None
    wijk = _enterable(invitation.wijk_id if invitation else wijk_id, is_invited=invitation is not None)
    resident = people.create_resident(name=name, password=password)
    _settle(resident.person_id, wijk)
    if invitation is not None and invitation.kind == "steward":
        stewards.begin_stewardship(resident.person_id, wijk.wijk_id)
    audit.record("wijk.joined", actor_id=resident.person_id, subject_id=resident.person_id, wijk=wijk.name)
    return resident


def add_placeholder(name: str, wijk_id: int, *, email: str = "", phone: str = "", by: int | None = None) -> Placeholder:
    """Make a neighbour of an imported history: a member with an account, not findable until they claim it.

    :raises NotOpen: the wijk is not open
    """
    wijk = _enterable(wijk_id, is_invited=True)
    person_id, code = people.create_placeholder(name=name, email=email, phone=phone, by=by)
    return Placeholder(person_id, _settle(person_id, wijk), code)


def move(person_id: int, to_wijk_id: int, *, token: str = "") -> None:
    """Let a resident live in another wijk from now on ("Ik ben verhuisd").

    Hours stay theirs and stay in the ledger of the old wijk; what waits for an answer remains. Invitations end, and so
    does being a steward: but where the new wijk came out of a split of the old one, a steward stays a steward.

    :raises NotOpen: nobody can live there
    :raises ByInvitation: its house rules ask for an invitation; not of who lived in the wijk that it came from
    """
    here = db.session.scalars(_membership(person_id).with_for_update()).one_or_none()
    if here is None:
        raise errors.NotLivingHere
    if here.wijk_id == to_wijk_id:
        raise errors.SameWijk
    invitation = inviting.use_invitation(token) if token else None
    target = queries.wijk_by_id(to_wijk_id)
    follows = target is not None and target.follows_wijk_id == here.wijk_id
    is_invited = follows or (invitation is not None and invitation.wijk_id == to_wijk_id)
    wijk = _enterable(to_wijk_id, is_invited=is_invited)
    _leave_for(here, to_follower=follows, to=wijk)
    _dwell(person_id, wijk, here.account_id)
    ledger.move_account(here.account_id, wijk_id=wijk.wijk_id, gemeente_id=wijk.gemeente_id)
    MOVED.send(person_id, wijk_id=wijk.wijk_id)
    audit.record("wijk.moved", actor_id=person_id, subject_id=person_id, wijk=wijk.name)


def _enterable(wijk_id: int | None, *, is_invited: bool) -> WijkNow:
    wijk = queries.wijk_by_id(wijk_id)
    if wijk is None or not wijk.is_open:
        raise errors.NotOpen
    if wijk.admission == "invitation" and not is_invited:
        raise errors.ByInvitation
    return wijk


def _settle(person_id: int, wijk: WijkNow) -> int:
    account_id = ledger.open_account("person", wijk_id=wijk.wijk_id, gemeente_id=wijk.gemeente_id)
    _dwell(person_id, wijk, account_id)
    return account_id


def _dwell(person_id: int, wijk: WijkNow, account_id: int) -> None:
    values = {"person_id": person_id, "wijk_id": wijk.wijk_id, "account_id": account_id, "since_utc": clock.now()}
    db.session.connection().execute(DWELL, values)


@people.LEFT.connect
def stop_living_here(by: Actor) -> None:
    """Let somebody who erases their data live nowhere from now on; their account takes nothing new."""
    here = db.session.scalars(_membership(by.person_id).with_for_update()).one_or_none()
    if here is not None:
        _leave(here)
        ledger.close_account(here.account_id)


def _leave(here: Membership) -> bool:
    """End a membership and all that goes with it; say whether they were a steward."""
    db.session.execute(update(Membership).where(Membership.id == here.id).values(until_utc=clock.now()))
    inviting.end_invitations_by(here.person_id)
    return stewards.leave(here.person_id, here.wijk_id)


def _leave_for(here: Membership, *, to_follower: bool, to: WijkNow) -> None:
    if _leave(here) and to_follower:
        stewards.begin_stewardship(here.person_id, to.wijk_id)


def _membership(person_id: int) -> Select[Membership]:
    return select(Membership).where(Membership.person_id == person_id, Membership.until_utc.is_(None))
