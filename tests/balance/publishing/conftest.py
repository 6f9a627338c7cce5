"""A gemeente of three wijken with people, a stad, an organisation of each O, and a clock that stands still."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from itertools import count
from random import Random
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from tests.notices.conftest import Clock
from timebank.balance import service
from timebank.balance.counted import Counted
from timebank.balance.counting import count as counting
from timebank.balance.counting import places_of
from timebank.balance.deciding import Decided
from timebank.balance.disclosure import HIDDEN
from timebank.balance.figures import Balance, Both
from timebank.core.database import db, transact
from timebank.ledger import service as ledger
from timebank.ledger.reading import snapshot
from timebank.wijk import imports, queries
from timebank.wijk import service as wijk
from timebank.wijk.cbs import Region
from timebank.wijk.models import Category

KEYS = count(1)
CODES = ("WK000101", "WK000102", "WK000103")
AUGUST = datetime(2026, 8, 15, 12, tzinfo=UTC)
SECTORS = ("ondernemers", "onderwijs", "onderzoek", "overheid", "omgeving")


@dataclass
class Village:
    """Accounts by number: of the people of each wijk, of pots by wijk, of everybody else."""

    wijken: list[int]
    gemeente_id: int
    stad: int
    organisations: list[int]
    people: dict[int, list[int]] = field(default_factory=dict)
    persons: dict[int, int] = field(default_factory=dict)
    """The person of each account."""

    def join(self, wijk_id: int) -> int:
        """Let somebody live in a wijk from now on; return the account."""
        made = transact(wijk.add_placeholder, "Iemand", wijk_id)
        self.people.setdefault(wijk_id, []).append(made.account_id)
        self.persons[made.account_id] = made.person_id
        return made.account_id

    def pot(self, wijk_id: int) -> int:
        """Return the pot of a wijk."""
        found = queries.pot_account_id(wijk_id)
        assert found is not None
        return found


def post(giver: int, receiver: int, minutes: int = 60, day: date = date(2026, 8, 14), **more: Any) -> int:
    """Post a transfer in a transaction of its own."""
    values = {"request_key": f"test:{next(KEYS)}", "category_code": "shopping", "occurred_on": day} | more
    return transact(ledger.post, giver_account_id=giver, receiver_account_id=receiver, minutes=minutes, **values)


def undo(transfer_id: int) -> int:
    """Reverse a transfer in a transaction of its own."""
    return transact(ledger.reverse, transfer_id, request_key=f"test:{next(KEYS)}")


def counted(quarter: str) -> dict[str, Counted]:
    """Return what is counted of each wijk, by its code."""
    with snapshot() as using:
        found = list(counting(using, quarter, places_of(using, quarter)))
    assert len({one.code for one in found}) == len(found)
    return {one.code: one for one in found}


@pytest.fixture
def at(monkeypatch: pytest.MonkeyPatch) -> Clock:
    """Give a clock that stands in August 2026."""
    clock = Clock(monkeypatch)
    clock.set(AUGUST)
    return clock


@pytest.fixture
def village(app: Flask, at: Clock) -> Village:
    """Open three wijken with four people each."""
    return transact_village(at)


def transact_village(at: Clock) -> Village:
    """Open three wijken in January, let people join, and come back to now."""
    now = at.at
    at.set(datetime(2026, 1, 5, 9, tzinfo=UTC))
    gemeente = Region(1, "GM0001", "Boekstad", 2026, None)
    names = ("Aalscholver", "Boterbloem", "Citroenvlinder")
    regions = [Region(2, code, name, 2026, 900) for code, name in zip(CODES, names, strict=True)]
    transact(imports.write, [gemeente, *regions])
    for code in CODES:
        transact(wijk.open_wijk, code, ["Ria", "Youssef"])
    wijken = [queries.find_wijk(code) for code in CODES]
    gemeente_id = wijken[0].gemeente_id
    village = Village(
        [one.wijk_id for one in wijken],
        gemeente_id,
        transact(ledger.open_account, "stad", gemeente_id=gemeente_id),
        [transact(ledger.open_account, "organisation", sector=sector) for sector in SECTORS],
    )
    for wijk_id in village.wijken:
        for _ in range(4):
            village.join(wijk_id)
    at.set(now)
    return village


def live(village: Village, at: Clock, *, exchanges: int, seed: int) -> None:
    """Let people help each other for some days in a row: some move, some is undone or corrected, some is taken over."""
    random, posted = Random(seed), list[int]()
    kinds = [*db.session.scalars(select(Category.code).order_by(Category.code)), "unknown"]
    homes = {account: wijk_id for wijk_id, some in village.people.items() for account in some}
    pots = [village.pot(wijk_id) for wijk_id in village.wijken]
    db.session.rollback()
    for _ in range(exchanges):
        giver, receiver = random.sample(list(homes), 2)
        chance = random.random()
        if chance < 0.3:
            others = random.choice((pots, [village.stad], village.organisations))
            pair = [giver, random.choice(others)]
            random.shuffle(pair)
            giver, receiver = pair
        at.on(timedelta(hours=random.choice((0, 5, 13))))
        day = at.at.date() - timedelta(days=random.choice((0, 0, 1, 40)))
        origin = random.choice(("agreed", "agreed", "agreed", "taken_over"))
        posted.append(
            post(
                giver, receiver, random.choice((15, 30, 60, 90)), day, category_code=random.choice(kinds), origin=origin
            )
        )
        if random.random() < 0.15:
            undo(posted.pop(random.randrange(len(posted))))
        if random.random() < 0.03:
            mover, to = random.choice(list(homes)), random.choice(village.wijken)
            if homes[mover] != to:
                transact(wijk.move, village.persons[mover], to)
                homes[mover] = to


class Fake:
    """Decides to hide everything, and remembers what was counted."""

    def __init__(self) -> None:
        self.counted: list[Counted] = []

    def __call__(self, quarter: str, counted: Iterator[Counted], groups: list[str]) -> list[Decided]:
        """Hide everything."""
        self.counted = list(counted)
        return [Decided(hidden(quarter, one), {"hours": "too few people"}) for one in self.counted]


def hidden(quarter: str, one: Counted) -> Balance:
    """Return a balance that shows nothing."""
    nothing: dict[str, Any] = dict.fromkeys(
        ("gave", "received", "both", "exchanges", "requests_met", "weeks_to_meet", "needs_met", "weeks_to_first"),
        HIDDEN,
    )
    return Balance(quarter, one.code, one.name, Both(HIDDEN, HIDDEN), (), (), (), **nothing)


@pytest.fixture
def decided(monkeypatch: pytest.MonkeyPatch) -> Fake:
    """Let everything be hidden, and give what was counted."""
    fake = Fake()
    monkeypatch.setattr(service, "decide", fake)
    return fake
