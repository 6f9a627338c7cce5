"""Addresses of every page, with something in them that the page can show."""

from collections.abc import Iterator

from werkzeug.routing import Rule

from tests.access.things import THINGS
from tests.access.world import World

WORDS = {"direction": "gave", "move": "decline", "name": "base.css", "said": "yes", "wish": "stop_resting"}
WORDS_OF = {
    "exchange.move_appointment": {"step": "call_off"},
    "exchange.sign": {"step": "sign_up"},
    "market.decide": {"what": "agree"},
    "market.look": {"side": "offers"},
    "market.new": {"side": "offer"},
    "market.settle": {"what": "arranged"},
}
QUERIES = {
    "exchange.announce": "?what=company",
    "exchange.how_long": "?who=pot&what=shopping",
    "exchange.what": "?who=pot",
    "market.look": "?words=fietsen+maken&where=near&when=morning",
}
"""What a page is asked with, so that it has something to show."""


def addresses(world: World, rule: Rule, key: str) -> Iterator[str]:
    """Yield the address of a rule again and again, each with a new thing in it."""
    with world.app.test_request_context():
        adapter = world.app.url_map.bind("localhost", url_scheme="https")
    while True:
        words = WORDS | WORDS_OF.get(rule.endpoint, {})
        values = {name: words.get(name) or THINGS[key](world) for name in rule.arguments}
        yield adapter.build(rule.endpoint, values) + QUERIES.get(rule.endpoint, "")


def variants(endpoint: str) -> list[str]:
    """Return the names under which an endpoint stands in a table: one for each kind of thing that it may be about."""
    return [key for key in THINGS if key.startswith(f"{endpoint} ") or key == endpoint] or [endpoint]
