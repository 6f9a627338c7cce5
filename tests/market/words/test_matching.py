"""What fits stands first, with its reason; how much of it, over 168 requests in everyday words."""

import os
import random
from dataclasses import replace

import pytest

from tests.market.words.neighbours import Neighbours, by_matching, read, recall
from tests.stress.scale import scaled
from timebank.market.words import meaning
from timebank.market.words.indexing import indexed, understand
from timebank.market.words.indexing import read as read_column
from timebank.market.words.matching import Candidates, Fit, Listing, Reason


@pytest.fixture(scope="module")
def neighbours() -> Neighbours:
    """Give the labelled set."""
    return read()


def listing(number: int, text: str, **details) -> Listing:
    """Build one as the service would, from its column."""
    return Listing(number, read_column(indexed(text)), **details)


def first(wanted: Listing, *candidates: Listing) -> list[int]:
    """Return the ids in order."""
    return [fit.id for fit in Candidates(candidates).best(wanted, at_most=10)]


def test_the_set_is_large_enough(neighbours):
    assert len(neighbours.requests) >= 80 and len(neighbours.offers) >= 200
    assert max(len(one.helped_by) for one in neighbours.requests) <= 5
    assert 0.4 < sum(one.is_held_out for one in neighbours.requests) / len(neighbours.requests) < 0.6


def test_three_in_four_are_found_without_the_extra(neighbours):
    answer = by_matching(neighbours, with_meaning=False)
    assert recall(neighbours.requests, answer) >= 0.9
    assert recall([one for one in neighbours.requests if one.is_held_out], answer) >= 0.85


@pytest.mark.stress
@pytest.mark.skipif(
    not meaning.is_available() and "CI" not in os.environ, reason="the extra has no wheel for this machine"
)
def test_nine_in_ten_are_found_with_the_extra(neighbours):
    offers = neighbours.offers[: scaled(len(neighbours.offers), at_least=40)]
    asked = [one for one in neighbours.requests if max(one.helped_by) < len(offers)]
    answer = by_matching(replace(neighbours, offers=offers, requests=tuple(asked)), with_meaning=True)
    assert recall(asked, answer) >= 0.93
    assert recall([one for one in asked if one.is_held_out], answer) >= 0.9


def test_the_measure_sees_a_bad_answer(neighbours):
    answer = by_matching(neighbours, with_meaning=False)
    assert recall(neighbours.requests, lambda text: [(one + 1) % 200 for one in answer(text)]) < 0.3


def test_everyday_pairs_fit_though_they_share_no_word():
    wanted = listing(0, "Wie wil mijn hond uitlaten?")
    assert first(wanted, listing(1, "Ik maai uw gras"), listing(2, "Wandelen met viervoeters")) == [2]


def test_the_reason_says_what_both_have():
    wanted = listing(0, "Fietsen maken, ik heb een lekke band", day_parts=0b0110)
    one = listing(1, "Ik repareer uw fiets", nearness=2, day_parts=0b0100)
    assert Candidates([one]).best(wanted, at_most=1) == [
        Fit(1, Reason(("fiet",), "repairs", is_near=True, day_parts=0b0100))
    ]


def test_a_chosen_kind_counts_where_the_words_tell_nothing():
    wanted = listing(0, "Dat lukt mij niet meer", kinds=frozenset(["garden"]))
    fits = Candidates([listing(1, "Hoera", kinds=frozenset(["garden"])), listing(2, "Hoera")]).best(wanted, at_most=5)
    assert fits == [Fit(1, Reason(kind="garden"))]


def test_nothing_in_common_is_no_fit_however_near():
    assert first(listing(0, "Gras maaien"), listing(1, "Pianoles", nearness=2, language="nl")) == []


@pytest.mark.parametrize("better", [{"nearness": 2}, {"day_parts": 1}, {"language": "ar"}, {"order": 9}])
def test_of_two_alike_the_nearer_or_fitting_or_newer_comes_first(better):
    wanted = listing(0, "Gras maaien", day_parts=1, language="ar")
    assert first(wanted, listing(1, "Gras maaien"), listing(2, "Gras maaien", **better)) == [2, 1]


def test_words_weigh_more_than_nearness():
    wanted = listing(0, "Mijn heg snoeien")
    assert first(wanted, listing(1, "Bloemen planten in de tuin", nearness=2), listing(2, "Heg snoeien")) == [2, 1]


def test_the_order_of_the_candidates_does_not_matter(neighbours):
    offers = [listing(number, text, order=number % 3) for number, text in enumerate(neighbours.offers)]
    wanted = listing(-1, "Wie kan de tuin doen en boodschappen halen?")
    expected = Candidates(offers).best(wanted, at_most=10)
    random.Random(1).shuffle(offers)
    assert Candidates(offers).best(wanted, at_most=10) == expected


def test_empty_texts_and_empty_lists_fit_nothing():
    assert Candidates([listing(1, ""), listing(2, "Gras")]).best(listing(0, ""), at_most=5) == []
    assert Candidates([]).best(listing(0, "Gras"), at_most=5) == []
    assert understand("").kinds == {}


def test_reasons_and_fits_hold_no_number_to_compare_people_by():
    assert set(Fit.__dataclass_fields__) == {"id", "reason"}
    assert set(Reason.__dataclass_fields__) == {"stems", "kind", "is_near", "day_parts"}
