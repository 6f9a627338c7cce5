"""The pages of notices, as people use them."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from tests.exchange.browsing import Browser
from tests.factories import again, make_report, make_resident, make_staff
from tests.notices.conftest import change, mails, told
from tests.pages import Page
from timebank.core.database import db, transact
from timebank.notices import outbox, queries, service
from timebank.notices.kinds import FAMILIES, KINDS, kinds_of
from timebank.notices.letters import unsubscribe_token
from timebank.notices.models import Notice
from timebank.notices.rules import TRIES_AT_MOST
from timebank.people.models import Person
from timebank.people.queries import get_person


@pytest.fixture
def browse(app):
    """Give a function that opens a browser in which somebody is signed in, in English."""

    def browser_of(actor):
        client = app.test_client()
        client.set_cookie("language", "en")
        with client.session_transaction() as session:
            session["_user_id"] = actor.token
        return Browser(client, actor)

    return browser_of


def tell(actor, kind="need.arranged", **more):
    transact(service.tell, actor.person_id, kind, **more)


def test_a_bell_counts_what_is_new_and_stops_at_nine(fatima, browse):
    browser = browse(fatima)
    assert "Messages My details" in browser.see("/").text
    for number in range(11):
        tell(fatima)
        shown = "9+" if number >= 9 else str(number + 1)
        assert f"Messages {shown} new My details" in browser.see("/").text


def test_a_notice_is_written_in_the_language_of_who_reads_it(fatima, henk, browse):
    tell(henk, "exchange.report", who=fatima.person_id, thing="x", minutes=60)
    browser = browse(henk)
    assert "Fatima wrote down 1 hour with you. Is it right?" in browser.see("/notices").text
    browser.client.set_cookie("language", "nl")
    assert "Fatima schreef 1 uur met jou op. Klopt het?" in browser.see("/notices").text


def test_looking_reads_nothing_and_opening_reads_one(fatima, henk, browse):
    asked = make_report(fatima, henk)
    tell(henk)
    browser = browse(henk)
    page = browser.see("/notices")
    assert again(henk).unread_notices == 2
    first, second = (form.action for form in page.forms if form.action.endswith("/open"))
    assert "My wijk" in browser.send(first).text  # the newest stands on top
    assert again(henk).unread_notices == 1
    assert browser.client.post(second).location == f"/exchanges/{asked.public_id}"
    assert again(henk).unread_notices == 0


def test_one_button_reads_all_that_stands_there(fatima, browse):
    tell(fatima)
    browser = browse(fatima)
    form = browser.see("/notices").form("up_to")
    tell(fatima, "series.next")
    assert "I have read everything" in browser.send("/notices/read", form.filled()).text
    assert again(fatima).unread_notices == 1
    form = browser.see("/notices").form("up_to")
    assert "I have read everything" not in browser.send("/notices/read", form.filled()).text


@pytest.mark.parametrize("up_to", ["", "x", "-1", "9" * 30])
def test_a_button_with_nonsense_in_it_reads_nothing(fatima, browse, up_to):
    tell(fatima)
    browse(fatima).send("/notices/read", {"up_to": up_to}, 400)
    assert again(fatima).unread_notices == 1


def test_older_notices_stand_on_the_next_page(fatima, browse):
    for _ in range(31):
        tell(fatima)
    browser = browse(fatima)
    first = browser.see("/notices")
    older = next(link for link in first.links if "before=" in link)
    assert first.text.count("What you promised to arrange is there") == 30
    assert browser.see(older).text.count("What you promised to arrange is there") == 1
    assert browser.see("/notices?before=nonsense").text.count("What you promised to arrange is there") == 30


def test_the_notices_of_another_cannot_be_opened(fatima, henk, browse):
    tell(fatima)
    public_id = db.session.scalar(select(Notice.public_id))
    browse(henk).send(f"/notices/{public_id}/open", status=404)
    assert again(fatima).unread_notices == 1


def test_people_choose_how_they_hear(fatima, browse):
    browser = browse(fatima)
    form = browser.see("/notices/choices").form("messages")
    assert {form.values[name] for name in (*FAMILIES, *KINDS) if name in form.values} == {"mail"}
    chosen = {"exchange.report": "app", "exchange.decline": "not"}
    assert "Saved." in browser.send("/notices/choices", form.filled(**chosen)).text
    form = browser.see("/notices/choices").form("messages")
    shown = [form.values[name] for name in ("hours", "messages", "exchange.report", "exchange.decline")]
    assert shown == ["", "mail", "app", "not"]
    assert form.values["exchange.lapse"] == "mail"


def test_one_choice_is_for_all_of_a_family_but_what_was_changed_itself(fatima, browse):
    browser = browse(fatima)
    form = browser.see("/notices/choices").form("messages")
    typed = form.filled(groups="not", **{"group.called_off": "paper"})
    browser.send("/notices/choices", typed)
    ways = queries.choices_of(fatima.person_id)
    assert {ways[kind] for kind in kinds_of("groups")} == {"not", "paper"}
    assert (ways["group.called_off"], ways["group.posted"], ways["series.next"]) == ("paper", "not", "mail")
    form = browser.see("/notices/choices").form("messages")
    assert form.values["groups"] == ""
    browser.send("/notices/choices", form.filled(groups="app"))
    assert {queries.choices_of(fatima.person_id)[kind] for kind in kinds_of("groups")} == {"app"}
    assert browser.see("/notices/choices").form("messages").values["groups"] == "app"


def test_what_is_decided_about_somebody_is_in_the_app_at_least(fatima, browse):
    form = browse(fatima).see("/notices/choices").form("messages")
    assert "not" not in form.offered["listing.hidden"]
    browse(fatima).send("/notices/choices", form.filled(listings="not"))
    ways = queries.choices_of(fatima.person_id)
    assert (ways["listing.hidden"], ways["listing.expires"]) == ("app", "not")
    browse(fatima).send("/notices/choices", form.filled(**{"listing.hidden": "not"}), 422)


def test_only_stewards_choose_for_what_stewards_hear(place, fatima, browse):
    assert "stewards" not in browse(fatima).see("/notices/choices").form("messages").values
    assert "pot.asked" in browse(place.stewards[0]).see("/notices/choices").form("messages").values


def test_mail_without_an_address_is_refused_in_words_and_nothing_is_lost(henk, browse):
    browser = browse(henk)
    form = browser.see("/notices/choices").form("messages")
    assert form.values["hours"] == "paper"
    page = browser.send("/notices/choices", form.filled(messages="mail", groups="app"), 422)
    assert "Fill in your e-mail address first" in page.summary
    assert (page.form("messages").values["messages"], page.form("messages").values["groups"]) == ("mail", "app")
    assert queries.choices_of(henk.person_id) == {}


def test_a_way_that_there_is_not_is_refused(fatima, browse):
    form = browse(fatima).see("/notices/choices").form("messages")
    page = browse(fatima).send("/notices/choices", form.filled(messages="pigeon"), 422)
    assert page.wrong == {"messages"}


def test_the_language_that_somebody_chooses_is_that_of_their_mail(app, fatima, browse):
    browse(fatima).client.post("/language", data={"language": "en"})
    db.session.rollback()
    assert get_person(fatima.person_id).language == "en"
    assert app.test_client().post("/language", data={"language": "en"}).status_code == 303


def test_who_joins_in_english_is_written_to_in_english(place, app):
    client = app.test_client()
    client.set_cookie("language", "en")
    wijk = Page(client.get("/join").text).form("wijk").offered["wijk"][-1]
    client.post("/join", data={"name": "Anna", "wijk": wijk, "password": "een goed wachtwoord"})
    db.session.rollback()
    assert db.session.scalar(select(Person.language).where(Person.name == "Anna")) == "en"


def stop_address(actor):
    return f"/unsubscribe/{unsubscribe_token(actor.public_id)}"


def test_one_press_in_a_mail_stops_all_mail_without_signing_in(app, fatima):
    client = app.test_client()
    assert "Stuur me geen mail meer" in client.get(stop_address(fatima)).text
    assert queries.choices_of(fatima.person_id) == {}  # a mail program may look at the link by itself
    assert client.post(stop_address(fatima)).status_code == 303
    assert set(queries.choices_of(fatima.person_id).values()) == {"app"}
    tell(fatima)
    assert told(fatima) == [("need.arranged", "app")]


def test_a_mail_program_stops_all_mail_by_itself(app, fatima):
    app.config["WTF_CSRF_ENABLED"] = True
    client = app.test_client()
    answer = client.post(stop_address(fatima), data={"List-Unsubscribe": "One-Click"})
    assert (answer.status_code, answer.text) == (200, "ok\n")
    assert set(queries.choices_of(fatima.person_id).values()) == {"app"}


def test_another_page_cannot_press_for_somebody(app, fatima):
    app.config["WTF_CSRF_ENABLED"] = True
    assert app.test_client().post(stop_address(fatima)).status_code == 400
    assert queries.choices_of(fatima.person_id) == {}


def test_a_token_that_is_not_ours_is_not_found(app, fatima):
    for token in ("x", stop_address(fatima)[13:-1], unsubscribe_token("nobody")):
        assert app.test_client().get(f"/unsubscribe/{token}").status_code == 404


def test_a_steward_prints_sheets_that_tell_no_names_and_no_hours(place, fatima, henk, browse):
    make_report(fatima, henk, minutes=75, note="Geheim")
    browser = browse(place.stewards[0])
    page = browser.see("/notices/sheets")
    assert "Henk" in page.text
    assert "There is news about hours that you did with a neighbour. 1 message" in page.text
    for secret in ("Fatima", "Geheim", "1 hour", "15 minutes"):
        assert secret not in page.text
    assert "Done." in browser.send("/notices/sheets", page.form("up_to").filled()).text
    assert "Nothing to print" in browser.see("/notices/sheets").text
    assert "Ria printed a sheet that says that messages wait for you." in browse(henk).see("/who-saw").text


def test_a_resident_and_a_steward_of_elsewhere_see_no_sheet(place, henk, browse):
    tell(henk)
    browse(henk).see("/notices/sheets", 403)


def test_a_wijk_that_is_not_ones_own_prints_nothing(place, henk, browse):
    tell(henk)
    somebody = make_resident(place, "Olena")
    browse(somebody).send("/notices/sheets", {"up_to": "1"}, 403)
    assert len(queries.sheets_of(place.wijk_id)) == 1


def test_an_operator_sees_what_failed_but_not_of_whom(app, fatima, henk, browse, stopped, sent, monkeypatch):
    monkeypatch.setattr("timebank.notices.sending.Folder.send", lambda *_: 1 / 0)
    tell(fatima, "appointment.called_off", who=henk.person_id, day="2026-11-24")
    outbox.gather_prompt()
    for _ in range(TRIES_AT_MOST):
        outbox.send_due()
        stopped.on(timedelta(days=1))
    browser = browse(make_staff("operator"))
    assert "Mail that did not go out 1" in browser.see("/").text
    page = browser.see("/failed-mails")
    assert "ZeroDivisionError" in page.text
    assert not {"Fatima", "Henk", "fatima@example.nl"} & set(page.text.split())
    assert "All mail went out" in browser.send("/failed-mails").text
    assert [mail.outcome for mail in mails()] == [None]


def test_somebody_without_address_is_told_where_to_fill_it_in(henk, browse):
    browser = browse(henk)
    assert "Then first fill in your e-mail address." in browser.see("/notices/choices").text
    change(henk, email="henk@example.nl")
    assert "We mail you at henk@example.nl." in browser.see("/notices/choices").text
