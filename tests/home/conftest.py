"""A place, Fatima whose name and addresses all hold a word, and a neighbour."""

import pytest

from tests.factories import again
from tests.home.a_life import SAID
from timebank.access.actor import Actor
from timebank.core.database import transact
from timebank.people import service as people


@pytest.fixture
def fatima(fatima: Actor) -> Actor:
    """Give a resident whose name and addresses all hold the word."""
    details = {"name": f"Fatima {SAID}", "own_line": SAID, "mark": 2, "phone": "06 12345678", "is_findable": True}
    transact(people.change_details, fatima.person_id, email=f"{SAID}@example.nl", **details)
    return again(fatima)
