"""Telling what was done: three screens, one press yes, and the doors of every page."""

from datetime import timedelta

import pytest

from tests.exchange.browsing import count, exchange_address, how_long, totals
from tests.factories import make_confirmed, make_place, make_report, make_resident, reload
from timebank.core import clock
from timebank.core.database import db
from timebank.core.tokens import secret
from timebank.exchange.models import Exchange
from timebank.ledger.models import Transfer
from timebank.people.queries import get_person


def test_three_screens_and_one_press_make_an_exchange(fatima, henk):
    fatima.see("/did")
    found = fatima.see("/did/gave/who?name=He")
    what = next(link for link in found.links if f"who={henk.actor.public_id}" in link)
    kinds = fatima.see(what)
    last = fatima.see(next(link for link in kinds.links if "what=shopping" in link))
    assert "Henk" in last.text
    shown = fatima.send(how_long("gave", henk), last.form("request_key").filled(minutes="120"))
    assert "Written down" in shown.text
    assert totals(fatima) == (0, 0)
    start = henk.see("/")
    done = henk.send(start.form("next", "/yes").action, start.form("next", "/yes").filled())
    assert "in both your hours" in done.text
    assert (totals(fatima), totals(henk)) == ((120, 0), (0, 120))
    assert "You gave 2 hours and got 0 minutes" in fatima.see("/hours").text


def test_who_was_helped_tells_it_too_with_a_time_of_their_own(fatima, henk):
    form = fatima.see(how_long("got", henk)).form("request_key")
    fatima.send(
        how_long("got", henk), form.filled(minutes="other", hours_part="1", minutes_part="10", note="Fijn, dank je")
    )
    asked = henk.see("/hours")
    assert "Fatima says: you helped me with" in asked.text
    assert "Fijn, dank je" in asked.text
    henk.send(asked.form("next", "/yes").action)
    assert (totals(fatima), totals(henk)) == ((0, 70), (70, 0))


def test_the_same_form_sent_twice_is_one_report(fatima, henk):
    sent = fatima.see(how_long("gave", henk)).form("request_key").filled()
    first = fatima.client.post(how_long("gave", henk), data=sent)
    second = fatima.client.post(how_long("gave", henk), data=sent)
    assert (first.status_code, second.status_code) == (303, 303)
    assert first.location == second.location
    assert count(Exchange) == 1


def test_the_same_form_with_something_else_in_it_is_refused_in_words(fatima, henk):
    form = fatima.see(how_long("gave", henk)).form("request_key")
    fatima.send(how_long("gave", henk), form.filled())
    page = fatima.send(how_long("gave", henk), form.filled(minutes="120"), status=409)
    assert "You already sent this form with something else in it" in page.text
    assert count(Exchange) == 1


def test_pressing_yes_twice_posts_once_and_says_yes_twice(fatima, henk):
    reported = make_report(fatima.actor, henk.actor)
    for _ in range(2):
        assert "in both your hours" in henk.send(exchange_address(reported, "/yes")).text
    assert totals(henk) == (0, 60)
    assert count(Transfer) == 1


def test_after_yes_people_go_back_to_where_they_were_and_never_elsewhere(fatima, henk):
    for wanted, led in [("/hours", "/hours"), ("https://elsewhere.example", "/"), ("//elsewhere.example", "/")]:
        reported = make_report(fatima.actor, henk.actor)
        answer = henk.client.post(exchange_address(reported, "/yes"), data={"next": wanted})
        assert (answer.status_code, answer.location) == (303, led)


def test_once_more_is_one_screen(fatima, henk):
    make_confirmed(fatima.actor, henk.actor, minutes=35)
    again_link = next(link for link in fatima.see("/did").links if "how-long" in link)
    form = fatima.see(again_link).form("request_key")
    assert (form.values["minutes"], form.values["hours_part"], form.values["minutes_part"]) == ("other", "0", "35")
    fatima.send(again_link, form.filled())
    assert count(Exchange) == 2


