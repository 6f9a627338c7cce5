"""Help of the stad: an organisation proposes it, the resident answers; what the resident wrote is corrected alone.

In the ledger the stad gave it. Who proposed it is nowhere any more once the resident has said yes, and a month after a
no.
"""

import hashlib
import json
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from sqlalchemy import delete, func, insert, or_, select, update

from timebank.access import audit
from timebank.access.actor import Actor
from timebank.core import clock
from timebank.core.database import db
from timebank.core.errors import RequestKeyReused
from timebank.core.tokens import public_id, secret
from timebank.exchange import errors, rules
from timebank.exchange.models import StadProposal
from timebank.exchange.queries import FoundProposal
from timebank.exchange.rules import Report, Step
from timebank.exchange.rules.stad import KEPT, LAPSES_AFTER, PROPOSALS_A_DAY
from timebank.exchange.service.moves import carry, carry_and_post, get_locked, is_written_alone, posting_of, side_of
from timebank.exchange.service.report import Party, write_alone
from timebank.ledger import service as ledger
from timebank.notices import service as notices
from timebank.people.service import LEFT
from timebank.wijk import queries as wijk
from timebank.wijk.rules import STAD, STAD_KINDS

OF_PROPOSAL = "proposal"
"""The fact by which what the log says of a proposal is found again, to erase it."""


@dataclass(frozen=True)
class StadHelp:
    """What the form says. `who` is the resident's buurcode."""

    request_key: str
    who: str
    category_code: str
    minutes: int
    occurred_on: date

    def digest(self) -> str:
        """Return the SHA-256 of the content, by which a form that is sent twice is known from another one."""
        content = asdict(self) | {"occurred_on": self.occurred_on.isoformat(), "request_key": ""}
        return hashlib.sha256(json.dumps(content, sort_keys=True).encode()).hexdigest()


def propose(partner: wijk.FoundPartner, content: StadHelp, *, by: Actor) -> str:
    """Ask a resident whether it is right that the stad helped them; return the proposal's public id.

    Nothing is posted. Sending the same form again returns the first one's id, while that is kept.

    :raises NobodyWithCode: nobody can be found by the buurcode
    :raises RequestKeyReused: the same form was sent with something else in it
    """
    key = f"{by.person_id}:{content.request_key}"
    kept = select(StadProposal.public_id, StadProposal.content_digest).where(StadProposal.request_key == key)
    before = db.session.execute(kept).one_or_none()
    if before is not None:
        if before.content_digest != content.digest():
            raise RequestKeyReused
        return str(before.public_id)
    found = wijk.find_by_buurcode(content.who, seeker=by)
    if found is None or found.person_id is None:
        raise errors.NobodyWithCode
    _check(content, by=by)
    now, name = clock.now(), public_id()
    values = {
        "public_id": name,
        "request_key": key,
        "content_digest": content.digest(),
        "state": "asked",
        "organisation_id": partner.organisation_id,
        "contact_person_id": by.person_id,
        "person_id": found.person_id,
        "category_code": content.category_code,
        "minutes": content.minutes,
        "occurred_on": content.occurred_on,
        "proposed_at_utc": now,
        "lapses_at_utc": now + LAPSES_AFTER,
    }
    db.session.execute(insert(StadProposal).values(**values))
    facts = {"minutes": content.minutes}
    audit.record("stad.proposed", actor_id=by.person_id, subject_id=found.person_id, **facts, **{OF_PROPOSAL: name})
    notices.tell(found.person_id, "stad.proposed", who=by.person_id, thing=name, **facts)
    return name


def say_yes(proposal: FoundProposal, *, by: Actor) -> str:
    """Say yes: it is posted as what the resident wrote down alone, and who proposed it is erased.

    :raises AlreadyAnswered: it was answered, taken back, or waited too long
    """
    row = _get_waiting(proposal.id)
    assert by.account_id is not None
    _forget(row)
    content = Report(secret(), "receiver", STAD, row.category_code, row.minutes, row.occurred_on, is_sure=True)
    return write_alone(content, f"{by.person_id}:{content.request_key}", Party(by.account_id, by.person_id), by=by)


def say_no(proposal: FoundProposal, *, by: Actor) -> None:
    """Say no: nothing is posted. It is kept for a while, so that the organisation can read it.

    :raises AlreadyAnswered: it was answered, taken back, or waited too long
    """
    row = _get_waiting(proposal.id)
    _end(row, "refused")
    facts = {"minutes": row.minutes, OF_PROPOSAL: row.public_id}
    audit.record("stad.refused", actor_id=by.person_id, subject_id=row.contact_person_id, **facts)


def take_back(proposal: FoundProposal) -> None:
    """Take a proposal back, or throw away what is kept of one that ended: nothing stays. Twice is once."""
    row = _locked(proposal.id)
    if row is not None:
        _forget(row)


