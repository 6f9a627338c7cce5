"""A yes on paper takes two: the sheet of who is asked, and the page of who asks."""

import pytest

from tests.exchange.browsing import exchange_address, totals
from tests.factories import make_confirmed, make_place, make_report, make_resident, reload
from timebank.core.database import transact
from timebank.exchange import errors, service
from timebank.exchange.paper import question_of
from timebank.notices.queries import sheets_of
from timebank.people import queries as people
from timebank.wijk import service as wijk


def on_sheet(place, actor):
    """Return the questions on somebody's sheet."""
    return next((sheet.questions for sheet in sheets_of(place.wijk_id) if sheet.person_id == actor.person_id), ())


@pytest.fixture
def asked(fatima, henk):
    return make_report(fatima.actor, henk.actor, minutes=90)


def test_the_code_of_the_sheet_is_the_yes(place, fatima, henk, asked):
    [question] = on_sheet(place, henk.actor)
    page = fatima.see(exchange_address(asked, "/paper"))
    assert f"question {question.name}" in page.text and "1 hour and 30 minutes" in page.text
    done = fatima.send(exchange_address(asked, "/paper"), {"code": f" {question.code.upper()} "})
    assert "It is in both your hours now." in done.text
    assert (totals(fatima), totals(henk)) == ((90, 0), (0, 90))
    assert on_sheet(place, henk.actor) == ()
    assert transact(service.confirm_on_paper, asked.id, "anything", by=fatima.actor) == reload(asked).transfer_id
    read = [(one.action, one.actor_person_id) for one in people.events_about(henk.actor.person_id).rows]
    assert ("exchange.paper_yes", fatima.actor.person_id) in read


def test_a_sheet_says_no_name_of_who_asks_and_no_hours(place, browse, fatima, asked):
    page = browse(place.stewards[0]).see("/notices/sheets")
    assert "code" in page.text
    assert "Fatima" not in page.text and "1 hour" not in page.text and "90" not in page.text


def test_another_code_or_one_for_other_minutes_is_no_yes(place, fatima, henk, asked):
    [before] = on_sheet(place, henk.actor)
    transact(service.counter, asked.id, 60, by=henk.actor)
    transact(service.counter, asked.id, 45, by=fatima.actor)
    for code in (before.code, "aaaa-aaaa", "é"):
        said = fatima.send(exchange_address(asked, "/paper"), {"code": code}, status=422)
        assert "This is not the code of this question." in said.summary
    assert totals(fatima) == (0, 0)


def test_only_who_asks_fills_it_in(place, browse, fatima, henk, asked):
    [question] = on_sheet(place, henk.actor)
    for actor in (henk.actor, place.stewards[0], make_resident(place, "Olena")):
        with pytest.raises(errors.NotYourTurn):
            transact(service.confirm_on_paper, asked.id, question.code, by=actor)
    henk.see(exchange_address(asked, "/paper"), status=409)
    browse(place.stewards[0]).see(exchange_address(asked, "/paper"), status=404)
    assert totals(fatima) == (0, 0)


@pytest.mark.parametrize("end", ["decline", "withdraw"])
def test_what_was_answered_otherwise_takes_no_code(place, fatima, henk, asked, end):
    [question] = on_sheet(place, henk.actor)
    transact(service.answer, asked.id, end, by=henk.actor if end == "decline" else fatima.actor)
    with pytest.raises(errors.AlreadyAnswered):
        transact(service.confirm_on_paper, asked.id, question.code, by=fatima.actor)


def test_what_waited_too_long_takes_no_code(place, fatima, henk, asked, monkeypatch):
    [question] = on_sheet(place, henk.actor)
    monkeypatch.setattr("timebank.core.clock.now", lambda at=asked.lapses_at_utc: at)
    with pytest.raises(errors.AlreadyAnswered):
        transact(service.confirm_on_paper, asked.id, question.code, by=fatima.actor)


def test_a_correction_and_hours_for_the_wijk_are_not_answered_by_code(place, fatima, henk):
    done = make_confirmed(fatima.actor, henk.actor)
    transact(service.ask_correction, done.id, reason="Korter", right_minutes=30, by=fatima.actor)
    pot = make_report(fatima.actor, "pot")
    assert on_sheet(place, henk.actor) == ()
    for exchange in (done, pot):
        fatima.see(exchange_address(exchange, "/paper"), status=409)


def test_guessing_stops_after_ten(fatima, asked):
    for _ in range(10):
        fatima.send(exchange_address(asked, "/paper"), {"code": "aaaa-aaaa"}, status=422)
    fatima.send(exchange_address(asked, "/paper"), {"code": "aaaa-aaaa"}, status=429)


def test_each_question_has_a_name_and_code_of_its_own(place, fatima, henk):
    olena = make_resident(place, "Olena")
    exchanges = [make_report(by, henk.actor) for by in (fatima.actor, olena)]
    questions = on_sheet(place, henk.actor)
    assert len({one.code for one in questions}) == len({one.name for one in questions}) == 2
    for exchange in exchanges:
        asked = question_of(exchange.public_id, asked_person_id=henk.actor.person_id, minutes=60)
        assert asked in questions


def test_who_moved_finds_the_code_on_the_sheet_of_the_new_wijk(place, fatima, henk, asked):
    elsewhere = make_place("Kanaalzone")
    transact(wijk.move, henk.actor.person_id, elsewhere.wijk_id)
    assert on_sheet(place, henk.actor) == ()
    assert len(on_sheet(elsewhere, henk.actor)) == 1
