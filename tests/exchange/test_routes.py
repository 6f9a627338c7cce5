"""An exchange as people meet it on the pages, without JavaScript, on both engines."""

from dataclasses import dataclass
from datetime import timedelta
from itertools import pairwise

import pytest
from flask.testing import FlaskClient
from sqlalchemy import func, select

from tests.factories import again, make_confirmed, make_place, make_report, make_resident, reload
from tests.pages import Page
from timebank.access.actor import Actor
from timebank.core import clock
from timebank.core.database import db
from timebank.exchange.models import Exchange
from timebank.ledger.models import Transfer


@dataclass
class Browser:
    """A browser in which somebody is signed in."""

    client: FlaskClient
    actor: Actor

    def see(self, address: str, status: int = 200) -> Page:
        """Open a page."""
        answer = self.client.get(address)
        assert answer.status_code == status, (address, answer.status_code)
        return Page(answer.text)

    def send(self, address: str, typed: dict | None = None, status: int = 303) -> Page:
        """Send a form; after a 303 give the page that it leads to."""
        answer = self.client.post(address, data=typed or {})
        assert answer.status_code == status, (address, answer.status_code, Page(answer.text).text)
        return self.see(answer.location) if status == 303 else Page(answer.text)


@pytest.fixture
def place(app):
    return make_place()


@pytest.fixture
def browse(app):
    def browser_of(actor: Actor, language: str = "en") -> Browser:
        client = app.test_client()
        client.set_cookie("language", language)
        with client.session_transaction() as session:
            session["_user_id"] = actor.token
        return Browser(client, actor)

    return browser_of


@pytest.fixture
def fatima(place, browse):
    return browse(make_resident(place, "Fatima"))


@pytest.fixture
def henk(place, browse):
    return browse(make_resident(place, "Henk"))


def how_long(direction, other, what="shopping"):
    who = other if isinstance(other, str) else other.actor.public_id
    return f"/did/{direction}/how-long?who={who}&what={what}"


def totals(browser):
    seen = again(browser.actor)
    return seen.given_minutes, seen.received_minutes


def count(model):
    db.session.rollback()
    return db.session.scalar(select(func.count()).select_from(model))


def exchange_address(exchange, then=""):
    return f"/exchanges/{exchange.public_id}{then}"


# Telling, and one press yes.


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


def test_someone_of_another_wijk_is_found_by_buurcode_alone(fatima, browse, app):
    from timebank.people.queries import get_person

    far = make_resident(make_place("Kanaalzone"), "Zoë")
    db.session.rollback()
    code = get_person(far.person_id).buurcode
    assert f"who={far.public_id}" not in " ".join(fatima.see("/did/gave/who?name=Zo").links)
    assert f"who={far.public_id}" in " ".join(fatima.see(f"/did/gave/who?name={code}").links)


def test_who_cannot_be_found_is_asked_for_again(fatima):
    for address in ("/did/gave/what?who=nobody", "/did/gave/how-long?who=nobody&what=shopping"):
        page = fatima.see(fatima.client.get(address).location)
        assert "We cannot find that neighbour" in page.text


# Bad input.

BAD = [
    ({"minutes": None}, "minutes", "Choose how long it was."),
    ({"minutes": "7"}, "minutes", "Choose one of these."),
    ({"minutes": "other"}, "minutes", "at least 1 minute and at most 24 hours"),
    (
        {"minutes": "other", "hours_part": "24", "minutes_part": "1"},
        "minutes",
        "at least 1 minute and at most 24 hours",
    ),
    ({"minutes": "other", "hours_part": "-1"}, "hours_part", "Fill in 0 to 24 hours."),
    ({"minutes": "other", "minutes_part": "60"}, "minutes_part", "Fill in 0 to 59 minutes."),
    ({"minutes": "other", "hours_part": "two"}, "hours_part", "Fill in a whole number."),
    ({"occurred_on": ""}, "occurred_on", "Choose a day."),
    ({"occurred_on": "31-02-2026"}, "occurred_on", "Choose a day."),
    ({"occurred_on": "2999-01-01"}, "occurred_on", "not ahead and at most a year ago"),
    ({"occurred_on": "1999-01-01"}, "occurred_on", "not ahead and at most a year ago"),
    ({"note": "x" * 281}, "note", "at most 280 characters"),
    ({"note": "mijn nummer is 111222333"}, "note", "burgerservicenummer"),
    ({"minutes": "other", "hours_part": "13"}, "is_sure", "more than 12 hours on one day"),
]


