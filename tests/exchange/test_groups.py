"""Groups: announced, signed up for, closed, answered, and posted together or not at all."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select, update

from tests.factories import again, close_group, make_group, make_place, make_report, make_resident, reload_group
from timebank.core import clock
from timebank.core.database import db, transact
from timebank.core.errors import RequestKeyReused
from timebank.exchange import errors, queries, service
from timebank.exchange.models import Exchange, Group
from timebank.exchange.rules import groups as rules
from timebank.ledger import service as ledger
from timebank.ledger.models import Transfer
from timebank.ledger.queries import totals_of
from timebank.people import service as people
from timebank.people.models import Person
from timebank.wijk import service as wijk
from timebank.wijk.queries import pot_account_id

NAMES = ("Anna", "Bram", "Carla", "Dirk", "Els", "Farid", "Gül")


@pytest.fixture
def leader(place):
    return make_resident(place, "Leida")


@pytest.fixture
def guests(place):
    return [make_resident(place, name) for name in NAMES[:3]]


def totals(actor):
    db.session.rollback()
    row = totals_of(actor.account_id)
    return row.given_minutes, row.received_minutes


def pot_minutes(place):
    db.session.rollback()
    return totals_of(pot_account_id(place.wijk_id)).received_minutes


def states(group):
    db.session.rollback()
    return [one.state for one in queries.places_of(group)]


def says(group, *actors, is_right=True):
    for actor in actors:
        transact(service.answer_in_group, group.id, is_right, by=actor)


def later(monkeypatch, **time):
    moment = clock.now() + timedelta(**time)
    monkeypatch.setattr(clock, "now", lambda: moment)


def transfers():
    db.session.rollback()
    return db.session.scalar(select(func.count()).select_from(Transfer))


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


# What goes on meanwhile ----------------------------------------------------------------------------------------------


def end(actor, *, also_account=True):
    transact(
        lambda: db.session.execute(update(Person).where(Person.id == actor.person_id).values(ended_at_utc=clock.now()))
    )
    if also_account:
        transact(ledger.close_account, actor.account_id)


def test_who_left_meanwhile_is_left_out(leader, guests):
    group = close_group(make_group(leader, *guests), leader, minutes=60)
    says(group, *guests[:2])
    end(guests[0])
    says(group, guests[2])
    assert [totals(one)[1] for one in guests[1:]] == [30, 30]
    assert states(group)[1] == "nothing"


def test_a_closed_account_is_left_out_too(leader, guests):
    group = close_group(make_group(leader, *guests), leader, minutes=60)
    transact(ledger.close_account, guests[0].account_id)
    says(group, *guests)
    assert [totals(one)[1] for one in guests] == [0, 30, 30]


def test_when_the_leader_left_the_shares_fall_away_and_helpers_keep_their_hours(place, leader, guests):
    group = close_group(make_group(leader, *guests), leader, minutes=60, Anna="helped:20")
    end(leader)
    transact(service.answer_for_wijk, group.id, True, by=place.stewards[0])
    says(group, *guests)
    assert [totals(one) for one in guests] == [(20, 0), (0, 0), (0, 0)]


def test_a_group_whose_leader_left_or_that_nobody_closed_is_called_off_by_the_clock(leader, guests, monkeypatch):
    left, forgotten = make_group(leader, guests[0]), make_group(guests[1], guests[0])
    end(leader)
    assert service.settle_groups() == 1
    assert reload_group(left.public_id).state == "called_off"
    assert reload_group(forgotten.public_id).state == "open"
    later(monkeypatch, days=32)
    assert (service.settle_groups(), service.settle_groups()) == (1, 0)
    assert reload_group(forgotten.public_id).state == "called_off"


def test_someone_who_moved_keeps_their_hours_and_the_pot_of_the_group_stays_its_own(place, leader, guests):
    from_here = close_group(make_group(leader, guests[0], rule="all"), leader, minutes=30)
    elsewhere = make_place("Kanaalzone")

    transact(wijk.move, guests[0].person_id, elsewhere.wijk_id)
    says(from_here, again(guests[0]))
    transact(service.answer_for_wijk, from_here.id, True, by=place.stewards[0])
    assert (pot_minutes(place), totals(guests[0])) == (60, (30, 0))


# What comes of it ----------------------------------------------------------------------------------------------------


def test_each_posting_is_an_exchange_that_both_can_look_at_and_correct(leader, guests):
    anna = guests[0]
    group = close_group(make_group(leader, anna), leader, minutes=60)
    says(group, anna)
    (line,) = queries.lines(anna.account_id, before_seq=None, size=5).rows
    assert (line.minutes, line.other_name, line.note, line.side) == (60, "Leida", "Koffie in het buurthuis", "received")
    assert [one.exchange_public_id for one in queries.places_of(group, only_of=anna.person_id)] == [line.public_id]
    found = queries.find_exchange(line.public_id)
    assert set(found.party_person_ids) == {leader.person_id, anna.person_id}
    assert [one.name for one in queries.moves_of(found)] == ["Leida", "Anna"]
    transact(service.ask_correction, found.id, reason="Het was korter", right_minutes=40, by=anna)
    transact(service.agree_correction, found.id, by=leader)
    assert (totals(leader), totals(anna)) == ((40, 0), (0, 40))


def test_a_big_group_does_not_count_as_what_the_leader_wrote_down_that_day(place, leader):
    many = [make_resident(place, f"Buur {number}") for number in range(21)]
    group = close_group(make_group(leader, *many), leader, minutes=210)
    says(group, *many)
    assert totals(leader) == (210, 0)
    assert make_report(leader, many[0]).state == "reported"


def test_all_is_posted_or_nothing(leader, guests, monkeypatch):
    group = close_group(make_group(leader, *guests), leader, minutes=60)
    says(group, *guests[:2])

    def breaks(*_more, **_facts):
        raise RuntimeError("out of paper")

    monkeypatch.setattr("timebank.exchange.service.settling.tell", breaks)
    with pytest.raises(RuntimeError):
        says(group, guests[2])
    assert (transfers(), states(group)) == (0, ["yes", "yes", "yes", "asked"])
    monkeypatch.undo()
    says(group, guests[2])
    assert transfers() == 3


def test_what_waits_and_what_comes_is_read_with_a_limit(leader, guests):
    anna = guests[0]
    asked = [close_group(make_group(leader, anna), leader) for _ in range(3)]
    coming = [make_group(leader, anna, held_on=clock.today() + timedelta(days=n)) for n in (2, 1)]
    assert [one.public_id for one in queries.groups_waiting(anna)] == [one.public_id for one in asked]
    assert len(queries.groups_waiting(anna, limit=2)) == 2
    assert [one.public_id for one in queries.coming_groups(anna)] == [one.public_id for one in reversed(coming)]
    assert [one.role for one in queries.coming_groups(leader, limit=1)] == ["leader"]
    says(asked[0], anna)
    assert len(queries.groups_waiting(anna)) == 2
    assert db.session.scalar(select(func.count()).select_from(Group)) == 5
