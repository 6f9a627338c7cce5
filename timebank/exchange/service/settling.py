"""Settling a group: what those who said yes gave becomes exchanges of their own, posted together or not at all."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import or_, select, update

from timebank.core import clock
from timebank.core.database import db, transact
from timebank.exchange.models import Group, GroupPlace
from timebank.exchange.rules import Report
from timebank.exchange.rules import groups as rules
from timebank.exchange.rules.groups import Present, Share
from timebank.exchange.service import groups
from timebank.exchange.service.bulk import Settled, write_settled
from timebank.exchange.service.report import OF_A_GROUP, Party, write_down
from timebank.exchange.service.telling_others import tell
from timebank.ledger.models import Account
from timebank.notices import stewards
from timebank.people.models import Person
from timebank.wijk.models import Membership
from timebank.wijk.rules import POT


def settle_groups(*, limit: int = 100) -> int:
    """Settle up to `limit` groups whose seven days are over, and call off forgotten ones; return how many in all.

    Who has not answered is left out. A group that nobody closed within 30 days, or whose leader is gone, counts as
    called off. For the clock, as often as it likes and in several processes at once: each group is looked at again
    under its lock, in a transaction of its own.
    """
    due = select(Group.id).where(Group.state == "asked", Group.answers_until_utc <= clock.now())
    ids = db.session.scalars(due.order_by(Group.answers_until_utc).limit(limit)).all()
    done = sum(transact(_settle_when_due, group_id) for group_id in ids)
    return done + sum(transact(_call_off_forgotten, group_id) for group_id in _forgotten(limit))


def settle(group: Any, places: Sequence[Any]) -> None:
    """Write what the rule makes of the places that said yes, and end the group. Call it under the group's lock.

    Hours for the wijk without a steward's yes become reports that wait for one, as ordinary hours for the wijk do:
    nobody's hours are lost because the stewards had no time this week. Who left meanwhile is left out; if that is the
    leader, so are the shares of the leader's hours.
    """
    accounts = _open_accounts(group.id)
    there = [one for one in places if one.state == "yes" and one.person_id in accounts]
    present = [Present(one.id, one.role, one.minutes or 0) for one in there]
    found = {one.place_id: one for one in rules.shares(group.rule, present) if not _is_refused(group, one)}
    parties = {one.id: Party(accounts[one.person_id], one.person_id) for one in there}
    covered = {one.place_id: _steward(group, one, parties) for one in found.values()}
    now = [one for one in found.values() if one.receiver_id is not None or covered[one.place_id] is not None]
    if now:
        settled = [_settled(group, one, parties, covered[one.place_id]) for one in now]
        write_settled(settled, origin="agreed")
    later = [one for one in found.values() if one not in now]
    for one in later:
        write_down(_report(group, one), _key(group, one), parties[one.giver_id], _pot(group))
    _end(group, places, _minutes_of(now), _minutes_of(later))
    _tell_stewards(group, sum(one.minutes for one in now if one.receiver_id is None))


def _tell_stewards(group: Any, minutes_for_pot: int) -> None:
    """Let no steward be asked any more, and tell the others what was given to the wijk with a steward's yes."""
    stewards.settle(group.public_id, "pot.group")
    if minutes_for_pot:
        answered = (group.steward_person_id, group.second_steward_person_id)
        told = {"who": group.steward_person_id, "thing": group.public_id, "minutes": minutes_for_pot}
        stewards.tell(group.wijk_id, "pot.used", but=answered, **told)


def _settle_when_due(group_id: int) -> bool:
    group = groups.get_locked(group_id)
    if group.state != "asked" or group.answers_until_utc > clock.now():
        return False
    places = select(*GroupPlace.__table__.c).where(GroupPlace.group_id == group_id).order_by(GroupPlace.id)
    settle(group, db.session.execute(places).all())
    return True


