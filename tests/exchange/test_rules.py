"""The life of an exchange, held against the whole table: every state, every move, every mover."""

from datetime import date, timedelta
from itertools import product

import pytest

from timebank.exchange import rules, words
from timebank.exchange.rules import Report

LIFE = """
    reported          confirm              asked   confirmed
    reported          decline              asked   declined
    reported          counter              asked   countered         asks
    reported          withdraw             asker   withdrawn
    reported          lapse                clock   lapsed
    countered         confirm              asked   confirmed
    countered         decline              asked   declined
    countered         counter              asked   reported          asks
    countered         withdraw             asker   withdrawn
    countered         lapse                clock   lapsed
    confirmed         ask_correction       either  correction_asked  asks
    correction_asked  agree_other_minutes  asked   confirmed
    correction_asked  agree_undo           asked   reversed
    correction_asked  refuse               asked   confirmed
    correction_asked  stop_asking          asker   confirmed
    correction_asked  lapse                clock   confirmed
"""
"""What issue and pages promise, written down a second time: a change of `rules.MOVES` must be meant twice."""

ROWS = {(row[0], row[1]): row[2:] for row in (line.split() for line in LIFE.strip().splitlines())}
MOVERS = (*rules.SIDES, None)
ENDS = {"declined", "withdrawn", "lapsed", "reversed"}


def may_move(by, mover, asked):
    """Say for whom a row is, from its word alone."""
    if mover is None:
        return by == "clock"
    return by == "either" or by == ("asked" if mover == asked else "asker")


def test_the_table_has_the_rows_that_were_promised_and_no_other():
    found = {(*key, step.by, step.to_state, step.asks) for key, step in rules.MOVES.items()}
    assert found == {(*key, row[0], row[1], row[2:] == ["asks"]) for key, row in ROWS.items()}


@pytest.mark.parametrize("state", rules.STATES)
@pytest.mark.parametrize("move", rules.MOVE_NAMES)
def test_every_move_in_every_state_is_open_to_whom_the_table_says_and_to_nobody_else(state, move):
    row = ROWS.get((state, move))
    for mover, asked in product(MOVERS, MOVERS):
        step = rules.find_step(state, move, mover=mover, asked=asked)
        if row is None or not may_move(row[0], mover, asked):
            assert step is None, (mover, asked)
        else:
            assert step == rules.MOVES[state, move], (mover, asked)


@pytest.mark.parametrize(("state", "mover", "asked"), [*product(rules.STATES, rules.SIDES, MOVERS)])
def test_a_page_offers_what_the_table_lets_the_reader_do(state, mover, asked):
    expected = {move for (at, move), row in ROWS.items() if at == state and may_move(row[0], mover, asked)}
    assert rules.moves_open_to(state, mover=mover, asked=asked) == expected


def test_every_state_can_be_reached_and_only_the_ends_have_no_way_on():
    assert {"reported", *(step.to_state for step in rules.MOVES.values())} == set(rules.STATES)
    assert set(rules.STATES) - {state for state, _ in rules.MOVES} == ENDS


def test_waiting_states_are_those_that_lapse_and_to_which_a_question_leads():
    assert {state for state, move in rules.MOVES if move == "lapse"} == set(rules.WAITING_STATES)
    assert {step.to_state for step in rules.MOVES.values() if step.asks} == set(rules.WAITING_STATES)


def test_every_state_and_every_kept_move_has_words():
    assert set(words.STATES) == set(rules.STATES)
    assert set(words.MOVES) == {*rules.MOVE_NAMES, "reverse"}, "reverse: kept beside agree_other_minutes"


def test_the_other_side_of_the_other_side_is_the_side():
    assert [rules.other(side) for side in rules.SIDES] == ["receiver", "giver"]


@pytest.mark.parametrize(("days", "is_possible"), [(-1, False), (0, True), (1, True), (366, True), (367, False)])
def test_a_day_is_possible_from_a_year_back_until_today(days, is_possible):
    today = date(2026, 11, 21)
    assert rules.is_possible_day(today - timedelta(days=days), today=today) is is_possible


def test_the_digest_tells_other_content_from_the_same_form_again():
    sent = Report("key", "giver", "who", "shopping", 60, date(2026, 11, 21), "Dank je!")
    same = Report("another key", "giver", "who", "shopping", 60, date(2026, 11, 21), "Dank je!", is_sure=True)
    assert sent.digest() == same.digest()
    others = [
        Report("key", "receiver", "who", "shopping", 60, date(2026, 11, 21), "Dank je!"),
        Report("key", "giver", "other", "shopping", 60, date(2026, 11, 21), "Dank je!"),
        Report("key", "giver", "who", "cooking", 60, date(2026, 11, 21), "Dank je!"),
        Report("key", "giver", "who", "shopping", 61, date(2026, 11, 21), "Dank je!"),
        Report("key", "giver", "who", "shopping", 60, date(2026, 11, 20), "Dank je!"),
        Report("key", "giver", "who", "shopping", 60, date(2026, 11, 21), ""),
    ]
    assert len({sent.digest(), *(other.digest() for other in others)}) == 1 + len(others)
