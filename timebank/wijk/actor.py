"""Who is looking, from one read: session, person, membership, account, stewardships and tasks together."""

from functools import cache
from typing import Any

from blinker import signal
from sqlalchemy import ColumnElement, ScalarSelect, Select, String, bindparam, cast, func, literal_column, select

from timebank.access.actor import Actor
from timebank.core import clock
from timebank.core.statements import Statement
from timebank.core.tokens import hashed
from timebank.ledger.models import Account
from timebank.people.models import Person, SignInSession
from timebank.people.sessions import keep_alive
from timebank.wijk.models import HouseRules, Membership, Partner, PartnerContact, StaffTask, Stewardship, Wijk

COMMA: Any = literal_column("','")
unread_asked = signal("wijk.unread-asked")
"""Asks, as a part of a statement, how many notices the person with id `sender` (a column) has not read. Room notices
listens: it stands on a higher floor, and its count goes into the one read that every page does."""


def load_actor(token: str) -> Actor | None:
    """Return who holds the session `token`, or None when it ended. (Flask-Login's user loader.)"""
    now = clock.now()
    row = _actor().one_or_none(token_hash=hashed(token), now=now)
    if row is None:
        return None
    keep_alive(row.session_id, row.session_kind, row.seen_at_utc)
    return Actor(
        token=token,
        session_id=row.session_id,
        person_id=row.person_id,
        public_id=row.public_id,
        kind=row.kind,
        name=row.name,
        has_second_factor=row.has_second_factor,
        account_id=row.account_id,
        wijk_id=row.wijk_id,
        tb_name=row.tb_name or "",
        given_minutes=row.given_minutes or 0,
        received_minutes=row.received_minutes or 0,
        steward_wijk_ids=_ids(row.steward_wijk_ids),
        worker_wijk_ids=_ids(row.worker_wijk_ids),
        contact_account_ids=_ids(row.contact_account_ids),
        gemeente_id=row.gemeente_id,
        has_to_choose_wijk=row.wijk_closed_at_utc is not None,
        unread_notices=row.unread_notices,
    )


def _ids(joined: str | None) -> frozenset[int]:
    return frozenset(int(part) for part in joined.split(",")) if joined else frozenset()


def _list_of(column: Any, *conditions: ColumnElement[bool]) -> ScalarSelect[Any]:
    return select(func.aggregate_strings(cast(column, String), COMMA)).where(*conditions).scalar_subquery()


def _actor_query() -> Select[*tuple[Any, ...]]:
    tb_name = (
        select(HouseRules.own_name)
        .where(HouseRules.wijk_id == Membership.wijk_id)
        .order_by(HouseRules.version.desc())
        .limit(1)
        .scalar_subquery()
    )
    stewarding = (Stewardship.person_id == Person.id, Stewardship.until_utc.is_(None))
    speaking = (
        PartnerContact.person_id == Person.id,
        PartnerContact.until_utc.is_(None),
        Partner.organisation_id == PartnerContact.organisation_id,
    )
    on_duty = (StaffTask.person_id == Person.id, StaffTask.until_utc.is_(None))
    return (
        select(
            SignInSession.id.label("session_id"),
            SignInSession.kind.label("session_kind"),
            SignInSession.seen_at_utc,
            SignInSession.has_second_factor,
            Person.id.label("person_id"),
            Person.public_id,
            Person.kind,
            Person.name,
            Membership.wijk_id,
            Wijk.closed_at_utc.label("wijk_closed_at_utc"),
            Account.id.label("account_id"),
            Account.given_minutes,
            Account.received_minutes,
            tb_name.label("tb_name"),
            _list_of(Stewardship.wijk_id, *stewarding).label("steward_wijk_ids"),
            _list_of(StaffTask.wijk_id, *on_duty, StaffTask.wijk_id.is_not(None)).label("worker_wijk_ids"),
            _list_of(Partner.account_id, *speaking).label("contact_account_ids"),
            select(func.max(StaffTask.gemeente_id)).where(*on_duty).scalar_subquery().label("gemeente_id"),
            *(unread.label("unread_notices") for _, unread in unread_asked.send(Person.id)),
        )
        .join(Person, Person.id == SignInSession.person_id)
        .outerjoin(Membership, (Membership.person_id == Person.id) & Membership.until_utc.is_(None))
        .outerjoin(Wijk, Wijk.id == Membership.wijk_id)
        .outerjoin(Account, Account.id == Membership.account_id)
        .where(
            SignInSession.token_hash == bindparam("token_hash"),
            SignInSession.idle_until_utc > bindparam("now"),
            SignInSession.ends_at_utc > bindparam("now"),
            Person.ended_at_utc.is_(None),
        )
    )


@cache
def _actor() -> Statement:
    """Build the statement once, when all rooms are there."""
    return Statement(_actor_query())
