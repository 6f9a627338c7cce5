"""Two people at the same moment: one wins, the other is told."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

from flask import Flask

from tests.factories import again
from tests.wijk.conftest import password
from timebank.core.database import db, transact
from timebank.people.queries import get_person
from timebank.wijk import errors, queries, service


def both(app: Flask, *works: Callable[[], object]) -> list[object]:
    """Run pieces of work at the same moment, each in its own context; return what they return or the broken rule."""
    ready = Barrier(len(works))

    def run(work: Callable[[], object]) -> object:
        with app.app_context():
            ready.wait()
            try:
                return work()
            except errors.RuleBroken as broken:
                return type(broken)
            finally:
                db.session.remove()

    db.session.rollback()
    with ThreadPoolExecutor(len(works)) as pool:
        return list(pool.map(run, works))


def test_one_invitation_lets_one_of_two_in(app, place):
    token = transact(service.invite, place.wijk_id, by=place.stewards[0].person_id)
    hashed = password()

    def join(name: str) -> object:
        return transact(service.join, name=name, password=hashed, token=token)

    results = both(app, lambda: join("Anna"), lambda: join("Bob"))
    assert results.count(errors.InvitationUsed) == 1
    seeker = place.stewards[0]
    found = [queries.find_neighbours(place.wijk_id, name, seeker=seeker) for name in ("anna", "bob")]
    assert sum(map(len, found)) == 1


def test_of_three_stewards_two_cannot_stop_at_once(app, place, fatima):
    ria, youssef = place.stewards
    code = get_person(fatima.person_id).buurcode
    transact(service.propose_appointment, place.wijk_id, code, by=ria)
    (waiting,) = queries.proposals_of(place.wijk_id)
    transact(service.agree_steward_change, queries.find_proposal(waiting.public_id).id, by=youssef)
    transact(service.propose_stepping_down, place.wijk_id, fatima.person_id, by=again(fatima))
    transact(service.propose_stepping_down, place.wijk_id, ria.person_id, by=ria)
    ids = [queries.find_proposal(p.public_id).id for p in queries.proposals_of(place.wijk_id)]
    results = both(app, *[lambda number=n: transact(service.agree_steward_change, number, by=youssef) for n in ids])
    assert results.count(errors.LastTwo) == 1
    db.session.rollback()
    assert len(queries.stewards_of(place.wijk_id)) == 2


def test_of_two_changes_of_the_rules_one_is_told_to_look_again(app, place):
    rules = [service.Rules(name, "open", {}) for name in ("X", "Y")]

    def change(one: service.Rules) -> int:
        by = place.stewards[0].person_id
        return transact(service.change_house_rules, place.wijk_id, one, why="zo", after_version=1, by=by)

    results = both(app, *[lambda one=one: change(one) for one in rules])
    assert results.count(errors.RulesChangedMeanwhile) == 1
    db.session.rollback()
    assert queries.house_rules_of(place.wijk_id).version == 2
