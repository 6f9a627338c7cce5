"""Writing down what was done; the other side is asked whether it is right."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from functools import cache

from sqlalchemy import bindparam, func, select

from timebank.access import audit
from timebank.access.actor import Actor
from timebank.core import clock
from timebank.core.database import db
from timebank.core.errors import RequestKeyReused
from timebank.core.statements import FIRST_ID, Statement, Write, inserting, write
from timebank.core.tokens import public_id
from timebank.exchange import errors, rules
from timebank.exchange.models import Exchange
from timebank.exchange.queries import minutes_waiting
from timebank.exchange.rules import Report
from timebank.exchange.service.moves import TABLE, carry_and_post, get_locked, moving, posting_of
from timebank.ledger import queries as ledger
from timebank.ledger import service as books
from timebank.market import queries as market
from timebank.notices import service as notices
from timebank.notices import stewards
from timebank.wijk import queries as wijk
from timebank.wijk.rules import OF_PARTNER, POT, STAD, STAD_KINDS


@dataclass(frozen=True)
class Party:
    """One side: its account, its person (None: pot, stad or organisation), and the wijk whose stewards answer for it.

    `contact_person_id` is who speaks for an organisation where it reports.
    """

    account_id: int
    person_id: int | None
    steward_wijk_id: int | None = None
    is_organisation: bool = False
    contact_person_id: int | None = None


OF_A_GROUP = "group:"
"""How the request key of an exchange begins that came from a group: one evening may make thirty of them."""

ALREADY_SENT = Statement(
    select(Exchange.public_id, Exchange.content_digest).where(Exchange.request_key == bindparam("request_key"))
)


def report(content: Report, *, by: Actor, other: Party | None = None) -> str:
    """Write down an exchange and ask the other side; return its public id.

    The reporter has said yes by reporting. Sending the same form again returns the first one's id. `other` is given
    where the two agreed to meet; otherwise `content.who` says whom the reporter must be able to find.

    :raises RequestKeyReused: the same form was sent with something else in it
    :raises RuleBroken: one of `exchange.errors`, nothing is written
    """
    key = f"{by.person_id}:{content.request_key}"
    if (before := _sent_before(key, content)) is not None:
        return before
    assert by.account_id is not None
    me = Party(by.account_id, by.person_id)
    if content.who == STAD and content.side == "receiver":
        _check(content, by=by, kinds=STAD_KINDS)
        return write_alone(content, key, me, by=by)
    found = other or _other_party(content, by=by)
    _check(content, by=by)
    return write_down(content, key, me, found)


def report_for(partner: wijk.FoundPartner, content: Report, *, by: Actor) -> str:
    """Write down what an organisation gave or got, for which `by` speaks, and ask the resident; return its public id.

    `content.who` is the resident's buurcode: an organisation finds nobody by name. Sending twice is as for `report`.

    :raises NobodyFound: nobody can be found by it; also for the buurcode of `by`, who cannot be both sides
    :raises RuleBroken: as `report`
    """
    key = f"{by.person_id}:{content.request_key}"
    if (before := _sent_before(key, content)) is not None:
        return before
    found = wijk.find_by_buurcode(content.who, seeker=by)
    if found is None:
        raise errors.NobodyWithCode
    _check(content, by=by, is_for_partner=True)
    me = Party(partner.account_id, None, is_organisation=True, contact_person_id=by.person_id)
    return write_down(content, key, me, Party(found.account_id, found.person_id))


def write_down(content: Report, key: str, me: Party, other: Party) -> str:
    """Write down what `me` reports and ask `other`, without asking whether it can be; return its public id."""
    return _insert(content, key, me, other, note=content.note)[1]


def write_alone(content: Report, key: str, me: Party, *, by: Actor) -> str:
    """Write down and post at once what the stad gave `me`; nobody is asked and nobody is told. Return its public id.

    Without a note: words would say more than the broad kinds do.
    """
    assert by.wijk_id is not None
    stad = Party(books.stad_account(wijk.gemeente_id_of(by.wijk_id)), None)
    exchange_id, name = _insert(content, key, me, stad, note="")
    exchange = get_locked(exchange_id)
    posting = posting_of(exchange, f"exchange:{exchange_id}", content.minutes)
    carry_and_post(exchange, "write_alone", rules.WRITE_ALONE, content.side, posting, by_id=by.person_id)
    return name


def _insert(content: Report, key: str, me: Party, other: Party, *, note: str) -> tuple[int, str]:
    now, name = clock.now(), public_id()
    giver, receiver = (me, other) if content.side == "giver" else (other, me)
    reporter_id = me.person_id or me.contact_person_id
    organisations = [side for side, one in (("giver", giver), ("receiver", receiver)) if one.is_organisation]
    values = {
        "public_id": name,
        "request_key": key,
        "content_digest": content.digest(),
        "state": "reported",
        "asked_side": rules.other(content.side),
        "reporter_side": content.side,
        "reporter_person_id": reporter_id,
        "giver_account_id": giver.account_id,
        "giver_person_id": giver.person_id,
        "receiver_account_id": receiver.account_id,
        "receiver_person_id": receiver.person_id,
        "steward_wijk_id": other.steward_wijk_id,
        "organisation_side": next(iter(organisations), None),
        "contact_person_id": me.contact_person_id,
        "minutes": content.minutes,
        "category_code": content.category_code,
        "occurred_on": content.occurred_on,
        "note": note,
        "reason": "",
        "reported_at_utc": now,
        "lapses_at_utc": now + rules.LAPSES_AFTER,
    }
    exchange_id = write(
        Write(_reporting(*values), values),
        moving(FIRST_ID, "report", "reported", by_id=reporter_id, at=now, minutes=content.minutes),
        *_told(name, reporter_id, other, content.minutes),
    )
    return int(exchange_id), name


def _told(name: str, by_id: int | None, other: Party, minutes: int) -> Iterator[Write]:
    told = [other.person_id]
    if other.is_organisation:
        told = [one for one in wijk.contact_person_ids(other.account_id) if one != by_id]
    for person_id in told:
        yield audit.recording("exchange.report", actor_id=by_id, subject_id=person_id, minutes=minutes)
        if person_id is not None:
            yield notices.telling(person_id, "exchange.report", who=by_id, thing=name, minutes=minutes)
    if other.steward_wijk_id is not None:
        yield from stewards.telling(
            other.steward_wijk_id, "pot.asked", but=(by_id,), who=by_id, thing=name, minutes=minutes
        )


@cache
def _reporting(*columns: str) -> Statement:
    return Statement(inserting(TABLE, *columns).returning(TABLE.c.id))


def _sent_before(key: str, content: Report) -> str | None:
    """Return the public id of the report that came with this key, or None.

    :raises RequestKeyReused: it came with something else in it
    """
    before = ALREADY_SENT.one_or_none(request_key=key)
    if before is None:
        return None
    if before.content_digest != content.digest():
        raise RequestKeyReused
    return str(before.public_id)


def _other_party(content: Report, *, by: Actor) -> Party:
    assert by.wijk_id is not None
    who = content.who
    if who == POT:
        pot_id = wijk.pot_account_id(by.wijk_id)
        if pot_id is None:
            raise errors.NobodyFound
        return Party(pot_id, None, by.wijk_id)
    if who == STAD:
        return Party(books.stad_account(wijk.gemeente_id_of(by.wijk_id)), None, by.wijk_id)
    if who.startswith(OF_PARTNER):
        return _partner(who, by=by)
    if who == by.public_id:
        raise errors.WithYourself
    found = wijk.member_by_public_id(who, seeker=by)
    if found is None:
        raise errors.NobodyFound
    return Party(found.account_id, found.person_id)


def _partner(who: str, *, by: Actor) -> Party:
    found = wijk.partner_as_party(who, seeker=by)
    if found is None:
        raise errors.NobodyFound
    if not set(wijk.contact_person_ids(found.account_id)) - {by.person_id}:
        raise errors.NobodyElseSpeaks
    return Party(found.account_id, None, is_organisation=True)


def _check(content: Report, *, by: Actor, kinds: Collection[str] | None = None, is_for_partner: bool = False) -> None:
    """Refuse what cannot be. `kinds` are the kinds of help to choose from; None: those of neighbours."""
    if not 1 <= content.minutes <= rules.MINUTES_AT_MOST:
        raise errors.ImpossibleMinutes
    if not rules.is_possible_day(content.occurred_on, today=clock.today()):
        raise errors.ImpossibleDay
    if not (wijk.is_category(content.category_code) if kinds is None else content.category_code in kinds):
        raise errors.UnknownKind
    if market.rests_reporting(by.person_id):
        raise errors.ReportingRests
    if not is_for_partner and not content.is_sure and _is_much(content, by=by):
        raise errors.MuchOnOneDay
    if _reports_today(by) >= rules.REPORTS_A_DAY:
        raise errors.EnoughForToday


def _is_much(content: Report, *, by: Actor) -> bool:
    """Say whether one person gives or gets more on this day than a form believes unasked; an organisation is many."""
    assert by.account_id is not None
    side = "given" if content.side == "giver" else "received"
    already = ledger.minutes_on_day(by.account_id, content.occurred_on, side)
    already += minutes_waiting(by.account_id, content.occurred_on, content.side)
    return already + content.minutes > rules.MUCH_ON_ONE_DAY_MINUTES


def _reports_today(by: Actor) -> int:
    mine = (Exchange.reporter_person_id == by.person_id) & Exchange.request_key.not_like(f"{OF_A_GROUP}%")
    return db.session.scalar(select(func.count()).where(mine, Exchange.reported_at_utc >= clock.start_of_today())) or 0
