"""The hours of a group, rule by rule: each share after its yes, and the wijk's after a steward's."""

import pytest
from sqlalchemy import select

from tests.exchange.grouping import later, pot_minutes, says, states, totals, transfers
from tests.factories import close_group, make_group, make_place, make_resident, reload_group
from timebank.core.database import db, transact
from timebank.exchange import errors, queries, service
from timebank.exchange.models import Exchange

# Rule by rule --------------------------------------------------------------------------------------------------------


def test_each_guest_gets_an_equal_share_and_the_first_what_is_left(place, leader, guests):
    group = close_group(make_group(leader, *guests), leader, minutes=100)
    says(group, *guests[:2])
    assert transfers() == 0
    says(group, guests[2])
    assert [totals(one) for one in guests] == [(0, 34), (0, 33), (0, 33)]
    assert totals(leader) == (100, 0)
    assert states(group) == ["posted"] * 4
    assert reload_group(group.public_id).state == "settled"


def test_who_is_silent_for_seven_days_is_left_out_and_the_others_share(leader, guests, monkeypatch):
    group = close_group(make_group(leader, *guests), leader, minutes=101)
    says(group, guests[0], guests[2])
    assert service.settle_groups() == 0
    later(monkeypatch, days=7, seconds=1)
    with pytest.raises(errors.AlreadyAnswered):
        says(group, guests[1])
    assert service.settle_groups() == 1
    assert service.settle_groups() == 0
    assert [totals(one) for one in guests] == [(0, 51), (0, 0), (0, 50)]
    assert states(group) == ["posted", "posted", "silent", "posted"]


def test_who_says_no_is_left_out_and_may_still_change_their_mind(leader, guests):
    anna, bram, carla = guests
    group = close_group(make_group(leader, *guests), leader, minutes=60)
    says(group, anna, is_right=False)
    says(group, anna)
    says(group, bram, is_right=False)
    says(group, carla, is_right=False)
    assert [totals(one) for one in guests] == [(0, 60), (0, 0), (0, 0)]
    says(group, anna)
    says(group, bram, is_right=False)
    with pytest.raises(errors.AlreadyAnswered):
        says(group, bram)
    with pytest.raises(errors.NotYourTurn):
        says(group, leader)


def test_a_share_of_no_minutes_posts_nothing(leader, guests):
    group = close_group(make_group(leader, *guests), leader, minutes=2)
    says(group, *guests)
    assert [totals(one) for one in guests] == [(0, 1), (0, 1), (0, 0)]
    assert states(group) == ["posted", "posted", "posted", "nothing"]


def test_without_any_yes_nothing_is_written(leader, guests):
    group = close_group(make_group(leader, *guests), leader)
    says(group, *guests, is_right=False)
    assert transfers() == 0
    assert states(group) == ["nothing", "no", "no", "no"]


def test_nobody_came(leader, guests):
    group = close_group(make_group(leader, guests[0]), leader, Anna="absent")
    assert (group.state, states(group)) == ("settled", ["nothing", "absent"])


def test_hours_for_the_pot_wait_for_one_yes_of_one_steward(place, leader, guests):
    ria, youssef = place.stewards
    group = close_group(make_group(leader, *guests, rule="pot"), leader, minutes=90, Bram="helped:45")
    assert states(group) == ["yes", "came", "asked", "came"]
    assert [one.public_id for one in queries.groups_waiting_for_stewards(youssef)] == [group.public_id]
    transact(service.answer_for_wijk, group.id, True, by=ria)
    assert queries.groups_waiting_for_stewards(youssef) == []
    assert transfers() == 0
    says(group, guests[1])
    assert (pot_minutes(place), totals(leader), totals(guests[1]), totals(guests[0])) == (135, (90, 0), (45, 0), (0, 0))
    with pytest.raises(errors.NotYourTurn):
        says(group, make_resident(place, "Henk"))


def test_everyone_gives_to_the_wijk_and_helpers_their_own_time(place, leader, guests):
    group = close_group(make_group(leader, *guests, rule="all"), leader, minutes=120, Carla="helped:30")
    says(group, *guests)
    assert transfers() == 0
    transact(service.answer_for_wijk, group.id, True, by=place.stewards[0])
    assert [totals(one)[0] for one in (leader, *guests)] == [120, 120, 120, 30]
    assert pot_minutes(place) == 390


