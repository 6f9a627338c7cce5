"""What stewards hear: of the wijk pot, and of what waits for a second yes."""

import pytest
from sqlalchemy import select

from tests.factories import close_group, make_conversation, make_group, make_listing
from tests.notices.conftest import told
from timebank.core.database import db, transact
from timebank.exchange import service as exchange
from timebank.market import queries as markets
from timebank.market import service as market
from timebank.notices.models import Notice
from timebank.people import service as people
from timebank.people.queries import get_person
from timebank.wijk import queries as wijken
from timebank.wijk import service as wijk


def unread(actor):
    """Return the kinds of what somebody has not read."""
    db.session.rollback()
    wanted = select(Notice.kind).where(Notice.person_id == actor.person_id, Notice.read_at_utc.is_(None))
    return list(db.session.scalars(wanted.order_by(Notice.id)))


@pytest.fixture
def ria(place):
    return place.stewards[0]


@pytest.fixture
def youssef(place):
    return place.stewards[1]


def test_a_group_that_gives_to_the_wijk_asks_the_stewards_and_one_yes_settles_it(ria, youssef, fatima, henk):
    group = close_group(make_group(fatima, henk, rule="all"), fatima, minutes=60)
    assert (unread(ria), unread(youssef)) == (["pot.group"], ["pot.group"])
    transact(exchange.answer_for_wijk, group.id, True, by=ria)
    assert (unread(ria), unread(youssef)) == ([], [])
    assert "group.closed" in unread(henk)
    transact(exchange.answer_in_group, group.id, True, by=henk)
    assert (unread(ria), unread(youssef)) == ([], ["pot.used"])
    used = db.session.scalars(select(Notice).where(Notice.kind == "pot.used")).one()
    assert (used.facts, used.who_person_id) == ({"minutes": 120}, ria.person_id)


def test_a_steward_still_hears_of_a_group_that_needs_another_steward(ria, youssef, henk):
    group = close_group(make_group(ria, henk, rule="all"), ria)
    assert (unread(ria), unread(youssef)) == (["group.signed_up"], ["pot.group"])
    transact(exchange.answer_for_wijk, group.id, True, by=ria)
    assert unread(youssef) == ["pot.group"]
    transact(exchange.answer_for_wijk, group.id, True, by=youssef)
    assert unread(youssef) == []


def test_a_group_that_gives_nothing_to_the_wijk_asks_no_steward(ria, fatima, henk):
    close_group(make_group(fatima, henk), fatima)
    assert unread(ria) == []


def test_a_no_for_the_wijk_settles_it_and_uses_nothing(ria, youssef, fatima, henk):
    group = close_group(make_group(fatima, henk, rule="all"), fatima)
    transact(exchange.answer_for_wijk, group.id, False, by=ria)
    transact(exchange.answer_in_group, group.id, True, by=henk)
    assert (unread(ria), unread(youssef)) == ([], [])


def tell_about(listing, by):
    return markets.find_concern(transact(market.tell_stewards, listing, words="Dit is reclame", by=by))


def test_what_is_not_fine_reaches_the_stewards_but_not_whom_it_is_about(ria, youssef, henk):
    tell_about(make_listing(ria, "offer", "Koop horloges"), henk)
    assert (unread(ria), unread(youssef)) == ([], ["concern.told"])


def test_a_measure_asks_the_other_stewards_and_its_end_settles_that(ria, youssef, fatima, henk):
    concern = tell_about(make_listing(fatima, "offer", "Koop horloges"), henk)
    for verb, by in ((market.agree_to_measure, youssef), (market.end_measure, ria)):
        transact(market.ask_measure, concern, kind="rest_reporting", reason="Dit is reclame", by=ria)
        assert (unread(ria).count("measure.asked"), unread(youssef).count("measure.asked")) == (0, 1)
        transact(verb, markets.measures_of(concern)[-1].id, by=by)
        assert unread(youssef) == ["concern.told"]
    transact(market.close_concern, concern, by=ria)
    assert (unread(ria), unread(youssef)) == ([], [])


def test_a_proposal_about_a_steward_asks_the_others_until_it_is_answered(place, ria, youssef, henk):
    for verb, by in ((wijk.end_steward_proposal, ria), (wijk.agree_steward_change, youssef)):
        buurcode = get_person(henk.person_id).buurcode
        transact(wijk.propose_appointment, place.wijk_id, buurcode, by=ria)
        assert (unread(ria), unread(youssef), unread(henk)) == ([], ["steward.proposed"], [])
        [waiting] = wijken.proposals_of(place.wijk_id)
        transact(verb, wijken.find_proposal(waiting.public_id).id, by=by)
        assert unread(youssef) == []


def test_somebody_who_cannot_sign_in_needs_a_second_steward_at_once(place, ria, youssef, henk):
    reset = transact(people.start_reset, henk.person_id, place.wijk_id, by=ria.person_id)
    assert (unread(ria), unread(youssef), unread(henk)) == ([], ["reset.started"], [])
    transact(people.second_reset, reset, by=youssef.person_id)
    assert unread(youssef) == []


def test_what_happens_between_neighbours_is_no_news_for_stewards(ria, youssef, fatima, henk):
    make_conversation(fatima, henk)
    close_group(make_group(fatima, henk), fatima)
    assert (told(ria), told(youssef)) == ([], [])
