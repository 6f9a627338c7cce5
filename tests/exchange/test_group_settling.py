"""Groups are posted together or not at all, whoever left, moved or was silent meanwhile."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select, update

from tests.exchange.grouping import later, pot_minutes, says, states, totals, transfers
from tests.factories import again, close_group, make_group, make_place, make_report, make_resident, reload_group
from timebank.core import clock
from timebank.core.database import db, transact
from timebank.exchange import queries, service
from timebank.exchange.models import Group
from timebank.ledger import service as ledger
from timebank.people.models import Person
from timebank.wijk import service as wijk

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
    assert [one.public_id for one in queries.my_groups(anna)] == [one.public_id for one in asked + coming[::-1]]
    assert len(queries.my_groups(anna, limit=2)) == 2
    assert [one.role for one in queries.my_groups(leader, limit=1)] == ["leader"]
    says(asked[0], anna)
    assert [one.state for one in queries.my_groups(anna)] == ["asked", "asked", "open", "open"]
    assert db.session.scalar(select(func.count()).select_from(Group)) == 5
