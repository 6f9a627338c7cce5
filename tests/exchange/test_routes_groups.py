"""The pages of a group: three screens, one press to come, one to say that it is right, and what went wrong in words."""

from datetime import timedelta

import pytest

from tests.exchange.browsing import Browser, count, totals
from tests.factories import close_group, make_group, make_place, make_resident, reload_group
from timebank.core import clock
from timebank.core.database import transact
from timebank.exchange import queries, service
from timebank.exchange.models import Group

DETAILS = "/groups/announce/details?what=company"
CHOICES = ("minutes",)
"""Fields that are marked as wrong around their choices, not at each."""

TYPED = {"words": "Koffie", "starts_at": "10:30", "place": "Het buurthuis", "minutes": "120"}


@pytest.fixture
def leida(place, browse) -> Browser:
    return browse(make_resident(place, "Leida"))


def address(group, then: str = "") -> str:
    return f"/groups/{group.public_id}{then}"


def announced(leida: Browser, rule: str = "guests", **typed) -> str:
    """Announce a group as a person does; return its address."""
    kinds = leida.see("/groups/announce")
    form = leida.see(next(link for link in kinds.links if "what=company" in link)).form("request_key")
    sent = leida.client.post(DETAILS, data=form.filled(**TYPED | typed))
    assert sent.status_code == 303
    answer = leida.client.post(sent.location, data={"rule": rule})
    assert answer.status_code == 303
    return answer.location


def test_three_screens_announce_a_group_and_its_rule_is_read_beforehand(leida, fatima):
    where = announced(leida, people_at_most="7")
    listed = fatima.see("/groups")
    assert where in listed.links
    shown = fatima.see(where)
    assert "Each guest gets an equal part of the leader's hours" in shown.text
    assert "do 7 guests come? Then each gets 17 minutes, and the first few 1 minute more" in shown.text
    assert "Leida" in shown.text and "10:30" in shown.text


def test_the_rule_screen_has_an_example_in_minutes_for_each_rule(leida):
    form = leida.see(DETAILS).form("request_key")
    rules = leida.see(leida.client.post(DETAILS, data=form.filled(**TYPED)).location)
    for said in ("each of them gets 15 minutes", "the wijk gets 2 hours", "everyone who comes gives 2 hours"):
        assert said in rules.text
    assert "Not announced yet" in leida.see("/groups").text


def test_the_same_form_sent_twice_is_one_group(leida):
    sent = leida.see(DETAILS).form("request_key").filled(**TYPED)
    first, second = (leida.client.post(DETAILS, data=sent) for _ in range(2))
    assert first.location == second.location
    assert count(Group) == 1
    assert leida.client.post(DETAILS, data=sent | {"words": "Thee"}).status_code == 409


@pytest.mark.parametrize(
    ("typed", "field", "said"),
    [
        ({"words": ""}, "words", "Tell what you are going to do"),
        ({"words": "Mijn nummer is 111222333"}, "words", "burgerservicenummer"),
        ({"starts_at": "half elf"}, "starts_at", "Fill in a time, such as 10:30"),
        ({"starts_at": ""}, "starts_at", "Fill in a time, such as 10:30"),
        ({"held_on": "1999-01-01"}, "held_on", "Choose today or a day to come"),
        ({"held_on": "gisteren"}, "held_on", "Choose a day"),
        ({"place": ""}, "place", "Tell where it is"),
        ({"place": "x" * 121}, "place", "Make this shorter"),
        ({"people_at_most": "0"}, "people_at_most", "Fill in a number from 1 to 200"),
        ({"people_at_most": "veel"}, "people_at_most", "Fill in a whole number"),
        ({"minutes": "other"}, "minutes", "at least 1 minute"),
    ],
)
def test_what_was_filled_in_wrong_is_said_there_and_nothing_typed_is_lost(leida, typed, field, said):
    form = leida.see(DETAILS).form("request_key")
    page = leida.send(DETAILS, form.filled(**TYPED | typed), status=422)
    assert said in page.summary
    assert field in page.wrong or field in CHOICES
    kept = page.form("request_key").values
    assert all(kept[name] == value for name, value in TYPED.items() if name not in typed)
    assert count(Group) == 0


def test_a_kind_that_does_not_exist_is_not_found(leida):
    leida.see("/groups/announce/details?what=nothing", status=404)


def test_one_press_to_come_and_one_to_stay_away(leida, fatima):
    where = announced(leida)
    shown = fatima.see(where)
    came = fatima.send(shown.form(action="/sign_up").action)
    assert "Leida knows it now" in came.text
    assert "Fatima" in leida.see(where).text
    gone = fatima.send(came.form(action="/sign_off").action)
    assert "You no longer take part" in gone.text
    assert "Fatima" not in leida.see(where).text


def test_guests_see_how_many_come_and_not_who(place, leida, fatima, henk):
    where = announced(leida)
    henk.client.post(f"{where}/sign_up")
    assert "1 neighbour" in fatima.see(where).text
    assert "Henk" not in fatima.see(where).text


def test_a_full_group_says_so(leida, fatima, henk):
    where = announced(leida, people_at_most="1")
    henk.client.post(f"{where}/sign_up")
    assert "There is no place left" in fatima.see(where).text
    assert "There is no place left" in fatima.send(f"{where}/sign_up", status=409).text


def test_somebody_of_another_wijk_can_come_by_the_address(leida, browse, app):
    where = announced(leida)
    zoe = browse(make_resident(make_place("Kanaalzone"), "Zoë"))
    assert where not in zoe.see("/groups").links
    assert "You take part" in zoe.send(f"{where}/sign_up").text
    assert where in zoe.see("/groups").links