def test_a_helper_gives_to_the_wijk_also_when_guests_share(place, leader, guests):
    group = close_group(make_group(leader, *guests), leader, minutes=60, Anna="helped:20")
    says(group, *guests)
    transact(service.answer_for_wijk, group.id, True, by=place.stewards[1])
    assert [totals(one) for one in (leader, *guests)] == [(60, 0), (20, 0), (0, 30), (0, 30)]


def test_a_guest_of_another_wijk_is_as_every_guest(place, leader):
    far = make_resident(make_place("Kanaalzone"), "Zoë")
    group = close_group(make_group(leader, far, rule="all"), leader, minutes=30)
    says(group, far)
    transact(service.answer_for_wijk, group.id, True, by=place.stewards[0])
    assert (totals(far), pot_minutes(place)) == ((30, 0), 60)


# Stewards ------------------------------------------------------------------------------------------------------------


def test_a_stewards_yes_does_not_hold_for_the_stewards_own_hours(place, guests):
    ria, youssef = place.stewards
    group = close_group(make_group(ria, *guests[:1], rule="all"), ria, minutes=60)
    says(group, guests[0])
    assert queries.groups_waiting_for_stewards(ria) != []
    transact(service.answer_for_wijk, group.id, True, by=ria)
    assert (transfers(), queries.groups_waiting_for_stewards(ria)) == (0, [])
    assert [one.public_id for one in queries.groups_waiting_for_stewards(youssef)] == [group.public_id]
    transact(service.answer_for_wijk, group.id, True, by=youssef)
    assert pot_minutes(place) == 120
    confirmers = select(Exchange.giver_person_id, Exchange.steward_person_id).order_by(Exchange.id)
    assert dict(db.session.execute(confirmers).all()) == {
        ria.person_id: youssef.person_id,
        guests[0].person_id: ria.person_id,
    }


def test_a_steward_whose_own_hours_wait_is_told_that_another_answers(place):
    ria, youssef = place.stewards
    group = close_group(make_group(ria, rule="pot"), ria)
    with pytest.raises(errors.OwnHours):
        transact(service.answer_for_wijk, group.id, True, by=ria)
    assert queries.groups_waiting_for_stewards(ria) == []
    elsewhere = make_place("Kanaalzone").stewards[0]
    for stranger in (elsewhere, make_resident(place, "Henk")):
        with pytest.raises(errors.NotYourTurn):
            transact(service.answer_for_wijk, group.id, True, by=stranger)
    transact(service.answer_for_wijk, group.id, True, by=youssef)
    for _ in range(2):
        transact(service.answer_for_wijk, group.id, True, by=youssef)
    assert totals(ria) == (120, 0)


def test_after_a_no_for_the_wijk_nothing_is_given_to_it(place, leader, guests):
    ria, youssef = place.stewards
    group = close_group(make_group(leader, *guests, rule="all"), leader)
    transact(service.answer_for_wijk, group.id, False, by=ria)
    with pytest.raises(errors.AlreadyAnswered):
        transact(service.answer_for_wijk, group.id, True, by=youssef)
    says(group, *guests)
    assert (transfers(), reload_group(group.public_id).state) == (0, "settled")


def test_what_no_steward_answered_in_time_waits_as_ordinary_hours_for_the_wijk(place, leader, guests, monkeypatch):
    ria, youssef = place.stewards
    group = close_group(make_group(leader, guests[0], rule="all"), leader, minutes=45)
    says(group, guests[0])
    later(monkeypatch, days=8)
    assert service.settle_groups() == 1
    assert (transfers(), states(group)) == (0, ["waits", "waits"])
    waiting = queries.waiting_for_stewards(ria)
    assert {one.minutes for one in waiting} == {45} and len(waiting) == 2
    for one in waiting:
        transact(service.confirm, queries.find_exchange(one.public_id).id, by=youssef)
    assert (pot_minutes(place), totals(leader)) == (90, (45, 0))
