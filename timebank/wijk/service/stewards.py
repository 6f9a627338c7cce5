"""Stewards come and go in pairs: one proposes, another says yes."""

from sqlalchemy import func, insert, select, update

from timebank.access import audit, pairs
from timebank.access.actor import Actor
from timebank.core import clock
from timebank.core.database import db
from timebank.core.tokens import public_id
from timebank.wijk import errors, queries
from timebank.wijk.models import StewardProposal, Stewardship, Wijk
from timebank.wijk.rules import STEWARDS_AT_LEAST


def propose_appointment(wijk_id: int, buurcode: str, *, by: Actor) -> None:
    """Propose that a neighbour, found by buurcode, becomes a steward. It takes a second steward.

    :raises NobodyWithThisCode: also for somebody of another wijk or who cannot be found
    :raises AlreadySteward: nothing to propose
    :raises AlreadyProposed: it waits for an answer
    """
    found = queries.find_by_buurcode(buurcode, seeker=by)
    if found is None or found.person_id is None or found.wijk_id != wijk_id:
        raise errors.NobodyWithThisCode
    _lock(wijk_id)
    if _is_steward(found.person_id, wijk_id):
        raise errors.AlreadySteward
    _propose(wijk_id, found.person_id, "appoint", by=by)


def propose_stepping_down(wijk_id: int, person_id: int, *, by: Actor) -> None:
    """Propose that a steward, oneself or another, stops. It takes a second steward.

    :raises NotASteward: nothing to propose
    :raises LastTwo: then too few would be left; first a successor
    :raises AlreadyProposed: it waits for an answer
    """
    _lock(wijk_id)
    if not _is_steward(person_id, wijk_id):
        raise errors.NotASteward
    if count_stewards(wijk_id) <= STEWARDS_AT_LEAST:
        raise errors.LastTwo
    _propose(wijk_id, person_id, "step_down", by=by)


def agree_steward_change(proposal_id: int, *, by: Actor) -> None:
    """Say yes, as a second steward, to what another steward proposed; it happens at once.

    :raises AnotherHasToAgree: `by` proposed it
    :raises ProposalEnded: it was answered, taken back, or is no longer possible
    :raises LastTwo: too few stewards would be left
    """
    proposal = _open_proposal(proposal_id)
    if proposal.proposed_by_id == by.person_id:
        raise errors.AnotherHasToAgree
    if proposal.change == "appoint":
        _appoint(proposal)
    else:
        _let_go(proposal)
    _end_proposal(proposal, agreed_by_id=by.person_id)
    facts = {"actor_id": by.person_id, "subject_id": proposal.person_id}
    audit.record("wijk.steward_appointed" if proposal.change == "appoint" else "wijk.steward_stopped", **facts)


def end_steward_proposal(proposal_id: int, *, by: Actor) -> None:
    """Take back or refuse a proposal: any steward of the wijk can.

    :raises ProposalEnded: it was answered or taken back
    """
    proposal = _open_proposal(proposal_id)
    _end_proposal(proposal)
    audit.record("wijk.proposal_ended", actor_id=by.person_id, subject_id=proposal.person_id)


def begin_stewardship(person_id: int, wijk_id: int) -> None:
    """Make a resident a steward of the wijk: after a second steward's yes, or an opening's invitation."""
    values = {"person_id": person_id, "wijk_id": wijk_id, "since_utc": clock.now()}
    db.session.execute(insert(Stewardship).values(**values))


def count_stewards(wijk_id: int) -> int:
    """Return how many stewards a wijk has now."""
    wanted = select(func.count()).where(Stewardship.wijk_id == wijk_id, Stewardship.until_utc.is_(None))
    return db.session.scalar(wanted) or 0