@pytest.mark.parametrize(("typed", "at", "sentence"), BAD, ids=[f"{at}-{n}" for n, (_, at, _) in enumerate(BAD)])
def test_bad_input_gets_a_sentence_at_the_place_and_loses_nothing(fatima, henk, typed, at, sentence):
    everything = {"note": "Samen naar de markt", "occurred_on": clock.today().isoformat(), "minutes": "30", **typed}
    form = fatima.see(how_long("gave", henk)).form("request_key")
    page = fatima.send(how_long("gave", henk), form.filled(**everything), status=422)
    assert page.title.startswith("Error: ")
    assert sentence in page.summary
    assert page.text.count(sentence) == 2, "once in the summary, once at the field"
    after = page.form("request_key")
    kept = {name: after.values.get(name) for name, value in everything.items() if value is not None}
    refused = {"note"} if "111222333" in everything["note"] else set()
    unknown = {"minutes"} if everything["minutes"] == "7" else set()
    for name, value in kept.items():
        if name not in refused | unknown:
            assert value == everything[name], name
    assert after.values["request_key"] == form.values["request_key"]
    assert "111222333" not in page.text + str(after.values)
    assert count(Exchange) == 0


def test_the_title_says_fout_in_dutch(place, browse):
    fatima, henk = browse(make_resident(place, "Fatima"), "nl"), browse(make_resident(place, "Henk"), "nl")
    page = fatima.send(how_long("gave", henk), {"minutes": "30"}, status=422)
    assert page.title.startswith("Fout: ")


def test_more_than_12_hours_is_believed_when_ticked(fatima, henk):
    form = fatima.see(how_long("gave", henk)).form("request_key")
    typed = form.filled(minutes="other", hours_part="13", minutes_part="0")
    asked = fatima.send(how_long("gave", henk), typed, status=422).form("request_key")
    assert "is_sure" in asked.offered
    fatima.send(how_long("gave", henk), asked.filled(is_sure="y"))
    assert count(Exchange) == 1


def test_an_unknown_kind_of_help_is_refused(fatima, henk):
    fatima.see(how_long("gave", henk, what="gold"), status=404)
    form = fatima.see(how_long("gave", henk)).form("request_key")
    page = fatima.send(how_long("gave", henk), form.filled(what="gold"), status=422)
    assert "Choose a kind of help from the list." in page.summary
    assert count(Exchange) == 0


def test_a_forged_other_neighbour_is_not_found(fatima, henk):
    form = fatima.see(how_long("gave", henk)).form("request_key")
    fatima.send("/did/gave/how-long", form.filled(who=fatima.actor.public_id))
    assert count(Exchange) == 0


@pytest.mark.parametrize("minutes", ["0", "-5", "abc", "99999999999999999999", ""])
def test_a_strange_number_in_an_address_does_no_harm(fatima, henk, minutes):
    fatima.see(f"{how_long('gave', henk)}&minutes={minutes}")
    fatima.see(f"/hours?before={minutes}&year={minutes}&kind={minutes}")


# Answering.


