"""What the other side of an exchange is told, and what is settled by the next step."""

from datetime import time, timedelta

import pytest
from sqlalchemy import select, update

from tests.factories import (
    again,
    make_appointment,
    make_confirmed,
    make_conversation,
    make_report,
    reload,
)
from timebank.core import clock
from timebank.core.database import db, transact
from timebank.exchange import service
from timebank.exchange.rules.agreeing import Proposal
from timebank.notices.models import Notice
from timebank.people.models import Person


@pytest.fixture
def fatima(fatima):
    return fatima.actor


@pytest.fixture
def henk(henk):
    return henk.actor


def unread(actor):
    """Return kind and minutes of what somebody has not read."""
    db.session.rollback()
    wanted = select(Notice).where(Notice.person_id == actor.person_id, Notice.read_at_utc.is_(None))
    return [(one.kind.removeprefix("exchange."), one.facts["minutes"]) for one in db.session.scalars(wanted)]


def make_settled(giver, receiver):
    agreed = make_confirmed(giver, receiver)
    transact(service.settle_answered)
    return agreed


def test_who_is_asked_is_told_and_who_asks_is_not(fatima, henk):
    asked = make_report(fatima, henk, minutes=90)
    assert (unread(fatima), unread(henk)) == ([], [("report", 90)])
    [notice] = db.session.scalars(select(Notice))
    assert (notice.thing, notice.who_person_id) == (asked.public_id, fatima.person_id)


def test_a_form_sent_twice_tells_once(fatima, henk):
    for _ in range(2):
        make_report(fatima, henk, request_key="the same")
    assert unread(henk) == [("report", 60)]


def test_a_yes_tells_nothing_more_and_the_question_is_settled_soon(fatima, henk):
    make_confirmed(fatima, henk)
    make_report(fatima, henk, minutes=30)
    assert (unread(fatima), unread(henk)) == ([], [("report", 60), ("report", 30)])
    assert transact(service.settle_answered) == 1
    assert unread(henk) == [("report", 30)]
    assert again(henk).unread_notices == 1
    assert transact(service.settle_answered) == 0


def test_each_step_settles_what_was_asked_and_tells_the_other(fatima, henk):
    asked = make_report(fatima, henk)
    transact(service.counter, asked.id, 30, by=henk)
    assert (unread(fatima), unread(henk)) == ([("counter", 30)], [])
    transact(service.counter, asked.id, 45, by=fatima)
    assert (unread(fatima), unread(henk)) == ([], [("counter", 45)])
    transact(service.answer, asked.id, "decline", by=henk)
    assert (unread(fatima), unread(henk)) == ([("decline", 45)], [])


def test_what_is_taken_back_asks_for_nothing_any_more(fatima, henk):
    asked = make_report(fatima, henk)
    transact(service.answer, asked.id, "withdraw", by=fatima)
    assert unread(henk) == [("withdraw", 60)]


@pytest.mark.parametrize(
    ("right_minutes", "says", "tells"),
    [
        (None, "agree", ("agree_undo", 60)),
        (30, "agree", ("agree_other_minutes", 30)),
        (30, "refuse", ("refuse", 60)),
    ],
)
def test_a_correction_is_asked_and_answered(fatima, henk, right_minutes, says, tells):
    agreed = make_settled(fatima, henk)
    transact(service.ask_correction, agreed.id, reason="Korter", right_minutes=right_minutes, by=fatima)
    assert unread(henk) == [("ask_correction", 60)]
    if says == "agree":
        transact(service.agree_correction, agreed.id, by=henk)
    else:
        transact(service.answer, agreed.id, says, by=henk)
    assert (unread(fatima), unread(henk)) == ([tells], [])


def test_who_asks_no_more_says_so(fatima, henk):
    agreed = make_settled(fatima, henk)
    transact(service.ask_correction, agreed.id, reason="Korter", right_minutes=30, by=fatima)
    transact(service.answer, agreed.id, "stop_asking", by=fatima)
    assert unread(henk) == [("stop_asking", 60)]


def test_both_hear_that_it_waited_too_long(fatima, henk, monkeypatch):
    asked = make_report(fatima, henk)
    monkeypatch.setattr("timebank.core.clock.now", lambda at=asked.lapses_at_utc: at)
    assert transact(service.lapse_overdue) == 1
    assert reload(asked).state == "lapsed"
    assert (unread(fatima), unread(henk)) == ([("lapse", 60)], [("lapse", 60)])


def test_the_stewards_are_asked_for_the_pot_and_the_others_hear_of_a_yes(place, fatima):
    ria, youssef = place.stewards
    asked = make_report(fatima, "pot", minutes=90)
    assert (unread(ria), unread(youssef), unread(fatima)) == ([("pot.asked", 90)], [("pot.asked", 90)], [])
    transact(service.confirm, asked.id, by=ria)
    transact(service.settle_answered)
    assert (unread(ria), unread(youssef), unread(fatima)) == ([], [("pot.used", 90)], [])


def test_a_steward_is_not_asked_about_their_own_hours_for_the_pot(place):
    ria, youssef = place.stewards
    make_report(ria, "pot")
    assert (unread(ria), unread(youssef)) == ([], [("pot.asked", 60)])


def test_stewards_who_are_asked_again_hear_it_and_no_longer_when_it_is_settled(place, fatima):
    ria, youssef = place.stewards
    asked = make_report(fatima, "pot")
    transact(service.counter, asked.id, 30, by=ria)
    assert (unread(fatima), unread(youssef)) == ([("counter", 30)], [])
    transact(service.counter, asked.id, 45, by=fatima)
    assert (unread(fatima), unread(ria), unread(youssef)) == ([], [("pot.asked", 45)], [("pot.asked", 45)])
    transact(service.answer, asked.id, "withdraw", by=fatima)
    assert (unread(ria), unread(youssef)) == ([], [])


def test_the_stewards_are_asked_to_correct_hours_with_who_is_gone(place, fatima, henk):
    agreed = make_settled(fatima, henk)
    gone = update(Person).where(Person.id == henk.person_id).values(ended_at_utc=clock.now())
    transact(db.session.execute, gone)
    transact(service.ask_correction, agreed.id, reason="Korter", right_minutes=30, by=fatima)
    assert [unread(steward) for steward in place.stewards] == [[("pot.asked", 60)]] * 2
    transact(service.agree_correction, agreed.id, by=place.stewards[0])
    assert [unread(steward) for steward in place.stewards] == [[], []]


def test_a_step_that_is_undone_tells_nothing(fatima, henk):
    asked = make_report(fatima, henk)

    def fail():
        service.answer(asked.id, "decline", by=henk)
        raise RuntimeError

    with pytest.raises(RuntimeError):
        transact(fail)
    assert (unread(fatima), unread(henk)) == ([], [("report", 60)])


def test_an_unread_change_of_an_appointment_names_the_day_of_the_last(fatima, henk):
    meeting = make_appointment(make_conversation(fatima, henk), fatima)
    for days in (3, 4):
        day = clock.today() + timedelta(days=days)
        content = Proposal(f"key {days}", day, time(10, 0), 60, "Thuis")
        transact(service.change, meeting.id, content, version=days - 2, by=fatima)
    db.session.rollback()
    wanted = select(Notice).where(Notice.person_id == henk.person_id, Notice.read_at_utc.is_(None))
    about_it = [one for one in db.session.scalars(wanted) if one.thing == meeting.public_id]
    assert [(one.kind, one.facts["day"]) for one in about_it] == [("appointment.changed", day.isoformat())]
