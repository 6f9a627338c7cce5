"""Writing down what was done; the other side is asked whether it is right."""

from collections.abc import Iterator
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
from timebank.exchange.queries import POT, minutes_waiting
from timebank.exchange.rules import Report
from timebank.exchange.service.moves import TABLE, moving
from timebank.ledger import queries as ledger
from timebank.market import queries as market
from timebank.notices import service as notices
from timebank.notices import stewards
from timebank.wijk import queries as wijk


@dataclass(frozen=True)
class Party:
    """One side: its account, its person (None: the pot), and the wijk whose stewards answer for it."""

    account_id: int
    person_id: int | None
    steward_wijk_id: int | None = None


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
    before = ALREADY_SENT.one_or_none(request_key=key)
    if before is not None:
        if before.content_digest != content.digest():
            raise RequestKeyReused
        return str(before.public_id)
    assert by.account_id is not None
    found = other or _other_party(content.who, by=by)
    _check(content, by=by)
    return write_down(content, key, Party(by.account_id, by.person_id), found)


def write_down(content: Report, key: str, me: Party, other: Party) -> str:
    """Write down what `me` reports and ask `other`, without asking whether it can be; return its public id."""
    now, name = clock.now(), public_id()
    giver, receiver = (me, other) if content.side == "giver" else (other, me)
    values = {
        "public_id": name,
        "request_key": key,
        "content_digest": content.digest(),
        "state": "reported",
        "asked_side": rules.other(content.side),
        "reporter_side": content.side,
        "reporter_person_id": me.person_id,
        "giver_account_id": giver.account_id,
        "giver_person_id": giver.person_id,
        "receiver_account_id": receiver.account_id,
        "receiver_person_id": receiver.person_id,
        "steward_wijk_id": other.steward_wijk_id,
        "minutes": content.minutes,
        "category_code": content.category_code,
        "occurred_on": content.occurred_on,
        "note": content.note,
        "reason": "",
        "reported_at_utc": now,
        "lapses_at_utc": now + rules.LAPSES_AFTER,
    }
    write(
        Write(_reporting(*values), values),
        moving(FIRST_ID, "report", "reported", by_id=me.person_id, at=now, minutes=content.minutes),
        *_told(name, me, other, content.minutes),
    )
    return name


def _told(name: str, me: Party, other: Party, minutes: int) -> Iterator[Write]:
    yield audit.recording("exchange.report", actor_id=me.person_id, subject_id=other.person_id, minutes=minutes)
    if other.person_id is not None:
        yield notices.telling(other.person_id, "exchange.report", who=me.person_id, thing=name, minutes=minutes)
    elif other.steward_wijk_id is not None:
        yield from stewards.telling(
            other.steward_wijk_id, "pot.asked", but=(me.person_id,), who=me.person_id, thing=name, minutes=minutes
        )


@cache
def _reporting(*columns: str) -> Statement:
    return Statement(inserting(TABLE, *columns).returning(TABLE.c.id))


def _other_party(who: str, *, by: Actor) -> Party:
    assert by.wijk_id is not None
    if who == POT:
        pot_id = wijk.pot_account_id(by.wijk_id)
        if pot_id is None:
            raise errors.NobodyFound
        return Party(pot_id, None, by.wijk_id)
    if who == by.public_id:
        raise errors.WithYourself
    found = wijk.member_by_public_id(who, seeker=by)
    if found is None:
        raise errors.NobodyFound
    return Party(found.account_id, found.person_id)


def _check(content: Report, *, by: Actor) -> None:
    if not 1 <= content.minutes <= rules.MINUTES_AT_MOST:
        raise errors.ImpossibleMinutes
    if not rules.is_possible_day(content.occurred_on, today=clock.today()):
        raise errors.ImpossibleDay
    if not wijk.is_category(content.category_code):
        raise errors.UnknownKind
    if market.rests_reporting(by.person_id):
        raise errors.ReportingRests
    assert by.account_id is not None
    side = "given" if content.side == "giver" else "received"
    already = ledger.minutes_on_day(by.account_id, content.occurred_on, side)
    already += minutes_waiting(by.account_id, content.occurred_on, content.side)
    if already + content.minutes > rules.MUCH_ON_ONE_DAY_MINUTES and not content.is_sure:
        raise errors.MuchOnOneDay
    if _reports_today(by) >= rules.REPORTS_A_DAY:
        raise errors.EnoughForToday


def _reports_today(by: Actor) -> int:
    mine = (Exchange.reporter_person_id == by.person_id) & Exchange.request_key.not_like(f"{OF_A_GROUP}%")
    return db.session.scalar(select(func.count()).where(mine, Exchange.reported_at_utc >= clock.start_of_today())) or 0
