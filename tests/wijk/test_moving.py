""" "Ik ben verhuisd", and what a split asks of residents."""

import pytest
from sqlalchemy import select

from tests.factories import again, make_confirmed, make_place, make_report, make_resident, reload
from tests.wijk.conftest import password, read_own
from timebank.access.models import AuditEvent
from timebank.core.database import db, transact
from timebank.exchange import service as exchange
from timebank.ledger.models import Account
from timebank.people import service as people
from timebank.wijk import errors, queries, service
from timebank.wijk.actor import load_actor
from timebank.wijk.models import BuurtEdition, Wijk, WijkEdition


@pytest.fixture
def haven(place):
    """Give another open wijk."""
    return make_place("De Haven")


def split_linden() -> tuple[queries.WijkNow, queries.WijkNow]:
    """Split the open wijk WK990100 into itself and WK990101."""
    read_own(2027, "WK990100;Linden Noord;600", "WK990101;Linden Zuid;600", "BU99010000;De Laan;1")
    north, south = transact(service.split, "WK990100", ["WK990100", "WK990101"], year=2027)
    return north, south


@pytest.fixture
def linden(app) -> queries.WijkNow:
    """Give an open wijk that came from a file, with two stewards."""
    read_own(2026, "WK990100;De Linden;1200", "BU99010000;De Laan;1")
    for name, token in zip(
        ("Ria", "Youssef"), transact(service.open_wijk, "WK990100", ["Ria", "Youssef"]), strict=True
    ):
        transact(service.join, name=name, password=password(), token=token)
    return queries.find_wijk("WK990100")


def anna_of(wijk) -> int:
    return transact(service.join, name="Anna", password=password(), wijk_id=wijk.wijk_id).person_id


def test_hours_stay_and_the_account_goes_along(place, haven, fatima):
    other = make_resident(place, "Anna")
    make_confirmed(fatima, other, minutes=90)
    transact(service.move, fatima.person_id, haven.wijk_id)
    moved = again(fatima)
    assert (moved.wijk_id, moved.account_id, moved.given_minutes) == (haven.wijk_id, fatima.account_id, 90)
    assert db.session.get(Account, fatima.account_id).wijk_id == haven.wijk_id


def test_what_waits_for_an_answer_can_still_be_answered(place, haven, fatima):
    other = make_resident(place, "Anna")
    waiting = make_report(fatima, other)
    transact(service.move, fatima.person_id, haven.wijk_id)
    transact(exchange.confirm, waiting.id, by=again(other))
    assert reload(waiting).state == "confirmed"


def test_the_mover_is_found_in_the_new_wijk_and_no_longer_in_the_old(place, haven, fatima):
    old, new = make_resident(place, "Anna"), make_resident(haven, "Bob")
    transact(service.move, fatima.person_id, haven.wijk_id)
    assert queries.find_neighbours(place.wijk_id, "fat", seeker=old) == []
    assert len(queries.find_neighbours(haven.wijk_id, "fat", seeker=new)) == 1


def test_being_a_steward_and_open_invitations_end(place, haven):
    ria, _ = place.stewards
    token = transact(service.invite, place.wijk_id, by=ria.person_id)
    transact(service.move, ria.person_id, haven.wijk_id)
    assert not again(ria).is_steward
    assert queries.find_invited_wijk(token) is None
    assert [steward.name for steward in queries.stewards_of(place.wijk_id)] == ["Youssef"]
    assert len(queries.stewards_of(haven.wijk_id)) == 2


def test_one_of_the_last_two_stewards_does_not_leave_unnoticed(place, haven):
    ria, youssef = place.stewards
    transact(service.move, ria.person_id, haven.wijk_id)
    logged = db.session.scalars(select(AuditEvent.action).where(AuditEvent.subject_person_id == youssef.person_id))
    assert "wijk.steward_left" in set(logged)


def test_a_wijk_that_lost_a_steward_can_get_new_ones_from_the_operator(place, haven):
    transact(service.move, place.stewards[0].person_id, haven.wijk_id)
    tokens = transact(service.open_wijk, place.code, ["Sanne", "Kees"])
    transact(service.join, name="Sanne", password=password(), token=tokens[0])
    assert {steward.name for steward in queries.stewards_of(place.wijk_id)} == {"Youssef", "Sanne"}


@pytest.mark.parametrize(("where", "refusal"), [("same", errors.SameWijk), ("none", errors.NotOpen)])
def test_one_moves_to_another_open_wijk_only(place, fatima, where, refusal):
    to = place.wijk_id if where == "same" else 999_999
    with pytest.raises(refusal):
        transact(service.move, fatima.person_id, to)
    assert again(fatima).wijk_id == place.wijk_id


def test_a_wijk_by_invitation_asks_a_mover_for_one(place, haven, fatima):
    steward = haven.stewards[0].person_id
    rules = service.Rules("De Haven", "invitation", {})
    transact(service.change_house_rules, haven.wijk_id, rules, why="rust", after_version=1, by=steward)
    with pytest.raises(errors.ByInvitation):
        transact(service.move, fatima.person_id, haven.wijk_id)
    token = transact(service.invite, haven.wijk_id, by=steward)
    transact(service.move, fatima.person_id, haven.wijk_id, token=token)
    assert again(fatima).wijk_id == haven.wijk_id


