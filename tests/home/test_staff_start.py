"""The start pages of who has a task: what may be seen, and nothing of a person."""

import pytest

from tests.factories import make_balance, make_listing, make_place, make_resident, make_staff, publish
from tests.pages import Page
from tests.statements import reads
from timebank.access.actor import Actor
from timebank.core.database import db, transact
from timebank.market import service as market
from timebank.people import service as people
from timebank.wijk import queries as wijken
from timebank.wijk import service as wijk


@pytest.fixture
def start(app):
    """Give a function that returns the start page of somebody, in English."""

    def page_of(actor: Actor) -> Page:
        db.session.rollback()
        client = app.test_client()
        client.set_cookie("language", "en")
        with client.session_transaction() as session:
            session["_user_id"] = actor.token
        with reads() as read:
            answer = client.get("/")
        assert answer.status_code == 200
        assert len(read) <= 4
        return Page(answer.text)

    return page_of


@pytest.fixture
def worker(place):
    found = make_staff("worker")
    transact(wijk.assign_worker, found.person_id, place.wijk_id, organisation="Welzijn", sector="omgeving")
    return found


@pytest.fixture
def official(place):
    found = make_staff("gemeente")
    transact(wijk.assign_official, found.person_id, wijken.get_wijk(place.wijk_id).gemeente_id)
    return found


def test_a_worker_sees_needs_then_what_waits_longest_then_the_balance(place, fatima, worker, start):
    need_of = make_listing(fatima, "offer", "Ik kook graag", category_code="cooking")
    transact(market.add_need, need_of, kind="ov_card", words="Voor de bus", shown_to="workers")
    make_listing(fatima, "request", "Wie leest mijn post?")
    publish(make_balance(place, "2026Q2", (100, 95)))
    publish(make_balance(place))
    shown = start(worker).text
    in_order = ["Voor de bus", "to help with cooking and eating", "Ik kook graag", "Wie leest mijn post?"]
    places = [
        shown.index(text) for text in [*in_order, "July to September 2026", "gave 420 hours", "Help somebody join"]
    ]
    assert places == sorted(places)
    assert "100 hours" not in shown


def test_a_worker_sees_nobodys_name_and_no_way_to_a_person(place, fatima, worker, start):
    make_listing(fatima, "request", "Wie leest mijn post?")
    shown = start(worker)
    assert "Fatima" not in shown.text
    assert not [link for link in shown.links if link.startswith(("/listings", "/conversations", "/exchanges"))]


def test_a_worker_sees_only_what_is_open_in_their_own_wijken(place, fatima, worker, start):
    elsewhere = make_resident(make_place("Kanaalzone"), "Olena")
    make_listing(elsewhere, "request", "Van een andere wijk")
    ended, rests = make_listing(fatima, "request", "Dit is voorbij"), make_resident(place, "Henk")
    transact(market.end_listing, ended.id)
    make_listing(rests, "offer", "Nu even niet")
    transact(market.rest, rests.person_id)
    shown = start(worker).text
    assert "Nothing is offered or asked right now." in shown
    for hidden in ("Van een andere wijk", "Dit is voorbij", "Nu even niet", "Kanaalzone"):
        assert hidden not in shown


def test_who_wants_to_hear_no_more_of_a_worker_is_not_shown_to_them(place, fatima, worker, start):
    make_listing(fatima, "request", "Wie leest mijn post?")
    transact(people.silence, fatima.person_id, worker.person_id)
    assert "Wie leest mijn post?" not in start(worker).text


def test_a_gemeente_sees_the_published_balances_of_its_wijken_by_name_and_nothing_else(place, fatima, official, start):
    zee, elsewhere = make_place("Aan Zee", beside=place), make_place("Kanaalzone")
    make_listing(fatima, "request", "Wie leest mijn post?")
    publish(
        make_balance(place),
        make_balance(elsewhere, name="Kanaalzone", hours=(900, 800)),
    )
    shown = start(official)
    assert shown.text.index("Aan Zee") < shown.text.index("De Linden")
    assert "gave 420 hours" in shown.text
    assert "No quarter has been published yet." in shown.text
    for hidden in ("Kanaalzone", "900 hours", "Wie leest", "Fatima"):
        assert hidden not in shown.text
    assert len(shown.forms) == 2, "signing out and the language: nothing to approve"
    assert f"/balance/{zee.code}" in shown.links


def test_staff_without_a_wijk_hear_who_adds_one(app, start):
    for kind in ("worker", "gemeente"):
        assert "The operator of this time bank adds the wijken of your task." in start(make_staff(kind)).text
