"""6: what it costs when the books have grown, one person holding a twentieth of all entries."""

from collections.abc import Callable
from contextlib import ExitStack
from statistics import median

from tests.benchmarks.answering import Presses
from tests.benchmarks.engines import app_on, databases, is_missing
from tests.benchmarks.posting import Supply, saying_yes
from tests.benchmarks.rounds import crew, interleaved
from tests.benchmarks.served import get, loading, rate, serving, signed_in
from tests.benchmarks.table import Limit, Options, Row, Rows, Skipped
from tests.benchmarks.world import BUSY_SHARE, ask, fill, make_world
from timebank.core import clock

AT_MOST = 1.3
PER_ROUND = 500
SECONDS = 1
Measure = Callable[[], float]


def run(options: Options) -> Rows:
    """Measure on each engine: all sizes at once, by turns."""
    for engine in options.engines:
        if is_missing(engine):
            yield Skipped(f"6. growth, {engine}", "not on this machine")
            continue
        with ExitStack() as stack:
            fresh = stack.enter_context(databases(engine))
            sizes = [_measures(stack, options, fresh(), entries) for entries in options.entries]
            for name in sizes[0]:
                figures = interleaved(options.rounds, *(size[name] for size in sizes))
                yield _row(options, f"6. {name}, {engine}", figures)


def _row(options: Options, name: str, rates: list[list[float]]) -> Row:
    growth = median(small / large for small, large in zip(rates[0], rates[-1], strict=True))
    between = " ".join(f"{median(some):,.0f}" for some in rates[:-1])
    sizes = f"{options.entries[0]:,} → {options.entries[-1]:,}"
    return Row(f"{name}, {sizes}", f"{median(rates[-1]):,.0f}/s", f"{between}/s", growth, Limit(at_most=AT_MOST))


def _measures(stack: ExitStack, options: Options, url: str, entries: int) -> dict[str, Measure]:
    """Fill a database and return what is measured on it."""
    number = options.of(PER_ROUND, 50)
    with app_on(url) as app:
        world = make_world(url, 20)
        fill(world, entries)
        total = number * (options.rounds + 1)
        supply, presses = Supply(world, total), Presses(app, ask(world, total))
        cookie = signed_in(app, world.residents[0])[0]
    members = stack.enter_context(crew(1, saying_yes, url))
    served = stack.enter_context(serving(url))
    loader = stack.enter_context(crew(1, loading, served.port))
    deep = int(entries * BUSY_SHARE / 2)
    seconds = SECONDS * options.scale
    filtered = f"/hours?year={clock.today().year - 1}"
    return {
        "say yes and post": lambda: supply.rate(members, number),
        "HTTP answer to a yes": lambda: presses.rate(loader, number),
        "GET /hours, newest": lambda: rate(loader, [get("/hours", cookie)], seconds),
        "GET /hours, halfway": lambda: rate(loader, [get(f"/hours?before={deep}", cookie)], seconds),
        "GET /hours, one year": lambda: rate(loader, [get(filtered, cookie)], seconds),
    }
