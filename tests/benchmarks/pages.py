"""5: every signed-in page under load from a second process, beside the same template with constant data.

Both from one server, by turns. What is beside it does all that a page does but read: cookie, language, template,
headers.
"""

from collections.abc import Iterator
from contextlib import ExitStack

from flask import Flask

from tests.benchmarks.engines import app_on, databases, is_missing
from tests.benchmarks.rounds import Crew, crew, interleaved
from tests.benchmarks.served import CHOSEN, answer_to, get, loading, rate, serving, signed_in
from tests.benchmarks.table import Options, Row, Rows, Skipped, faster
from tests.benchmarks.world import World, ask, fill, make_world

AT_LEAST = {"sqlite": 0.65, "postgresql": 0.4}
SECONDS = 0.2
TURNS = 3
"""How many short turns a round has: a host whose speed changes while a page is measured spoils some, not the median."""
ENTRIES = 4_000
NOT_A_TEMPLATE = {"exchange.hours_csv"}


def run(options: Options) -> Rows:
    """Measure every page on each engine."""
    for engine in options.engines:
        if is_missing(engine):
            yield Skipped(f"5. pages, {engine}", "not on this machine")
            continue
        with ExitStack() as stack:
            fresh = stack.enter_context(databases(engine))
            app = stack.enter_context(app_on(url := fresh()))
            world = make_world(url, 20)
            fill(world, ENTRIES)
            served = stack.enter_context(serving(url, CHOSEN))
            loader = stack.enter_context(crew(1, loading, served.port))
            for path, cookie in readable(app, world, served.port):
                yield _page(options, engine, loader, path, cookie)


def readable(app: Flask, world: World, port: int) -> Iterator[tuple[str, str]]:
    """Give each signed-in page's path, with the cookie of somebody who may read it; and let the server keep it."""
    readers = [signed_in(app, actor)[0] for actor in (world.residents[0], world.place.stewards[0])]
    for path in paths(app, world):
        for cookie in readers:
            if answer_to(port, get(path, cookie, "X-Keep: yes"))[0] == b"200":
                yield path, cookie
                break


def paths(app: Flask, world: World) -> list[str]:
    """Return the path of each GET page with a guard, "Mijn uren" first."""
    asked = next(one for one in ask(world, 200) if one.by is world.residents[0])
    other = world.residents[1].public_id
    values = {"public_id": asked.public_id, "direction": "gave"}
    more = {"exchange.who": {"name": "buur"}, "exchange.what": {"who": other},
            "exchange.how_long": {"who": other, "what": "shopping"}}  # fmt: skip
    found = []
    for rule in app.url_map.iter_rules():
        guarded = hasattr(app.view_functions[rule.endpoint], "permission") or rule.endpoint == "home.start"
        if guarded and "GET" in rule.methods and rule.arguments <= set(values) and rule.endpoint not in NOT_A_TEMPLATE:
            named = {name: values[name] for name in rule.arguments}
            with app.test_request_context():
                found.append(app.url_for(rule.endpoint, **named, **more.get(rule.endpoint, {})))
    return sorted(found, key=lambda path: (path != "/hours", path))


def _page(options: Options, engine: str, loader: Crew, path: str, cookie: str) -> Row:
    real, constant = get(path, cookie), get(path, cookie, "X-Constant: yes")
    seconds = SECONDS * options.scale
    ours, its = interleaved(
        options.rounds * TURNS, lambda: rate(loader, [real], seconds), lambda: rate(loader, [constant], seconds)
    )
    shown = path.partition("?")[0]
    shown = shown if len(shown) < 30 else f"{shown[:12]}…{shown[-8:]}"
    return faster(f"5. GET {shown}, {engine}", ours, its, "constant data", AT_LEAST[engine])
