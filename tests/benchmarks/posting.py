"""1 and 3: say yes and post, the whole service call, beside the same by hand."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from tests.benchmarks import by_hand
from tests.benchmarks.engines import app_on, databases, is_missing
from tests.benchmarks.rounds import Crew, crew, divided, interleaved
from tests.benchmarks.table import Limit, Options, Row, Rows, Skipped, faster
from tests.benchmarks.world import Asked, World, ask, make_world
from timebank.core.database import transact
from timebank.exchange import service

PER_ROUND = 2_000
SECONDS = 2
POSTGRESQL_AT_LEAST = {1: 1.0, 4: 0.7}
SQLITE_AT_LEAST = {1: 0.5, 4: 0.5}
WORST_AT_MOST_SECONDS = 0.3
MANY = 16


@contextmanager
def saying_yes(url: str) -> Iterator[Callable[[list[Asked]], float]]:
    """Give work for a `Crew`: say yes to exchanges and return the worst call's seconds."""
    with app_on(url):
        yield lambda part: max(_say_yes(one) for one in part)


def _say_yes(asked: Asked) -> float:
    started = time.perf_counter()
    transact(service.confirm, asked.exchange_id, by=asked.by)
    return time.perf_counter() - started


class Supply:
    """Hands out exchanges that wait, each once, and remembers the worst call of all."""

    def __init__(self, world: World, number: int, *, pot: bool = False) -> None:
        """Write `number` of them down."""
        self.asked, self.worst = ask(world, number, pot=pot), 0.0

    def rate(self, members: Crew, number: int) -> float:
        """Let a crew say yes to `number` of them; return how many a second."""
        some, self.asked = self.asked[:number], self.asked[number:]
        seconds, worst = members.work(divided(some, len(members.members)))
        self.worst = max(self.worst, *worst)
        return number / seconds


def on_postgresql(options: Options) -> Rows:
    """Measure beside pgbench, both durable, on one server."""
    if is_missing("postgresql"):
        yield Skipped("1. say yes and post, PostgreSQL", "PostgreSQL's programs are not on this machine")
        return
    with databases("postgresql") as fresh:
        plain = _plain(fresh())
        with app_on(url := fresh()):
            world = make_world(url)
            for processes, at_least in POSTGRESQL_AT_LEAST.items():
                yield _beside_pgbench(options, world, plain, processes, at_least)
            yield _on_one_pot(options, world, plain)


def _plain(url: str) -> tuple[World, list[Asked]]:
    """Make the same world once more and let pgbench have it."""
    with app_on(url):
        world = make_world(url)
        asked = ask(world, 5_000)
    by_hand.switch_triggers_off(url)
    return world, asked


def _ranges(plain: World, asked: list[Asked]) -> tuple[tuple[int, int], tuple[int, int]]:
    accounts = sorted(resident.account_id for resident in plain.residents)
    exchanges = sorted(one.exchange_id for one in asked)
    return (accounts[0], accounts[-1]), (exchanges[0], exchanges[-1])


def _beside_pgbench(
    options: Options, world: World, plain: tuple[World, list[Asked]], processes: int, at_least: float
) -> Row:
    number = options.of(PER_ROUND, 200)
    supply = Supply(world, number * (options.rounds + 1))
    with (
        by_hand.pgbench(plain[0].url, *_ranges(*plain)) as bench,
        crew(processes, saying_yes, world.url) as members,
    ):
        ours, its = interleaved(
            options.rounds,
            lambda: supply.rate(members, number),
            lambda: bench(processes, SECONDS * options.scale),
        )
    name = f"1. say yes and post, PostgreSQL, {processes} process{'es' if processes > 1 else ''}"
    return faster(name, ours, its, "pgbench by hand", at_least)


def _on_one_pot(options: Options, world: World, plain: tuple[World, list[Asked]]) -> Row:
    """Let 16 say yes for one pot at once: any error or deadlock ends the benchmark."""
    number = options.of(PER_ROUND, 200)
    supply = Supply(world, number * (options.rounds + 1), pot=True)
    with (
        by_hand.pgbench(plain[0].url, *_ranges(*plain), pot=plain[0].pot) as bench,
        crew(MANY, saying_yes, world.url) as members,
    ):
        ours, its = interleaved(
            options.rounds, lambda: supply.rate(members, number), lambda: bench(MANY, SECONDS * options.scale)
        )
    return faster(f"1. … {MANY} clients on one wijkpot, no error, no deadlock", ours, its, "pgbench by hand")


def on_sqlite(options: Options) -> Rows:
    """Measure beside the standard library's sqlite3, both with synchronous = FULL."""
    with databases("sqlite") as fresh:
        for processes, at_least in SQLITE_AT_LEAST.items():
            with app_on(url := fresh()):
                yield from _beside_sqlite3(options, make_world(url), fresh(), processes, at_least)


def _beside_sqlite3(options: Options, world: World, plain_url: str, processes: int, at_least: float) -> Rows:
    number = options.of(PER_ROUND, 200)
    total = number * (options.rounds + 1)
    supply = Supply(world, total)
    with app_on(plain_url):
        plain = make_world(plain_url)
        accounts = {resident.person_id: resident.account_id for resident in plain.residents}
        givers = [resident.account_id for resident in plain.residents]
        by_hand_asked = [
            (one.exchange_id, _another(givers, accounts[one.by.person_id], n), accounts[one.by.person_id])
            for n, one in enumerate(ask(plain, total))
        ]
    path = plain_url.removeprefix("sqlite:///")
    by_hand.drop_triggers(path)

    def raw(members: Crew) -> float:
        some = [by_hand_asked.pop() for _ in range(number)]
        return number / members.work(divided(some, processes))[0]

    with crew(processes, saying_yes, world.url) as members, crew(processes, by_hand.raw_sqlite, path) as raws:
        ours, its = interleaved(options.rounds, lambda: supply.rate(members, number), lambda: raw(raws))
    many = f"{processes} process{'es' if processes > 1 else ''}"
    yield faster(f"3. say yes and post, SQLite (FULL), {many}", ours, its, "sqlite3 by hand", at_least)
    if processes > 1:
        worst = Limit(at_most=WORST_AT_MOST_SECONDS)
        yield Row(
            f"3. … worst single call with {processes} writers, s", f"{supply.worst:.3f} s", "", supply.worst, worst
        )


def _another(accounts: list[int], but: int, number: int) -> int:
    found = accounts[number % len(accounts)]
    return found if found != but else accounts[(number + 1) % len(accounts)]
