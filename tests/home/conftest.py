"""A place, Fatima whose name and addresses all hold a word, and a neighbour."""

import pytest

from tests.factories import (
    Place,
    make_place,
    make_resident,
)
from tests.home.a_life import SAID
from timebank.access.actor import Actor
from timebank.core.database import transact
from timebank.people import service as people


@pytest.fixture
def place(app) -> Place:
    return make_place()


@pytest.fixture
def fatima(place) -> Actor:
    """Give a resident whose name and addresses all hold the word."""
    actor = make_resident(place, f"Fatima {SAID}")
    details = {"name": f"Fatima {SAID}", "own_line": SAID, "mark": 2, "phone": "06 12345678", "is_findable": True}
    transact(people.change_details, actor.person_id, email=f"{SAID}@example.nl", **details)
    return actor


@pytest.fixture
def henk(place) -> Actor:
    return make_resident(place, "Henk")