def test_no_it_was_another_time_asks_the_first_again(fatima, henk):
    reported = make_report(fatima.actor, henk.actor)
    form = henk.see(exchange_address(reported, "/no")).form("minutes")
    page = henk.send(exchange_address(reported, "/no"), form.filled(minutes="30"))
    assert "Now the other says whether it is right" in page.text
    asked = fatima.see("/hours")
    assert "Is this right?" in asked.text
    fatima.send(asked.form("next", "/yes").action)
    assert (totals(fatima), totals(henk)) == ((30, 0), (0, 30))


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({}, "Choose how long it was."),
        ({"minutes": "60"}, "That is the time that is already there"),
        ({"minutes": "other", "minutes_part": "x"}, "Fill in a whole number."),
    ],
)
def test_another_time_that_is_none_is_refused_at_the_place(fatima, henk, typed, sentence):
    reported = make_report(fatima.actor, henk.actor)
    page = henk.send(exchange_address(reported, "/no"), typed, status=422)
    assert page.title.startswith("Error: ")
    assert sentence in page.summary
    assert reload(reported).state == "reported"


def test_it_did_not_happen_ends_it(fatima, henk):
    reported = make_report(fatima.actor, henk.actor)
    henk.send(henk.see(exchange_address(reported, "/no")).form(action="/decline").action)
    assert reload(reported).state == "declined"
    assert "The other said no" in fatima.see(exchange_address(reported)).text


def test_taking_back_while_it_waits(fatima, henk):
    reported = make_report(fatima.actor, henk.actor)
    fatima.send(fatima.see(exchange_address(reported)).form(action="/withdraw").action)
    page = henk.send(exchange_address(reported, "/yes"), status=409)
    assert "already answered, taken back" in page.text
    assert totals(henk) == (0, 0)


def test_an_answer_after_30_days_is_too_late_in_words(fatima, henk, monkeypatch):
    reported = make_report(fatima.actor, henk.actor)
    monkeypatch.setattr("timebank.exchange.rules.LAPSES_AFTER", timedelta(0))
    late = make_report(fatima.actor, henk.actor)
    assert "waited too long" in henk.send(exchange_address(late, "/yes"), status=409).text
    henk.send(exchange_address(reported, "/yes"))


def test_the_other_side_cannot_press_for_me(fatima, henk):
    reported = make_report(fatima.actor, henk.actor)
    for then in ("/yes", "/decline", "/agree"):
        fatima.send(exchange_address(reported, then), status=409)
    henk.send(exchange_address(reported, "/withdraw"), status=409)


def test_somebody_elses_exchange_is_not_there(place, browse, fatima, henk):
    reported = make_report(fatima.actor, henk.actor, note="Geheim")
    stranger, steward = browse(make_resident(place, "Olena")), browse(place.stewards[0])
    for other in (stranger, steward):
        for then in ("", "/no", "/correct"):
            assert "Geheim" not in other.see(exchange_address(reported, then), status=404).text
        for then in ("/yes", "/decline", "/withdraw", "/agree", "/erase-note", "/no", "/correct"):
            other.send(exchange_address(reported, then), {"minutes": "30"}, status=404)
    assert reload(reported).state == "reported"


# Correcting.


def ask_correction(browser, exchange, **typed):
    form = browser.see(exchange_address(exchange, "/correct")).form("wish")
    return browser.send(exchange_address(exchange, "/correct"), form.filled(reason="Het was anders", **typed))


def test_asking_for_another_time_and_yes_shows_the_old_line_and_the_new(fatima, henk):
    confirmed = make_confirmed(fatima.actor, henk.actor)
    ask_correction(fatima, confirmed, wish="other", minutes="120")
    asked = henk.see("/hours")
    assert "Fatima asks to make it 2 hours." in asked.text
    henk.send(asked.form(action="/agree").action)
    assert (totals(fatima), totals(henk)) == ((120, 0), (0, 120))
    text = henk.see("/hours").text
    assert "undone: 1 hour" in text
    assert "got 2 hours" in text


