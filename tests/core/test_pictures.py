"""Geometry of the pictures: what a reader sees has the proportions of the figures."""

from hypothesis import given
from hypothesis import strategies as st

from timebank.core.pictures import SMALLEST_PERCENT, BalanceBars, balance_bars

minutes = st.integers(min_value=0, max_value=10**9)


def test_the_longer_bar_fills_the_width_and_the_other_is_in_proportion() -> None:
    assert balance_bars(720, 480) == BalanceBars(given_percent=100, received_percent=67)
    assert balance_bars(480, 720) == BalanceBars(given_percent=67, received_percent=100)


def test_nothing_given_and_nothing_got_draws_no_bar() -> None:
    assert balance_bars(0, 0) == BalanceBars(given_percent=0, received_percent=0)


def test_five_minutes_beside_a_thousand_hours_can_still_be_seen() -> None:
    assert balance_bars(74_085, 5) == BalanceBars(given_percent=100, received_percent=SMALLEST_PERCENT)


@given(minutes, minutes)
def test_a_bar_is_drawn_exactly_when_there_is_something_and_never_leaves_the_picture(one: int, other: int) -> None:
    bars = balance_bars(one, other)

    assert (bars.given_percent > 0, bars.received_percent > 0) == (one > 0, other > 0)
    assert max(bars.given_percent, bars.received_percent) in {0, 100}
    assert (bars.given_percent >= bars.received_percent) or one < other