def test_the_leader_says_who_was_there_and_each_says_that_it_is_right(leida, fatima, henk):
    group = make_group(leida.actor, fatima.actor, henk.actor)
    form = leida.see(address(group, "/close")).form("youth_count")
    helped = next(name for name in form.offered if name.startswith("was_"))
    done = leida.send(
        address(group, "/close"),
        form.filled(**{helped: "helped", helped.replace("was", "helped"): "30", "youth_count": "4"}),
    )
    assert "Everyone for whom something is written is asked now" in done.text
    assert "you helped for 30 minutes. These hours go to the wijk" in fatima.see(address(group)).text
    assert "Does everyone say yes? Then you get about 2 hours" in henk.see(address(group)).text
    assert "Thank you. You said yes." in henk.send(address(group, "/yes")).text
    assert "Thank you. You said no." in fatima.send(address(group, "/no")).text
    shown = henk.see(address(group))
    assert "It is in your hours now. 2 hours" in shown.text
    henk.see(next(link for link in shown.links if link.startswith("/exchanges/")))
    assert "Koffie in het buurthuis" in henk.see("/hours").text
    assert (totals(leida), totals(henk), totals(fatima)) == ((120, 0), (0, 120), (0, 0))
    assert reload_group(group.public_id).youth_count == 4


def test_what_asks_whether_it_is_right_stands_on_top_until_it_is_answered(leida, fatima):
    asks = close_group(make_group(leida.actor, fatima.actor), leida.actor)
    comes = make_group(leida.actor, fatima.actor, held_on=clock.today() + timedelta(days=1))
    listed = fatima.see("/groups")
    assert listed.links.index(address(asks)) < listed.links.index(address(comes))
    assert "This waits for you" in listed.text and "Is this right?" in listed.text
    fatima.send(address(asks, "/yes"))
    answered = fatima.see("/groups")
    assert address(asks) not in answered.links and address(comes) in answered.links
    assert "This waits for you" not in answered.text


def test_a_wrong_attendance_is_said_at_the_person_and_keeps_the_rest(leida, fatima, henk):
    group = make_group(leida.actor, fatima.actor)
    form = leida.see(address(group, "/close")).form("youth_count")
    named = next(name for name in form.offered if name.startswith("was_"))
    wrong = form.filled(**{named: "helped", named.replace("was", "helped"): "1441", "minutes": "60"})
    page = leida.send(address(group, "/close"), wrong, status=422)
    assert "Fill in 1 to 1440 minutes" in page.summary
    assert page.form("youth_count").values["minutes"] == "60"
    transact(service.sign_up, group.id, by=henk.actor)
    late = leida.send(address(group, "/close"), form.filled(), status=422)
    assert "Say whether Henk was there" in late.summary
    assert reload_group(group.public_id).state == "open"


def test_a_group_of_tomorrow_cannot_be_closed_yet(leida, fatima):
    group = make_group(leida.actor, fatima.actor, held_on=clock.today() + timedelta(days=1))
    assert address(group, "/close") not in leida.see(address(group)).links
    form = leida.see(address(group, "/close")).form("youth_count")
    page = leida.send(address(group, "/close"), form.filled(), status=422)
    assert "on its own day, or later" in page.summary


def test_the_leader_adds_who_came_without_signing_up(leida, fatima):
    group = make_group(leida.actor)
    found = leida.see(address(group, "/add?name=fa"))
    added = leida.send(address(group, "/add"), found.form("who").filled())
    assert "Does somebody else come to mind?" in added.text
    assert "Nothing found" in leida.see(address(group, "/add?name=xyz")).text
    assert [one.name for one in queries.places_of(group)] == ["Leida", "Fatima"]
    assert "cannot find that neighbour" in leida.send(address(group, "/add"), {"who": "nobody"}, status=422).text


def test_called_off_is_read_by_who_signed_up(leida, fatima):
    group = make_group(leida.actor, fatima.actor)
    assert "is called off" in leida.send(address(group, "/call-off")).text
    assert "This does not go on" in fatima.see(address(group)).text
    assert "Leida called off a group" in fatima.see("/who-saw").text
    assert (
        "closed or called off"
        in leida.send(address(group, "/call-off").replace("call-off", "sign_off"), status=409).text
    )


def test_a_steward_says_yes_once_for_the_whole_group(place, browse, leida, fatima, henk):
    group = close_group(make_group(leida.actor, fatima.actor, henk.actor, rule="all"), leida.actor, minutes=60)
    steward = browse(place.stewards[0])
    asked = steward.see(next(link for link in steward.see("/pot").links if link == address(group)))
    assert "Leida: 1 hour" in asked.text and "Fatima: 1 hour" in asked.text
    thanked = steward.send(asked.form(action="/wijk/yes").action)
    assert "You answered for the wijk" in thanked.text
    assert address(group) not in thanked.links
    for guest in (fatima, henk):
        guest.send(address(group, "/yes"))
    assert [totals(one) for one in (leida, fatima, henk)] == [(60, 0)] * 3


def test_who_is_not_asked_cannot_answer(place, browse, leida, fatima):
    group = close_group(make_group(leida.actor, fatima.actor, rule="pot"), leida.actor)
    assert "You were there. Nothing is written" in fatima.see(address(group)).text
    fatima.send(address(group, "/yes"), status=409)
    leida.send(address(group, "/yes"), status=409)
    own = close_group(make_group(place.stewards[0], rule="pot"), place.stewards[0])
    page = browse(place.stewards[0]).send(address(own, "/wijk/yes"), status=409)
    assert "these are your own hours" in page.text.lower() or "your own hours" in page.text
