"""The bounds of hidden parts are those that somebody finds who tries every possibility."""

from itertools import product

from hypothesis import given, settings
from hypothesis import strategies as st

from timebank.balance.subtraction import OPEN, WIDE_ENOUGH, HiddenParts

ENDS = st.sampled_from(["first", "second"])
PARTS = st.lists(st.tuples(ENDS, ENDS, st.integers(1, 4)), min_size=1, max_size=4)
LARGEST = 8


@settings(deadline=None)
@given(PARTS)
def test_a_part_is_safe_when_all_that_is_possible_lies_wide_enough(parts):
    hidden = HiddenParts()
    numbers = [hidden.add(("given", giver), ("received", receiver), minutes) for giver, receiver, minutes in parts]
    for at, number in enumerate(numbers):
        values = [minutes[at] for minutes in possible(parts)]
        is_wide = max(values) == LARGEST or max(values) - min(values) >= int(parts[at][2] * WIDE_ENOUGH) + 1
        assert hidden.is_safe(number) == is_wide


def possible(parts: list[tuple[str, str, int]]) -> list[tuple[int, ...]]:
    """Return every way to fill in the parts that gives the same sums."""
    sums = summed(parts, [minutes for *_, minutes in parts])
    ways = product(range(LARGEST + 1), repeat=len(parts))
    return [way for way in ways if summed(parts, list(way)) == sums]


def summed(parts: list[tuple[str, str, int]], minutes: list[int]) -> dict[tuple[str, str], int]:
    sums: dict[tuple[str, str], int] = {}
    for (giver, receiver, _), some in zip(parts, minutes, strict=True):
        for end in (("given", giver), ("received", receiver)):
            sums[end] = sums.get(end, 0) + some
    return sums


def test_rounding_leaves_room():
    for down, up, safe in ((0, 0, False), (20, 20, False), (30, 30, True)):
        hidden = HiddenParts()
        part = hidden.add(("given",), OPEN, 100)
        hidden.round(("given",), down, up, gives=True)
        assert hidden.is_safe(part) == safe


def test_what_ends_in_nothing_published_is_safe():
    hidden = HiddenParts()
    assert hidden.is_safe(hidden.add(OPEN, OPEN, 100))
