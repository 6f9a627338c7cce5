"""Two neighbours agree on a day: proposing, yes, change, call off, remind. Nobody is bound without a yes."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select

from tests.exchange.browsing import count
from tests.factories import let_time_pass, look_at, make_appointment, make_conversation, make_resident
from timebank.access.models import AuditEvent
from timebank.core import clock
from timebank.core.database import db, transact
from timebank.core.errors import RequestKeyReused
from timebank.exchange import errors, queries, service
from timebank.exchange.models import Appointment
from timebank.exchange.rules import agreeing
from timebank.people import service as people


def at(appointment, then=""):
    """Return the address of an appointment, or of what is done with it."""
    return f"/appointments/{appointment.public_id}{then}"


def told(kind):
    """Return whom a kind of telling reached, in order."""
    db.session.rollback()
    wanted = select(AuditEvent.subject_person_id).where(AuditEvent.action == f"exchange.{kind}")
    return list(db.session.scalars(wanted.order_by(AuditEvent.id)))


@pytest.fixture
def talk(fatima, henk):
    """Give a conversation about what Fatima offers: she gives, Henk gets."""
    return make_conversation(fatima.actor, henk.actor)


def propose(browser, talk, status=303, **typed):
    """Fill in the form as people do."""
    address = f"/conversations/{talk.public_id}/appointment"
    return browser.send(address, browser.see(address).form("day").filled(**typed), status=status)


def test_both_say_yes_and_then_it_holds(fatima, henk, talk):
    page = propose(henk, talk, place="Bij mij thuis", at="14:30")
    assert "Waiting for the answer of Fatima." in page.text
    (waiting,) = queries.appointments_waiting(fatima.actor)
    assert queries.appointments_waiting(henk.actor) == []
    hers = fatima.see(at(waiting))
    assert "14:30" in hers.text
    assert "Bij mij thuis" in hers.text
    agree = hers.form("version")
    assert "Agreed." in fatima.send(agree.action, agree.values).text
    for reader in (fatima, henk):
        assert [one.public_id for one in queries.coming_appointments(reader.actor)] == [waiting.public_id]
        assert "Agreed with" in reader.see("/conversations").text
    assert (told("appointment_proposed"), told("appointment_agreed")) == (
        [fatima.actor.person_id],
        [henk.actor.person_id],
    )


def test_saying_yes_twice_is_once(fatima, henk, talk):
    agreed = make_appointment(talk, henk.actor, fatima.actor, fatima.actor)
    assert agreed.state == "agreed"
    assert len(told("appointment_agreed")) == 1


def test_who_proposed_cannot_say_yes_for_the_other(fatima, henk, talk):
    proposed = make_appointment(talk, henk.actor)
    henk.send(at(proposed, "/agree"), {"version": 1})
    assert look_at(proposed.public_id).state == "proposed"
    assert told("appointment_agreed") == []


def test_a_yes_to_what_was_changed_meanwhile_is_none(fatima, henk, talk):
    proposed = make_appointment(talk, henk.actor)
    seen = fatima.see(at(proposed)).form("version")
    form = henk.see(at(proposed, "/change")).form("day")
    henk.send(at(proposed, "/change"), form.filled(at="07:00"))
    assert "changed just now" in fatima.send(seen.action, seen.values, status=409).text
    assert look_at(proposed.public_id).state == "proposed"
    again = fatima.see(at(proposed)).form("version")
    fatima.send(again.action, again.values)
    assert look_at(proposed.public_id).state == "agreed"


def test_changing_what_was_agreed_asks_the_other_anew(fatima, henk, talk):
    agreed = make_appointment(talk, henk.actor, fatima.actor)
    form = henk.see(at(agreed, "/change")).form("day")
    assert form.values["at"] == "10:00"
    later = (clock.today() + timedelta(days=3)).isoformat()
    for _ in range(2):
        henk.send(at(agreed, "/change"), form.filled(day=later))
    changed = look_at(agreed.public_id)
    assert (changed.state, changed.version) == ("proposed", 2)
    assert (changed.giver_said_yes, changed.receiver_said_yes) == (False, True)
    assert told("appointment_changed") == [fatima.actor.person_id]
    assert "Henk asks: shall we?" in fatima.see(at(agreed)).text


def test_changing_nothing_is_said_at_the_place(fatima, henk, talk):
    proposed = make_appointment(talk, henk.actor)
    form = fatima.see(at(proposed, "/change")).form("day")
    page = fatima.send(at(proposed, "/change"), form.values, status=422)
    assert "That is what is already there." in page.summary


def test_two_who_change_at_once_do_not_overwrite_each_other(fatima, henk, talk):
    proposed = make_appointment(talk, henk.actor)
    hers = fatima.see(at(proposed, "/change")).form("day")
    his = henk.see(at(proposed, "/change")).form("day")
    fatima.send(at(proposed, "/change"), hers.filled(at="11:00"))
    henk.send(at(proposed, "/change"), his.filled(at="12:00"), status=409)


@pytest.mark.parametrize("who", ["asked", "asker"])
def test_a_proposal_can_be_refused_or_taken_back(fatima, henk, talk, who):
    proposed = make_appointment(talk, henk.actor)
    mover, other = (fatima, henk) if who == "asked" else (henk, fatima)
    for _ in range(2):
        assert "Called off" in mover.send(at(proposed, "/call_off")).text
    assert told("appointment_called_off") == [other.actor.person_id]
    other.send(at(proposed, "/agree"), {"version": 1}, status=409)
    assert queries.open_appointments(fatima.actor) == []


def test_either_calls_off_what_was_agreed_until_its_time(fatima, henk, talk):
    agreed = make_appointment(talk, henk.actor, fatima.actor)
    henk.send(at(agreed, "/call_off"))
    assert told("appointment_called_off") == [fatima.actor.person_id]
    over = let_time_pass(make_appointment(talk, henk.actor, fatima.actor))
    henk.send(at(over, "/call_off"), status=409)


def test_a_reminder_goes_out_once_in_the_name_of_who_pressed(fatima, henk, talk):
    agreed = make_appointment(talk, henk.actor, fatima.actor)
    assert "Remind Henk" in fatima.see(at(agreed)).text
    for _ in range(2):
        fatima.send(at(agreed, "/remind"))
    assert "Remind" not in fatima.see(at(agreed)).text
    assert told("appointment_reminded") == [henk.actor.person_id]
    assert "Fatima reminds you of an appointment." in henk.see("/who-saw").text


def test_who_is_asked_cannot_remind_the_other(fatima, henk, talk):
    proposed = make_appointment(talk, henk.actor)
    fatima.send(at(proposed, "/remind"), status=409)
    henk.send(at(proposed, "/remind"))
    assert told("appointment_reminded") == [fatima.actor.person_id]


@pytest.mark.parametrize(
    ("typed", "wrong", "sentence"),
    [
        ({"day": ""}, "day", "Choose a day."),
        ({"day": "0001-01-01"}, "day", "still to come"),
        ({"day": "9999-12-31"}, "day", "still to come"),
        ({"day": "2026-02-30"}, "day", "Choose a day."),
        ({"at": ""}, "at", "Choose a time."),
        ({"at": "25:00"}, "at", "Choose a time."),
        ({"minutes": None}, "minutes", "Choose about how long."),
        ({"minutes": "other", "hours_part": "0"}, "minutes", "at least 1 minute"),
        ({"place": "x" * 141}, "place", "at most 140 characters"),
        ({"place": "111222333"}, "place", "burgerservicenummer"),
        ({"every": "7", "times": ""}, "times", "Fill in 2 to 26 times."),
        ({"every": "7", "times": "27"}, "times", "Fill in 2 to 26 times."),
        ({"every": "7", "times": "x"}, "times", "Fill in a whole number."),
        ({"every": "8"}, "every", "Choose one of these."),
    ],
)
def test_what_cannot_be_is_said_at_the_place_and_nothing_is_lost(fatima, talk, typed, wrong, sentence):
    page = propose(fatima, talk, status=422, **{"place": "Buurthuis", **typed})
    assert sentence in page.summary
    assert wrong in page.wrong or f"#{wrong}-0" in page.links, "a group of choices is named in the summary alone"
    if wrong != "place":
        assert page.form("day").values["place"] == "Buurthuis"
    assert count(Appointment) == 0


def test_a_time_that_passed_today_is_not_ahead(fatima, talk):
    page = propose(fatima, talk, status=422, day=clock.today().isoformat(), at="00:00")
    assert "still to come" in page.summary


def test_the_same_form_proposes_once(fatima, henk, talk):
    address = f"/conversations/{talk.public_id}/appointment"
    form = henk.see(address).form("day")
    for _ in range(2):
        henk.send(address, form.values)
    assert count(Appointment) == 1
    henk.send(address, form.filled(place="Elders"), status=409)


def test_a_request_key_with_other_content_is_refused(fatima, henk, talk):
    make_appointment(talk, henk.actor, request_key="same")
    with pytest.raises(RequestKeyReused):
        make_appointment(talk, henk.actor, request_key="same", minutes=15)


def test_what_two_neighbours_propose_is_bounded_also_when_it_is_called_off(fatima, henk, talk, monkeypatch):
    monkeypatch.setattr(agreeing, "AHEAD_AT_MOST", 2)
    for _ in range(2):
        transact(service.call_off, make_appointment(talk, henk.actor).id, by=henk.actor)
    assert "You two proposed a lot already." in propose(henk, talk, status=422).summary


def test_an_appointment_is_changed_a_bounded_number_of_times(fatima, henk, talk, monkeypatch):
    monkeypatch.setattr(agreeing, "CHANGES_AT_MOST", 1)
    proposed = make_appointment(talk, henk.actor)
    for at_hour, status in (("11:00", 303), ("12:00", 422)):
        form = fatima.see(at(proposed, "/change")).form("day")
        fatima.send(at(proposed, "/change"), form.filled(at=at_hour), status=status)


def test_the_request_that_is_answered_makes_the_answerer_the_giver(fatima, henk):
    talk = make_conversation(fatima.actor, henk.actor, side="request")
    proposed = make_appointment(talk, fatima.actor)
    assert (proposed.giver_person_id, proposed.receiver_person_id) == (henk.actor.person_id, fatima.actor.person_id)


def test_after_silence_nothing_is_proposed_agreed_or_reminded_but_calling_off_stays(fatima, henk, talk):
    proposed, agreed = make_appointment(talk, henk.actor), make_appointment(talk, henk.actor, fatima.actor)
    transact(people.silence, fatima.actor.person_id, henk.actor.person_id)
    with pytest.raises(errors.NoMoreTalking):
        make_appointment(talk, henk.actor)
    for refused in (
        lambda: transact(service.agree, proposed.id, version=1, by=fatima.actor),
        lambda: transact(service.remind, agreed.id, by=henk.actor),
    ):
        with pytest.raises(errors.NoMoreTalking):
            refused()
    form = henk.see(at(agreed, "/change")).form("day")
    assert "cannot write here" in henk.send(at(agreed, "/change"), form.filled(at="12:00"), status=422).summary
    henk.send(at(agreed, "/call_off"))
    assert look_at(agreed.public_id).state == "called_off"


def test_stopping_the_conversation_calls_off_what_is_to_come_and_keeps_what_was(fatima, henk, talk):
    proposed, agreed = make_appointment(talk, henk.actor), make_appointment(talk, henk.actor, fatima.actor)
    over = let_time_pass(make_appointment(talk, henk.actor, fatima.actor))
    transact(service.stop, talk.id, by=henk.actor)
    states = [look_at(one.public_id).state for one in (proposed, agreed, over)]
    assert states == ["called_off", "called_off", "agreed"]
    assert "Did it work out?" in fatima.see(at(over)).text


def test_a_stranger_and_a_steward_do_not_see_an_appointment(place, browse, fatima, henk, talk):
    agreed = make_appointment(talk, henk.actor, fatima.actor)
    for reader in (browse(make_resident(place, "Olena")), browse(place.stewards[0])):
        for then in ("", "/change", "/happened", "/calendar"):
            reader.see(at(agreed, then), status=404)
        for then in ("/agree", "/call_off", "/remind", "/not_done", "/stop_series", "/change", "/happened"):
            reader.send(at(agreed, then), status=404)
        assert queries.open_appointments(reader.actor) == []
    assert look_at(agreed.public_id).state == "agreed"


def test_waiting_and_coming_come_by_day_and_have_an_end(fatima, henk, talk):
    days = [clock.today() + timedelta(days=number) for number in (5, 2, 9, 3, 4)]
    made = {day: make_appointment(talk, henk.actor, day=day) for day in days}
    assert [one.day for one in queries.appointments_waiting(fatima.actor)] == sorted(days)[:4]
    for one in made.values():
        transact(service.agree, one.id, version=1, by=fatima.actor)
    coming: list[date] = [one.day for one in queries.coming_appointments(fatima.actor, limit=3)]
    assert coming == sorted(days)[:3]
    assert [one.day for one in queries.open_appointments(henk.actor)] == sorted(days)


def test_what_passed_without_a_yes_of_both_is_shown_no_more(fatima, henk, talk):
    let_time_pass(make_appointment(talk, henk.actor))
    ahead = make_appointment(talk, henk.actor)
    for reader in (fatima, henk):
        assert [one.public_id for one in queries.open_appointments(reader.actor)] == [ahead.public_id]
        assert [one.public_id for one in queries.meetings_of(talk, reader.actor)] == [ahead.public_id]
    assert [one.public_id for one in queries.appointments_waiting(fatima.actor)] == [ahead.public_id]
