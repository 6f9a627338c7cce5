"""A series: the giver's own maximum, and each time asks its own yes."""

from datetime import timedelta

import pytest
from sqlalchemy import select, update

from tests.factories import let_time_pass, look_at, make_appointment, make_conversation
from timebank.core import clock
from timebank.core.database import db, transact
from timebank.exchange import errors, queries, service
from timebank.exchange.models import Appointment, Series


@pytest.fixture
def talk(fatima, henk):
    """Give a conversation about what Fatima offers: she gives, Henk gets."""
    return make_conversation(fatima.actor, henk.actor)


@pytest.fixture
def series(fatima, henk, talk):
    """Give the first of at most three times, to which both said yes."""
    return make_appointment(talk, fatima.actor, henk.actor, times=3)


def times():
    """Return all appointments, the first first."""
    db.session.rollback()
    db.session.expire_all()
    return [look_at(name) for name in db.session.scalars(select(Appointment.public_id).order_by(Appointment.id))]


def the_series():
    """Return the one series there is."""
    db.session.rollback()
    db.session.expire_all()
    return db.session.scalars(select(Series)).one()


def let_the_planned_time_pass(days=2):
    """Move the series and all its times back."""
    by = timedelta(days=days)
    for one in times():
        let_time_pass(one, by)
    transact(db.session.execute, update(Series).values(newest_starts_at_utc=the_series().newest_starts_at_utc - by))


def test_only_the_giver_is_offered_a_series(fatima, henk, talk):
    address = f"/conversations/{talk.public_id}/appointment"
    assert "every" in fatima.see(address).form("day").offered
    form = henk.see(address).form("day")
    assert "every" not in form.offered
    henk.send(address, form.filled(every="7", times="5"))
    assert times()[0].series_id is None, "a field that the page does not have means nothing"
    with pytest.raises(errors.OnlyTheGiver):
        make_appointment(talk, henk.actor, times=2)


def test_the_giver_says_how_often_at_most(fatima, talk):
    address = f"/conversations/{talk.public_id}/appointment"
    page = fatima.send(address, fatima.see(address).form("day").filled(every="14", times="4"))
    assert "Every two weeks, at most 4 times" in page.text
    assert (the_series().every_days, the_series().times_at_most, the_series().times_made) == (14, 4, 1)


@pytest.mark.parametrize("end", ["write_down", "not_done", "call_off"])
def test_the_end_of_one_time_proposes_the_next_to_both(fatima, henk, series, end):
    if end == "call_off":
        fatima.send(f"/appointments/{series.public_id}/call_off")
    else:
        let_the_planned_time_pass()
        page = fatima.see(f"/appointments/{series.public_id}")
        form = page.form(action="/happened" if end == "write_down" else "/not_done")
        fatima.send(form.action, form.values)
    first, second = times()
    assert second.state == "proposed"
    assert (second.giver_said_yes, second.receiver_said_yes) == (False, False)
    assert second.starts_at_utc > clock.now()
    planned, now = (clock.in_the_netherlands(one.starts_at_utc) for one in (first, second))
    assert (now - planned).days % 7 == 0
    assert now.time() == planned.time()
    for browser in (fatima, henk):
        assert [one.public_id for one in queries.appointments_waiting(browser.actor)] == [second.public_id]
    transact(service.agree, second.id, version=1, by=henk.actor)
    assert look_at(second.public_id).state == "proposed", "one yes is not two"
    transact(service.agree, second.id, version=1, by=fatima.actor)
    assert look_at(second.public_id).state == "agreed"


def test_the_clock_proposes_the_next_time_once_when_nobody_says_how_it_went(fatima, series):
    assert transact(service.propose_next_times) == 0
    let_the_planned_time_pass()
    assert transact(service.propose_next_times) == 1
    assert transact(service.propose_next_times) == 0
    fatima.send(f"/appointments/{series.public_id}/not_done")
    assert [one.state for one in times()] == ["not_done", "proposed"]


def test_a_clock_that_stood_still_for_weeks_makes_one_time_ahead(series):
    let_the_planned_time_pass(days=30)
    while transact(service.propose_next_times):
        pass
    made = times()
    assert len(made) == 2
    assert clock.now() < made[1].starts_at_utc <= clock.now() + timedelta(days=8)


def test_after_the_maximum_it_ends(fatima, henk, series):
    for _ in range(5):
        let_the_planned_time_pass(days=8)
        while transact(service.propose_next_times):
            pass
        for browser in (fatima, henk):
            for one in queries.appointments_waiting(browser.actor):
                if not one.is_over:
                    transact(service.agree, look_at(one.public_id).id, version=1, by=browser.actor)
    assert [one.state for one in times()] == ["agreed"] * 3
    assert the_series().ended_at_utc is not None
    assert "End the series" not in fatima.see(f"/appointments/{times()[-1].public_id}").text


def test_a_time_that_passed_without_a_yes_is_the_last(series):
    let_the_planned_time_pass()
    transact(service.propose_next_times)
    let_the_planned_time_pass(days=8)
    while transact(service.propose_next_times):
        pass
    assert [one.state for one in times()] == ["agreed", "proposed"]
    assert the_series().ended_at_utc is not None


@pytest.mark.parametrize("who", ["fatima", "henk"])
def test_no_to_the_first_time_is_no_to_the_series(fatima, henk, talk, who):
    first = make_appointment(talk, fatima.actor, times=3)
    {"fatima": fatima, "henk": henk}[who].send(f"/appointments/{first.public_id}/call_off")
    assert [one.state for one in times()] == ["called_off"]
    assert the_series().ended_at_utc is not None


def test_each_time_that_is_called_off_still_counts(fatima, series):
    for _ in range(5):
        fatima.send(f"/appointments/{times()[-1].public_id}/call_off")
    assert [one.state for one in times()] == ["called_off"] * 3


@pytest.mark.parametrize("who", ["fatima", "henk"])
def test_either_ends_the_series_and_what_was_agreed_stays(fatima, henk, series, who):
    stopper = {"fatima": fatima, "henk": henk}[who]
    let_the_planned_time_pass()
    transact(service.propose_next_times)
    agreed, proposed = times()
    for _ in range(2):
        assert "The series has ended." in stopper.send(f"/appointments/{proposed.public_id}/stop_series").text
    assert [one.state for one in times()] == ["agreed", "called_off"]
    stopper.send(f"/appointments/{agreed.public_id}/not_done")
    assert transact(service.propose_next_times) == 0
    assert len(times()) == 2


def test_a_change_of_one_time_leaves_the_rhythm(fatima, henk, series):
    form = fatima.see(f"/appointments/{series.public_id}/change").form("day")
    later = clock.today() + timedelta(days=3)
    fatima.send(f"/appointments/{series.public_id}/change", form.filled(day=later.isoformat(), at="16:00"))
    transact(service.agree, series.id, version=2, by=henk.actor)
    fatima.send(f"/appointments/{series.public_id}/call_off")
    second = clock.in_the_netherlands(times()[1].starts_at_utc)
    assert second.date() == clock.today() + timedelta(days=8)
    assert f"{second:%H:%M}" == "10:00"


def test_a_series_ends_with_its_conversation(henk, talk, series):
    transact(service.stop, talk.id, by=henk.actor)
    assert the_series().ended_at_utc is not None
    let_the_planned_time_pass()
    assert transact(service.propose_next_times) == 0


def test_stopping_what_is_no_series_does_nothing(fatima, henk, talk):
    single = make_appointment(talk, fatima.actor, henk.actor)
    transact(service.stop_series, single.id, by=henk.actor)
    assert look_at(single.public_id).state == "agreed"
