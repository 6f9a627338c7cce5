"""From "ik heb geholpen" to both said yes, and back."""

from datetime import timedelta

import pytest

from tests.factories import again, make_confirmed, make_place, make_report, make_resident, reload
from timebank.core import clock
from timebank.core.database import db, transact
from timebank.core.errors import RequestKeyReused
from timebank.exchange import errors, queries, service
from timebank.people import service as people


@pytest.fixture
def fatima(fatima):
    return fatima.actor


@pytest.fixture
def henk(henk):
    return henk.actor


def totals(actor):
    seen = again(actor)
    return seen.given_minutes, seen.received_minutes


def test_a_report_posts_nothing_until_the_other_says_yes(fatima, henk):
    reported = make_report(fatima, henk, minutes=90)
    assert reported.state == "reported"
    assert reported.asked_side == "receiver"
    assert totals(fatima) == (0, 0)
    transact(service.confirm, reported.id, by=henk)
    assert totals(fatima) == (90, 0)
    assert totals(henk) == (0, 90)


def test_confirm_posts_once_when_pressed_twice(fatima, henk):
    reported = make_report(fatima, henk)
    first = transact(service.confirm, reported.id, by=henk)
    assert transact(service.confirm, reported.id, by=henk) == first
    assert totals(henk) == (0, 60)


def test_the_reporter_cannot_answer_for_the_other(fatima, henk):
    reported = make_report(fatima, henk)
    with pytest.raises(errors.NotYourTurn):
        transact(service.confirm, reported.id, by=fatima)


def test_a_stranger_cannot_answer(place, fatima, henk):
    reported = make_report(fatima, henk)
    with pytest.raises(errors.NotYourTurn):
        transact(service.confirm, reported.id, by=make_resident(place, "Olena"))


def test_who_was_helped_can_report_too(fatima, henk):
    reported = make_report(fatima, henk, gave=False, minutes=30)
    transact(service.confirm, reported.id, by=henk)
    assert totals(fatima) == (0, 30)
    assert totals(henk) == (30, 0)


def test_the_same_form_twice_is_one_report(fatima, henk):
    first = make_report(fatima, henk, request_key="once")
    assert make_report(fatima, henk, request_key="once").id == first.id


def test_the_same_key_with_something_else_is_refused(fatima, henk):
    make_report(fatima, henk, request_key="once")
    with pytest.raises(RequestKeyReused):
        make_report(fatima, henk, request_key="once", minutes=61)


def test_the_same_key_of_somebody_else_is_another_report(fatima, henk):
    first = make_report(fatima, henk, request_key="once")
    assert make_report(henk, fatima, request_key="once").id != first.id


def test_another_time_asks_the_first_again(fatima, henk):
    reported = make_report(fatima, henk, minutes=60)
    transact(service.counter, reported.id, 45, by=henk)
    countered = reload(reported)
    assert (countered.state, countered.asked_side, countered.minutes) == ("countered", "giver", 45)
    with pytest.raises(errors.NotYourTurn):
        transact(service.confirm, reported.id, by=henk)
    transact(service.confirm, reported.id, by=fatima)
    assert totals(henk) == (0, 45)


def test_the_same_time_is_no_other_time(fatima, henk):
    reported = make_report(fatima, henk, minutes=60)
    with pytest.raises(errors.SameMinutes):
        transact(service.counter, reported.id, 60, by=henk)


@pytest.mark.parametrize(("move", "state", "mine"), [("decline", "declined", False), ("withdraw", "withdrawn", True)])
def test_no_and_taking_back_end_it(fatima, henk, move, state, mine):
    reported = make_report(fatima, henk)
    who, other = (fatima, henk) if mine else (henk, fatima)
    with pytest.raises(errors.NotYourTurn):
        transact(service.answer, reported.id, move, by=other)
    assert transact(service.answer, reported.id, move, by=who) == state
    assert transact(service.answer, reported.id, move, by=who) == state
    with pytest.raises(errors.AlreadyAnswered):
        transact(service.confirm, reported.id, by=henk)
    assert totals(henk) == (0, 0)


