"""Organisations come on board and into another wijk; contact people come and go."""

from dataclasses import dataclass

from sqlalchemy import delete, func, insert, select, update

from timebank.access import audit
from timebank.access.actor import Actor
from timebank.core import clock
from timebank.core.database import db
from timebank.core.tokens import public_id
from timebank.ledger import service as ledger
from timebank.people import service as people
from timebank.people.queries import get_person
from timebank.people.rules import buurcode_key
from timebank.wijk import errors, queries
from timebank.wijk.models import Organisation, Partner, PartnerContact, PartnerWijk
from timebank.wijk.queries import Neighbour
from timebank.wijk.rules import CONTACTS_AT_MOST


@dataclass(frozen=True)
class NewPartner:
    """What a steward says of an organisation: who speaks for it, by buurcode; `people` for a group, else None."""

    name: str
    sector: str
    buurcode: str
    people: int | None = None
    works_for_stad: bool = False


def bring_on_board(content: NewPartner, wijk_id: int, *, by: Actor) -> str:
    """Let an organisation take part in a wijk, with an account and one contact person; return its public id.

    One that takes part elsewhere comes into this wijk too, if the contact person speaks for it already: else anybody
    who knows its name could speak for it. Twice is once.

    :raises NobodyWithThisCode: nobody can be found by the contact person's code
    :raises OtherSector: the organisation is known as another of the five O's
    :raises AnotherSpeaks: it takes part already, and this is not who speaks for it
    """
    contact = _somebody(content.buurcode, by=by)
    ledger.wait_for_writers()  # two wijken may bring the same organisation on board at one moment
    organisation = queries.find_organisation(content.name)
    if organisation is not None and organisation.sector != content.sector:
        raise errors.OtherSector
    organisation_id = organisation.id if organisation else _make(content)
    partner = db.session.get(Partner, organisation_id)
    if partner is None:
        name = _open(organisation_id, content)
        _begin(organisation_id, contact, by=by)
    elif contact.person_id not in queries.contact_person_ids(partner.account_id):
        raise errors.AnotherSpeaks
    else:
        name = partner.public_id
    _come_into(organisation_id, wijk_id)
    return name


def add_contact(organisation_id: int, buurcode: str, *, by: Actor) -> None:
    """Let somebody else speak for an organisation too, found by buurcode.

    :raises NobodyWithThisCode: nobody can be found by it
    :raises SpeaksAlready: they do
    :raises EnoughContacts: as many as a page shows
    """
    contact = queries.find_by_buurcode(buurcode, seeker=by)
    if contact is None:
        raise errors.NobodyWithThisCode
    there = _lock_contacts(organisation_id)
    if contact.person_id in there:
        raise errors.SpeaksAlready
    if len(there) >= CONTACTS_AT_MOST:
        raise errors.EnoughContacts
    _begin(organisation_id, contact, by=by)


def stop_speaking(organisation_id: int, *, by: Actor) -> None:
    """Let a contact person stop, at once. Twice is once."""
    mine = (PartnerContact.organisation_id == organisation_id, PartnerContact.person_id == by.person_id)
    ended = update(PartnerContact).where(*mine, PartnerContact.until_utc.is_(None)).values(until_utc=clock.now())
    if db.session.scalar(ended.returning(PartnerContact.id)) is not None:
        audit.record("wijk.speaks_no_more", actor_id=by.person_id, subject_id=by.person_id)


@people.LEFT.connect
def stop_speaking_for_all(by: Actor) -> None:
    """Let somebody who leaves speak for no organisation any more, and erase that they did."""
    db.session.execute(delete(PartnerContact).where(PartnerContact.person_id == by.person_id))


def follow_split(from_wijk_id: int, to_wijk_ids: list[int]) -> None:
    """Let the organisations of a wijk that was split take part in each wijk that follows it."""
    here = select(PartnerWijk.organisation_id).where(PartnerWijk.wijk_id == from_wijk_id)
    for organisation_id in db.session.scalars(here).all():
        for wijk_id in to_wijk_ids:
            _come_into(organisation_id, wijk_id)


def _somebody(buurcode: str, *, by: Actor) -> Neighbour:
    """Return the resident with this buurcode; a steward can speak for an organisation too."""
    is_own = get_person(by.person_id).buurcode == buurcode_key(buurcode)
    found = queries.member_by_person_id(by.person_id) if is_own else queries.find_by_buurcode(buurcode, seeker=by)
    if found is None:
        raise errors.NobodyWithThisCode
    return found


def _make(content: NewPartner) -> int:
    made = insert(Organisation).values(name=content.name, sector=content.sector).returning(Organisation.id)
    return db.session.execute(made).scalar_one()


def _open(organisation_id: int, content: NewPartner) -> str:
    name = public_id()
    values = {
        "organisation_id": organisation_id,
        "public_id": name,
        "account_id": ledger.open_account("organisation", sector=content.sector),
        "people": content.people,
        "works_for_stad": content.works_for_stad,
        "since_utc": clock.now(),
    }
    db.session.execute(insert(Partner).values(**values))
    return name


def _begin(organisation_id: int, contact: Neighbour, *, by: Actor) -> None:
    values = {"organisation_id": organisation_id, "person_id": contact.person_id, "since_utc": clock.now()}
    db.session.execute(insert(PartnerContact).values(**values))
    audit.record("wijk.speaks", actor_id=by.person_id, subject_id=contact.person_id)


def _come_into(organisation_id: int, wijk_id: int) -> None:
    there = (PartnerWijk.organisation_id == organisation_id, PartnerWijk.wijk_id == wijk_id)
    if db.session.scalar(select(func.count()).select_from(PartnerWijk).where(*there)) == 0:
        db.session.execute(insert(PartnerWijk).values(organisation_id=organisation_id, wijk_id=wijk_id))


def _lock_contacts(organisation_id: int) -> set[int]:
    """Return who speaks for an organisation now, and let nobody else change that meanwhile."""
    db.session.execute(
        select(Partner.organisation_id).where(Partner.organisation_id == organisation_id).with_for_update()
    )
    now = (PartnerContact.organisation_id == organisation_id, PartnerContact.until_utc.is_(None))
    return set(db.session.scalars(select(PartnerContact.person_id).where(*now)))
