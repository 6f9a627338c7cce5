"""The leader changes when or where a group is, before it begins."""

from datetime import time, timedelta

import pytest

from tests.exchange.grouping import later
from tests.factories import close_group, make_group, reload_group
from timebank.core import clock
from timebank.core.database import db, transact
from timebank.exchange import errors, service
from timebank.exchange.rules.groups import WhenAndWhere
from timebank.notices.queries import notices_of


def soon(**more):
    """Return a day ahead, as the form says it."""
    return WhenAndWhere(
        **{"held_on": clock.today() + timedelta(days=3), "starts_at": time(14), "place": "Elders"} | more
    )


def change(group, content, by):
    transact(service.change_group, group.id, content, by=by)
    return reload_group(group.public_id)


def told(actor):
    db.session.rollback()
    return [one for one in notices_of(actor.person_id).rows if one.kind == "group.changed"]


@pytest.fixture
def group(leader, guests):
    return make_group(leader, *guests[:2], held_on=clock.today() + timedelta(days=1))


def test_who_signed_up_hears_once_that_it_changed(group, leader, guests):
    for _ in range(2):
        changed = change(group, soon(), leader)
    assert (changed.held_on, changed.starts_at, changed.place) == (soon().held_on, time(14), "Elders")
    assert [len(told(actor)) for actor in (leader, *guests)] == [0, 1, 1, 0]
    change(group, soon(place="Toch hier"), leader)
    assert len(told(guests[0])) == 1  # the first is unread still, and leads to what holds now


def test_only_its_leader_changes_it(group, guests):
    with pytest.raises(errors.NotYourTurn):
        change(group, soon(), guests[0])


@pytest.mark.parametrize("days", [-1, 0, 367])
def test_the_new_moment_lies_ahead_and_at_most_a_year(group, leader, days):
    held_on = clock.today() + timedelta(days=days)
    with pytest.raises(errors.DayBehind):
        change(group, soon(held_on=held_on, starts_at=time(0)), leader)
    assert reload_group(group.public_id).place == group.place


def test_what_has_begun_stays_as_it_is(group, leader, monkeypatch):
    later(monkeypatch, days=2)
    with pytest.raises(errors.GroupBegan):
        change(group, soon(), leader)


@pytest.mark.parametrize("end", ["close", "call off"])
def test_what_is_over_stays_as_it_is(leader, guests, end):
    group = make_group(leader, guests[0])
    if end == "close":
        close_group(group, leader)
    else:
        transact(service.call_off_group, group.id, by=leader)
    with pytest.raises(errors.GroupOver):
        change(group, soon(), leader)


def test_the_leader_changes_it_on_a_page_and_a_guest_reads_it(place, browse, group, leader, guests):
    leida, anna = browse(leader), browse(guests[0])
    address = f"/groups/{group.public_id}"
    assert f"{address}/change" in leida.see(address).links
    assert f"{address}/change" not in anna.see(address).links
    sent = leida.see(f"{address}/change").form("held_on").filled(place="Bij de kerk")
    assert "Bij de kerk" in leida.send(f"{address}/change", sent).text
    assert "Bij de kerk" in anna.see(address).text
    wrong = leida.send(f"{address}/change", sent | {"place": "", "held_on": "x"}, status=422)
    assert wrong.wrong == {"held_on", "place"}
    anna.see(f"{address}/change", status=404)
