"""Organisations that take part: in a wijk, of a contact person, and who speaks for them."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import String, bindparam, cast, func, literal_column, or_, select

from timebank.access.actor import Actor
from timebank.core.database import db
from timebank.core.statements import Statement
from timebank.ledger.models import Account
from timebank.people.models import Person
from timebank.wijk.models import Gemeente, Organisation, Partner, PartnerContact, PartnerWijk, Wijk
from timebank.wijk.queries.neighbours import Neighbour
from timebank.wijk.rules import (
    CONTACTS_AT_MOST,
    OF_PARTNER,
    PARTNERS_AT_MOST,
    STAD,
    may_propose_for_stad,
)


@dataclass(frozen=True, slots=True)
class FoundPartner:
    """An organisation that takes part, with its totals. `people`: a group of so many; None: it is no group."""

    organisation_id: int
    public_id: str
    name: str
    sector: str
    people: int | None
    works_for_stad: bool
    account_id: int
    given_minutes: int
    received_minutes: int
    wijk_ids: frozenset[int]

    @property
    def may_propose_for_stad(self) -> bool:
        """Say whether it may propose help of the stad to a resident."""
        return may_propose_for_stad(sector=self.sector, works_for_stad=self.works_for_stad)

    @property
    def who(self) -> str:
        """What stands for it where otherwise the random name of a neighbour stands."""
        return OF_PARTNER + self.public_id


COMMA: Any = literal_column("','")
IN_WIJKEN = (
    select(func.aggregate_strings(cast(PartnerWijk.wijk_id, String), COMMA))
    .where(PartnerWijk.organisation_id == Partner.organisation_id)
    .correlate(Partner)
    .scalar_subquery()
)
PARTNER = (
    select(
        Partner.organisation_id,
        Partner.public_id,
        Organisation.name,
        Organisation.sector,
        Partner.people,
        Partner.works_for_stad,
        Partner.account_id,
        Account.given_minutes,
        Account.received_minutes,
        IN_WIJKEN.label("wijk_ids"),
    )
    .join(Organisation, Organisation.id == Partner.organisation_id)
    .join(Account, Account.id == Partner.account_id)
)
HERE = (
    select(PartnerWijk.organisation_id)
    .join(Wijk, Wijk.id == PartnerWijk.wijk_id)
    .where(PartnerWijk.wijk_id == bindparam("wijk_id"), Wijk.closed_at_utc.is_(None))
)
MINE = select(PartnerContact.organisation_id).where(
    PartnerContact.person_id == bindparam("person_id"), PartnerContact.until_utc.is_(None)
)
BY_NAME = (func.lower(Organisation.name), Organisation.id)
BY_PUBLIC_ID = Statement(PARTNER.where(Partner.public_id == bindparam("public_id")))
IN_WIJK = Statement(PARTNER.where(Partner.organisation_id.in_(HERE)).order_by(*BY_NAME).limit(PARTNERS_AT_MOST))
FOR_SOMEBODY = Statement(
    PARTNER.where(or_(Partner.organisation_id.in_(HERE), Partner.organisation_id.in_(MINE)))
    .order_by(*BY_NAME)
    .limit(PARTNERS_AT_MOST)
)
CONTACTS = Statement(
    select(Person.id.label("person_id"), Person.name, Person.mark, Person.own_line, PartnerContact.since_utc)
    .join(PartnerContact, PartnerContact.person_id == Person.id)
    .where(PartnerContact.organisation_id == bindparam("organisation_id"), PartnerContact.until_utc.is_(None))
    .order_by(Person.name_key, Person.id)
    .limit(CONTACTS_AT_MOST)
)
CONTACT_IDS = Statement(
    select(PartnerContact.person_id)
    .join(Partner, Partner.organisation_id == PartnerContact.organisation_id)
    .where(Partner.account_id == bindparam("account_id"), PartnerContact.until_utc.is_(None))
    .order_by(PartnerContact.id)
    .limit(CONTACTS_AT_MOST)
)
STAD_OF = Statement(
    select(Gemeente.id.label("gemeente_id"), Gemeente.name)
    .join(Wijk, Wijk.gemeente_id == Gemeente.id)
    .where(Wijk.id == bindparam("wijk_id"))
)


def partners_of(wijk_id: int) -> list[FoundPartner]:
    """Return the organisations that take part in a wijk, by name, at most PARTNERS_AT_MOST."""
    return _all(IN_WIJK.all(wijk_id=wijk_id))


def partners_for(by: Actor) -> list[FoundPartner]:
    """Return the organisations of somebody's wijk and those that they speak for, by name; at most as many."""
    return _all(FOR_SOMEBODY.all(wijk_id=by.wijk_id, person_id=by.person_id))


def find_partner(public_id: str) -> FoundPartner | None:
    """Return an organisation that takes part, by the random name in an address."""
    return next(iter(_all(BY_PUBLIC_ID.all(public_id=public_id))), None)


def contacts_of(organisation_id: int) -> list[Any]:
    """Return who speaks for an organisation, by name, at most CONTACTS_AT_MOST.

    Columns: person_id, name, mark, own_line, since_utc.
    """
    return CONTACTS.all(organisation_id=organisation_id)


def contact_person_ids(account_id: int) -> list[int]:
    """Return the persons who speak for the organisation of an account, the first one first."""
    return [row.person_id for row in CONTACT_IDS.all(account_id=account_id)]


def partner_as_party(who: str, *, seeker: Actor) -> Neighbour | None:
    """Return an organisation of the seeker's wijk as a party of an exchange."""
    found = find_partner(who.removeprefix(OF_PARTNER))
    if found is None or seeker.wijk_id not in found.wijk_ids:
        return None
    return Neighbour(None, found.who, found.name, 0, "", True, found.account_id, seeker.wijk_id)


def the_stad_itself(actor: Actor) -> Neighbour | None:
    """Return the stad of the actor's wijk as a party; its account is opened when something is posted."""
    row = STAD_OF.one_or_none(wijk_id=actor.wijk_id)
    return Neighbour(None, STAD, row.name, 0, "", True, 0, actor.wijk_id) if row and actor.wijk_id else None


def gemeente_id_of(wijk_id: int) -> int:
    """Return the gemeente that a wijk belongs to.

    :raises LookupError: there is no such wijk
    """
    row = STAD_OF.one_or_none(wijk_id=wijk_id)
    if row is None:
        raise LookupError(wijk_id)
    return int(row.gemeente_id)


def find_organisation(name: str) -> Organisation | None:
    """Return what is known of an organisation by its name, whatever its capitals."""
    same = select(Organisation).where(func.lower(Organisation.name) == name.lower()).order_by(Organisation.id)
    return db.session.scalars(same.limit(1)).one_or_none()


def _all(rows: Iterable[Any]) -> list[FoundPartner]:
    found = []
    for row in rows:
        values = row._asdict() | {"wijk_ids": frozenset(int(one) for one in (row.wijk_ids or "").split(",") if one)}
        found.append(FoundPartner(**values))
    return found