def test_waiting_lapses_after_30_days_with_a_word_to_both(fatima, henk, monkeypatch):
    reported = make_report(fatima, henk)
    later = clock.now() + timedelta(days=30, seconds=1)
    monkeypatch.setattr(clock, "now", lambda: later)
    with pytest.raises(errors.AlreadyAnswered):
        transact(service.confirm, reported.id, by=henk)
    assert queries.waiting(henk) == []
    assert transact(service.lapse_overdue) == 1
    assert transact(service.lapse_overdue) == 0
    assert reload(reported).state == "lapsed"
    told = db.session.execute(db.text("SELECT subject_person_id FROM audit_event WHERE action = 'exchange.lapse'"))
    assert {row[0] for row in told} == {fatima.person_id, henk.person_id}


@pytest.mark.parametrize(
    ("change", "broken"),
    [
        ({"minutes": 0}, errors.ImpossibleMinutes),
        ({"minutes": 1441}, errors.ImpossibleMinutes),
        ({"occurred_on": clock.today() + timedelta(days=1)}, errors.ImpossibleDay),
        ({"occurred_on": clock.today() - timedelta(days=367)}, errors.ImpossibleDay),
        ({"category_code": "gold"}, errors.UnknownKind),
        ({"who": "nobody"}, errors.NobodyFound),
    ],
)
def test_an_impossible_report_is_refused(fatima, henk, change, broken):
    with pytest.raises(broken):
        make_report(fatima, henk, **change)


def test_nobody_exchanges_with_themselves(fatima):
    with pytest.raises(errors.WithYourself):
        make_report(fatima, fatima)


def test_more_than_12_hours_on_a_day_is_asked_and_then_believed(fatima, henk):
    make_confirmed(fatima, henk, minutes=700)
    with pytest.raises(errors.MuchOnOneDay):
        make_report(fatima, henk, minutes=30)
    assert make_report(fatima, henk, minutes=30, is_sure=True).state == "reported"


def test_what_waits_counts_for_the_12_hours_of_its_day_and_side(fatima, henk):
    make_report(fatima, henk, minutes=700)
    with pytest.raises(errors.MuchOnOneDay):
        make_report(fatima, "pot", minutes=30)
    with pytest.raises(errors.MuchOnOneDay):
        make_report(henk, fatima, side="receiver", minutes=30)
    assert make_report(henk, fatima, minutes=30).state == "reported"
    yesterday = clock.today() - timedelta(days=1)
    assert make_report(fatima, henk, minutes=30, occurred_on=yesterday).state == "reported"


def test_at_most_20_reports_a_day(fatima, henk):
    for _ in range(20):
        make_report(fatima, henk, minutes=1)
    with pytest.raises(errors.EnoughForToday):
        make_report(fatima, henk, minutes=1)


def test_who_wants_to_hear_no_more_of_me_is_not_there_for_me(fatima, henk):
    transact(people.silence, henk.person_id, fatima.person_id)
    with pytest.raises(errors.NobodyFound):
        make_report(fatima, henk)


def test_a_steward_who_is_no_party_answers_for_the_pot(place, fatima):
    reported = make_report(fatima, "pot", minutes=120)
    ria, youssef = place.stewards
    assert [told.public_id for told in queries.waiting_for_stewards(ria)] == [reported.public_id]
    transact(service.confirm, reported.id, by=youssef)
    assert totals(fatima) == (120, 0)
    assert reload(reported).steward_person_id == youssef.person_id


def test_a_steward_cannot_answer_for_the_pot_on_own_help(place):
    ria, youssef = place.stewards
    reported = make_report(ria, "pot")
    assert queries.waiting_for_stewards(ria) == []
    with pytest.raises(errors.NotYourTurn):
        transact(service.confirm, reported.id, by=ria)
    transact(service.confirm, reported.id, by=youssef)
    assert totals(ria) == (60, 0)


