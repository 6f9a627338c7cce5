"""The pages of organisations and of help of the stad, as people see them without JavaScript."""

import pytest

from tests.exchange.browsing import count, how_long, totals
from tests.factories import again, bring_on_board, make_report, make_resident
from timebank.core import clock
from timebank.core.database import transact
from timebank.exchange import service
from timebank.exchange.models import Exchange, StadProposal
from timebank.people.queries import get_person
from timebank.wijk.models import Partner


def code_of(browser):
    return get_person(browser.actor.person_id).buurcode


@pytest.fixture
def ria(place, browse):
    """Give a steward in her browser."""
    return browse(place.stewards[0])


@pytest.fixture
def bakery(place, henk):
    """Give a bakery for which Henk speaks."""
    return bring_on_board(place, henk.actor, "Bakkerij Jansen")


@pytest.fixture
def library(place, henk):
    """Give a library for which Henk speaks."""
    return bring_on_board(place, henk.actor, "Bibliotheek", sector="overheid")


def did(bakery, then="/did"):
    return f"/organisations/{bakery.public_id}{then}"


# On board -------------------------------------------------------------------------------------------------------------


def test_a_bakery_is_on_board_in_three_screens_with_one_person(ria, henk):
    first = ria.see("/organisations")
    assert "/organisations/new" in first.links
    second = ria.see("/organisations/new")
    typed = second.form("sector").filled(name="Bakkerij Jansen", sector="ondernemers", buurcode=code_of(henk))
    third = ria.send("/organisations/new", typed)
    assert "Bakkerij Jansen takes part" in third.text
    assert "Henk" in third.text
    assert count(Partner) == 1
    assert "Bakkerij Jansen" in henk.see("/organisations").text


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"name": ""}, "Fill in the name of the organisation."),
        ({"name": "x" * 61}, "Make this shorter"),
        ({"name": "Bakker 123456782"}, "burgerservicenummer"),
        ({"sector": None}, "Choose what kind of organisation it is."),
        ({"sector": "kerk"}, "Choose one of these."),
        ({"buurcode": ""}, "Fill in the buurcode."),
        ({"buurcode": "aaaa-aaaa"}, "We find no neighbour"),
        ({"people": "0"}, "1 to 500"),
        ({"people": "veel"}, "whole number"),
    ],
)
def test_what_is_wrong_is_said_at_its_place_and_nothing_is_lost(ria, henk, wrong, said):
    typed = {"name": "Groep 7", "sector": "onderwijs", "buurcode": code_of(henk), "people": "28"} | wrong
    page = ria.send("/organisations/new", {k: v for k, v in typed.items() if v is not None}, status=422)
    assert said in page.summary
    assert page.title.startswith("Error: ")
    kept = page.form("sector").values
    assert all(kept.get(name) == value for name, value in typed.items() if name not in wrong)
    assert count(Partner) == 0


def test_who_speaks_for_it_lets_another_do_so_too_and_stops(bakery, henk, fatima):
    page = henk.send(did(bakery, "/contacts"), {"buurcode": code_of(fatima)})
    assert "Fatima" in page.text
    henk.send(did(bakery, "/stop"))
    henk.see(did(bakery), status=403)
    assert "You speak for this organisation." in fatima.see("/organisations").text


def test_a_wrong_code_of_a_contact_is_said(bakery, henk):
    page = henk.send(did(bakery, "/contacts"), {"buurcode": "nergens"}, status=422)
    assert "We find no neighbour" in page.summary
    assert page.form("buurcode").values["buurcode"] == "nergens"


# What an organisation gave and got ------------------------------------------------------------------------------------


def filled(bakery, browser, **typed):
    form = browser.see(did(bakery)).form("direction")
    return form.filled(**{"direction": "gave", "what": "cooking", "minutes": "60", **typed})


def test_it_is_written_down_on_one_screen_and_the_neighbour_says_yes(bakery, henk, fatima):
    shown = henk.send(did(bakery), filled(bakery, henk, who=code_of(fatima), note="Taart gebakken"))
    assert "You helped Fatima" in shown.text
    assert "Taart gebakken" in shown.text
    start = fatima.see("/")
    assert "Bakkerij Jansen says: I helped you with" in start.text
    fatima.send(start.form(action="/yes").action)
    assert totals(fatima) == (0, 60)
    assert "Bakkerij Jansen gave 1 hour" in henk.see(did(bakery, "")).text
    assert "Bakkerij Jansen" in fatima.see("/hours").text
    assert "Bakkerij Jansen" in fatima.client.get("/hours.csv", buffered=True).text


