"""The same labelled set as residents meet it: put up, kind guessed, looked for in the database, its meaning learned."""

import os
from dataclasses import replace
from itertools import count

import pytest

from tests.factories import make_listing, make_resident
from tests.market.words.neighbours import Neighbours, read, recall
from tests.stress.scale import scaled
from timebank.core.database import transact
from timebank.market import queries, service
from timebank.market.rules import LISTINGS_A_DAY
from timebank.market.words import meaning

NUMBERS = count()


def put_up(place, side: str, texts: list[str]) -> list[str]:
    """Let neighbours put these up, as many each as a day allows; return their public ids."""
    return [
        make_listing(maker, side, text).public_id
        for first in range(0, len(texts), LISTINGS_A_DAY)
        for maker in [make_resident(place, f"Buur {next(NUMBERS)}")]
        for text in texts[first : first + LISTINGS_A_DAY]
    ]


def suggested(place, neighbours: Neighbours, *, with_meaning: bool) -> dict[str, list[int]]:
    """Return for each request the numbers of the offers that its maker is shown."""
    number_of = {name: number for number, name in enumerate(put_up(place, "offer", list(neighbours.offers)))}
    texts = [one.text for one in neighbours.requests]
    names = put_up(place, "request", texts)
    while with_meaning and (unknown := service.texts_without_meaning()):
        transact(service.keep_meanings, unknown, meaning.vectors_of([one.words for one in unknown]))
    reader = make_resident(place, "Lezer")
    found = (queries.fitting(queries.find_listing(name), reader) for name in names)
    shown = ([number_of[fit.listing.public_id] for fit in fits] for fits in found)
    return dict(zip(texts, shown, strict=True))


def test_three_in_four_are_suggested_without_the_extra(place):
    neighbours = read()
    answers = suggested(place, neighbours, with_meaning=False)
    assert recall(neighbours.requests, answers.__getitem__) >= 0.88
    assert recall([one for one in neighbours.requests if one.is_held_out], answers.__getitem__) >= 0.85


@pytest.mark.stress
@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
@pytest.mark.skipif(
    not meaning.is_available() and "CI" not in os.environ, reason="the extra has no wheel for this machine"
)
def test_nine_in_ten_are_suggested_with_the_extra(place):
    neighbours = read()
    offers = neighbours.offers[: scaled(len(neighbours.offers), at_least=40)]
    asked = tuple(one for one in neighbours.requests if max(one.helped_by) < len(offers))
    answers = suggested(place, replace(neighbours, offers=offers, requests=asked), with_meaning=True)
    assert recall(asked, answers.__getitem__) >= 0.9
