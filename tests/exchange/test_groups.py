"""Groups: announced, signed up for, and closed by who leads them."""

from datetime import timedelta

import pytest

from tests.exchange.grouping import states
from tests.factories import close_group, make_group, make_place, make_resident, reload_group
from timebank.core import clock
from timebank.core.database import db, transact
from timebank.core.errors import RequestKeyReused
from timebank.exchange import errors, queries, service
from timebank.exchange.rules import groups as rules
from timebank.people import service as people

# Announcing and signing up -------------------------------------------------------------------------------------------


def test_a_draft_is_seen_by_nobody_until_its_rule_is_chosen(place, leader, guests):
    draft = make_group(leader, rule="")
    assert not draft.is_announced
    assert queries.groups_of_wijk(guests[0], after=None, size=10).rows == []
    with pytest.raises(errors.GroupOver):
        transact(service.sign_up, draft.id, by=guests[0])
    transact(service.announce_group, draft.id, "all", by=leader)
    transact(service.announce_group, draft.id, "pot", by=leader)
    assert reload_group(draft.public_id).rule == "all"
    assert [one.public_id for one in queries.groups_of_wijk(guests[0], after=None, size=10).rows] == [draft.public_id]


def test_the_same_form_makes_one_group_and_another_content_is_refused(leader):
    first = make_group(leader, rule="", request_key="k")
    assert make_group(leader, rule="", request_key="k").id == first.id
    with pytest.raises(RequestKeyReused):
        make_group(leader, rule="", request_key="k", words="Iets anders")


@pytest.mark.parametrize(
    ("wrong", "rule"),
    [
        ({"held_on": clock.today() - timedelta(days=1)}, errors.DayBehind),
        ({"held_on": clock.today() + timedelta(days=367)}, errors.DayBehind),
        ({"category_code": "nothing"}, errors.UnknownKind),
        ({"minutes": 1441}, errors.ImpossibleMinutes),
    ],
)
def test_what_cannot_be_is_not_announced(leader, wrong, rule):
    with pytest.raises(rule):
        make_group(leader, **wrong)


def test_twenty_groups_a_day_are_enough(leader):
    for _ in range(rules.GROUPS_A_DAY):
        make_group(leader)
    with pytest.raises(errors.EnoughGroups):
        make_group(leader)


def test_pressing_sign_up_or_off_twice_is_once_and_who_comes_back_is_last(leader, guests):
    anna, bram, _ = guests
    group = make_group(leader, anna, bram, anna)
    assert [one.name for one in queries.places_of(group)] == ["Leida", "Anna", "Bram"]
    for _ in range(2):
        transact(service.sign_off, group.id, by=anna)
    transact(service.sign_up, group.id, by=anna)
    db.session.rollback()
    assert [one.name for one in queries.places_of(group)] == ["Leida", "Bram", "Anna"]


def test_the_leader_is_no_guest_and_cannot_leave_its_place(leader, guests):
    group = make_group(leader)
    with pytest.raises(errors.LeaderIsThere):
        transact(service.sign_up, group.id, by=leader)
    with pytest.raises(errors.LeaderIsThere):
        transact(service.add_to_group, group.id, leader.public_id, by=leader)
    transact(service.sign_off, group.id, by=leader)
    assert states(group) == ["signed_up"]


def test_a_full_group_takes_nobody_and_the_silent_get_the_same_answer(place, leader, guests):
    anna, bram, carla = guests
    group = make_group(leader, anna, people_at_most=1)
    with pytest.raises(errors.GroupFull):
        transact(service.sign_up, group.id, by=bram)
    wide = make_group(leader)
    transact(people.silence, leader.person_id, carla.person_id)
    with pytest.raises(errors.GroupFull):
        transact(service.sign_up, wide.id, by=carla)
    db.session.rollback()
    assert queries.groups_of_wijk(carla, after=None, size=10).rows == []


def test_the_leader_adds_who_came_without_signing_up_also_from_another_wijk(leader, guests):
    far = make_resident(make_place("Kanaalzone"), "Zoë")
    group = make_group(leader, people_at_most=1)
    for _ in range(2):
        transact(service.add_to_group, group.id, guests[0].public_id, by=leader)
    transact(service.add_to_group, group.id, far.public_id, by=leader)
    db.session.rollback()
    assert [one.name for one in queries.places_of(group)] == ["Leida", "Anna", "Zoë"]
    with pytest.raises(errors.NobodyFound):
        transact(service.add_to_group, group.id, "nobody", by=leader)
    with pytest.raises(errors.NotYourTurn):
        transact(service.add_to_group, group.id, guests[1].public_id, by=guests[0])


def test_a_group_that_is_called_off_takes_nobody_and_tells_who_signed_up(leader, guests):
    group = make_group(leader, guests[0])
    with pytest.raises(errors.NotYourTurn):
        transact(service.call_off_group, group.id, by=guests[0])
    for _ in range(2):
        transact(service.call_off_group, group.id, by=leader)
    for refused in (service.sign_up, service.sign_off):
        with pytest.raises(errors.GroupOver):
            transact(refused, group.id, by=guests[1])
    with pytest.raises(errors.GroupOver):
        close_group(group, leader)


def test_pages_of_coming_groups_go_on_where_the_last_one_ended(leader, guests):
    days = [clock.today() + timedelta(days=number) for number in (3, 1, 2, 1)]
    made = {day: [] for day in days}
    for day in days:
        made[day].append(make_group(leader, held_on=day).public_id)
    found, after = [], None
    while True:
        page = queries.groups_of_wijk(guests[0], after=after, size=1)
        found += [one.public_id for one in page.rows]
        after = page.next_after
        if after is None:
            break
    assert found == [public_id for day in sorted(made) for public_id in made[day]]


# Closing -------------------------------------------------------------------------------------------------------------


def test_a_group_is_not_closed_before_its_day_or_by_another_or_without_naming_everyone(leader, guests):
    ahead = make_group(leader, held_on=clock.today() + timedelta(days=1))
    with pytest.raises(errors.NotYetHeld):
        close_group(ahead, leader)
    group = make_group(leader, guests[0])
    with pytest.raises(errors.NotYourTurn):
        close_group(group, guests[0])
    with pytest.raises(errors.SomebodyCameMeanwhile):
        transact(service.close_group, group.id, rules.Attendance(60, {}), by=leader)
    with pytest.raises(errors.ImpossibleMinutes):
        close_group(group, leader, minutes=1441)


def test_closing_twice_keeps_the_first_attendance(leader, guests):
    group = make_group(leader, *guests)
    close_group(group, leader, minutes=90, youths=4)
    closed = close_group(group, leader, minutes=30, Anna="absent")
    assert (closed.held_minutes, closed.youth_count, closed.state) == (90, 4, "asked")
    assert states(closed) == ["yes", "asked", "asked", "asked"]