def _forgotten(limit: int) -> Sequence[int]:
    is_gone = select(Person.id).where(Person.id == Group.person_id, Person.ended_at_utc.is_not(None)).exists()
    is_late = Group.held_on < clock.today() - rules.CLOSED_WITHIN
    unfinished = select(Group.id).where(Group.state.in_(("draft", "open")), or_(is_late, is_gone))
    return db.session.scalars(unfinished.order_by(Group.held_on, Group.id).limit(limit)).all()


def _call_off_forgotten(group_id: int) -> bool:
    group = groups.get_locked(group_id)
    if rules.next_state(group.state, "lapse", mover="clock") is None:
        return False
    groups.move(group, "lapse", by=None)
    groups.tell_all(group, "group_called_off", by_id=None)
    return True


def _open_accounts(group_id: int) -> dict[int, int]:
    """Return the accounts, by person, of those in a group who are still here."""
    wanted = (
        select(GroupPlace.person_id, Account.id)
        .join(Person, (Person.id == GroupPlace.person_id) & Person.ended_at_utc.is_(None))
        .join(Membership, (Membership.person_id == GroupPlace.person_id) & Membership.until_utc.is_(None))
        .join(Account, (Account.id == Membership.account_id) & Account.closed_at_utc.is_(None))
        .where(GroupPlace.group_id == group_id)
    )
    return {row[0]: row[1] for row in db.session.execute(wanted)}


def _is_refused(group: Any, share: Share) -> bool:
    return share.receiver_id is None and group.pot_answer == "no"


def _steward(group: Any, share: Share, parties: dict[int, Party]) -> int | None:
    stewards = (group.steward_person_id, group.second_steward_person_id)
    return rules.steward_for(parties[share.giver_id].person_id, stewards) if share.receiver_id is None else None


def _settled(group: Any, share: Share, parties: dict[int, Party], steward_id: int | None) -> Settled:
    giver = parties[share.giver_id]
    return Settled(
        request_key=_key(group, share),
        content_digest=_report(group, share).digest(),
        giver=giver,
        receiver=_pot(group) if share.receiver_id is None else parties[share.receiver_id],
        minutes=share.minutes,
        category_code=group.category_code,
        occurred_on=group.held_on,
        settled_at_utc=clock.now(),
        note=group.words,
        reporter_person_id=giver.person_id,
        steward_person_id=steward_id,
    )


def _report(group: Any, share: Share) -> Report:
    return Report(
        request_key=_key(group, share),
        side="giver",
        who=POT if share.receiver_id is None else str(share.receiver_id),
        category_code=group.category_code,
        minutes=share.minutes,
        occurred_on=group.held_on,
        note=group.words,
    )


def _key(group: Any, share: Share) -> str:
    return f"{OF_A_GROUP}{group.id}:{share.place_id}"


def _pot(group: Any) -> Party:
    return Party(group.pot_account_id, None, group.wijk_id)


def _minutes_of(written: Sequence[Share]) -> dict[int, int]:
    """Return the minutes of each place for which something was written; of the leader, what the guests got together."""
    found = {one.place_id: one.minutes for one in written}
    for one in written:
        if one.giver_id != one.place_id:
            found[one.giver_id] = found.get(one.giver_id, 0) + one.minutes
    return found


def _end(group: Any, places: Sequence[Any], posted: dict[int, int], waits: dict[int, int]) -> None:
    """Keep what became of each place, and tell each what was written."""
    for one in places:
        name = "post" if one.id in posted else "wait" if one.id in waits else "leave_out"
        to_state = rules.PLACE_MOVES.get((one.state, "stay_silent" if one.state == "asked" else name))
        if to_state is None:
            continue
        minutes = posted.get(one.id) or waits.get(one.id) or one.minutes
        change = update(GroupPlace).where(GroupPlace.id == one.id).values(state=to_state, minutes=minutes)
        db.session.execute(change)
        if one.id in posted:
            tell(one.person_id, "group_posted", by=group.person_id, thing=group.public_id, minutes=posted[one.id])
    ended = {"state": rules.MOVES[group.state, "settle"][0], "answers_until_utc": None, "settled_at_utc": clock.now()}
    db.session.execute(update(Group).where(Group.id == group.id).values(ended))
