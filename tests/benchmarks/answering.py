"""4: the whole HTTP answer to a yes, beside the posting in a loop.

A real server of one process on loopback, one connection that stays open, from a second process: session, CSRF, form,
post, redirect. The loop is one process that calls the service. Both one after another, so the ratio is what the web
adds to a yes.
"""

from contextlib import ExitStack

from flask import Flask

from tests.benchmarks.engines import app_on, databases, is_missing
from tests.benchmarks.posting import Supply, saying_yes
from tests.benchmarks.rounds import Crew, crew, interleaved
from tests.benchmarks.served import loading, post, rate, serving, signed_in
from tests.benchmarks.table import Options, Rows, Skipped, faster
from tests.benchmarks.world import Asked, ask, make_world

PER_ROUND = 1_000
AT_LEAST = 0.35


def run(options: Options) -> Rows:
    """Measure on each engine."""
    for engine in options.engines:
        name = f"4. HTTP answer to a yes, {engine}"
        if is_missing(engine):
            yield Skipped(name, "not on this machine")
        else:
            yield faster(name, *_measured(options, engine), "the service in a loop", AT_LEAST)


def _measured(options: Options, engine: str) -> list[list[float]]:
    number = options.of(PER_ROUND, 100)
    with ExitStack() as stack:
        fresh = stack.enter_context(databases(engine))
        app = stack.enter_context(app_on(url := fresh()))
        world, total = make_world(url), number * (options.rounds + 1)
        supply, presses = Supply(world, total), Presses(app, ask(world, total))
        members = stack.enter_context(crew(1, saying_yes, url))
        served = stack.enter_context(serving(url))
        loader = stack.enter_context(crew(1, loading, served.port))
        return interleaved(options.rounds, lambda: presses.rate(loader, number), lambda: supply.rate(members, number))


class Presses:
    """Hands out presses on "Ja, dit klopt", each once."""

    def __init__(self, app: Flask, asked: list[Asked]) -> None:
        """Prepare the form of each, with the cookie of who is asked."""
        actors = {one.by.person_id: one.by for one in asked}
        ways_in = {person_id: signed_in(app, actor) for person_id, actor in actors.items()}
        self.requests = [_press(one, *ways_in[one.by.person_id]) for one in asked]

    def rate(self, loader: Crew, number: int, connections: int = 1) -> float:
        """Press `number` times; return how many a second were answered."""
        some, self.requests = self.requests[:number], self.requests[number:]
        return rate(loader, some, None, connections, b"303")


def _press(asked: Asked, cookie: str, csrf_token: str) -> bytes:
    return post(f"/exchanges/{asked.public_id}/yes", cookie, f"csrf_token={csrf_token}")
