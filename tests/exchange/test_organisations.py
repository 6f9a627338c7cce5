"""Hours between an organisation and a neighbour: written down and answered by who speaks for it, and never by the
neighbour.
"""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select, update
from sqlalchemy.exc import IntegrityError

from tests.factories import again, make_partner, make_place, make_report, make_resident, reload
from timebank.core import clock
from timebank.core.database import db, transact
from timebank.core.errors import RequestKeyReused
from timebank.exchange import errors, queries, service
from timebank.exchange.models import Exchange
from timebank.exchange.rules import Report
from timebank.ledger.models import Account, Entry
from timebank.notices.models import Notice
from timebank.people import service as people
from timebank.people.queries import get_person
from timebank.wijk import service as wijk


@pytest.fixture
def fatima(fatima):
    return fatima.actor


@pytest.fixture
def henk(henk):
    return henk.actor


@pytest.fixture
def bakery(place, henk):
    """Give a bakery for which Henk speaks."""
    return make_partner(place, henk)[0]


@pytest.fixture
def baker(bakery, henk):
    """Give Henk as who speaks for it."""
    return again(henk)


def code_of(actor):
    return get_person(actor.person_id).buurcode


def totals(account_id):
    db.session.rollback()
    row = db.session.execute(
        select(Account.given_minutes, Account.received_minutes).where(Account.id == account_id)
    ).one()
    return tuple(row)


def report_for(bakery, by, whom, *, gave=True, minutes=60, key="one", **more):
    content = Report(key, "giver" if gave else "receiver", code_of(whom), "cooking", minutes, clock.today())
    name = transact(service.report_for, bakery, replace(content, **more), by=by)
    return queries.find_exchange(name)


def test_what_an_organisation_gave_counts_when_the_neighbour_says_yes(bakery, baker, fatima):
    reported = report_for(bakery, baker, fatima, minutes=90)
    assert (reported.state, reported.asked_side, reported.organisation_side) == ("reported", "receiver", "giver")
    assert totals(bakery.account_id) == (0, 0)
    transact(service.confirm, reported.id, by=fatima)
    assert totals(bakery.account_id) == (90, 0)
    assert totals(fatima.account_id) == (0, 90)
    entry = db.session.scalars(select(Entry).where(Entry.account_id == fatima.account_id)).one()
    assert (entry.other_kind, entry.other_sector) == ("organisation", "ondernemers")


def test_a_neighbour_reports_and_who_speaks_for_the_organisation_says_yes(bakery, baker, fatima):
    for gave in (True, False):
        reported = make_report(fatima, bakery.who, gave=gave, minutes=30)
        transact(service.confirm, reported.id, by=baker)
    assert totals(bakery.account_id) == (30, 30)
    assert totals(fatima.account_id) == (30, 30)
    assert reload(reported).contact_person_id == baker.person_id


def test_who_speaks_for_it_never_answers_about_their_own_hours(bakery, baker, fatima):
    """Henk is the only one who speaks for the bakery, so nobody could answer him; then Fatima can, and he cannot."""
    for gave in (True, False):
        with pytest.raises(errors.NobodyElseSpeaks):
            make_report(baker, bakery.who, gave=gave)
    transact(wijk.add_contact, bakery.organisation_id, code_of(fatima), by=baker)
    for gave in (True, False):
        reported = make_report(baker, bakery.who, gave=gave)
        with pytest.raises(errors.NotYourTurn):
            transact(service.confirm, reported.id, by=baker)
        transact(service.confirm, reported.id, by=again(fatima))
    assert totals(bakery.account_id) == (60, 60)


def test_an_organisation_does_not_find_who_speaks_for_it(bakery, baker):
    with pytest.raises(errors.NobodyWithCode):
        report_for(bakery, baker, baker)


@pytest.mark.parametrize("side", ["giver", "receiver"])
@pytest.mark.parametrize("answerer", ["contact_person_id", "steward_person_id"])
def test_the_database_refuses_an_answer_about_ones_own_hours(bakery, baker, fatima, side, answerer):
    reported = make_report(fatima, bakery.who, gave=side == "giver")
    own = update(Exchange).where(Exchange.id == reported.id).values({answerer: fatima.person_id})
    with pytest.raises(IntegrityError, match="no_own_answer"):
        transact(db.session.execute, own)


def test_the_database_knows_no_person_on_the_side_of_an_organisation(bakery, fatima, baker):
    reported = make_report(fatima, bakery.who)
    wrong = update(Exchange).where(Exchange.id == reported.id).values(receiver_person_id=baker.person_id)
    with pytest.raises(IntegrityError, match="organisation_side"):
        transact(db.session.execute, wrong)


