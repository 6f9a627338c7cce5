""" "Iets is niet fijn": stewards look together, decide in pairs; the person hears it and answers."""

import pytest

from tests.factories import close_group, make_group, make_listing, make_place, make_report
from timebank.core.database import transact
from timebank.exchange.errors import ReportingRests
from timebank.market import errors, queries, service
from timebank.market.queries import Wanted


@pytest.fixture
def fatima(fatima):
    return fatima.actor


@pytest.fixture
def henk(henk):
    return henk.actor


@pytest.fixture
def listing(fatima):
    return make_listing(fatima, "offer", "Koop hier goedkope horloges")


@pytest.fixture
def concern(listing, henk):
    return queries.find_concern(transact(service.tell_stewards, listing, words="Dit is reclame", by=henk))


def ask(concern, by, kind="hide_listing"):
    transact(service.ask_measure, concern, kind=kind, reason="Dit is reclame", by=by)
    return queries.measures_of(concern)[-1]


def test_the_stewards_of_the_wijk_see_it_and_nobody_else(place, concern):
    ria, youssef = place.stewards
    assert [one.words for one in queries.open_concerns(ria)] == ["Dit is reclame"]
    assert len(queries.open_concerns(youssef)) == 1
    assert queries.open_concerns(make_place("Kanaalzone").stewards[0]) == []


def test_it_does_not_reach_a_steward_whom_it_is_about(place, henk):
    ria, youssef = place.stewards
    transact(service.tell_stewards, make_listing(ria, "offer", "Koop horloges"), words="Reclame", by=henk)
    assert queries.open_concerns(ria) == []
    [found] = queries.open_concerns(youssef)
    with pytest.raises(errors.AboutYou):
        ask(queries.find_concern(found.public_id), ria)


def test_hiding_takes_two_stewards(place, listing, concern, henk):
    ria, youssef = place.stewards
    measure = ask(concern, ria)
    with pytest.raises(errors.AnotherSteward):
        transact(service.agree_to_measure, measure.id, by=ria)
    assert len(queries.newest(Wanted("offer"), henk).rows) == 1
    transact(service.agree_to_measure, measure.id, by=youssef)
    transact(service.agree_to_measure, measure.id, by=youssef)
    assert queries.newest(Wanted("offer"), henk).rows == []
    assert queries.search("horloge", Wanted("offer"), henk).rows == []


def test_a_renewed_listing_stays_hidden_until_stewards_end_it(place, listing, concern, henk):
    ria, youssef = place.stewards
    measure = ask(concern, ria)
    transact(service.agree_to_measure, measure.id, by=youssef)
    transact(service.renew_listing, listing.id)
    assert queries.newest(Wanted("offer"), henk).rows == []
    transact(service.end_measure, measure.id, by=ria)
    assert len(queries.newest(Wanted("offer"), henk).rows) == 1


def test_the_person_hears_the_reason_without_the_reporter_and_answers(place, fatima, concern):
    ria, youssef = place.stewards
    measure = ask(concern, ria)
    assert queries.measures_about(fatima.person_id) == []
    transact(service.agree_to_measure, measure.id, by=youssef)
    [told] = queries.measures_about(fatima.person_id)
    assert told.reason == "Dit is reclame"
    transact(service.answer_concern, told, "Het was een grap")
    assert queries.find_concern(concern.public_id).answer == "Het was een grap"


def test_resting_somebodys_reporting_ends_when_a_steward_ends_it(place, fatima, concern):
    ria, youssef = place.stewards
    measure = ask(concern, ria, "rest_reporting")
    assert not queries.rests_reporting(fatima.person_id)
    transact(service.agree_to_measure, measure.id, by=youssef)
    assert queries.rests_reporting(fatima.person_id)
    with pytest.raises(ReportingRests):
        make_report(fatima, "pot")
    transact(service.end_measure, measure.id, by=youssef)
    make_report(fatima, "pot")
    assert not queries.rests_reporting(fatima.person_id)


def test_who_writes_nothing_down_announces_and_closes_no_group_either(place, fatima, henk, concern):
    ria, youssef = place.stewards
    group = make_group(fatima, henk)
    measure = ask(concern, ria, "rest_reporting")
    transact(service.agree_to_measure, measure.id, by=youssef)
    with pytest.raises(ReportingRests):
        close_group(group, fatima)
    with pytest.raises(ReportingRests):
        make_group(fatima)
    transact(service.end_measure, measure.id, by=ria)
    assert close_group(group, fatima).state == "asked"


def test_nobody_decides_about_what_they_told_or_what_is_about_them(place, concern, fatima, henk):
    for person in (fatima, henk):
        with pytest.raises(errors.AboutYou):
            ask(concern, person)
        with pytest.raises(errors.AboutYou):
            transact(service.close_concern, concern, by=person)


def test_a_closed_concern_is_looked_at_no_more(place, concern):
    ria, _ = place.stewards
    transact(service.close_concern, concern, by=ria)
    assert queries.open_concerns(ria) == []
    with pytest.raises(errors.NotOpen):
        ask(queries.find_concern(concern.public_id), ria)


def test_nobody_tells_about_their_own(listing, fatima):
    with pytest.raises(errors.YourOwn):
        transact(service.tell_stewards, listing, words="Dit is van mij", by=fatima)
