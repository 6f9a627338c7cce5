"""Writing many settled exchanges at once."""

from datetime import date
from itertools import count

import pytest
from sqlalchemy import func, select

from tests.factories import again, make_place, make_resident
from timebank.core import clock
from timebank.core.database import db, transact
from timebank.exchange.models import Exchange, ExchangeMove
from timebank.exchange.service.bulk import Settled, write_settled
from timebank.exchange.service.report import Party
from timebank.ledger.check import check
from timebank.ledger.models import Transfer
from timebank.wijk import queries as wijk

KEYS = count(1)


@pytest.fixture
def neighbours(app):
    place = make_place()
    yield make_resident(place, "Anna"), make_resident(place, "Bram"), place
    assert list(check()) == []


def settled(giver, receiver, **more):
    values = {
        "request_key": f"bulk:{next(KEYS)}",
        "content_digest": "0" * 64,
        "giver": giver,
        "receiver": receiver,
        "minutes": 60,
        "category_code": "garden",
        "occurred_on": date(2025, 5, 31),
        "settled_at_utc": clock.now(),
    }
    return Settled(**(values | more))


def party(actor):
    return Party(actor.account_id, actor.person_id)


def test_each_is_posted_with_its_steps(neighbours):
    anna, bram, place = neighbours
    pot = Party(wijk.pot_account_id(place.wijk_id), None, place.wijk_id)
    steward = place.stewards[0].person_id
    told = {"reporter_side": "giver", "reporter_person_id": anna.person_id}
    rows = [
        settled(party(anna), party(bram), **told),
        settled(party(anna), pot, steward_person_id=steward, **told),
    ]
    assert transact(write_settled, rows, origin="agreed") == 2

    wanted = select(Exchange.id, Exchange.transfer_id, Exchange.steward_wijk_id).order_by(Exchange.id)
    (first, first_transfer, none), (second, second_transfer, pots) = db.session.execute(wanted)
    assert (none, pots) == (None, place.wijk_id)
    columns = (ExchangeMove.exchange_id, ExchangeMove.move, ExchangeMove.by_person_id, ExchangeMove.transfer_id)
    assert {tuple(row) for row in db.session.execute(select(*columns))} == {
        (first, "report", anna.person_id, None),
        (first, "confirm", bram.person_id, first_transfer),
        (second, "report", anna.person_id, None),
        (second, "confirm", steward, second_transfer),
    }
    assert (again(anna).given_minutes, again(bram).received_minutes) == (120, 60)


def test_a_known_key_is_left_as_it_is(neighbours):
    anna, bram, _ = neighbours
    rows = [settled(party(anna), party(bram)) for _ in range(1500)]
    assert transact(write_settled, rows[:1200], origin="taken_over") == 1200
    assert transact(write_settled, [*rows, rows[-1]], origin="taken_over") == 300
    assert transact(write_settled, rows, origin="taken_over") == 0
    assert db.session.scalar(select(func.count(Exchange.id))) == 1500
    assert db.session.scalar(select(func.count(ExchangeMove.id))) == 1500
    assert db.session.scalar(select(func.sum(Transfer.minutes))) == 1500 * 60


def test_nothing_is_nothing(neighbours):
    assert transact(write_settled, [], origin="taken_over") == 0
