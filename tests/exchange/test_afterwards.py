""" "Is het gelukt?": one press writes down what was agreed, once, whoever presses."""

from datetime import timedelta

import pytest
from sqlalchemy import select, update

from tests.exchange.browsing import count, totals
from tests.factories import let_time_pass, look_at, make_appointment, make_conversation
from timebank.core import clock
from timebank.core.database import db, transact
from timebank.exchange import errors, queries, service
from timebank.exchange.models import Exchange
from timebank.exchange.rules.agreeing import Happened
from timebank.market.models import Listing
from timebank.people import service as people
from timebank.people.models import Person


@pytest.fixture
def over(fatima, henk):
    """Give an appointment of an hour and a half that was agreed and has passed: Fatima gave, Henk got."""
    talk = make_conversation(fatima.actor, henk.actor)
    return let_time_pass(make_appointment(talk, henk.actor, fatima.actor, minutes=90))


def at(appointment, then=""):
    """Return the address of an appointment, or of what is done with it."""
    return f"/appointments/{appointment.public_id}{then}"


def press_yes(browser, appointment):
    """Press the button of the usual case, as the page offers it."""
    form = browser.see(at(appointment)).form(action="/happened")
    return browser.send(form.action, form.values)


def the_exchange():
    """Return the one exchange there is."""
    db.session.rollback()
    return db.session.scalars(select(Exchange)).one()


@pytest.mark.parametrize("who", ["giver", "receiver"])
def test_one_press_writes_it_down_and_the_other_says_whether_it_is_right(fatima, henk, over, who):
    presser, other = (fatima, henk) if who == "giver" else (henk, fatima)
    assert "Written down." in press_yes(presser, over).text
    written = the_exchange()
    assert (written.giver_person_id, written.receiver_person_id) == (fatima.actor.person_id, henk.actor.person_id)
    assert (written.minutes, written.category_code, written.occurred_on) == (90, "shopping", over_day(over))
    assert written.reporter_side == who
    asked = other.see("/hours")
    assert "Is this right?" in asked.text
    other.send(asked.form("next", "/yes").action)
    assert (totals(fatima), totals(henk)) == ((90, 0), (0, 90))
    assert look_at(over.public_id).state == "done"
    assert "See what was written down" in fatima.see(at(over)).text


def over_day(appointment):
    """Return the day that an appointment was on."""
    return clock.day_of(appointment.starts_at_utc)


def test_pressing_twice_and_both_pressing_make_one(fatima, henk, over):
    hers, his = (browser.see(at(over)).form(action="/happened") for browser in (fatima, henk))
    for browser, form in ((fatima, hers), (fatima, hers), (henk, his)):
        page = browser.send(form.action, form.values)
        assert "What you did together" in page.title
    assert count(Exchange) == 1
    assert totals(henk) == (0, 0), "two presses are not yet both yeses"
    assert "Is this right?" in henk.see("/hours").text
    assert fatima.client.get(at(over, "/happened")).status_code == 303


def test_it_asks_until_somebody_answers_and_not_for_ever(fatima, henk, over):
    for browser in (fatima, henk):
        assert [one.public_id for one in queries.appointments_waiting(browser.actor)] == [over.public_id]
        assert "Did it work out with" in browser.see("/conversations").text
    press_yes(henk, over)
    assert queries.appointments_waiting(fatima.actor) == []
    talk = make_conversation(fatima.actor, henk.actor)
    let_time_pass(make_appointment(talk, henk.actor, fatima.actor), timedelta(days=40))
    assert queries.appointments_waiting(fatima.actor) == []


def test_it_went_a_bit_otherwise(fatima, henk, over):
    form = henk.see(at(over, "/happened")).form("what")
    assert (form.values["minutes"], form.values["hours_part"], form.values["minutes_part"]) == ("other", "1", "30")
    page = henk.send(at(over, "/happened"), form.filled(minutes="30", what="cooking", note="Soep!"))
    assert "Soep!" in page.text
    written = the_exchange()
    assert (written.minutes, written.category_code, written.note) == (30, "cooking", "Soep!")