def test_a_class_gives_the_time_of_all_its_people(place, henk, fatima):
    school = bring_on_board(place, henk.actor, "Groep 7", sector="onderwijs", people=20)
    typed = filled(school, henk, who=code_of(fatima), what="garden")
    assert typed["people"] == "20"
    shown = henk.send(did(school), typed)
    assert "20 hours" in shown.text
    page = henk.send(did(school), filled(school, henk, who=code_of(fatima), minutes="120"), status=422)
    assert "more than 24 hours" in page.summary
    assert page.form("people").values["people"] == "20"


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"direction": None}, "Choose what happened."),
        ({"direction": "took"}, "Choose one of these."),
        ({"who": ""}, "Fill in the buurcode."),
        ({"who": "Fatima"}, "We find no neighbour"),
        ({"what": ""}, "Choose what it was."),
        ({"what": "stad_talk"}, "Choose one of these."),
        ({"minutes": "other", "hours_part": "25"}, "24 hours"),
        ({"people": "501"}, "1 to 500"),
        ({"occurred_on": "2999-01-01"}, "not ahead"),
        ({"occurred_on": ""}, "Choose a day."),
        ({"note": "BSN 123456782"}, "burgerservicenummer"),
    ],
)
def test_bad_input_of_an_organisation_is_said_and_nothing_is_lost(bakery, henk, fatima, wrong, said):
    typed = filled(bakery, henk, **{"who": code_of(fatima), "note": "Taart", **wrong})
    page = henk.send(did(bakery), typed, status=422)
    assert said in page.summary
    kept = page.form("direction").values
    assert all(kept.get(name) == typed[name] for name in ("who", "note", "what") if name in typed and name not in wrong)
    assert count(Exchange) == 0


def test_a_neighbour_chooses_the_organisation_and_is_done_in_three_screens(bakery, henk, fatima):
    who = fatima.see("/did/gave/who")
    what = fatima.see(next(link for link in who.links if bakery.who in link))
    assert "What did you help Bakkerij Jansen with?" in what.text
    page = fatima.see(next(link for link in what.links if "what=shopping" in link))
    fatima.send(how_long("gave", bakery.who), page.form("minutes").filled())
    start = henk.see("/")
    assert "Bakkerij Jansen is asked: is this right?" in start.text
    asked = henk.see(did(bakery, ""))
    assert "Fatima says: I helped Bakkerij Jansen with shopping." in asked.text
    henk.send(asked.form(action="/yes").action)
    assert totals(fatima) == (60, 0)


def test_who_speaks_for_it_says_another_time_on_the_page_that_all_use(bakery, henk, fatima):
    reported = make_report(fatima.actor, bakery.who)
    page = henk.see(f"/exchanges/{reported.public_id}/no")
    assert "Fatima says: 1 hour helped" in page.text
    henk.send(f"/exchanges/{reported.public_id}/no", {"minutes": "30"})
    assert "Bakkerij Jansen says" in fatima.see("/").text


def test_what_concerns_ones_own_hours_does_not_stand_among_the_organisations(bakery, henk, fatima):
    henk.send(did(bakery, "/contacts"), {"buurcode": code_of(fatima)})
    make_report(again(henk.actor), bakery.who)
    assert "Is this right?" not in henk.see(did(bakery, "")).text
    assert "Is this right?" in fatima.see(did(bakery, "")).text


def test_trying_codes_is_counted(bakery, henk):
    for _ in range(10):
        henk.send(did(bakery), filled(bakery, henk, who="aaaa-aaaa"), status=422)
    henk.send(did(bakery), filled(bakery, henk, who="aaaa-aaaa"), status=429)


# The stad -------------------------------------------------------------------------------------------------------------


def test_help_of_the_stad_is_written_in_three_screens_and_counts_at_once(fatima):
    who = fatima.see("/did/got/who")
    what = fatima.see(next(link for link in who.links if "who=stad" in link))
    assert [kind in what.text for kind in ("a course", "a talk", "guidance", "shopping")] == [True, True, True, False]
    page = fatima.see(next(link for link in what.links if "stad_course" in link))
    assert "only you see it" in page.text
    done = fatima.send(how_long("got", "stad", "stad_course"), page.form("minutes").filled(minutes="120"))
    assert "It is in your hours now." in done.text
    assert totals(fatima) == (0, 120)
    assert "The stad" in fatima.see("/hours").text
    assert "the stad" in fatima.client.get("/hours.csv", buffered=True).text
    assert "got 2 hours from the stad" in fatima.see("/hours/stad").text


@pytest.mark.parametrize(
    ("direction", "what"), [("got", "shopping"), ("got", "nonsense"), ("gave", "stad_course"), ("gave", "nonsense")]
)
def test_each_side_of_the_stad_has_its_own_kinds(fatima, direction, what):
    fatima.see(how_long(direction, "stad", what), status=404)