def test_asking_to_undo_and_yes_leaves_nothing(fatima, henk):
    confirmed = make_confirmed(fatima.actor, henk.actor)
    ask_correction(henk, confirmed, wish="undo")
    fatima.send(exchange_address(confirmed, "/agree"))
    fatima.send(exchange_address(confirmed, "/agree"), status=409)
    assert (totals(fatima), totals(henk)) == ((0, 0), (0, 0))
    assert "Undone" in henk.see(exchange_address(confirmed)).text


@pytest.mark.parametrize(("then", "asker_presses"), [("/refuse", False), ("/stop_asking", True)])
def test_a_correction_that_nobody_wants_leaves_all_as_it_was(fatima, henk, then, asker_presses):
    confirmed = make_confirmed(fatima.actor, henk.actor)
    ask_correction(fatima, confirmed, wish="undo")
    presser = fatima if asker_presses else henk
    presser.send(presser.see(exchange_address(confirmed)).form(action=then).action)
    assert reload(confirmed).state == "confirmed"
    assert totals(fatima) == (60, 0)


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"wish": "undo", "reason": ""}, "Tell what is not right."),
        ({"wish": None, "reason": "Anders"}, "Choose what you want."),
        ({"wish": "other", "reason": "Anders"}, "Choose how long it should be."),
        ({"wish": "other", "minutes": "60", "reason": "Anders"}, "That is the time that is already there"),
        ({"wish": "undo", "reason": "a" * 281}, "at most 280 characters"),
        ({"wish": "undo", "reason": "BSN 111222333"}, "burgerservicenummer"),
    ],
)
def test_a_correction_without_what_it_needs_is_refused_at_the_place(fatima, henk, typed, sentence):
    confirmed = make_confirmed(fatima.actor, henk.actor)
    form = fatima.see(exchange_address(confirmed, "/correct")).form("wish")
    page = fatima.send(exchange_address(confirmed, "/correct"), form.filled(**typed), status=422)
    assert page.title.startswith("Error: ")
    assert sentence in page.summary
    if "111222333" not in typed["reason"]:
        assert page.form("wish").values["reason"] == typed["reason"]
    assert reload(confirmed).state == "confirmed"


# Notes.


def test_either_side_erases_the_note_for_both(fatima, henk):
    reported = make_report(fatima.actor, henk.actor, note="Sleutel onder de mat")
    assert "Sleutel" in henk.see(exchange_address(reported)).text
    henk.send(henk.see(exchange_address(reported)).form(action="/erase-note").action)
    for browser in (fatima, henk):
        assert "Sleutel" not in browser.see(exchange_address(reported)).text


def test_a_note_is_text_and_never_html(fatima, henk):
    reported = make_report(fatima.actor, henk.actor, note="<script>alert(1)</script>")
    answer = henk.client.get(exchange_address(reported))
    assert "<script>" not in answer.text
    assert "&lt;script&gt;" in answer.text


# The pot.


def test_a_steward_says_yes_to_several_at_once_and_not_to_own_help(place, browse, fatima):
    ria = browse(place.stewards[0])
    mine = make_report(ria.actor, "pot")
    given = [make_report(fatima.actor, "pot", minutes=m, note="Geheim") for m in (10, 20, 30)]
    page = ria.see("/pot")
    assert page.form("exchange").offered["exchange"] == [one.public_id for one in given]
    assert "Geheim" not in page.text
    chosen = [given[0].public_id, given[2].public_id, mine.public_id, "nothing"]
    assert "You said yes to 2." in ria.send("/pot", {"exchange": chosen}).text
    assert totals(fatima) == (40, 0)
    assert reload(mine).state == "reported"


def test_what_a_steward_answered_stays_to_be_seen_and_no_more(place, browse, fatima):
    ria, youssef = (browse(steward) for steward in place.stewards)
    given = make_report(fatima.actor, "pot", note="Geheim")
    ria.send(exchange_address(given, "/yes"), {"next": exchange_address(given)})
    assert "Geheim" not in ria.see(exchange_address(given)).text
    youssef.see(exchange_address(given), status=404)


