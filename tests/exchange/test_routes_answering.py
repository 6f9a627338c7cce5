"""Answering, correcting and the note."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from tests.exchange.browsing import exchange_address, totals
from tests.factories import make_confirmed, make_report, make_resident, reload
from timebank.core import clock
from timebank.core.database import db, transact
from timebank.exchange.models import Exchange
from timebank.exchange.service.bulk import Settled, write_settled
from timebank.exchange.service.report import Party
from timebank.people.models import Silence


def test_no_it_was_another_time_asks_the_first_again(fatima, henk):
    reported = make_report(fatima.actor, henk.actor)
    form = henk.see(exchange_address(reported, "/no")).form("minutes")
    page = henk.send(exchange_address(reported, "/no"), form.filled(minutes="30"))
    assert "Now the other says whether it is right" in page.text
    asked = fatima.see("/hours")
    assert "Is this right?" in asked.text
    fatima.send(asked.form("next", "/yes").action)
    assert (totals(fatima), totals(henk)) == ((30, 0), (0, 30))


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({}, "Choose how long it was."),
        ({"minutes": "60"}, "That is the time that is already there"),
        ({"minutes": "other", "minutes_part": "x"}, "Fill in a whole number."),
    ],
)
def test_another_time_that_is_none_is_refused_at_the_place(fatima, henk, typed, sentence):
    reported = make_report(fatima.actor, henk.actor)
    page = henk.send(exchange_address(reported, "/no"), typed, status=422)
    assert page.title.startswith("Error: ")
    assert sentence in page.summary
    assert reload(reported).state == "reported"


def test_it_did_not_happen_ends_it(fatima, henk):
    reported = make_report(fatima.actor, henk.actor)
    henk.send(henk.see(exchange_address(reported, "/no")).form(action="/decline").action)
    assert reload(reported).state == "declined"
    assert "The other said no" in fatima.see(exchange_address(reported)).text


def test_taking_back_while_it_waits(fatima, henk):
    reported = make_report(fatima.actor, henk.actor)
    fatima.send(fatima.see(exchange_address(reported)).form(action="/withdraw").action)
    page = henk.send(exchange_address(reported, "/yes"), status=409)
    assert "already answered, taken back" in page.text
    assert totals(henk) == (0, 0)


def test_an_answer_after_30_days_is_too_late_in_words(fatima, henk, monkeypatch):
    reported = make_report(fatima.actor, henk.actor)
    monkeypatch.setattr("timebank.exchange.rules.LAPSES_AFTER", timedelta(0))
    late = make_report(fatima.actor, henk.actor)
    assert "waited too long" in henk.send(exchange_address(late, "/yes"), status=409).text
    henk.send(exchange_address(reported, "/yes"))


def test_the_other_side_cannot_press_for_me(fatima, henk):
    reported = make_report(fatima.actor, henk.actor)
    for then in ("/yes", "/decline", "/agree"):
        fatima.send(exchange_address(reported, then), status=409)
    henk.send(exchange_address(reported, "/withdraw"), status=409)


def test_somebody_elses_exchange_is_not_there(place, browse, fatima, henk):
    reported = make_report(fatima.actor, henk.actor, note="Geheim")
    stranger, steward = browse(make_resident(place, "Olena")), browse(place.stewards[0])
    for other in (stranger, steward):
        for then in ("", "/no", "/correct"):
            assert "Geheim" not in other.see(exchange_address(reported, then), status=404).text
        for then in ("/yes", "/decline", "/withdraw", "/agree", "/erase-note", "/no", "/correct"):
            other.send(exchange_address(reported, then), {"minutes": "30"}, status=404)
    assert reload(reported).state == "reported"


def ask_correction(browser, exchange, **typed):
    form = browser.see(exchange_address(exchange, "/correct")).form("wish")
    return browser.send(exchange_address(exchange, "/correct"), form.filled(reason="Het was anders", **typed))


def test_asking_for_another_time_and_yes_shows_the_old_line_and_the_new(fatima, henk):
    confirmed = make_confirmed(fatima.actor, henk.actor)
    ask_correction(fatima, confirmed, wish="other", minutes="120")
    asked = henk.see("/hours")
    assert "Fatima asks to make it 2 hours." in asked.text
    henk.send(asked.form(action="/agree").action)
    assert (totals(fatima), totals(henk)) == ((120, 0), (0, 120))
    text = henk.see("/hours").text
    assert "undone: 1 hour" in text
    assert "got 2 hours" in text


def test_asking_to_undo_and_yes_leaves_nothing(fatima, henk):
    confirmed = make_confirmed(fatima.actor, henk.actor)
    ask_correction(henk, confirmed, wish="undo")
    fatima.send(exchange_address(confirmed, "/agree"))
    fatima.send(exchange_address(confirmed, "/agree"))
    assert (totals(fatima), totals(henk)) == ((0, 0), (0, 0))
    assert "Undone" in henk.see(exchange_address(confirmed)).text


@pytest.mark.parametrize(("then", "asker_presses"), [("/refuse", False), ("/stop_asking", True)])
def test_a_correction_that_nobody_wants_leaves_all_as_it_was(fatima, henk, then, asker_presses):
    confirmed = make_confirmed(fatima.actor, henk.actor)
    ask_correction(fatima, confirmed, wish="undo")
    presser = fatima if asker_presses else henk
    presser.send(presser.see(exchange_address(confirmed)).form(action=then).action)
    assert reload(confirmed).state == "confirmed"
    assert totals(fatima) == (60, 0)


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"wish": "undo", "reason": ""}, "Tell what is not right."),
        ({"wish": None, "reason": "Anders"}, "Choose what you want."),
        ({"wish": "other", "reason": "Anders"}, "Choose how long it should be."),
        ({"wish": "other", "minutes": "60", "reason": "Anders"}, "That is the time that is already there"),
        ({"wish": "undo", "reason": "a" * 281}, "at most 280 characters"),
        ({"wish": "undo", "reason": "BSN 111222333"}, "burgerservicenummer"),
    ],
)
def test_a_correction_without_what_it_needs_is_refused_at_the_place(fatima, henk, typed, sentence):
    confirmed = make_confirmed(fatima.actor, henk.actor)
    form = fatima.see(exchange_address(confirmed, "/correct")).form("wish")
    page = fatima.send(exchange_address(confirmed, "/correct"), form.filled(**typed), status=422)
    assert page.title.startswith("Error: ")
    assert sentence in page.summary
    if "111222333" not in typed["reason"]:
        assert page.form("wish").values["reason"] == typed["reason"]
    assert reload(confirmed).state == "confirmed"


def test_either_side_erases_the_note_for_both(fatima, henk):
    reported = make_report(fatima.actor, henk.actor, note="Sleutel onder de mat")
    assert "Sleutel" in henk.see(exchange_address(reported)).text
    henk.send(henk.see(exchange_address(reported)).form(action="/erase-note").action)
    for browser in (fatima, henk):
        assert "Sleutel" not in browser.see(exchange_address(reported)).text


def test_a_note_is_text_and_never_html(fatima, henk):
    reported = make_report(fatima.actor, henk.actor, note="<script>alert(1)</script>")
    answer = henk.client.get(exchange_address(reported))
    assert "<script>" not in answer.text
    assert "&lt;script&gt;" in answer.text


@pytest.mark.parametrize("then", ["", "/no"])
def test_who_wrote_something_down_with_me_can_be_silenced_from_there(fatima, henk, then):
    reported = make_report(fatima.actor, henk.actor)
    form = henk.see(exchange_address(reported, then)).form(action="/silences")
    page = henk.send(form.action, form.filled())
    assert "You hear no more of" in page.text and "Hear of Fatima again" in page.text
    assert db.session.scalar(select(Silence.silenced_person_id)) == fatima.actor.person_id


def test_a_steward_who_answers_for_the_pot_silences_nobody_from_there(fatima, browse, place):
    reported = make_report(fatima.actor, "pot")
    page = browse(place.stewards[0]).see(exchange_address(reported))
    assert all(form.action != "/silences" for form in page.forms)


def test_what_was_taken_over_is_nothing_that_both_said_yes_to(fatima, henk):
    party = Party(fatima.actor.account_id, fatima.actor.person_id), Party(henk.actor.account_id, henk.actor.person_id)
    transact(write_settled, [Settled("a", "a", *party, 60, "garden", clock.today(), clock.now())], origin="taken_over")
    before = db.session.scalars(select(Exchange)).one()
    page = fatima.see(exchange_address(before))
    assert "How it stands Taken over from before" in page.text
    assert "Both said yes" not in page.text
    ask_correction(fatima, before, wish="other", minutes="30")
    assert "How it stands Asked to correct it" in fatima.see(exchange_address(before)).text
    henk.send(exchange_address(before, "/agree"))
    assert "How it stands Both said yes" in fatima.see(exchange_address(before)).text