def test_a_steward_of_another_wijk_cannot_answer_for_the_pot(fatima):
    reported = make_report(fatima, "pot")
    with pytest.raises(errors.NotYourTurn):
        transact(service.confirm, reported.id, by=make_place("Kanaalzone").stewards[0])


def test_undoing_needs_the_others_yes_and_shows_both_lines(fatima, henk):
    confirmed = make_confirmed(fatima, henk, minutes=60)
    transact(service.ask_correction, confirmed.id, reason="It was another day", right_minutes=None, by=fatima)
    with pytest.raises(errors.NotYourTurn):
        transact(service.agree_correction, confirmed.id, by=fatima)
    transact(service.agree_correction, confirmed.id, by=henk)
    assert totals(fatima) == (0, 0)
    assert reload(confirmed).state == "reversed"
    lines = queries.lines(fatima.account_id, before_seq=None, size=10).rows
    assert [line.minutes for line in lines] == [-60, 60]
    assert {line.public_id for line in lines} == {confirmed.public_id}


def test_correcting_posts_the_reversal_and_the_right_time(fatima, henk):
    confirmed = make_confirmed(fatima, henk, minutes=60)
    transact(service.ask_correction, confirmed.id, reason="It was longer", right_minutes=75, by=henk)
    transact(service.agree_correction, confirmed.id, by=fatima)
    assert totals(fatima) == (75, 0)
    corrected = reload(confirmed)
    assert (corrected.state, corrected.minutes, corrected.reason) == ("confirmed", 75, "")
    lines = queries.lines(henk.account_id, before_seq=None, size=10).rows
    assert [line.minutes for line in lines] == [75, -60, 60]


def test_a_correction_can_be_corrected_again(fatima, henk):
    confirmed = make_confirmed(fatima, henk, minutes=60)
    for minutes in (75, 60):
        transact(service.ask_correction, confirmed.id, reason="No", right_minutes=minutes, by=henk)
        transact(service.agree_correction, confirmed.id, by=fatima)
    assert totals(fatima) == (60, 0)


@pytest.mark.parametrize(("move", "by_asker"), [("refuse", False), ("stop_asking", True)])
def test_a_correction_that_is_not_agreed_leaves_all_as_it_was(fatima, henk, move, by_asker):
    confirmed = make_confirmed(fatima, henk)
    transact(service.ask_correction, confirmed.id, reason="No", right_minutes=None, by=fatima)
    transact(service.answer, confirmed.id, move, by=fatima if by_asker else henk)
    assert reload(confirmed).state == "confirmed"
    assert totals(fatima) == (60, 0)


def test_a_note_can_be_erased_by_either_side_for_both(place, fatima, henk):
    reported = make_report(fatima, henk, note="Dank je!")
    with pytest.raises(errors.NotYourTurn):
        transact(service.erase_note, reported.id, by=make_resident(place, "Olena"))
    transact(service.erase_note, reported.id, by=henk)
    assert reload(reported).note == ""


def test_lines_come_in_pages_newest_first_with_running_totals(fatima, henk):
    for minutes in (10, 20, 30):
        make_confirmed(fatima, henk, minutes=minutes)
    first = queries.lines(fatima.account_id, before_seq=None, size=2)
    assert [(line.minutes, line.given_after_minutes) for line in first.rows] == [(30, 60), (20, 30)]
    second = queries.lines(fatima.account_id, before_seq=first.next_after, size=2)
    assert [line.minutes for line in second.rows] == [10]
    assert second.next_after is None


@pytest.mark.parametrize("right_minutes", [45, None])
def test_yes_to_a_correction_twice_is_yes_once(app, fatima, henk, right_minutes):
    exchange = make_confirmed(fatima, henk, minutes=60)
    transact(service.ask_correction, exchange.id, reason="Het was korter", right_minutes=right_minutes, by=fatima)
    first = transact(service.agree_correction, exchange.id, by=henk)
    assert transact(service.agree_correction, exchange.id, by=henk) == first
    with pytest.raises(errors.AlreadyAnswered):
        transact(service.agree_correction, exchange.id, by=fatima)
