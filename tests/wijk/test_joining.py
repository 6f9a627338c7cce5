"""Opening a wijk, inviting and joining."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from tests.factories import again, make_place, make_resident
from tests.wijk.conftest import password, read_own
from timebank.access.models import AuditEvent
from timebank.core.database import db, transact
from timebank.ledger.models import Account
from timebank.people.models import Person
from timebank.wijk import errors, queries, service
from timebank.wijk.models import Invitation, Membership


def number_of(model) -> int:
    return db.session.scalar(select(func.count()).select_from(model))


def close_admission(place) -> None:
    steward = place.stewards[0].person_id
    rules = service.Rules("De Linden", "invitation", {})
    transact(service.change_house_rules, place.wijk_id, rules, why="rust", after_version=1, by=steward)


def test_opening_makes_a_pot_house_rules_and_a_link_for_each_steward(app):
    read_own(2026, "WK990100;De Linden;1200")
    tokens = transact(service.open_wijk, "WK990100", ["Ria", "Youssef"])
    wijk = queries.find_wijk("WK990100")
    assert len(set(tokens)) == 2
    assert (wijk.is_open, wijk.own_name, wijk.admission) == (True, "Tijdbank De Linden", "open")
    pot = db.session.get(Account, queries.pot_account_id(wijk.wijk_id))
    assert (pot.kind, pot.wijk_id, pot.gemeente_id) == ("wijk", wijk.wijk_id, wijk.gemeente_id)
    assert queries.house_rules_of(wijk.wijk_id).version == 1


@pytest.mark.parametrize("names", [[], ["Ria"], ["Ria", "ria"]])
def test_a_wijk_opens_with_two_different_stewards_or_not_at_all(app, names):
    read_own(2026, "WK990100;De Linden;1200")
    with pytest.raises(errors.TooFewStewards):
        transact(service.open_wijk, "WK990100", names)
    assert not queries.find_wijk("WK990100").is_open


@pytest.mark.parametrize("name", ["", "x" * 61, "Ria 111222333"])
def test_a_steward_needs_a_usable_name_without_a_bsn(app, name):
    read_own(2026, "WK990100;De Linden;1200")
    with pytest.raises(errors.BadName):
        transact(service.open_wijk, "WK990100", ["Youssef", name, "Ria"])


def test_only_a_known_wijk_can_be_opened(app):
    with pytest.raises(errors.NoSuchWijk):
        transact(service.open_wijk, "WK999999", ["Ria", "Youssef"])


def test_an_open_wijk_with_its_stewards_is_not_opened_again(place):
    with pytest.raises(errors.AlreadyOpen):
        transact(service.open_wijk, place.code, ["Ria", "Youssef"])


def test_stewards_who_did_not_come_get_new_links_and_the_old_ones_end(app):
    read_own(2026, "WK990100;De Linden;1200")
    old = transact(service.open_wijk, "WK990100", ["Ria", "Youssef"])
    new = transact(service.open_wijk, "WK990100", ["Ria", "Sanne"])
    with pytest.raises(errors.InvitationUsed):
        transact(service.join, name="Ria", password=password(), token=old[0])
    assert transact(service.join, name="Ria", password=password(), token=new[0]).person_id


def test_joining_gives_a_membership_and_an_account_of_the_wijk(place):
    joined = transact(service.join, name="Anna", password=password(), wijk_id=place.wijk_id)
    found = queries.member_by_public_id(joined.public_id)
    account = db.session.get(Account, found.account_id)
    assert (found.name, found.wijk_id, found.is_findable) == ("Anna", place.wijk_id, True)
    assert (account.kind, account.wijk_id, account.given_minutes) == ("person", place.wijk_id, 0)


def test_joining_stands_in_the_log_of_the_person(place):
    joined = transact(service.join, name="Anna", password=password(), wijk_id=place.wijk_id)
    logged = db.session.scalars(select(AuditEvent.action).where(AuditEvent.subject_person_id == joined.person_id))
    assert set(logged) == {"people.joined", "wijk.joined"}


def test_a_wijk_that_is_not_open_cannot_be_joined_and_nobody_is_made(app):
    read_own(2026, "WK990100;De Linden;1200")
    wijk_id = queries.find_wijk("WK990100").wijk_id
    with pytest.raises(errors.NotOpen):
        transact(service.join, name="Anna", password=password(), wijk_id=wijk_id)
    assert (number_of(Person), number_of(Membership), number_of(Account)) == (0, 0, 0)


def test_a_wijk_by_invitation_lets_in_only_who_has_one(place):
    close_admission(place)
    with pytest.raises(errors.ByInvitation):
        transact(service.join, name="Anna", password=password(), wijk_id=place.wijk_id)
    token = transact(service.invite, place.wijk_id, by=place.stewards[0].person_id)
    joined = transact(service.join, name="Anna", password=password(), token=token)
    assert queries.member_by_public_id(joined.public_id).wijk_id == place.wijk_id


def test_an_invitation_works_once(place):
    token = transact(service.invite, place.wijk_id, by=place.stewards[0].person_id)
    transact(service.join, name="Anna", password=password(), token=token)
    with pytest.raises(errors.InvitationUsed):
        transact(service.join, name="Bob", password=password(), token=token)


@pytest.mark.parametrize(("days", "works"), [(13, True), (14, False)])
def test_an_invitation_works_for_14_days(place, travel, days, works):
    token = transact(service.invite, place.wijk_id, by=place.stewards[0].person_id)
    travel(timedelta(days=days, minutes=1))
    assert (queries.find_invited_wijk(token) is not None) is works


def test_an_ended_invitation_does_not_work(place):
    token = transact(service.invite, place.wijk_id, by=place.stewards[0].person_id)
    (made,) = queries.invitations_of(place.wijk_id)
    invitation = queries.find_invitation(made.public_id)
    transact(service.end_invitation, invitation.id, by=place.stewards[1].person_id)
    assert queries.find_invited_wijk(token) is None
    assert queries.invitations_of(place.wijk_id) == []


def test_the_link_itself_is_kept_nowhere(place):
    token = transact(service.invite, place.wijk_id, by=place.stewards[0].person_id)
    kept = db.session.scalars(select(Invitation.token_hash)).all()
    assert token not in kept


def test_who_was_invited_as_a_steward_is_one_and_a_neighbour_is_not(place, fatima):
    assert {steward.name for steward in queries.stewards_of(place.wijk_id)} == {"Ria", "Youssef"}
    assert place.stewards[0].steward_wijk_ids == {place.wijk_id}
    assert not again(fatima).is_steward


def test_a_neighbour_of_an_imported_history_has_an_account_and_cannot_be_found(place, fatima):
    made = transact(service.add_placeholder, "Willem", place.wijk_id)
    found = queries.member_by_person_id(made.person_id)
    assert (found.account_id, found.wijk_id, found.is_findable) == (made.account_id, place.wijk_id, False)
    assert queries.find_neighbours(place.wijk_id, "wil", seeker=fatima) == []
    assert len(made.code) > 8


def test_the_actor_knows_account_wijk_and_the_name_of_the_time_bank(place):
    fatima = make_resident(place)
    assert (fatima.wijk_id, fatima.tb_name, fatima.has_to_choose_wijk) == (
        place.wijk_id,
        "Tijdbank De Linden",
        False,
    )


def test_two_places_do_not_mix(place):
    other = make_place("De Haven")
    assert {w.wijk_id for w in queries.open_wijken()} == {place.wijk_id, other.wijk_id}
    assert [w.wijk_id for w in queries.open_wijken("hav")] == [other.wijk_id]
    gemeente_id = queries.get_wijk(other.wijk_id).gemeente_id
    assert [w.wijk_id for w in queries.open_wijken(gemeente_id=gemeente_id)] == [other.wijk_id]
    named = queries.wijken_by_id({place.wijk_id, other.wijk_id})
    assert sorted(w.name for w in named) == ["De Haven", "De Linden"]
