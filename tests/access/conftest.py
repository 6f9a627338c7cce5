"""Every page asked as every role, once for each database; the tests look at the answers."""

from collections.abc import Iterator
from dataclasses import dataclass

import pytest

from tests.access.addresses import addresses, variants
from tests.access.world import ROLES, World, routes, word
from tests.conftest import ENGINES, make_app, opened
from tests.statements import reads

WHO_ASKS = {"sqlite": tuple(ROLES), "postgresql": ("fatima", "ria", "operator")}
"""The policy asks no database, so on PostgreSQL those for whom most is read are enough."""


@dataclass(frozen=True)
class Answered:
    """What somebody got: the route as the table calls it, the answer in a word, and the statements that read."""

    key: str
    method: str
    role: str
    word: str
    read: tuple[str, ...]


@pytest.fixture(scope="session", params=ENGINES)
def answered(request: pytest.FixtureRequest) -> list[Answered]:
    """Ask everything as everybody, with empty forms."""
    with request.getfixturevalue(f"fresh_{request.param}")() as url, opened(make_app(url)) as app:
        found = list(ask_everything(World.make(app), WHO_ASKS[request.param]))
    return found


def ask_everything(world: World, roles: tuple[str, ...]) -> Iterator[Answered]:
    """Yield what each role gets on each route, about each kind of thing. Looks before it acts: an act may sign out."""
    for endpoint, method, rule in sorted(routes(world.app), key=lambda route: route[1]):
        for key in variants(endpoint):
            fresh = addresses(world, rule, key)
            address = next(fresh)
            for role in roles:
                browser = world.browser(role, anew=method == "POST")
                with reads() as read:
                    got = word(browser.open(address, method=method, buffered=True))
                yield Answered(key, method, role, got, tuple(read))
                if method == "POST" and got == "303":
                    address = next(fresh)  # the thing was answered, ended or used
