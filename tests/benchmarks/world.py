"""Who is in the databases that are measured: one wijk, its residents, and exchanges that wait for a yes.

People come through the services; what there is much of is written in bulk, with the same columns.
"""

from dataclasses import dataclass
from datetime import timedelta
from itertools import count, islice
from random import Random

from sqlalchemy import insert, select, update

from tests.factories import Place, make_place, make_resident
from timebank.access.actor import Actor
from timebank.core import clock
from timebank.core.database import db, transact
from timebank.core.tokens import public_id
from timebank.exchange.models import Exchange
from timebank.exchange.rules import LAPSES_AFTER
from timebank.exchange.service.bulk import Settled, write_settled
from timebank.exchange.service.report import Party
from timebank.people.models import SignInSession
from timebank.wijk import queries as wijk

NUMBERS = count(1)
PART = 10_000
KINDS = ("transport", "shopping", "cooking", "company", "repairs", "garden", "language", "computer")
BUSY_SHARE = 0.05
"""The share of all entries that one person holds."""


@dataclass(frozen=True)
class World:
    """One wijk. The first resident is the busy one."""

    url: str
    place: Place
    residents: list[Actor]
    pot: int


@dataclass(frozen=True)
class Asked:
    """An exchange that waits for the yes of `by`."""

    exchange_id: int
    public_id: str
    by: Actor


def make_world(url: str, residents: int = 40) -> World:
    """Make a wijk with residents who are signed in for long."""
    place = make_place()
    people = [make_resident(place, f"Buur {number}") for number in range(residents)]
    late = clock.now() + timedelta(days=10)
    transact(
        lambda: db.session.execute(
            update(SignInSession).values(seen_at_utc=late, idle_until_utc=late, ends_at_utc=late)
        )
    )
    return World(url, place, people, wijk.pot_account_id(place.wijk_id))


def ask(world: World, number: int, *, pot: bool = False) -> list[Asked]:
    """Write down exchanges that wait: between two residents by turns, or from a resident to the pot."""
    random, rows, askings = Random(1), [], []
    for _ in range(number):
        giver, receiver = random.sample(world.residents, 2)
        by = world.place.stewards[0] if pot else receiver
        row = _row(world, giver, None if pot else receiver)
        rows.append(row)
        askings.append((row["public_id"], by))
    for start in range(0, number, PART):
        transact(lambda some: db.session.execute(insert(Exchange.__table__), some), rows[start : start + PART])
    newest = select(Exchange.public_id, Exchange.id).order_by(Exchange.id.desc()).limit(number)
    ids = dict(db.session.execute(newest).tuples().all())
    db.session.rollback()
    return [Asked(ids[name], name, by) for name, by in askings]


def fill(world: World, entries: int, *, origin: str = "agreed") -> None:
    """Write so many entries, two for each exchange; the first resident holds BUSY_SHARE of them."""
    random, busy, others = Random(2), world.residents[0], world.residents[1:]
    today = clock.today()

    def settled():
        for number in range(entries // 2):
            pair = random.sample(others, 2)
            if random.random() < 2 * BUSY_SHARE:
                pair[number % 2] = busy
            giver, receiver = (Party(actor.account_id, actor.person_id) for actor in pair)
            day = today - timedelta(days=random.randrange(365 * 3))
            key = f"fill:{next(NUMBERS)}"
            minutes, kind = random.choice((15, 30, 60, 90)), random.choice(KINDS)
            reporter = giver.person_id if origin == "agreed" else None
            yield Settled(key, key, giver, receiver, minutes, kind, day, clock.now(), "Koffie", "giver", reporter)

    history = settled()
    while part := list(islice(history, PART)):
        transact(write_settled, part, origin=origin)


def _row(world: World, giver: Actor, receiver: Actor | None) -> dict[str, object]:
    now = clock.now()
    return {
        "public_id": public_id(),
        "request_key": f"benchmark:{next(NUMBERS)}",
        "content_digest": "0" * 64,
        "state": "reported",
        "asked_side": "receiver",
        "reporter_side": "giver",
        "reporter_person_id": giver.person_id,
        "giver_account_id": giver.account_id,
        "giver_person_id": giver.person_id,
        "receiver_account_id": receiver.account_id if receiver else world.pot,
        "receiver_person_id": receiver.person_id if receiver else None,
        "steward_wijk_id": None if receiver else world.place.wijk_id,
        "minutes": 60,
        "category_code": "shopping",
        "occurred_on": clock.today(),
        "note": "",
        "reported_at_utc": now,
        "lapses_at_utc": now + LAPSES_AFTER,
    }
