"""7: taking over another time bank's history."""

import resource
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from tests.benchmarks.engines import app_on, databases, is_missing
from tests.benchmarks.rounds import crew
from tests.benchmarks.table import Limit, Options, Row, Rows, Skipped
from tests.benchmarks.world import fill, make_world

EXCHANGES = 50_000
AT_LEAST_A_SECOND = 5_000
MEMORY_AT_MOST = 1.1


def run(options: Options) -> Rows:
    """Measure what every import ends in, and the memory after a part and after all."""
    number = options.of(EXCHANGES, 5_000)
    for engine in options.engines:
        name = f"7. import, exchanges a second, {engine}"
        if is_missing(engine):
            yield Skipped(name, "not on this machine")
            continue
        with databases(engine) as fresh, crew(1, taking_over, fresh()) as members:
            [early] = members.work([number // 5])[1]
            seconds, [late] = members.work([number])
            a_second = number / seconds
        yield Row(name, f"{a_second:,.0f}/s", "", a_second, Limit(at_least=AT_LEAST_A_SECOND))
        yield Row(f"7. … memory after {number * 6 // 5:,}", f"{late:.0f} MiB", f"{early:.0f} MiB after {number // 5:,}",
                  late / early, Limit(at_most=MEMORY_AT_MOST))  # fmt: skip


@contextmanager
def taking_over(url: str) -> Iterator[Callable[[int], float]]:
    """Give work for a `Crew`: write so many exchanges; return the process's highest memory until then, in MiB."""
    with app_on(url):
        world = make_world(url, 40)

        def work(number: int) -> float:
            fill(world, 2 * number, origin="taken_over")
            return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024

        yield work