def test_it_is_corrected_without_asking_anybody(fatima):
    fatima.send(
        how_long("got", "stad", "stad_talk"), fatima.see(how_long("got", "stad", "stad_talk")).form("minutes").filled()
    )
    address = next(link for link in fatima.see("/hours").links if link.startswith("/exchanges/"))
    page = fatima.see(f"{address}/correct")
    assert "reason" not in page.form("wish").values
    assert "Choose what you want." in fatima.send(f"{address}/correct", {}, status=422).summary
    same = fatima.send(f"{address}/correct", {"wish": "other", "minutes": "60"}, status=422)
    assert "That is the time that is already there" in same.summary
    fatima.send(f"{address}/correct", {"wish": "other", "minutes": "30"})
    assert totals(fatima) == (0, 30)
    done = fatima.send(f"{address}/correct", {"wish": "undo"})
    assert "Undone" in done.text
    assert totals(fatima) == (0, 0)


def test_back_for_the_stad_goes_to_the_stewards(ria, fatima):
    page = fatima.see(how_long("gave", "stad", "garden"))
    assert "A steward of your wijk is asked" in page.text
    fatima.send(how_long("gave", "stad", "garden"), page.form("minutes").filled())
    pot = ria.see("/pot")
    assert "Fatima says: I helped the stad with garden" in pot.text
    ria.send("/pot", {"exchange": pot.form("exchange").offered["exchange"]})
    assert totals(fatima) == (60, 0)


def propose(library, browser, **typed):
    form = browser.see(did(library, "/stad")).form("what")
    return form.filled(**{"what": "stad_talk", "minutes": "30", **typed})


def test_a_library_asks_and_the_resident_says_yes(library, henk, fatima):
    asked = henk.send(did(library, "/stad"), propose(library, henk, who=code_of(fatima)))
    assert "Waiting for an answer" in asked.text
    start = fatima.see("/")
    assert "Bibliotheek asks whether it is right." in start.text
    page = fatima.see(next(link for link in start.links if link.startswith("/stad-help/")))
    assert "Bibliotheek says: the stad helped you with a talk." in page.text
    written = fatima.send(page.form(action="/yes").action)
    assert "We erased who asked it." in written.text
    for seen in (written, fatima.see("/hours"), fatima.see("/notices"), fatima.see("/who-saw"), fatima.see("/")):
        assert "Bibliotheek" not in seen.text
        assert "Henk" not in seen.text
    assert totals(fatima) == (0, 30)
    assert "Fatima" not in henk.see(did(library, "/stad")).text


def test_a_no_posts_nothing_and_the_library_reads_it(library, henk, fatima):
    henk.send(did(library, "/stad"), propose(library, henk, who=code_of(fatima)))
    address = next(link for link in fatima.see("/").links if link.startswith("/stad-help/"))
    fatima.send(f"{address}/no")
    assert "was answered" in fatima.see(address).text
    page = henk.see(did(library, "/stad"))
    assert "The neighbour said no." in page.text
    henk.send(page.form(action="/take-back").action)
    assert count(StadProposal) == count(Exchange) == 0
    fatima.see(address, status=404)


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"who": ""}, "Fill in the buurcode."),
        ({"who": "aaaa-aaaa"}, "We find no neighbour"),
        ({"what": None}, "Choose what it was."),
        ({"what": "shopping"}, "Choose one of these."),
        ({"minutes": None}, "Choose how long it was."),
        ({"occurred_on": "2999-01-01"}, "not ahead"),
    ],
)
def test_bad_input_of_a_proposal_is_said_and_nothing_is_lost(library, henk, fatima, wrong, said):
    typed = propose(library, henk, **{"who": code_of(fatima), **wrong})
    page = henk.send(did(library, "/stad"), typed, status=422)
    assert said in page.summary
    kept = page.form("what").values
    assert all(
        kept.get(name) == typed[name] for name in ("who", "what", "minutes") if name in typed and name not in wrong
    )
    assert count(StadProposal) == 0


def test_a_bakery_proposes_nothing(bakery, henk):
    henk.see(did(bakery, "/stad"), status=404)
    assert "Help of the stad" not in henk.see(did(bakery, "")).text


def test_another_organisation_of_mine_does_not_take_back_what_this_one_asked(place, library, henk, fatima, browse):
    asked = service.StadHelp("one", code_of(fatima), "stad_talk", 30, clock.today())
    name = transact(service.propose_stad_help, library, asked, by=henk.actor)
    olena = make_resident(place, "Olena")
    bring_on_board(place, olena, "Welzijn", sector="omgeving", works_for_stad=True)
    browse(olena).send(f"/stad-help/{name}/take-back", status=404)
    assert count(StadProposal) == 1