@pytest.mark.parametrize(
    ("typed", "wrong", "sentence"),
    [
        ({"minutes": None}, "minutes", "Choose how long it was."),
        ({"occurred_on": "2999-01-01"}, "occurred_on", "not ahead"),
        ({"what": "nothing"}, "what", "Choose one of these."),
        ({"note": "111222333"}, "note", "burgerservicenummer"),
    ],
)
def test_what_cannot_be_written_down_is_said_at_the_place(henk, over, typed, wrong, sentence):
    form = henk.see(at(over, "/happened")).form("what")
    page = henk.send(at(over, "/happened"), form.filled(**typed), status=422)
    assert sentence in page.summary
    assert wrong in page.wrong or f"#{wrong}-0" in page.links
    assert look_at(over.public_id).state == "agreed"


def test_more_than_twelve_hours_on_a_day_is_only_asked(fatima, henk):
    talk = make_conversation(fatima.actor, henk.actor)
    long = let_time_pass(make_appointment(talk, henk.actor, fatima.actor, minutes=780))
    form = henk.see(at(long)).form(action="/happened")
    asked = henk.send(form.action, form.values, status=422)
    assert "more than 12 hours" in asked.summary
    henk.send(form.action, asked.form("is_sure").filled(is_sure="y"))
    assert the_exchange().minutes == 780


def test_niet_gelukt_asks_nothing_and_writes_nothing(fatima, henk, over):
    for _ in range(2):
        page = fatima.send(at(over, "/not_done"))
    assert "Nothing is written down." in page.text
    assert count(Exchange) == 0
    assert queries.appointments_waiting(henk.actor) == []
    form = {"minutes": "60", "what": "shopping", "occurred_on": over_day(over)}
    henk.send(at(over, "/happened"), form, status=409)


@pytest.mark.parametrize("then", ["/happened", "/not_done"])
def test_before_its_time_nothing_happened(fatima, henk, then):
    agreed = make_appointment(make_conversation(fatima.actor, henk.actor), henk.actor, fatima.actor)
    form = {"minutes": "60", "what": "shopping", "occurred_on": clock.today()}
    assert "still to come" in fatima.send(at(agreed, then), form, status=409).text
    assert count(Exchange) == 0


def test_what_nobody_said_yes_to_is_not_written_down(fatima, henk):
    proposed = let_time_pass(make_appointment(make_conversation(fatima.actor, henk.actor), henk.actor))
    form = {"minutes": "60", "what": "shopping", "occurred_on": over_day(proposed)}
    henk.send(at(proposed, "/happened"), form, status=409)
    assert "not both of you said yes" in henk.see(at(proposed)).text


def test_somebody_who_cannot_be_found_can_still_be_written_down_with(fatima, henk, over):
    hidden = update(Person).where(Person.id == fatima.actor.person_id).values(is_findable=False)
    transact(db.session.execute, hidden)
    press_yes(henk, over)
    assert the_exchange().giver_person_id == fatima.actor.person_id


@pytest.mark.parametrize("why", ["silence", "gone"])
def test_who_wants_to_hear_no_more_or_left_is_not_asked(fatima, henk, over, why):
    if why == "silence":
        transact(people.silence, fatima.actor.person_id, henk.actor.person_id)
    else:
        gone = update(Person).where(Person.id == fatima.actor.person_id).values(ended_at_utc=clock.now())
        transact(db.session.execute, gone)
    with pytest.raises(errors.NobodyFound):
        how = Happened("shopping", 60, over_day(over))
        transact(service.write_down, over.id, how, by=henk.actor)
    assert count(Exchange) == 0


def test_a_listing_without_a_kind_of_help_is_something_else(fatima, henk):
    talk = make_conversation(fatima.actor, henk.actor)
    transact(db.session.execute, update(Listing).values(category_code=None))
    press_yes(henk, let_time_pass(make_appointment(talk, henk.actor, fatima.actor)))
    assert the_exchange().category_code == "other"
