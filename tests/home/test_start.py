"""The start page of a resident: first what waits, then what comes, then the rest."""

from datetime import time, timedelta

import pytest
from sqlalchemy import update

from tests.exchange.browsing import Browser
from tests.factories import (
    close_group,
    let_time_pass,
    make_appointment,
    make_conversation,
    make_group,
    make_listing,
    make_place,
    make_report,
)
from tests.statements import reads
from timebank.core import clock
from timebank.core.database import db, transact
from timebank.exchange import queries, service
from timebank.exchange.models import Group
from timebank.market import service as market

WAITS, COMES = "This waits for you", "The coming week"


@pytest.fixture
def start(app):
    """Give a function that returns the start page of somebody, in English."""

    def page_of(actor):
        db.session.rollback()
        client = app.test_client()
        client.set_cookie("language", "en")
        with client.session_transaction() as session:
            session["_user_id"] = actor.token
        with reads() as read:
            page = Browser(client, actor).see("/")
        assert len(read) <= 4
        return page

    return page_of


def held(group, *, days):
    """Move a group so many days on."""
    moved = update(Group).where(Group.id == group.id).values(held_on=clock.today() + timedelta(days=days))
    transact(db.session.execute, moved)


def waits(actor):
    return [one.what for one in queries.overview(actor).waits]


def comes(actor):
    return [one.what for one in queries.overview(actor).comes]


def test_who_is_new_has_nothing_that_waits(start, fatima):
    page = start(fatima)
    assert "Nothing yet. Shall we begin?" in page.text
    assert WAITS not in page.text and COMES not in page.text and "stewards" not in page.text


def test_an_appointment_asks_comes_and_asks_how_it_went(start, fatima, henk):
    talk = make_conversation(fatima, henk)
    proposed = make_appointment(talk, henk)
    page = start(fatima)
    assert "Henk asks: shall we?" in page.text and f"/appointments/{proposed.public_id}" in page.links
    assert (waits(fatima), waits(henk), comes(henk)) == (["proposed", "unread"], [], [])
    transact(service.agree, proposed.id, version=1, by=fatima)
    assert COMES in start(fatima).text and "Agreed with Henk" in start(fatima).text
    assert (comes(fatima), comes(henk)) == (["appointment"], ["appointment"])
    let_time_pass(proposed)
    assert "Did it work out with Henk?" in start(fatima).text
    assert (comes(fatima), waits(henk)) == ([], ["happened"])


def test_what_lies_further_than_a_week_away_is_not_on_the_start_page(fatima, henk):
    far = clock.today() + timedelta(days=9)
    make_appointment(make_conversation(fatima, henk), henk, fatima, day=far)
    held(make_group(fatima, henk), days=9)
    assert (comes(fatima), comes(henk)) == ([], [])


def test_a_new_message_is_opened_by_a_button_and_then_waits_no_more(start, fatima, henk):
    talk = make_conversation(fatima, henk)
    page = start(fatima)
    assert "Henk wrote to you" in page.text
    form = page.form("up_to", action=f"/conversations/{talk.public_id}/read")
    transact(service.mark_read, talk.id, up_to=int(form.values["up_to"]), by=fatima)
    assert (waits(fatima), waits(henk)) == ([], [])


def test_a_group_comes_then_its_leader_closes_it_and_its_guest_is_asked(start, fatima, henk):
    group = make_group(fatima, henk, rule="all", starts_at=time(0, 0))
    held(group, days=3)
    assert (comes(fatima), comes(henk), waits(fatima)) == (["group"], ["group"], [])
    assert "Koffie in het buurthuis" in start(henk).text
    held(group, days=-1)
    assert (waits(fatima), waits(henk), comes(fatima), comes(henk)) == (["close"], [], [], [])
    assert f"/groups/{group.public_id}/close" in start(fatima).links
    close_group(group, fatima)
    assert (waits(fatima), waits(henk)) == ([], ["asked"])
    assert f"/groups/{group.public_id}" in start(henk).links


def test_stewards_see_how_much_waits_for_them_and_not_what_is_about_them(start, place, fatima, henk):
    ria, youssef = place.stewards
    close_group(make_group(fatima, henk, rule="all"), fatima)
    make_report(fatima, "pot")
    for maker in (fatima, ria):
        transact(market.tell_stewards, make_listing(maker, "offer", "Koop horloges"), words="Reclame", by=henk)
    page = start(youssef)
    assert "1 neighbour waits for an answer for the wijk pot." in page.text
    assert "1 group waits for an answer for the wijk pot." in page.text
    assert "2 neighbours told you that something is not fine." in page.text
    assert "1 neighbour told you that something is not fine." in start(ria).text
    elsewhere = make_place("Kanaalzone").stewards[0]
    assert queries.overview(elsewhere).for_stewards == {"groups": 0, "concerns": 0}
    text = start(elsewhere).text
    assert "For the stewards" not in text and "What stewards do" in text


def test_what_waits_stands_above_what_comes_and_that_above_the_rest(start, fatima, henk):
    make_report(henk, fatima)
    talk = make_conversation(fatima, henk)
    make_appointment(talk, henk)
    make_appointment(talk, henk, fatima, at=time(15, 0))
    text = start(fatima).text
    order = ["Is this right?", WAITS, COMES, "Offers and requests"]
    assert sorted(order, key=text.index) == order
