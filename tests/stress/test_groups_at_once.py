"""Fifty guests answer at the same moment, while the clock settles in several processes: it is posted once."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
from sqlalchemy import func, select, update

from tests.conftest import make_app, opened
from tests.factories import close_group, make_group, make_place, make_resident, reload_group
from tests.stress.scale import scaled
from timebank.core import clock
from timebank.core.database import db, transact
from timebank.core.errors import RuleBroken
from timebank.exchange import errors, service
from timebank.exchange.models import Exchange, Group, GroupPlace
from timebank.ledger.check import check
from timebank.ledger.models import Transfer
from timebank.ledger.queries import totals_of

pytestmark = pytest.mark.stress

GUESTS = 50
WORKERS = 4
ROUNDS = scaled(10)


@pytest.fixture
def wide_app(database_url):
    """Give an application with a connection for many presses."""
    with opened(make_app(database_url, DATABASE_POOL_SIZE=GUESTS // 2)) as app:
        yield app


def at_once(app, works):
    """Do all of this at the same moment, each in its own context; return what each returned or broke."""
    together = Barrier(len(works))

    def run(work):
        with app.app_context():
            together.wait(timeout=60)
            try:
                return work()
            except RuleBroken as broken:
                return type(broken)

    db.session.rollback()
    with ThreadPoolExecutor(len(works)) as presses:
        found = list(presses.map(run, works))
    db.session.rollback()
    return found


def make_overdue(group):
    """Let the seven days of a group end this moment."""
    moment = clock.now() - timedelta(seconds=1)
    still = (Group.id == group.id) & (Group.state == "asked")
    transact(lambda: db.session.execute(update(Group).where(still).values(answers_until_utc=moment)))


def saying(group, actor, *, is_right=True):
    return lambda: transact(service.answer_in_group, group.id, is_right, by=actor)


def for_wijk(group, steward):
    return lambda: transact(service.answer_for_wijk, group.id, True, by=steward)


@pytest.fixture
def people(wide_app):
    place = make_place()
    return place, make_resident(place, "Leida"), [make_resident(place, f"Gast {number}") for number in range(GUESTS)]


def test_fifty_yeses_at_once_settle_a_group_once(wide_app, people):
    _, leader, guests = people
    for _ in range(ROUNDS):
        group = close_group(make_group(leader, *guests), leader, minutes=120)
        assert at_once(wide_app, [saying(group, one) for one in guests]) == [None] * GUESTS
        assert reload_group(group.public_id).state == "settled"
    assert db.session.scalar(select(func.count()).select_from(Transfer)) == GUESTS * ROUNDS
    received = [totals_of(one.account_id).received_minutes for one in guests]
    assert (totals_of(leader.account_id).given_minutes, sum(received)) == (120 * ROUNDS, 120 * ROUNDS)
    assert received == [3 * ROUNDS] * 20 + [2 * ROUNDS] * 30
    assert list(check()) == []


def test_answers_and_several_clocks_around_the_last_moment_settle_once(wide_app, people):
    _, leader, guests = people
    for number in range(ROUNDS):
        group = close_group(make_group(leader, *guests), leader, minutes=600)
        for one in guests[: GUESTS // 2]:
            saying(group, one)()
        ends = [lambda group=group: make_overdue(group)]
        clocks = [service.settle_groups] * WORKERS
        found = at_once(wide_app, [*(saying(group, one) for one in guests[GUESTS // 2 :]), *ends, *clocks])
        assert {one for one in found if isinstance(one, type)} <= {errors.AlreadyAnswered}
        while service.settle_groups():
            pass
        assert reload_group(group.public_id).state == "settled"
        states = dict(
            db.session.execute(
                select(GroupPlace.state, func.count()).where(GroupPlace.group_id == group.id).group_by(GroupPlace.state)
            ).all()
        )
        written = select(func.count()).where(Exchange.request_key.like(f"group:{group.id}:%"))
        assert states["posted"] == 1 + db.session.scalar(written)
        assert totals_of(leader.account_id).given_minutes == 600 * (number + 1)
    assert list(check()) == []


def test_two_stewards_a_double_close_and_the_last_answer_at_once_post_once(wide_app, people):
    place, leader, guests = people
    few = guests[:5]
    for number in range(ROUNDS):
        group = make_group(leader, *few, rule="all")
        at_once(wide_app, [lambda group=group: close_group(group, leader, minutes=60)] * 3)
        stewards = [for_wijk(group, one) for one in place.stewards * 2]
        found = at_once(wide_app, [*(saying(group, one) for one in few * 2), *stewards, service.settle_groups])
        assert set(found) <= {None, 0, errors.AlreadyAnswered}
        assert reload_group(group.public_id).state == "settled"
        assert totals_of(group.pot_account_id).received_minutes == 360 * (number + 1)
    assert list(check()) == []


def test_the_last_place_goes_to_one(wide_app, people):
    _, leader, guests = people
    group = make_group(leader, people_at_most=3)
    found = at_once(wide_app, [lambda one=one: transact(service.sign_up, group.id, by=one) for one in guests])
    assert (found.count(None), found.count(errors.GroupFull)) == (3, GUESTS - 3)
    assert reload_group(group.public_id).guests == 3
