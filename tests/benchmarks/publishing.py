"""15: publishing a quarter, beside the bare GROUP BY by hand.

By hand: four statements with the bare driver that only add up who is in which cell, as short as they can be. Seen from
the giver's wijk and from the receiver's: what who lives there gave or received; and, across wijken, what those on the
other side did. Minutes and exchanges by wijk, account, partner (each wijk, pot, stad, sector) and kind of help; every
row is fetched and thrown away. So the same persons per cell, by statements that nobody can do without. Ours closes the
quarter as well, puts the cells together, looks at every figure by the rules of disclosure, takes the digest and stores
the balances.

The books hold one quarter of 200 wijken, all of it in that quarter, which is the heaviest: nothing is passed over.
"""

import resource
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from itertools import count, islice
from random import Random
from statistics import median
from typing import Any

from sqlalchemy import insert, make_url, select

from tests.benchmarks.engines import app_on, connect, databases, is_missing
from tests.benchmarks.rounds import Crew, crew
from tests.benchmarks.table import Limit, Options, Row, Rows, Skipped
from tests.benchmarks.world import KINDS
from timebank.balance import service
from timebank.core import clock
from timebank.core.database import db, table_of, transact
from timebank.core.tokens import public_id
from timebank.ledger.models import ACCOUNTS
from timebank.ledger.service import BATCH_ROWS, Posting, open_account, post_many
from timebank.people.models import Person
from timebank.wijk import imports
from timebank.wijk import queries as places
from timebank.wijk import service as wijk
from timebank.wijk.cbs import Region
from timebank.wijk.models import Membership

AT_MOST = 3.0
WIJKEN = 200
ENTRIES_OF_ONE = 100
PEOPLE_AT_LEAST = 20
QUARTER, FIRST, DAYS = "2026Q3", date(2026, 7, 1), 92
SECTORS = ("ondernemers", "onderwijs", "onderzoek", "overheid", "omgeving")
TO_NEIGHBOUR, TO_OTHER_WIJK, TO_POT = 0.85, 0.94, 0.98
"""Below these: help in one wijk, between wijken, for the pot; above: with the stad or an organisation."""

BY_HAND = """
SELECT t.{here}_wijk_id, t.{whom}_account_id, theirs.kind, theirs.sector, t.{there}_wijk_id, t.category_code,
       SUM(t.minutes), COUNT(*) - 2 * COUNT(t.reverses_id)
  FROM transfer AS t
  JOIN account AS ours ON ours.id = t.{here}_account_id
  JOIN account AS theirs ON theirs.id = t.{there}_account_id
 WHERE t.booked_quarter = '{quarter}' AND ours.kind = 'person' {only}
 GROUP BY t.{here}_wijk_id, t.{whom}_account_id, theirs.kind, theirs.sector, t.{there}_wijk_id, t.category_code
"""
ACROSS = "AND theirs.kind = 'person' AND t.giver_wijk_id <> t.receiver_wijk_id"
STATEMENTS = [
    BY_HAND.format(here=here, there=there, whom=whom, only="" if whom == here else ACROSS, quarter=QUARTER)
    for here, there in (("giver", "receiver"), ("receiver", "giver"))
    for whom in (here, there)
]


class NotForGood(Exception):
    """Undoes a publication, so that it can be measured again."""


def run(options: Options) -> Rows:
    """Measure on each engine: ours and by hand by turns, and the memory at the smallest and the largest size."""
    for engine in options.engines:
        if is_missing(engine):
            yield Skipped(f"15. publishing, {engine}", "not on this machine")
            continue
        memory = {}
        with databases(engine) as fresh:
            for entries in sorted({options.entries[0], options.entries[-1]}):
                url = fresh()
                with app_on(url):
                    fill(entries)
                ratios, seconds = _compare(url, options.rounds)
                with crew(1, publishing, url) as members:
                    before, memory[entries] = members.work([QUARTER])[1][0]
        ours, by_hand = (median(some) for some in zip(*seconds, strict=True))
        name = f"15. publish a quarter of {entries:,} entries, {engine}"
        yield Row(name, f"{ours:.2f} s", f"{by_hand:.2f} s by hand", median(ratios), Limit(at_most=AT_MOST))
        small, large = memory[min(memory)], memory[max(memory)]
        yield Row(f"15. … memory of the process, {before:.0f} MiB before", f"{large:.0f} MiB",
                  f"{small:.0f} MiB at {min(memory):,}", large / small)  # fmt: skip


def _compare(url: str, rounds: int) -> tuple[list[float], list[tuple[float, float]]]:
    """Return the ratios, and the seconds, of publishing and of adding up by hand, by turns."""
    with crew(1, publishing, url) as ours, crew(1, adding_up, url) as by_hand:
        pairs = []
        for number in range(rounds + 1):
            order = (ours, by_hand) if number % 2 else (by_hand, ours)
            taken = {id(side): _seconds(side) for side in order}
            pairs.append((taken[id(ours)], taken[id(by_hand)]))
    return [mine / its for mine, its in pairs[1:]], pairs[1:]


