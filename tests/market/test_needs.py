"""What somebody needs to be able to help: shown as far as they choose, promised, arranged."""

import pytest

from tests.factories import again, make_listing, make_place, make_resident, make_staff
from timebank.core import clock
from timebank.core.database import transact
from timebank.market import errors, queries, service
from timebank.people import service as people
from timebank.wijk import service as wijk


@pytest.fixture
def fatima(fatima):
    return fatima.actor


@pytest.fixture
def offer(fatima):
    return make_listing(fatima, "offer", "Ik wil mensen naar het ziekenhuis brengen")


@pytest.fixture
def worker(place):
    staff = make_staff("worker")
    transact(wijk.assign_worker, staff.person_id, place.wijk_id, organisation="Welzijn", sector="omgeving")
    return again(staff)


def need(offer, shown_to="workers", words="Voor de bus"):
    transact(service.add_need, offer, kind="ov_card", words=words, shown_to=shown_to)


def only_need(offer, fatima):
    [found] = queries.needs_of(offer, fatima)
    return found


def test_a_need_is_seen_by_whom_the_person_chose(place, fatima, offer, worker):
    for reach in ("workers", "wijk", "nobody"):
        need(offer, reach, words=reach)
    henk, steward = make_resident(place, "Henk"), place.stewards[0]
    stranger = make_resident(make_place("Kanaalzone"), "Olena")
    seen = {who.name: [one.words for one in queries.needs_of(offer, who)] for who in (fatima, henk, steward, stranger)}
    assert seen == {"Fatima": ["workers", "wijk", "nobody"], "Henk": ["wijk"], "Ria": ["workers", "wijk"], "Olena": []}
    assert [one.words for one in queries.open_needs(worker)] == ["workers", "wijk"]
    assert queries.open_needs(make_staff("worker")) == []


def test_what_somebody_needs_moves_along_to_the_workers_of_the_new_wijk(fatima, offer, worker):
    need(offer)
    haven, of_haven = make_place("De Haven"), make_staff("worker")
    transact(wijk.assign_worker, of_haven.person_id, haven.wijk_id, organisation="Welzijn", sector="omgeving")
    transact(wijk.move, fatima.person_id, haven.wijk_id)
    assert queries.open_needs(worker) == []
    assert [one.words for one in queries.open_needs(again(of_haven))] == ["Voor de bus"]
    seen = queries.find_need(queries.open_needs(again(of_haven))[0].public_id)
    assert (queries.may_see(seen, worker), queries.may_see(seen, again(of_haven))) == (False, True)


def test_a_worker_sees_what_is_needed_and_not_who_needs_it(offer, worker):
    need(offer)
    [seen] = queries.open_needs(worker)
    assert not {"person_id", "name", "listing_public_id"} & set(seen._fields)


def test_promised_then_arranged(fatima, offer, worker):
    need(offer)
    found = only_need(offer, fatima)
    transact(service.promise_need, found.id, promise="Ligt bij de balie", promised_for=clock.today(), by=worker)
    transact(service.promise_need, found.id, promise="Ligt bij de balie", promised_for=clock.today(), by=worker)
    promised = only_need(offer, fatima)
    assert (promised.state, promised.promise, promised.promised_by) == ("promised", "Ligt bij de balie", "worker")
    transact(service.arranged, found.id)
    assert only_need(offer, fatima).state == "arranged"
    assert queries.open_needs(worker) == []


def test_only_one_promises(place, fatima, offer, worker):
    need(offer, "wijk")
    found = only_need(offer, fatima)
    transact(service.promise_need, found.id, promise="Ik regel het", promised_for=None, by=worker)
    with pytest.raises(errors.AlreadyPromised):
        transact(service.promise_need, found.id, promise="Ik ook", promised_for=None, by=place.stewards[0])


def test_what_did_not_come_is_asked_again_and_what_came_by_itself_is_gone(fatima, offer, worker):
    need(offer)
    found = only_need(offer, fatima)
    transact(service.promise_need, found.id, promise="Ik regel het", promised_for=None, by=worker)
    transact(service.reopen_need, found.id)
    assert only_need(offer, fatima).state == "open"
    transact(service.arranged, found.id)
    assert queries.needs_of(offer, fatima) == []


def test_what_belongs_to_an_ended_offer_waits_no_more(offer, worker):
    need(offer)
    transact(service.end_listing, offer.id)
    assert queries.open_needs(worker) == []


def test_a_steward_does_not_see_what_somebody_needs_who_silenced_them(place, fatima, offer):
    need(offer)
    assert len(queries.open_needs(place.stewards[0])) == 1
    transact(people.silence, fatima.person_id, place.stewards[0].person_id)
    assert queries.open_needs(place.stewards[0]) == []
