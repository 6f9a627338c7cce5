"""No POST does anything without the token that our own page gave."""

from collections.abc import Iterator

import pytest
from flask import Flask

from tests.access.addresses import addresses, variants
from tests.access.world import World, routes
from tests.conftest import make_app, opened


@pytest.fixture
def guarded_app(database_url: str) -> Iterator[Flask]:
    """Give the application as it is served: with the check of form tokens that other tests go without."""
    with opened(make_app(database_url, WTF_CSRF_ENABLED=True)) as app:
        yield app


def tokenless(app: Flask, role: str) -> dict[str, int]:
    """Send a POST without token to every route, and return the status by endpoint."""
    world = World.make(app)
    found = {}
    for endpoint, method, rule in routes(app):
        for key in variants(endpoint) if method == "POST" else ():
            address = next(addresses(world, rule, key))
            found[key] = world.browser(role).post(address, buffered=True).status_code
    return found


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)  # the check asks no database
@pytest.mark.parametrize("role", ["visitor", "ria"])
def test_no_post_is_taken_without_a_token(guarded_app, role):
    answers = tokenless(guarded_app, role)
    assert len(answers) > 30
    assert {key: status for key, status in answers.items() if status != 400} == {}


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_without_the_check_they_would_be_taken(app):
    assert set(tokenless(app, "fatima").values()) > {303, 422}
