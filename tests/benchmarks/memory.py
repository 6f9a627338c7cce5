"""8: what a serving process holds in memory, after many requests of every kind."""

from contextlib import ExitStack
from pathlib import Path

from tests.benchmarks.engines import app_on, databases, is_missing
from tests.benchmarks.pages import readable
from tests.benchmarks.rounds import Crew, crew
from tests.benchmarks.served import Server, get, loading, rate, serving
from tests.benchmarks.table import Limit, Options, Row, Rows, Skipped
from tests.benchmarks.world import fill, make_world

FIRST, NEXT = 10_000, 50_000
MEBIBYTES_AT_MOST = 100
GROWTH_AT_MOST = 1.05
CONNECTIONS = 4


def run(options: Options) -> Rows:
    """Measure on each engine, every signed-in page by turns."""
    for engine in options.engines:
        if is_missing(engine):
            yield Skipped(f"8. memory, {engine}", "not on this machine")
            continue
        with ExitStack() as stack:
            fresh = stack.enter_context(databases(engine))
            app = stack.enter_context(app_on(url := fresh()))
            world = make_world(url, 20)
            fill(world, 4_000)
            served = stack.enter_context(serving(url, Server("timebank")))
            loader = stack.enter_context(crew(1, loading, served.port))
            requests = [get(path, cookie) for path, cookie in readable(app, world, served.port)]
            first, later = options.of(FIRST, 500), options.of(NEXT, 2_500)
            begun = _after(loader, requests, first, served.pid)
            name = f"8. memory of a process after {first:,} requests, {engine}"
            yield Row(name, f"{begun:.0f} MiB", "", begun, Limit(at_most=MEBIBYTES_AT_MOST))
            ended = _after(loader, requests, later, served.pid)
            yield Row(f"8. … and {later:,} more", f"{ended:.0f} MiB", f"{begun:.0f} MiB before", ended / begun,
                      Limit(at_most=GROWTH_AT_MOST))  # fmt: skip


def _after(loader: Crew, requests: list[bytes], number: int, pid: int) -> float:
    rate(loader, requests * (number // len(requests) + 1), None, CONNECTIONS)
    return max(map(resident_mebibytes, _children(pid)))


def _children(pid: int) -> list[int]:
    return [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()] or [pid]


def resident_mebibytes(pid: int | str = "self") -> float:
    """Return how much memory a process holds."""
    for line in Path(f"/proc/{pid}/status").read_text().splitlines():
        if line.startswith("VmRSS:"):
            return int(line.split()[1]) / 1024
    raise LookupError(pid)