def test_a_stranger_and_a_steward_do_not_answer_for_it(place, bakery, fatima):
    reported = make_report(fatima, bakery.who)
    other, _ = make_partner(place, make_resident(place, "Olena"), "Slagerij Smit")
    for actor in (place.stewards[0], make_resident(place, "Wim")):
        with pytest.raises(errors.NotYourTurn):
            transact(service.confirm, reported.id, by=again(actor))
    assert other.account_id != bakery.account_id


def test_another_time_goes_to_and_fro(bakery, baker, fatima):
    reported = make_report(fatima, bakery.who, minutes=60)
    transact(service.counter, reported.id, 45, by=baker)
    transact(service.confirm, reported.id, by=fatima)
    assert totals(bakery.account_id) == (0, 45)


def test_a_correction_is_agreed_by_who_speaks_for_it(bakery, baker, fatima):
    reported = make_report(fatima, bakery.who, minutes=60)
    transact(service.confirm, reported.id, by=baker)
    transact(service.ask_correction, reported.id, reason="Het was korter", right_minutes=30, by=fatima)
    transact(service.agree_correction, reported.id, by=baker)
    assert totals(bakery.account_id) == (0, 30)
    transact(service.ask_correction, reported.id, reason="Toch niet", right_minutes=None, by=baker)
    transact(service.agree_correction, reported.id, by=fatima)
    assert totals(bakery.account_id) == (0, 0)


def test_when_the_neighbour_is_gone_a_steward_answers_for_them_and_not_for_the_organisation(
    place, bakery, baker, fatima
):
    reported = make_report(fatima, bakery.who, minutes=60)
    transact(service.confirm, reported.id, by=baker)
    transact(people.leave, by=fatima)
    transact(service.ask_correction, reported.id, reason="Anders", right_minutes=None, by=baker)
    with pytest.raises(errors.NotYourTurn):
        transact(service.agree_correction, reported.id, by=baker)
    ria = place.stewards[0]
    assert [one.public_id for one in queries.waiting_for_stewards(ria)] == [reported.public_id]
    transact(service.agree_correction, reported.id, by=ria)
    assert totals(bakery.account_id) == (0, 0)


def test_what_waits_for_it_is_no_business_of_the_stewards(place, bakery, fatima):
    make_report(fatima, bakery.who)
    assert queries.waiting_for_stewards(place.stewards[0]) == []


def test_all_who_speak_for_it_are_told_but_not_the_neighbour_of_it(place, bakery, baker, fatima):
    olena = make_resident(place, "Olena")
    for other in (fatima, olena):
        transact(wijk.add_contact, bakery.organisation_id, code_of(other), by=baker)
    make_report(again(fatima), bakery.who)
    told = select(Notice.person_id).where(Notice.kind == "exchange.report")
    assert set(db.session.scalars(told)) == {baker.person_id, olena.person_id}


def test_sending_twice_is_one_report(bakery, baker, fatima):
    first = report_for(bakery, baker, fatima)
    assert report_for(bakery, baker, fatima).id == first.id
    with pytest.raises(RequestKeyReused):
        report_for(bakery, baker, fatima, minutes=61)


def test_many_hands_make_more_than_twelve_hours_on_a_day_unasked(bakery, baker, fatima):
    assert report_for(bakery, baker, fatima, minutes=1440).minutes == 1440


def test_what_cannot_be_is_refused(bakery, baker, fatima):
    for more, rule in (
        ({"minutes": 0}, errors.ImpossibleMinutes),
        ({"minutes": 1441}, errors.ImpossibleMinutes),
        ({"occurred_on": clock.today() + timedelta(days=1)}, errors.ImpossibleDay),
        ({"category_code": "nonsense"}, errors.UnknownKind),
        ({"category_code": "stad_talk"}, errors.UnknownKind),
        ({"who": "aaaa-aaaa"}, errors.NobodyWithCode),
        ({"who": "Fatima"}, errors.NobodyWithCode),
    ):
        with pytest.raises(rule):
            report_for(bakery, baker, fatima, **more)


def test_an_organisation_of_another_wijk_is_not_found(bakery):
    there = make_resident(make_place("Kanaalzone"), "Zoe")
    with pytest.raises(errors.NobodyFound):
        make_report(there, bakery.who)


def test_my_hours_name_the_organisation(bakery, baker, fatima):
    reported = make_report(fatima, bakery.who)
    transact(service.confirm, reported.id, by=baker)
    assert [one.other_name for one in queries.lines(fatima.account_id, before_seq=None, size=5).rows] == [bakery.name]
    assert [(one.who, one.name) for one in queries.recent_others(again(fatima))] == [(bakery.who, bakery.name)]
