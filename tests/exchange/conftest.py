"""A place, two neighbours, and browsers in which people are signed in."""

from collections.abc import Callable

import pytest
from flask import Flask

from tests.exchange.browsing import Browser
from tests.exchange.grouping import NAMES
from tests.factories import Place, make_resident
from timebank.access.actor import Actor

Browse = Callable[..., Browser]


@pytest.fixture
def browse(app: Flask) -> Browse:
    """Give a function that opens a browser in which somebody is signed in."""

    def browser_of(actor: Actor, language: str = "en") -> Browser:
        client = app.test_client()
        client.set_cookie("language", language)
        with client.session_transaction() as session:
            session["_user_id"] = actor.token
        return Browser(client, actor)

    return browser_of


@pytest.fixture
def fatima(fatima: Actor, browse: Browse) -> Browser:
    """Give a resident in their browser."""
    return browse(fatima)


@pytest.fixture
def henk(henk: Actor, browse: Browse) -> Browser:
    """Give another resident in theirs."""
    return browse(henk)


@pytest.fixture
def leader(place: Place) -> Actor:
    """Give who leads a group."""
    return make_resident(place, "Leida")


@pytest.fixture
def guests(place: Place) -> list[Actor]:
    """Give three who come to it."""
    return [make_resident(place, name) for name in NAMES[:3]]
