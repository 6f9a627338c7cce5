"""Stewards come and go in pairs."""

import pytest
from sqlalchemy import select

from tests.factories import again, make_place, make_resident
from timebank.access.models import AuditEvent
from timebank.core.database import db, transact
from timebank.people import service as people
from timebank.people.queries import get_person
from timebank.wijk import errors, queries, service


def code_of(actor) -> str:
    return get_person(actor.person_id).buurcode


def propose(place, actor, by) -> int:
    transact(service.propose_appointment, place.wijk_id, code_of(actor), by=by)
    return proposal(place)


def proposal(place) -> int:
    (waiting,) = queries.proposals_of(place.wijk_id)
    return queries.find_proposal(waiting.public_id).id


def names(place) -> set[str]:
    return {steward.name for steward in queries.stewards_of(place.wijk_id)}


@pytest.fixture
def three(place, fatima):
    """Give a place with three stewards, and the third."""
    ria, youssef = place.stewards
    waiting = propose(place, fatima, ria)
    transact(service.agree_steward_change, waiting, by=youssef)
    return place, again(fatima)


def test_two_stewards_appoint_a_third(place, fatima):
    ria, youssef = place.stewards
    waiting = propose(place, fatima, ria)
    assert names(place) == {"Ria", "Youssef"}
    transact(service.agree_steward_change, waiting, by=youssef)
    assert names(place) == {"Ria", "Youssef", "Fatima"}
    assert again(fatima).steward_wijk_ids == {place.wijk_id}
    assert queries.proposals_of(place.wijk_id) == []


def test_the_one_who_proposed_cannot_agree(place, fatima):
    ria, _ = place.stewards
    waiting = propose(place, fatima, ria)
    with pytest.raises(errors.AnotherHasToAgree):
        transact(service.agree_steward_change, waiting, by=ria)
    assert names(place) == {"Ria", "Youssef"}


def test_agreeing_twice_is_told_that_it_is_over(place, fatima):
    ria, youssef = place.stewards
    waiting = propose(place, fatima, ria)
    transact(service.agree_steward_change, waiting, by=youssef)
    with pytest.raises(errors.ProposalEnded):
        transact(service.agree_steward_change, waiting, by=youssef)


def test_the_appointment_stands_in_the_log_of_who_was_appointed(three):
    _, fatima = three
    logged = db.session.scalars(select(AuditEvent.action).where(AuditEvent.subject_person_id == fatima.person_id))
    assert {"wijk.steward_proposed", "wijk.steward_appointed"} <= set(logged)


def test_a_wrong_code_somebody_of_elsewhere_and_who_cannot_be_found_are_answered_alike(place, fatima):
    ria, _ = place.stewards
    elsewhere = make_resident(make_place("De Haven"), "Anna")
    transact(people.silence_by_public_id, fatima.person_id, ria.public_id)
    for code in ("aaaa-aaaa", code_of(elsewhere), code_of(fatima), code_of(ria)):
        with pytest.raises(errors.NobodyWithThisCode):
            transact(service.propose_appointment, place.wijk_id, code, by=ria)


def test_a_steward_is_not_appointed_again(place):
    ria, youssef = place.stewards
    with pytest.raises(errors.AlreadySteward):
        transact(service.propose_appointment, place.wijk_id, code_of(youssef), by=ria)


def test_the_same_is_not_proposed_twice(place, fatima):
    ria, youssef = place.stewards
    propose(place, fatima, ria)
    with pytest.raises(errors.AlreadyProposed):
        transact(service.propose_appointment, place.wijk_id, code_of(fatima), by=youssef)


def test_a_proposal_can_be_taken_back(place, fatima):
    ria, youssef = place.stewards
    waiting = propose(place, fatima, ria)
    transact(service.end_steward_proposal, waiting, by=youssef)
    assert queries.proposals_of(place.wijk_id) == []
    with pytest.raises(errors.ProposalEnded):
        transact(service.agree_steward_change, waiting, by=youssef)


def test_one_of_three_steps_down_with_a_second_yes(three):
    place, fatima = three
    transact(service.propose_stepping_down, place.wijk_id, fatima.person_id, by=fatima)
    transact(service.agree_steward_change, proposal(place), by=place.stewards[0])
    assert names(place) == {"Ria", "Youssef"}
    assert not again(fatima).is_steward


def test_one_of_the_last_two_cannot_step_down_and_is_told_what_to_do(place):
    ria, _ = place.stewards
    with pytest.raises(errors.LastTwo) as refused:
        transact(service.propose_stepping_down, place.wijk_id, ria.person_id, by=ria)
    assert "nieuwe beheerder" in str(refused.value.text)


def test_of_two_proposals_to_step_down_among_three_only_one_passes(three):
    place, fatima = three
    ria, youssef = place.stewards
    transact(service.propose_stepping_down, place.wijk_id, fatima.person_id, by=fatima)
    transact(service.propose_stepping_down, place.wijk_id, ria.person_id, by=ria)
    first, second = (queries.find_proposal(p.public_id).id for p in queries.proposals_of(place.wijk_id))
    transact(service.agree_steward_change, first, by=youssef)
    with pytest.raises(errors.LastTwo):
        transact(service.agree_steward_change, second, by=youssef)
    assert names(place) == {"Ria", "Youssef"}


def test_who_is_no_steward_cannot_step_down(place, fatima):
    with pytest.raises(errors.NotASteward):
        transact(service.propose_stepping_down, place.wijk_id, fatima.person_id, by=place.stewards[0])


def test_who_moved_away_meanwhile_is_not_appointed(place, fatima):
    ria, youssef = place.stewards
    waiting = propose(place, fatima, ria)
    transact(service.move, fatima.person_id, make_place("De Haven").wijk_id)
    with pytest.raises(errors.ProposalEnded):
        transact(service.agree_steward_change, waiting, by=youssef)


def test_the_number_of_stewards_of_each_wijk(place):
    assert queries.steward_counts() == {place.wijk_id: 2}
