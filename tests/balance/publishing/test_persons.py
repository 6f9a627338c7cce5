"""Requests met, support needs met, and how long it takes until a first exchange."""

from datetime import datetime, timedelta

import pytest

from tests.balance.publishing.conftest import counted, post, undo
from tests.factories import (
    let_time_pass,
    make_appointment,
    make_conversation,
    make_listing,
    make_place,
    make_resident,
    make_staff,
    reload,
)
from timebank.core import clock
from timebank.core.clock import AMSTERDAM
from timebank.core.database import transact
from timebank.exchange import service as exchange
from timebank.exchange.queries import find_exchange
from timebank.exchange.rules.agreeing import Happened
from timebank.market import service as market
from timebank.market.queries import needs_of
from timebank.wijk import service as wijk


@pytest.fixture(autouse=True)
def august(at):
    """Let it be August."""
    return at


def meet(talk, asker, helper, at, minutes=60):
    """Let two people agree, meet the day after tomorrow, and write it down; return what the asker has to confirm."""
    agreed = let_time_pass(make_appointment(talk, asker, helper), by=timedelta(days=1))
    at.on(timedelta(days=2))
    happened = Happened("shopping", minutes, clock.today())
    found = find_exchange(transact(exchange.write_down, agreed.id, happened, by=helper))
    assert found is not None
    return found


def test_a_request_is_met_when_its_first_exchange_is_confirmed(place, fatima, henk, at):
    talk = make_conversation(fatima, henk, side="request")
    at.on(timedelta(days=6))
    reported = meet(talk, fatima, henk, at)
    assert counted("2026Q3")[place.code].requests_met == []
    transact(exchange.confirm, reported.id, by=fatima)
    assert counted("2026Q3")[place.code].requests_met == [(fatima.person_id, 8)]
    again = meet(talk, fatima, henk, at)
    transact(exchange.confirm, again.id, by=fatima)
    assert counted("2026Q3")[place.code].requests_met == [(fatima.person_id, 8)]
    assert counted("2026Q4")[place.code].requests_met == []


def test_an_offer_that_led_to_help_is_no_request(place, fatima, henk, at):
    talk = make_conversation(henk, fatima, side="offer")
    transact(exchange.confirm, meet(talk, fatima, henk, at).id, by=fatima)
    assert counted("2026Q3")[place.code].requests_met == []


def test_a_request_of_which_the_exchange_was_undone_is_not_met(place, fatima, henk, at):
    talk = make_conversation(fatima, henk, side="request")
    reported = meet(talk, fatima, henk, at)
    transact(exchange.confirm, reported.id, by=fatima)
    transact(exchange.ask_correction, reported.id, reason="Dat was een ander", right_minutes=None, by=henk)
    transact(exchange.agree_correction, reported.id, by=fatima)
    assert counted("2026Q3")[place.code].requests_met == []
    right = meet(talk, fatima, henk, at)
    transact(exchange.confirm, right.id, by=fatima)
    transact(exchange.ask_correction, right.id, reason="Het was langer", right_minutes=90, by=henk)
    transact(exchange.agree_correction, right.id, by=fatima)
    assert reload(right).minutes == 90
    assert counted("2026Q3")[place.code].requests_met == [(fatima.person_id, 4)]


def test_a_request_counts_where_the_asker_lived_when_it_was_met(place, fatima, henk, at):
    haven = make_place("De Haven")
    reported = meet(make_conversation(fatima, henk, side="request"), fatima, henk, at)
    transact(wijk.move, fatima.person_id, haven.wijk_id)
    transact(exchange.confirm, reported.id, by=fatima)
    found = counted("2026Q3")
    assert (found[place.code].requests_met, found[haven.code].requests_met) == ([], [(fatima.person_id, 2)])


MIDNIGHT = datetime(2026, 10, 1, tzinfo=AMSTERDAM)


@pytest.mark.parametrize(("seconds", "quarter"), [(-1, "2026Q3"), (0, "2026Q4")])
def test_a_need_is_met_in_the_quarter_in_which_it_was_arranged(place, at, seconds, quarter):
    at.set(MIDNIGHT - timedelta(days=1))
    fatima = make_resident(place)
    offer = make_listing(fatima, "offer", "Ik wil mensen naar het ziekenhuis brengen")
    worker = make_staff("worker")
    for words in ("Voor de bus", "Voor de trein", "Voor niets"):
        transact(market.add_need, offer, kind="ov_card", words=words, shown_to="workers")
    first, second, _ = needs_of(offer, fatima)
    for need in (first, second):
        transact(market.promise_need, need.id, promise="Dat komt goed", promised_for=None, by=worker)
    at.set(MIDNIGHT + timedelta(seconds=seconds))
    transact(market.arranged, first.id)
    at.on(timedelta(minutes=1))
    transact(wijk.move, fatima.person_id, make_place("De Haven").wijk_id)
    found = {name: counted(name) for name in ("2026Q3", "2026Q4")}
    met = {(name, code): one.needs_met for name, some in found.items() for code, one in some.items() if one.needs_met}
    assert met == {(quarter, place.code): [fatima.person_id]}


def test_a_first_exchange_counts_once_from_the_day_of_joining(village, at):
    first, second, _ = village.wijken
    anna, bram, *_ = village.people[first]
    at.on(timedelta(days=1))
    newcomer = village.join(second)
    at.on(timedelta(days=20))
    joined_in_january = (clock.today() - datetime(2026, 1, 5).date()).days  # noqa: DTZ001
    post(anna, newcomer, 60, clock.today())
    at.on(timedelta(days=70))
    post(bram, newcomer, 60, clock.today())
    found, later = counted("2026Q3"), counted("2026Q4")
    assert found["WK000101"].first_exchanges == [(village.persons[anna], joined_in_january)]
    assert found["WK000102"].first_exchanges == [(village.persons[newcomer], 20)]
    assert [one.first_exchanges for one in later.values() if one.first_exchanges] == [
        [(village.persons[bram], joined_in_january + 70)]
    ]


def test_a_first_exchange_that_was_undone_is_none(village, at):
    anna, bram, carla, _ = village.people[village.wijken[0]]
    undo(post(anna, bram, 60))
    assert counted("2026Q3")["WK000101"].first_exchanges == []
    post(anna, carla, 60)
    found = counted("2026Q3")["WK000101"].first_exchanges
    assert [one.person_id for one in found] == [village.persons[anna], village.persons[carla]]


def test_help_of_before_somebody_joined_lasted_no_days(village, at):
    newcomer = village.join(village.wijken[0])
    post(newcomer, village.people[village.wijken[1]][0], 60, clock.today() - timedelta(days=3))
    assert counted("2026Q3")["WK000101"].first_exchanges == [(village.persons[newcomer], 0)]


def test_who_was_here_for_years_elsewhere_is_no_newcomer(village, at, decided):
    anna, bram, *_ = village.people[village.wijken[0]]
    closed = clock.today() - timedelta(days=200)
    at.set(datetime(2026, 8, 15, 12, tzinfo=AMSTERDAM))
    post(anna, bram, 60, closed, origin="taken_over")
    post(anna, bram, 60)
    assert counted("2026Q3")["WK000101"].first_exchanges == []


def test_a_resident_has_nothing_counted_before_they_do_something(place, fatima):
    make_resident(place, "Zoe")
    one = counted("2026Q3")[place.code]
    assert (one.given, one.received, one.requests_met, one.needs_met, one.first_exchanges) == ({}, {}, [], [], [])