def _seconds(side: Crew) -> float:
    return side.work([QUARTER])[0]


@contextmanager
def publishing(url: str) -> Iterator[Callable[[str], tuple[float, float]]]:
    """Give work for a `Crew`: publish, and undo it; return the highest memory of the process before and after."""

    def publish(quarter: str) -> None:
        service.publish(quarter)
        raise NotForGood

    def work(quarter: str) -> tuple[float, float]:
        before = _highest_mebibytes()
        try:
            transact(publish, quarter)
        except NotForGood:
            return before, _highest_mebibytes()
        raise AssertionError("nothing was published")

    with app_on(url):
        yield work


def _highest_mebibytes() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


@contextmanager
def adding_up(url: str) -> Iterator[Callable[[str], int]]:
    """Give work for a `Crew`: add up by hand, and fetch all rows; return how many."""
    is_sqlite = url.startswith("sqlite")
    connection: Any = sqlite3.connect(make_url(url).database or "") if is_sqlite else connect(url)

    def work(_quarter: str) -> int:
        return sum(1 for statement in STATEMENTS for _ in connection.execute(statement))

    yield work
    connection.close()


# The books -----------------------------------------------------------------------------------------------------------


def fill(entries: int) -> None:
    """Write so many entries of one quarter, two for each exchange, in WIJKEN wijken."""
    random, numbers = Random(3), count(1)
    wijk_ids = _open_wijken()
    people = _settle(wijk_ids, max(entries // ENTRIES_OF_ONE // WIJKEN, PEOPLE_AT_LEAST))
    pots = {wijk_id: places.pot_account_id(wijk_id) for wijk_id in wijk_ids}
    others = [transact(open_account, "organisation", sector=sector) for sector in SECTORS]
    gemeente_id = places.get_wijk(wijk_ids[0]).gemeente_id
    others.append(transact(open_account, "stad", gemeente_id=gemeente_id))
    db.session.rollback()

    def posting() -> Posting:
        wijk_id, chance = random.choice(wijk_ids), random.random()
        pair = random.sample(people[wijk_id], 2)
        if chance >= TO_POT:
            pair[1] = random.choice(others)
        elif chance >= TO_OTHER_WIJK:
            pair[1] = pots[wijk_id]
        elif chance >= TO_NEIGHBOUR:
            pair[1] = random.choice(people[random.choice([other for other in wijk_ids if other != wijk_id])])
        random.shuffle(pair)
        day = FIRST + timedelta(days=random.randrange(DAYS))
        return Posting(f"fill:{next(numbers)}", *pair, random.choice((15, 30, 60, 90)), random.choice(KINDS), day)

    all_of_them = (posting() for _ in range(entries // 2))
    while part := list(islice(all_of_them, BATCH_ROWS)):
        transact(post_many, part)


def _open_wijken() -> list[int]:
    codes = [f"WK0001{number:02d}" if number < 100 else f"WK0002{number - 100:02d}" for number in range(WIJKEN)]
    gemeenten = [Region(1, code, code, 2026, None) for code in ("GM0001", "GM0002")]
    transact(imports.write, [*gemeenten, *(Region(2, code, f"Wijk {code}", 2026, 1_000) for code in codes)])
    for code in codes:
        transact(wijk.open_wijk, code, ["Ria", "Youssef"])
    return [one.wijk_id for one in places.open_wijken()]


def _settle(wijk_ids: list[int], number: int) -> dict[int, list[int]]:
    """Let so many people live in each wijk; return their accounts."""
    now = clock.now()
    since = now - timedelta(days=200)
    homes = [wijk_id for wijk_id in wijk_ids for _ in range(number)]
    persons = [
        {"public_id": public_id(), "kind": "resident", "name": "Buur", "name_key": "buur", "buurcode": f"B{number}",
         "is_findable": False, "created_at_utc": since} for number in range(len(homes))
    ]  # fmt: skip
    accounts = [{"kind": "person", "wijk_id": wijk_id, "opened_at_utc": since} for wijk_id in homes]
    transact(lambda: db.session.execute(insert(table_of(Person)), persons))
    transact(lambda: db.session.execute(insert(ACCOUNTS), accounts))
    person_ids = db.session.scalars(select(Person.id).where(Person.name_key == "buur").order_by(Person.id)).all()
    theirs = select(ACCOUNTS.c.id, ACCOUNTS.c.wijk_id).where(ACCOUNTS.c.kind == "person").order_by(ACCOUNTS.c.id)
    found = db.session.execute(theirs).all()
    memberships = [
        {"person_id": person_id, "wijk_id": wijk_id, "account_id": account_id, "since_utc": since}
        for person_id, (account_id, wijk_id) in zip(person_ids, found, strict=True)
    ]
    transact(lambda: db.session.execute(insert(table_of(Membership)), memberships))
    return {wijk_id: [account_id for account_id, home in found if home == wijk_id] for wijk_id in wijk_ids}
