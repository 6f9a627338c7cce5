"""Reading the pages of balances, in English."""

from collections.abc import Callable

import pytest
from flask import Flask

from tests.pages import Page
from timebank.access.actor import Actor
from timebank.core.database import db

See = Callable[..., Page]


@pytest.fixture
def see(app: Flask) -> See:
    """Give a function that reads a page as somebody, by default who is not signed in."""

    def page(address: str, actor: Actor | None = None) -> Page:
        db.session.rollback()
        client = app.test_client()
        client.set_cookie("language", "en")
        if actor is not None:
            with client.session_transaction() as session:
                session["_user_id"] = actor.token
        answer = client.get(address, follow_redirects=True)
        assert answer.status_code == 200
        return Page(answer.text)

    return page
