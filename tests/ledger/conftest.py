"""Two wijken and four accounts for the tests of the books."""

from dataclasses import dataclass

import pytest
from flask import Flask
from sqlalchemy import insert

from timebank.core import clock
from timebank.core.database import db, transact
from timebank.ledger import service
from timebank.wijk.models import Gemeente, Wijk


@dataclass(frozen=True)
class Books:
    """Ids: a gemeente, two wijken, two neighbours and the pot of the first, one neighbour of the second."""

    gemeente: int
    noord: int
    zuid: int
    anna: int
    bram: int
    pot: int
    zoe: int


@pytest.fixture
def books(app: Flask) -> Books:
    """Give accounts to post between, on each engine."""
    return transact(open_books)


def open_books() -> Books:
    """Write two wijken, and open accounts in them."""
    gemeente = _add(Gemeente, code="GM0001", name="Boekstad")
    noord = _add(Wijk, public_id="noord", gemeente_id=gemeente, opened_at_utc=clock.now())
    zuid = _add(Wijk, public_id="zuid", gemeente_id=gemeente, opened_at_utc=clock.now())
    kinds = {
        "anna": ("person", noord),
        "bram": ("person", noord),
        "pot": ("wijk", noord),
        "zoe": ("person", zuid),
    }
    accounts = {
        name: service.open_account(kind, wijk_id=wijk, gemeente_id=gemeente) for name, (kind, wijk) in kinds.items()
    }
    return Books(gemeente, noord, zuid, **accounts)


def _add(model: type, **values: object) -> int:
    return db.session.execute(insert(model.__table__).values(**values)).inserted_primary_key[0]
