"""What may be shown, part by part of the rules in words."""

import pytest

from timebank.balance import disclosure
from timebank.balance.counted import Cell, Lasted
from timebank.balance.disclosure import HIDDEN, Shown, Split, number_of, split, stored, together


def cell(givers: list[int], receivers: list[int] | None = None, first: int = 0) -> Cell:
    """Make a cell of these minutes by giver and by receiver; a number of persons each has their own."""
    gave = {first + number: minutes for number, minutes in enumerate(givers)}
    got = {100 + first + number: minutes for number, minutes in enumerate(givers if receivers is None else receivers)}
    return Cell(gave, got, sum(givers or receivers or ()), max(len(gave), len(got)))


def test_nobody_makes_a_figure_but_the_rules():
    with pytest.raises(TypeError):
        Shown(120, object())
    assert number_of(stored(120)) == 120
    assert stored(None) == HIDDEN
    assert str(HIDDEN) == "HIDDEN"


@pytest.mark.parametrize(
    ("givers", "receivers", "why"),
    [
        ([60] * 10, [60] * 10, ""),
        ([60] * 9, [54] * 10, "few givers"),
        ([60] * 10, [100] * 6, "few receivers"),
        ([60] * 10 + [0, -60], [54] * 10, ""),
        ([60] * 9 + [60, -60], [54] * 10, ""),
        ([900] + [100] * 9, [180] * 10, ""),
        ([910] + [100] * 9, [181] * 10, "one giver"),
        ([181] * 10, [910] + [100] * 9, "one receiver"),
        ([450, 450] + [30] * 10, [120] * 10, ""),
        ([455, 455] + [30] * 10, [121] * 10, "one giver"),
        ([14] * 10, [14] * 10, "nothing"),
        ([60] * 12, [], ""),
        ([], [60] * 12, ""),
        ([], [60] * 9, "few receivers"),
        ([], [], "nothing"),
    ],
)
def test_ten_on_each_side_and_nobody_who_is_most_of_it(givers, receivers, why):
    assert disclosure.why_not(cell(givers, receivers)) == why


@pytest.mark.parametrize(("minutes", "hours"), [(149, 0), (150, 5), (449, 5), (450, 10)])
def test_hours_are_in_fives_half_up(minutes, hours):
    assert disclosure.rounded(minutes) == hours


def test_a_part_that_fails_takes_the_smallest_other_with_it():
    parts = {"own": cell([600] * 12), "pot": cell([60] * 3), "wijken": cell([120] * 11)}
    assert split(parts) == Split(("own",), ("pot", "wijken"))


def test_parts_that_fail_together_may_pass():
    parts = {"own": cell([600] * 12), "pot": cell([60] * 6), "stad": cell([60] * 6, first=50)}
    assert split(parts) == Split(("own",), ("pot", "stad"))


def test_a_part_that_was_corrected_away_is_no_part():
    corrected = Cell({1: 0}, {2: 0}, 0, 0)
    parts = {"own": cell([600] * 12), "wijken": cell([120] * 11), "pot": corrected}
    assert split(parts) == Split(("own", "wijken"))


def test_without_a_rest_that_passes_only_the_total_is_shown():
    assert split({"own": cell([600] * 12), "pot": cell([60] * 3)}) == Split()


def test_all_parts_that_pass_are_shown():
    parts = {"own": cell([600] * 12), "wijken": cell([120] * 11)}
    assert split(parts) == Split(("own", "wijken"))
    assert split({}) == Split()


def test_what_is_hidden_elsewhere_is_hidden_here():
    parts = {"own": cell([600] * 12), "pot": cell([60] * 12), "wijken": cell([120] * 11)}
    assert split(parts, hide={"own"}) == Split(("wijken",), ("own", "pot"))


@pytest.mark.parametrize(
    ("number", "others", "shown"),
    [(9, (), None), (10, (), 10), (12, (), 10), (13, (), 15), (20, (29,), None), (20, (30, 30), 20), (20, (20,), None)],
)
def test_numbers_of_persons_and_what_they_leave(number, others, shown):
    assert number_of(disclosure.persons(number, *others)) == shown


def test_times_need_ten_persons():
    assert disclosure.times([1] * 30) == HIDDEN
    assert number_of(disclosure.times([*range(10), 1, 2, 3])) == 15


def test_weeks_are_the_median_of_ten_persons():
    assert disclosure.weeks([Lasted(1, 7)] * 12) == HIDDEN
    assert number_of(disclosure.weeks([Lasted(number, 7 * number) for number in range(11)])) == 5
    assert number_of(disclosure.weeks([Lasted(number, 10) for number in range(10)])) == 1


def test_a_year_is_the_sum_of_what_was_published():
    assert number_of(together([stored(120), HIDDEN, stored(5)])) == 125
    assert together([HIDDEN]) == HIDDEN
