"""Which WSGI server: granian and gunicorn, with the pages that people open most and the press that matters most.

Four connections at once, as many neighbours after a street party. `timebank serve` uses what is best here.
"""

from contextlib import ExitStack

from flask import Flask

from tests.benchmarks.answering import Presses
from tests.benchmarks.engines import app_on, databases, is_missing
from tests.benchmarks.rounds import crew, interleaved
from tests.benchmarks.served import Server, get, loading, rate, serving, signed_in
from tests.benchmarks.table import Options, Row, Rows, Skipped, faster
from tests.benchmarks.world import World, ask, fill, make_world

CHOSEN = Server("granian", 2, 4)
OTHERS = (
    Server("granian", 1, 1),
    Server("granian", 1, 4),
    Server("granian", 2, 1),
    Server("granian", 2, 2),
    Server("gunicorn sync", 2, 1),
    Server("gunicorn gthread", 1, 4),
    Server("gunicorn gthread", 2, 4),
)
CONNECTIONS = 4
SECONDS = 1.5
PER_ROUND = 400


def run(options: Options) -> Rows:
    """Compare each other server with the chosen one: a figure above 1 says that the chosen one is faster."""
    for engine in options.engines:
        if is_missing(engine):
            yield Skipped(f"servers, {engine}", "not on this machine")
            continue
        with databases(engine) as fresh, app_on(url := fresh()) as app:
            world = make_world(url, 20)
            fill(world, 4_000)
            for other in OTHERS:
                yield from _compare(options, app, world, engine, other)


def _compare(options: Options, app: Flask, world: World, engine: str, other: Server) -> Rows:
    number = options.of(PER_ROUND, 100)
    presses = Presses(app, ask(world, 2 * number * (options.rounds + 1)))
    cookie = signed_in(app, world.residents[0])[0]
    page, seconds = [get("/hours", cookie)], SECONDS * options.scale
    with ExitStack() as stack:
        ours, its = (
            stack.enter_context(crew(1, loading, stack.enter_context(serving(world.url, server)).port))
            for server in (CHOSEN, other)
        )
        read = interleaved(
            options.rounds,
            lambda: rate(ours, page, seconds, CONNECTIONS),
            lambda: rate(its, page, seconds, CONNECTIONS),
        )
        yes = interleaved(
            options.rounds,
            lambda: presses.rate(ours, number, CONNECTIONS),
            lambda: presses.rate(its, number, CONNECTIONS),
        )
    yield _row(f"servers. GET /hours, {engine}: {CHOSEN}", read, other)
    yield _row(f"servers. POST yes, {engine}: {CHOSEN}", yes, other)


def _row(name: str, figures: list[list[float]], other: Server) -> Row:
    return faster(name, figures[0], figures[1], str(other))
