"""The life of an appointment, held against the whole table: every state, every move, before and after the time."""

import re
from datetime import date, time, timedelta
from itertools import product
from pathlib import Path

import pytest

from timebank.exchange import words
from timebank.exchange.routes.agreeing import STEPS
from timebank.exchange.rules import agreeing
from timebank.exchange.rules.agreeing import Proposal
from timebank.exchange.service import telling_others
from timebank.notices.kinds import KINDS

LIFE = """
    proposed  agree       asked   before  agreed
    proposed  change      either  any     proposed  asks
    proposed  remind      asker   before  proposed
    proposed  call_off    either  any     called_off
    agreed    change      either  before  proposed  asks
    agreed    remind      either  before  agreed
    agreed    call_off    either  before  called_off
    agreed    write_down  either  after   done
    agreed    not_done    either  after   not_done
"""
"""What issue and pages promise, written down a second time: a change of `agreeing.MOVES` must be meant twice."""

ROWS = {(row[0], row[1]): row[2:] for row in (line.split() for line in LIFE.strip().splitlines())}
MOVES = sorted({move for _, move in ROWS})
TUESDAY = date(2026, 11, 24)


def allows(row, said_yes, is_over):
    """Say whether a row lets somebody move, from its words alone."""
    whose = {"either": True, "asked": not said_yes, "asker": said_yes}[row[0]]
    return whose and row[1] in ("any", "after" if is_over else "before")


def test_the_table_has_the_rows_that_were_promised_and_no_other():
    found = {(*key, step.by, step.when, step.to_state, step.asks) for key, step in agreeing.MOVES.items()}
    assert found == {(*key, *row[:3], row[3:] == ["asks"]) for key, row in ROWS.items()}


@pytest.mark.parametrize(("state", "move"), [*product(agreeing.STATES, MOVES)])
def test_every_move_is_open_to_whom_the_table_says_and_then(state, move):
    row = ROWS.get((state, move))
    for said_yes, is_over in product((True, False), repeat=2):
        step = agreeing.find_step(state, move, said_yes=said_yes, is_over=is_over)
        is_open = row is not None and allows(row, said_yes, is_over)
        assert (step is not None) == is_open, (said_yes, is_over)
        assert (move in agreeing.moves_open_to(state, said_yes=said_yes, is_over=is_over)) == is_open


def test_nobody_is_bound_without_a_yes():
    """The one way to "agreed" is a yes of the side that had not said it; every change takes the other's yes away."""
    assert [key for key, step in agreeing.MOVES.items() if step.to_state == "agreed" and key[0] != "agreed"] == [
        ("proposed", "agree")
    ]
    assert agreeing.MOVES["proposed", "agree"].by == "asked"
    assert all(step.asks for (_, move), step in agreeing.MOVES.items() if move == "change")


def test_every_state_can_be_reached_and_has_words():
    assert {"proposed", *(step.to_state for step in agreeing.MOVES.values())} == set(agreeing.STATES)
    assert {state for state, _ in agreeing.MOVES} == set(agreeing.OPEN_STATES)
    assert set(words.APPOINTMENT_STATES) == set(agreeing.STATES)
    assert set(words.STEPS_DONE) == set(STEPS)


def test_the_kinds_that_are_told_are_those_that_are_named():
    code = "\n".join(path.read_text() for path in Path(telling_others.__file__).parent.glob("*.py"))
    told = re.findall(r'\b(?:tell|tell_all)\([^"]*?"(\w+)"', code)
    assert set(told) == set(telling_others.NOTICES)
    assert set(telling_others.NOTICES.values()) <= set(KINDS)


@pytest.mark.parametrize(
    ("every", "today", "expected"),
    [
        (7, TUESDAY - timedelta(days=1), TUESDAY + timedelta(days=7)),
        (7, TUESDAY, TUESDAY + timedelta(days=7)),
        (7, TUESDAY + timedelta(days=7), TUESDAY + timedelta(days=14)),
        (7, TUESDAY + timedelta(days=23), TUESDAY + timedelta(days=28)),
        (14, TUESDAY + timedelta(days=1), TUESDAY + timedelta(days=14)),
    ],
)
def test_the_next_time_keeps_the_day_of_the_week_and_lies_ahead(every, today, expected):
    found = agreeing.next_day(TUESDAY, every, after=today)
    assert found == expected
    assert found > today
    assert found.weekday() == TUESDAY.weekday()


def test_the_digest_tells_other_content_from_the_same_form_again():
    sent = Proposal("key", TUESDAY, time(10), 60, "Thuis")
    assert sent.digest() == Proposal("another key", TUESDAY, time(10), 60, "Thuis").digest()
    others = [
        Proposal("key", TUESDAY + timedelta(days=1), time(10), 60, "Thuis"),
        Proposal("key", TUESDAY, time(10, 1), 60, "Thuis"),
        Proposal("key", TUESDAY, time(10), 61, "Thuis"),
        Proposal("key", TUESDAY, time(10), 60, "Bij jou"),
        Proposal("key", TUESDAY, time(10), 60, "Thuis", every_days=14),
        Proposal("key", TUESDAY, time(10), 60, "Thuis", times=2),
    ]
    assert len({sent.digest(), *(other.digest() for other in others)}) == 1 + len(others)
