"""Invitations: links that let one person in, once, within 14 days. Only a hash of the link is kept."""

from sqlalchemy import insert, update

from timebank.access import audit
from timebank.core import clock, tokens
from timebank.core.database import db
from timebank.wijk.errors import InvitationUsed
from timebank.wijk.models import Invitation
from timebank.wijk.queries.places import still_good
from timebank.wijk.rules import INVITATION_LIVES


def invite(wijk_id: int, *, by: int | None, kind: str = "resident", name: str = "") -> str:
    """Make an invitation and return its token, which is kept nowhere."""
    token, now = tokens.secret(), clock.now()
    db.session.execute(
        insert(Invitation).values(
            public_id=tokens.public_id(),
            wijk_id=wijk_id,
            kind=kind,
            token_hash=tokens.hashed(token),
            name=name,
            by_person_id=by,
            created_at_utc=now,
            expires_at_utc=now + INVITATION_LIVES,
        )
    )
    audit.record("wijk.invited", actor_id=by, subject_id=by)
    return token


def end_invitation(invitation_id: int, *, by: int) -> None:
    """Let an invitation let nobody in any more. Ending it twice is safe."""
    _end(Invitation.id == invitation_id)
    audit.record("wijk.invitation_ended", actor_id=by, subject_id=by)


def end_invitations_by(person_id: int) -> None:
    """End what somebody sent out: they left the wijk."""
    _end(Invitation.by_person_id == person_id)


def end_steward_invitations(wijk_id: int) -> None:
    """End the invitations of first stewards who did not come: new ones replace them."""
    _end(Invitation.wijk_id == wijk_id, Invitation.kind == "steward")


def use_invitation(token: str) -> Invitation:
    """Use an invitation up and return it; of two at once, one finds it used.

    :raises InvitationUsed: it was used, ended or is too old, or never was
    """
    mine = (Invitation.token_hash == tokens.hashed(token), *still_good(clock.now()))
    used = update(Invitation).where(*mine).values(used_at_utc=clock.now()).returning(Invitation)
    found = db.session.scalars(used).one_or_none()
    if found is None:
        raise InvitationUsed
    return found


def _end(*conditions: object) -> None:
    open_ones = update(Invitation).where(*conditions, *still_good(clock.now()))  # type: ignore[arg-type]
    db.session.execute(open_ones.values(ended_at_utc=clock.now()))
