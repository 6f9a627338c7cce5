"""The rules of a group: its life as a whole table, and how minutes are shared."""

from collections import Counter
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from timebank.exchange.rules import groups as rules
from timebank.exchange.rules.groups import Present

LIFE = """
    draft  announce  leader  open
    draft  call_off  leader  called_off
    draft  lapse     clock   called_off
    open   call_off  leader  called_off
    open   close     leader  asked
    open   lapse     clock   called_off
    asked  settle    clock   settled
"""
PLACES = """
    signed_up  lead         yes
    signed_up  ask          asked
    signed_up  count        came
    signed_up  miss         absent
    asked      say_yes      yes
    asked      say_no       no
    asked      stay_silent  silent
    yes        say_no       no
    yes        post         posted
    yes        wait         waits
    yes        leave_out    nothing
    no         say_yes      yes
"""
WRITTEN_FOR = {
    # rule, role: gives to the wijk, is asked
    ("pot", "leader"): (True, False),
    ("pot", "helper"): (True, True),
    ("pot", "guest"): (False, False),
    ("guests", "leader"): (False, False),
    ("guests", "helper"): (True, True),
    ("guests", "guest"): (False, True),
    ("all", "leader"): (True, False),
    ("all", "helper"): (True, True),
    ("all", "guest"): (True, True),
}


def test_a_group_lives_as_the_table_says():
    rows = [row.split() for row in LIFE.strip().splitlines()]
    promised = {(state, move): (to_state, by) for state, move, by, to_state in rows}
    assert promised == rules.MOVES
    moves = {move for _, move in promised}
    for state, move, mover in product(rules.GROUP_STATES, moves, ("leader", "clock")):
        to_state, by = promised.get((state, move), (None, None))
        assert rules.next_state(state, move, mover=mover) == (to_state if by == mover else None)


def test_a_place_lives_as_the_table_says():
    rows = [row.split() for row in PLACES.strip().splitlines()]
    assert {(state, move): to_state for state, move, to_state in rows} == rules.PLACE_MOVES
    assert {state for pair, to in rules.PLACE_MOVES.items() for state in (pair[0], to)} == set(rules.PLACE_STATES)


@pytest.mark.parametrize(("rule", "role"), list(WRITTEN_FOR))
def test_who_gives_to_the_wijk_and_who_is_asked(rule, role):
    assert set(WRITTEN_FOR) == set(product(rules.RULES, rules.ROLES))
    assert (rules.gives_to_wijk(rule, role), rules.is_asked(rule, role)) == WRITTEN_FOR[rule, role]


@given(minutes=st.integers(1, 1440), people=st.integers(0, 300))
def test_shares_are_whole_equal_but_for_one_and_the_first_get_what_is_left(minutes, people):
    parts = rules.split(minutes, people)
    assert len(parts) == people
    if people:
        assert sum(parts) == minutes
        assert max(parts) - min(parts) <= 1
        assert parts == sorted(parts, reverse=True)


def test_a_split_worked_out_by_hand():
    assert rules.split(120, 7) == [18, 17, 17, 17, 17, 17, 17]
    assert rules.split(2, 3) == [1, 1, 0]
    assert rules.split(60, 0) == []


PEOPLE = st.lists(st.tuples(st.sampled_from(["helper", "guest"]), st.integers(1, 1440)), max_size=40).map(
    lambda rows: [Present(number, role, minutes) for number, (role, minutes) in enumerate(rows, start=2)]
)
LEADER = st.one_of(st.none(), st.integers(1, 1440).map(lambda minutes: Present(1, "leader", minutes)))


@given(rule=st.sampled_from(rules.RULES), leader=LEADER, people=PEOPLE)
def test_what_is_given_is_what_each_giver_gave_and_nothing_of_0_minutes(rule, leader, people):
    present = ([leader] if leader else []) + people
    found = rules.shares(rule, present)
    by_id = {one.place_id: one for one in present}
    assert all(1 <= one.minutes <= 1440 and one.giver_id != one.receiver_id for one in found)
    assert len({one.place_id for one in found}) == len(found)
    given_minutes: Counter[int] = Counter()
    for one in found:
        given_minutes[one.giver_id] += one.minutes
        assert one.receiver_id is None or by_id[one.receiver_id].role == "guest"
    guests = [one for one in people if one.role == "guest"]
    gives = {one.place_id for one in present if rules.gives_to_wijk(rule, one.role)}
    if rule == "guests" and leader and guests:
        gives.add(leader.place_id)
    assert given_minutes == {place_id: by_id[place_id].minutes for place_id in gives}


@given(leader=st.integers(1, 1440).map(lambda minutes: Present(1, "leader", minutes)), people=PEOPLE)
def test_guests_get_their_shares_in_the_order_of_their_sign_up(leader, people):
    to_guests = [one for one in rules.shares("guests", [leader, *people]) if one.receiver_id is not None]
    order = [one.place_id for one in people if one.role == "guest"]
    assert [one.receiver_id for one in to_guests] == order[: len(to_guests)]
    assert [one.minutes for one in to_guests] == sorted((one.minutes for one in to_guests), reverse=True)


@pytest.mark.parametrize(
    ("giver", "stewards", "found"),
    [(1, (None, None), None), (1, (2, None), 2), (1, (1, None), None), (1, (1, 2), 2), (3, (1, 2), 1), (None, (1,), 1)],
)
def test_nobody_says_yes_for_the_wijk_to_their_own_hours(giver, stewards, found):
    assert rules.steward_for(giver, stewards) == found