def lapse_proposals(*, limit: int = 100) -> int:
    """Let up to `limit` proposals end that waited for 30 days; return how many did."""
    late = select(StadProposal.id).where(StadProposal.state == "asked", StadProposal.lapses_at_utc <= clock.now())
    ids = db.session.scalars(late.order_by(StadProposal.lapses_at_utc).limit(limit)).all()
    for row in filter(None, map(_locked, ids)):
        if row.state == "asked":
            _end(row, "lapsed")
    return len(ids)


def erase_old_proposals(*, limit: int = 100) -> int:
    """Erase up to `limit` proposals that ended a month ago, with all that was told and logged; return how many."""
    old = select(StadProposal.id).where(StadProposal.ended_at_utc <= clock.now() - KEPT)
    ids = db.session.scalars(old.order_by(StadProposal.ended_at_utc).limit(limit)).all()
    for row in filter(None, map(_locked, ids)):
        _forget(row)
    return len(ids)


def correct_alone(exchange_id: int, *, right_minutes: int | None, by: Actor) -> str:
    """Correct help of the stad: nobody else knows of it, so nobody else has to agree. Return the new state.

    `right_minutes` is what it should be; None: undo it.

    :raises NotYourTurn: it is not `by`'s own help of the stad
    :raises AlreadyAnswered: it was undone
    :raises SameMinutes: that is what is already there
    """
    exchange = get_locked(exchange_id)
    if not is_written_alone(exchange) or side_of(exchange, by) != "receiver":
        raise errors.NotYourTurn
    if exchange.state != "confirmed":
        raise errors.AlreadyAnswered
    if right_minutes == exchange.minutes:
        raise errors.SameMinutes
    wrong_id, key = exchange.transfer_id, f"exchange:{exchange_id}"
    reversal_id = ledger.reverse(wrong_id, request_key=f"{key}:undo:{wrong_id}")
    nothing: dict[str, Any] = {"transfer_id": None}
    undone = Step("reversed", "asker")
    carry(exchange, "correct_alone", undone, "receiver", by_id=by.person_id, posted=reversal_id, **nothing)
    if right_minutes is None:
        return undone.to_state
    posting = posting_of(exchange, f"{key}:right:{wrong_id}", right_minutes)
    again = {"by_id": by.person_id, "minutes": right_minutes}
    carry_and_post(exchange, "write_alone", rules.WRITE_ALONE, "receiver", posting, **again)
    return rules.WRITE_ALONE.to_state


@LEFT.connect
def forget_proposals(by: Actor) -> None:
    """Erase what was proposed to somebody who leaves, and what they proposed."""
    theirs = or_(StadProposal.person_id == by.person_id, StadProposal.contact_person_id == by.person_id)
    for row in db.session.execute(select(*COLUMNS).where(theirs)).all():
        _forget(row)


COLUMNS = tuple(StadProposal.__table__.c)


def _check(content: StadHelp, *, by: Actor) -> None:
    if not 1 <= content.minutes <= rules.MINUTES_AT_MOST:
        raise errors.ImpossibleMinutes
    if not rules.is_possible_day(content.occurred_on, today=clock.today()):
        raise errors.ImpossibleDay
    if content.category_code not in STAD_KINDS:
        raise errors.UnknownKind
    mine = (StadProposal.contact_person_id == by.person_id, StadProposal.proposed_at_utc >= clock.start_of_today())
    if (db.session.scalar(select(func.count()).select_from(StadProposal).where(*mine)) or 0) >= PROPOSALS_A_DAY:
        raise errors.EnoughForToday


def _locked(proposal_id: int) -> Any:
    """Return a proposal as it is now, locked until the transaction ends; None once it is erased."""
    wanted = select(*COLUMNS).where(StadProposal.id == proposal_id)
    return db.session.execute(wanted.with_for_update()).one_or_none()


def _get_waiting(proposal_id: int) -> Any:
    row = _locked(proposal_id)
    if row is None or row.state != "asked" or row.lapses_at_utc <= clock.now():
        raise errors.AlreadyAnswered
    return row


def _end(row: Any, state: str) -> None:
    values = {"state": state, "ended_at_utc": clock.now()}
    db.session.execute(update(StadProposal).where(StadProposal.id == row.id).values(**values))
    notices.erase_about(row.person_id, row.public_id)


def _forget(row: Any) -> None:
    """Erase a proposal and all that says who proposed what to whom."""
    notices.erase_about(row.person_id, row.public_id)
    audit.forget((row.person_id, row.contact_person_id), fact=OF_PROPOSAL, value=row.public_id)
    db.session.execute(delete(StadProposal).where(StadProposal.id == row.id))