def leave(person_id: int, wijk_id: int) -> bool:
    """End all that a steward who leaves the wijk has to do with there; say whether they were a steward.

    Nobody is kept from moving, but a wijk does not lose one of its last two stewards unnoticed: it stands in the log
    of who stays, on the page of the wijk and in the operator's `timebank wijk list`.
    """
    _lock(wijk_id)
    _end_proposals_with(person_id, wijk_id)
    was_steward = _stop(person_id, wijk_id)
    remaining = queries.stewards_of(wijk_id)
    if was_steward and len(remaining) < STEWARDS_AT_LEAST:
        for steward in remaining:
            audit.record("wijk.steward_left", actor_id=person_id, subject_id=steward.person_id)
    return was_steward


def _appoint(proposal: StewardProposal) -> None:
    person = queries.member_by_person_id(proposal.person_id)
    if person is None or person.wijk_id != proposal.wijk_id or _is_steward(person.person_id, proposal.wijk_id):
        raise errors.ProposalEnded
    begin_stewardship(proposal.person_id, proposal.wijk_id)


def _let_go(proposal: StewardProposal) -> None:
    if count_stewards(proposal.wijk_id) <= STEWARDS_AT_LEAST:
        raise errors.LastTwo
    if not _stop(proposal.person_id, proposal.wijk_id):
        raise errors.ProposalEnded


def _propose(wijk_id: int, person_id: int, change: str, *, by: Actor) -> None:
    same = (StewardProposal.wijk_id == wijk_id, StewardProposal.person_id == person_id)
    open_ones = select(StewardProposal.id).where(*same, StewardProposal.ended_at_utc.is_(None))
    if db.session.scalar(open_ones.limit(1)) is not None:
        raise errors.AlreadyProposed
    name = public_id()
    db.session.execute(
        insert(StewardProposal).values(
            public_id=name,
            wijk_id=wijk_id,
            person_id=person_id,
            change=change,
            proposed_by_id=by.person_id,
            created_at_utc=clock.now(),
        )
    )
    audit.record("wijk.steward_proposed", actor_id=by.person_id, subject_id=person_id, change=change)
    pairs.yes_asked.send(wijk_id, kind="steward.proposed", thing=name, by_id=by.person_id, about_id=None)


def _open_proposal(proposal_id: int) -> StewardProposal:
    proposal = db.session.get(StewardProposal, proposal_id)
    if proposal is None:
        raise errors.ProposalEnded
    _lock(proposal.wijk_id)
    db.session.refresh(proposal)  # somebody may have answered while we waited
    if proposal.ended_at_utc is not None:
        raise errors.ProposalEnded
    return proposal


def _end_proposal(proposal: StewardProposal, *, agreed_by_id: int | None = None) -> None:
    values = {"ended_at_utc": clock.now(), "agreed_by_id": agreed_by_id}
    db.session.execute(update(StewardProposal).where(StewardProposal.id == proposal.id).values(values))
    pairs.yes_settled.send(proposal.public_id)


def _end_proposals_with(person_id: int, wijk_id: int) -> None:
    about = (StewardProposal.person_id == person_id) | (StewardProposal.proposed_by_id == person_id)
    theirs = (StewardProposal.wijk_id == wijk_id, StewardProposal.ended_at_utc.is_(None), about)
    db.session.execute(update(StewardProposal).where(*theirs).values(ended_at_utc=clock.now()))


def _stop(person_id: int, wijk_id: int) -> bool:
    theirs = (
        Stewardship.person_id == person_id,
        Stewardship.wijk_id == wijk_id,
        Stewardship.until_utc.is_(None),
    )
    stopping = update(Stewardship).where(*theirs).values(until_utc=clock.now()).returning(Stewardship.id)
    return db.session.scalar(stopping) is not None


def _is_steward(person_id: int | None, wijk_id: int) -> bool:
    return any(steward.person_id == person_id for steward in queries.stewards_of(wijk_id))


def _lock(wijk_id: int) -> None:
    """Let one change of a wijk's stewards happen at a time: two who step down at once must not both pass."""
    db.session.execute(select(Wijk.id).where(Wijk.id == wijk_id).with_for_update())
