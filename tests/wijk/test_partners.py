"""An organisation comes on board with one person who speaks for it, and goes into another wijk by that one's code."""

import pytest
from sqlalchemy import func, select

from tests.factories import again, make_partner, make_place, make_resident
from timebank.core.database import db, transact
from timebank.ledger.models import Account
from timebank.people import service as people
from timebank.people.queries import get_person
from timebank.wijk import errors, queries, service
from timebank.wijk.models import Organisation, Partner


def code_of(actor):
    return get_person(actor.person_id).buurcode


def bakery(contact, **more):
    return service.NewPartner(
        **{"name": "Bakkerij Jansen", "sector": "ondernemers", "buurcode": code_of(contact)} | more
    )


@pytest.fixture
def ria(place):
    return place.stewards[0]


def test_it_owns_an_account_of_its_sector_from_the_start(place, fatima):
    found, contact = make_partner(place, fatima)
    account = db.session.get(Account, found.account_id)
    assert (account.kind, account.sector, account.wijk_id) == ("organisation", "ondernemers", None)
    assert contact.contact_account_ids == {found.account_id}
    assert [one.name for one in queries.partners_of(place.wijk_id)] == ["Bakkerij Jansen"]
    assert [one.name for one in queries.contacts_of(found.organisation_id)] == ["Fatima"]


def test_a_school_class_enters_as_a_number_of_people(place, fatima):
    found, _ = make_partner(place, fatima, "Groep 7", sector="onderwijs", people=28)
    assert found.people == 28


def test_a_steward_may_speak_for_it(place, ria):
    found, seen = make_partner(place, ria)
    assert seen.contact_account_ids == {found.account_id}


@pytest.mark.usefixtures("fatima")
def test_without_somebody_who_speaks_nothing_is_made(place, ria):
    content = service.NewPartner("Bakkerij Jansen", "ondernemers", "aaaa-aaaa")
    with pytest.raises(errors.NobodyWithThisCode):
        transact(service.bring_on_board, content, place.wijk_id, by=ria)
    assert db.session.scalar(select(func.count()).select_from(Partner)) == 0
    assert db.session.scalar(select(func.count()).where(Account.kind == "organisation")) == 0


def test_twice_is_once(place, fatima, ria):
    first, _ = make_partner(place, fatima)
    again_, _ = make_partner(place, fatima)
    assert again_.public_id == first.public_id
    assert db.session.scalar(select(func.count()).select_from(Organisation)) == 1


def test_in_another_wijk_it_is_the_same_one_by_the_code_of_who_speaks_for_it(place, fatima, henk):
    first, _ = make_partner(place, fatima)
    elsewhere = make_place("Kanaalzone")
    with pytest.raises(errors.AnotherSpeaks):
        transact(service.bring_on_board, bakery(henk), elsewhere.wijk_id, by=elsewhere.stewards[0])
    # Its name is the same one whatever its capitals.
    transact(
        service.bring_on_board, bakery(fatima, name="bakkerij jansen"), elsewhere.wijk_id, by=elsewhere.stewards[0]
    )
    found = queries.find_partner(first.public_id)
    assert found.wijk_ids == {place.wijk_id, elsewhere.wijk_id}
    assert [one.public_id for one in queries.partners_of(elsewhere.wijk_id)] == [first.public_id]


def test_one_that_is_known_as_another_of_the_five_is_refused(place, fatima, ria):
    make_partner(place, fatima)
    with pytest.raises(errors.OtherSector):
        transact(service.bring_on_board, bakery(fatima, sector="overheid"), place.wijk_id, by=ria)


def test_who_a_worker_works_for_can_take_part_too(place, fatima, ria):
    staff = transact(people.create_staff, kind="worker", name="Noor")
    transact(service.assign_worker, staff.person_id, place.wijk_id, organisation="Welzijn", sector="omgeving")
    transact(service.bring_on_board, bakery(fatima, name="Welzijn", sector="omgeving"), place.wijk_id, by=ria)
    assert db.session.scalar(select(func.count()).select_from(Organisation)) == 1


def test_another_can_speak_for_it_too_and_the_first_can_stop(place, fatima, henk, ria):
    found, contact = make_partner(place, fatima)
    transact(service.add_contact, found.organisation_id, code_of(henk), by=contact)
    with pytest.raises(errors.SpeaksAlready):
        transact(service.add_contact, found.organisation_id, code_of(henk), by=ria)
    transact(service.stop_speaking, found.organisation_id, by=contact)
    transact(service.stop_speaking, found.organisation_id, by=contact)
    assert queries.contact_person_ids(found.account_id) == [henk.person_id]
    assert (again(fatima).is_contact, again(henk).is_contact) == (False, True)


def test_more_than_ten_do_not_speak_for_one(place, fatima, ria):
    found, _ = make_partner(place, fatima)
    for number in range(9):
        someone = make_resident(place, f"Nummer {number}")
        transact(service.add_contact, found.organisation_id, code_of(someone), by=ria)
    with pytest.raises(errors.EnoughContacts):
        transact(service.add_contact, found.organisation_id, code_of(make_resident(place, "Elf")), by=ria)


def test_who_leaves_speaks_for_nobody_any_more(place, fatima):
    found, contact = make_partner(place, fatima)
    transact(people.leave, by=contact)
    assert queries.contact_person_ids(found.account_id) == []


def test_after_a_split_it_takes_part_in_each_wijk_that_follows(place, fatima):
    found, _ = make_partner(place, fatima)
    others = [make_place(name).wijk_id for name in ("Noord", "Zuid")]
    transact(service.partners.follow_split, place.wijk_id, others)
    assert queries.find_partner(found.public_id).wijk_ids == {place.wijk_id, *others}
