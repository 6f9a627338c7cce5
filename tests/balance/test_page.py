"""The balance of a wijk as everybody sees it: the sentence, the pictures, and what is hidden."""

import pytest

from tests.factories import make_balance, publish
from tests.pages import Page


@pytest.fixture
def see(client):
    """Give a function that reads a page as somebody who is not signed in, in English."""
    client.set_cookie("language", "en")

    def page(address: str) -> Page:
        answer = client.get(address)
        assert answer.status_code == 200
        return Page(answer.text)

    return page


def test_the_page_answers_in_words_first(place, see):
    publish(make_balance(place, hours=(420, 385)))
    shown = see(f"/balance/{place.code}").text
    assert "Almost. Neighbours of De Linden gave 420 hours and got 385 hours." in shown
    assert "July to September 2026" in shown