def test_a_split_closes_one_wijk_and_opens_two_that_follow(linden):
    north, south = split_linden()
    assert [w.name for w in queries.followers_of(linden.wijk_id)] == ["Linden Noord", "Linden Zuid"]
    assert queries.wijk_by_id(linden.wijk_id).closed_at_utc is not None
    assert linden.wijk_id not in {north.wijk_id, south.wijk_id}
    assert all(queries.pot_account_id(wijk.wijk_id) for wijk in (north, south))
    assert queries.pot_account_id(linden.wijk_id) is None


def test_a_code_that_is_used_again_means_the_follower_from_then_on(linden):
    north, _ = split_linden()
    assert queries.find_wijk("WK990100").wijk_id == north.wijk_id
    read_own(2028, "WK990100;Linden Noord;610")
    editions = db.session.execute(select(WijkEdition.year, WijkEdition.wijk_id).order_by(WijkEdition.year)).all()
    of_code = [wijk_id for year, wijk_id in editions if year in (2026, 2028)]
    assert of_code == [linden.wijk_id, north.wijk_id]
    in_2027 = select(BuurtEdition.wijk_id).where(BuurtEdition.year == 2027)
    assert db.session.scalar(in_2027) == north.wijk_id


def test_followers_take_over_the_house_rules(linden):
    steward = queries.stewards_of(linden.wijk_id)[0].person_id
    rules = service.Rules("Ons Linden", "invitation", {"sport": service.KindRule(is_shown=False)})
    transact(service.change_house_rules, linden.wijk_id, rules, why="zo", after_version=1, by=steward)
    north, _ = split_linden()
    assert queries.house_rules_of(north.wijk_id).admission == "invitation"
    assert "sport" not in {kind.code for kind in queries.categories_for(north.wijk_id, "nl")}


def test_members_choose_a_follower_even_where_others_need_an_invitation(linden):
    person_id = anna_of(linden)
    steward = queries.stewards_of(linden.wijk_id)[0].person_id
    rules = service.Rules("Ons Linden", "invitation", {})
    transact(service.change_house_rules, linden.wijk_id, rules, why="zo", after_version=1, by=steward)
    _, south = split_linden()
    transact(service.move, person_id, south.wijk_id)
    assert queries.member_by_person_id(person_id).wijk_id == south.wijk_id


def test_the_followers_stand_on_top_of_where_a_member_can_go(linden):
    make_place("Aan de kade")
    split_linden()
    found = queries.wijken_to_move_to(linden.wijk_id, "kade", limit=9)
    assert [w.name for w in found] == ["Linden Noord", "Linden Zuid", "Aan de kade"]


def test_a_member_of_a_split_wijk_is_asked_to_choose_until_they_did(linden, browse):
    token = transact(people.begin_session, anna_of(linden), device="a test")
    _, south = split_linden()
    anna = load_actor(token)
    assert anna.has_to_choose_wijk
    client = browse(anna)
    assert "Je wijk is gesplitst" in client.get("/wijk").get_data(as_text=True)
    page = client.get("/wijk/moved").get_data(as_text=True)
    assert page.index("Linden Noord") < page.index("Linden Zuid")
    assert client.post("/wijk/moved", data={"wijk": south.public_id}).status_code == 303
    assert not again(anna).has_to_choose_wijk


def test_a_steward_stays_a_steward_in_the_follower_that_they_choose(linden):
    ria = queries.stewards_of(linden.wijk_id)[0]
    _, south = split_linden()
    transact(service.move, ria.person_id, south.wijk_id)
    assert [steward.name for steward in queries.stewards_of(south.wijk_id)] == ["Ria"]


def test_nobody_joins_a_wijk_that_was_split(linden):
    split_linden()
    with pytest.raises(errors.NotOpen):
        anna_of(linden)


@pytest.mark.parametrize(
    ("into", "year"),
    [(["WK990100"], 2027), (["WK990100", "WK990100"], 2027), (["WK990100", "WK990199"], 2027), ([], 2027)],
)
def test_a_split_needs_two_codes_of_that_year(linden, into, year):
    read_own(2027, "WK990100;Linden Noord;600", "WK990101;Linden Zuid;600")
    with pytest.raises(errors.CannotSplit):
        transact(service.split, "WK990100", into, year=year)
    assert queries.wijk_by_id(linden.wijk_id).is_open


def test_a_wijk_is_not_split_twice(linden):
    split_linden()
    with pytest.raises(errors.CannotSplit):
        transact(service.split, "WK990100", ["WK990100", "WK990101"], year=2027)


def test_a_wijk_that_was_one_of_its_own_before_cannot_follow(linden):
    read_own(2026, "WK990102;Elders;600")
    read_own(2027, "WK990100;Linden Noord;600", "WK990102;Elders;600")
    with pytest.raises(errors.CannotSplit):
        transact(service.split, "WK990100", ["WK990100", "WK990102"], year=2027)
    assert db.session.scalar(select(Wijk.id).where(Wijk.closed_at_utc.is_not(None))) is None