def test_the_pot_is_the_stewards_page(fatima):
    fatima.see("/pot", status=403)
    fatima.send("/pot", {"exchange": ["x"]}, status=403)


# Mijn uren.


def test_hours_come_in_pages_that_join_without_gap_or_double(fatima, henk, monkeypatch):
    monkeypatch.setattr("timebank.exchange.routes.hours.LINES_ON_A_PAGE", 2)
    for minutes in (11, 12, 13, 14, 15):
        make_confirmed(fatima.actor, henk.actor, minutes=minutes)
    seen, address = [], "/hours"
    while address:
        page = fatima.see(address)
        seen.append([number for number in (15, 14, 13, 12, 11) if f"gave {number} minutes" in page.text])
        address = next((link for link in page.links if "before=" in link), None)
    assert seen == [[15, 14], [13, 12], [11]]


def test_hours_are_filtered_by_year_and_kind_and_the_filter_goes_along(fatima, henk, monkeypatch):
    monkeypatch.setattr("timebank.exchange.routes.hours.LINES_ON_A_PAGE", 1)
    now = clock.now()
    last_year = clock.today() - timedelta(days=300)
    with monkeypatch.context() as then:
        then.setattr(clock, "now", lambda: now - timedelta(days=300))
        old = [make_report(fatima.actor, henk.actor, minutes=m, occurred_on=last_year) for m in (21, 22)]
    assert old
    for minutes, kind in ((31, "shopping"), (32, "cooking")):
        make_report(fatima.actor, henk.actor, minutes=minutes, category_code=kind)
    from timebank.core.database import transact
    from timebank.exchange import service

    db.session.execute(db.text("UPDATE exchange SET lapses_at_utc = NULL"))
    db.session.commit()
    for row in db.session.scalars(select(Exchange).order_by(Exchange.id)).all():
        transact(service.confirm, row.id, by=henk.actor)
    year = fatima.see(f"/hours?year={last_year.year}&kind=shopping")
    if last_year.year != clock.today().year:
        assert "gave 22 minutes" in year.text
        more = next(link for link in year.links if "before=" in link)
        assert f"year={last_year.year}" in more
        assert "gave 21 minutes" in fatima.see(more).text
    assert "gave 32 minutes" in fatima.see(f"/hours?year={clock.today().year}&kind=cooking").text
    assert "Nothing found" in fatima.see("/hours?kind=gold").text


def test_nobody_begins_with_a_page_that_helps(fatima):
    page = fatima.see("/hours")
    assert "Nothing yet. Shall we begin?" in page.text
    assert "/did" in page.links


def test_the_file_holds_my_lines_and_opens_right(fatima, henk):
    confirmed = make_report(fatima.actor, henk.actor, minutes=90, note="=HYPERLINK(1)")
    henk.send(exchange_address(confirmed, "/yes"))
    answer = fatima.client.get("/hours.csv", buffered=True)
    assert answer.mimetype == "text/csv"
    assert answer.headers["Content-Disposition"].startswith("attachment; filename=")
    text = answer.data.decode()
    assert text.startswith("\ufeff")
    heading, line = text.splitlines()
    assert heading.count(";") == line.count(";") == 7
    assert line.endswith(";Henk;1,50;;1,50;0,00;'=HYPERLINK(1)")


def test_the_file_is_all_pages_in_the_order_of_the_page(fatima, henk):
    for minutes in (60, 120, 180):
        make_confirmed(fatima.actor, henk.actor, minutes=minutes)
    lines = fatima.client.get("/hours.csv", buffered=True).data.decode().splitlines()[1:]
    given = [line.split(";")[3] for line in lines]
    assert given == ["3,00", "2,00", "1,00"]
    assert all(later >= earlier for later, earlier in pairwise([line.split(";")[5] for line in lines]))


# The doors.

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
