"""What is counted of a quarter is what plain Python counts from the raw transfers."""

from collections.abc import Mapping
from datetime import UTC, date, datetime
from random import Random
from typing import Any

import pytest
from sqlalchemy import select

from tests.balance.publishing import recount
from tests.balance.publishing.conftest import CODES, counted, live, undo
from timebank.balance import service
from timebank.balance.counted import Cell
from timebank.balance.deciding import decide
from timebank.balance.disclosure import number_of
from timebank.balance.figures import read, written
from timebank.balance.models import PublishedBalance
from timebank.core.database import db, transact
from timebank.ledger.service import Posting, post_many
from timebank.wijk.models import Category, CategoryGroup


def plain(cells: Mapping[str, Cell]) -> dict[str, Any]:
    return {name: vars(cell) for name, cell in cells.items()}


def by_partner(one: Any, way: str, wijken: Mapping[str, str]) -> dict[str, Any]:
    others = one.to_wijken if way == "given" else one.from_wijken
    return plain(getattr(one, way)) | {wijken[code]: cell for code, cell in plain(others).items()}


@pytest.mark.parametrize("seed", range(3))
def test_a_recount_in_plain_python_agrees(village, at, seed):
    live(village, at, exchanges=150, seed=seed)
    codes = dict(zip(CODES, map(str, village.wijken), strict=True))
    for quarter in ("2026Q2", "2026Q3", "2026Q4"):
        found, again = counted(quarter), recount.recounted(quarter)
        assert {village.wijken[CODES.index(code)] for code in found} >= set(again)
        for code, one in found.items():
            other = again[int(codes[code])]
            for way in ("given", "received"):
                assert by_partner(one, way, codes) == other[way]
                assert plain(getattr(one, f"{way}_by_group")) == other[f"{way}_by_group"]
        firsts = {code: sorted(map(tuple, one.first_exchanges)) for code, one in found.items() if one.first_exchanges}
        assert firsts == {
            CODES[village.wijken.index(key)]: some for key, some in recount.first_exchanges(quarter).items()
        }


@pytest.fixture
def lively(village, at):
    """Let 40 people of two wijken, and 6 of the third, help each other a thousand times in August."""
    random = Random(11)
    for wijk_id, number in zip(village.wijken, (40, 40, 6), strict=True):
        while len(village.people[wijk_id]) < number:
            village.join(wijk_id)
    everybody = [account for some in village.people.values() for account in some]
    others = [village.stad, *village.organisations, *map(village.pot, village.wijken)]
    kinds = db.session.scalars(select(Category.code).order_by(Category.code)).all()

    def posting(number):
        giver, receiver = random.sample(everybody, 2)
        if random.random() < 0.2:
            giver, receiver = random.choice([(giver, random.choice(others)), (random.choice(others), receiver)])
        day = date(2026, 8, random.randint(1, 15))
        minutes = random.choice((30, 60, 90, 120))
        return Posting(f"lively:{number}", giver, receiver, minutes, random.choice(kinds), day)

    posted = transact(post_many, [posting(number) for number in range(1_000)])
    for transfer_id in random.sample(posted, 20):
        undo(transfer_id)
    return village


def test_what_is_published_is_what_plain_python_computes_under_the_same_rules(lively, at):
    at.set(datetime(2026, 10, 15, 4, tzinfo=UTC))
    transact(service.publish, "2026Q3")
    names = ("Aalscholver", "Boterbloem", "Citroenvlinder")
    wijken = dict(zip(lively.wijken, zip(CODES, names, strict=True), strict=True))
    groups = db.session.scalars(select(CategoryGroup.code).order_by(CategoryGroup.position)).all()
    again = decide("2026Q3", recount.counted("2026Q3", wijken), groups)
    kept = db.session.scalars(select(PublishedBalance).order_by(PublishedBalance.wijk_id)).all()
    assert [one.figures for one in kept] == [written(one.balance) for one in again]
    assert [one.why_hidden for one in kept] == [one.why_hidden for one in again]
    first = read(kept[0].figures)
    assert number_of(first.hours.given) and number_of(first.exchanges) and number_of(first.gave)
    assert any(number_of(part.hours.given) for part in first.groups)