def test_what_a_draft_knows_goes_along_to_the_last_screen(fatima, henk):
    key, day = secret(), clock.today() - timedelta(days=3)
    draft = f"name=He&what=cooking&minutes=95&day={day}&key={key}"
    search = fatima.see(f"/did/gave/who?{draft}")
    assert {name: search.form("name").values[name] for name in ("what", "key")} == {"what": "cooking", "key": key}
    last = next(link for link in search.links if f"who={henk.actor.public_id}" in link)
    form = fatima.see(last).form("request_key")
    assert (form.values["request_key"], form.values["occurred_on"]) == (key, str(day))
    assert (form.values["what"], form.values["hours_part"], form.values["minutes_part"]) == ("cooking", "1", "35")
    sent = [fatima.client.post(last, data=form.filled()).location for _ in range(2)]
    assert sent[0].endswith(f"#{key}"), "by this the phone knows that its draft was written down"
    assert sent[0] == sent[1]
    assert count(Exchange) == 1


def test_a_draft_without_a_kind_asks_for_it_and_loses_nothing(fatima, henk):
    key = secret()
    found = fatima.see(f"/did/got/who?name=He&what=&minutes=15&day=&key={key}")
    kinds = fatima.see(next(link for link in found.links if "/what" in link and henk.actor.public_id in link))
    form = fatima.see(next(link for link in kinds.links if "what=garden" in link)).form("request_key")
    assert (form.values["request_key"], form.values["minutes"]) == (key, "15")
    assert form.values["occurred_on"] == str(clock.today())


@pytest.mark.parametrize("typed", ["key=short", f"key={'!' * 22}", "day=gisteren", "minutes=veel", "minutes=99999"])
def test_what_no_draft_says_is_left_out(fatima, henk, typed):
    form = fatima.see(f"{how_long('gave', henk)}&{typed}").form("request_key")
    assert len(form.values["request_key"]) == 22 and form.values["request_key"] not in typed
    assert (form.values["occurred_on"], form.values["minutes"]) == (str(clock.today()), "60")


def test_someone_of_another_wijk_is_found_by_buurcode_alone(fatima, browse, app):
    far = make_resident(make_place("Kanaalzone"), "Zoë")
    db.session.rollback()
    code = get_person(far.person_id).buurcode
    assert f"who={far.public_id}" not in " ".join(fatima.see("/did/gave/who?name=Zo").links)
    assert f"who={far.public_id}" in " ".join(fatima.see(f"/did/gave/who?name={code}").links)


def test_who_cannot_be_found_is_asked_for_again(fatima):
    for address in ("/did/gave/what?who=nobody", "/did/gave/how-long?who=nobody&what=shopping"):
        page = fatima.see(fatima.client.get(address).location)
        assert "We cannot find that neighbour" in page.text


POSTS = ["/yes", "/decline", "/withdraw", "/refuse", "/stop_asking", "/no", "/correct", "/agree", "/erase-note"]
PAGES = ["/did", "/did/gave/who", "/did/got/what?who=pot", "/did/gave/how-long?who=pot&what=shopping", "/hours"]


@pytest.mark.parametrize("address", [*PAGES, "/hours.csv", "/pot"])
def test_who_is_not_signed_in_signs_in_first(client, place, address):
    answer = client.get(address)
    assert (answer.status_code, answer.location.partition("?")[0]) == (303, "/sign-in")


@pytest.mark.parametrize("then", POSTS)
def test_nothing_is_answered_by_a_visitor_or_by_opening_an_address(client, place, browse, then):
    fatima, henk = make_resident(place, "Fatima"), make_resident(place, "Henk")
    reported = make_report(fatima, henk)
    assert client.post(exchange_address(reported, then)).location.startswith("/sign-in")
    if then not in ("/no", "/correct"):
        assert browse(henk).client.get(exchange_address(reported, then)).status_code == 405
    assert reload(reported).state == "reported"
