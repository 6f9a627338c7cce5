"""The market's pages: what people do there, what is refused in words, and what is never kept."""

from datetime import timedelta

import pytest

from tests.exchange.browsing import count
from tests.factories import make_listing
from timebank.core import clock
from timebank.core.database import transact
from timebank.market import queries, service
from timebank.market.models import Concern, Listing, SupportNeed, Talent

BSN = "111222333"
FIETS = "Wie kan mijn fiets maken?"


def test_one_sentence_puts_a_request_up_and_the_kind_is_offered(henk):
    form = henk.see("/market/new/request").form("request_key")
    page = henk.send("/market/new/request", form.filled(words=FIETS))
    assert FIETS in page.text
    assert "Does this belong to “odd jobs”?" in page.text
    assert page.form("category_code").values["category_code"] == "repairs"
    again = henk.send("/market/new/request", form.filled(words=FIETS))
    assert again.text.count(FIETS) == 1
    assert count(Listing) == 1


def test_a_request_shows_neighbours_who_may_be_able_to_help_and_why(henk, fatima):
    make_listing(fatima.actor, "offer", "Ik kan fietsen maken, ook een lekke band")
    make_listing(fatima.actor, "offer", "Ik speel graag schaak")
    page = henk.see(f"/listings/{make_listing(henk.actor).public_id}")
    assert "Ik kan fietsen maken" in page.text
    assert "schaak" not in page.text


def test_what_somebody_can_do_finds_requests_that_fit(henk, fatima):
    make_listing(fatima.actor, "request", "Wie gaat er mee wandelen met de hond?")
    make_listing(fatima.actor, "request", "Wie helpt mij met mijn belasting?")
    form = henk.see("/me/talents").form("shown_to")
    henk.send("/me/talents", form.filled(words="Ik laat graag honden uit", shown_to="wijk"))
    page = henk.see("/market")
    assert "wandelen met de hond" in page.text
    assert "belasting" not in page.text


def test_looking_finds_what_was_meant(henk, fatima):
    make_listing(fatima.actor, "offer", "Ik kan fietsen maken")
    assert "Ik kan fietsen maken" in henk.see("/market/offers").text
    assert "Ik kan fietsen maken" in henk.see("/market/offers?words=fietsenmkaer").text
    nothing = henk.see("/market/offers?words=raket")
    assert "Nothing found. Try another word." in nothing.text
    assert any("words=raket" in link for link in nothing.links)


BAD = [
    ({"words": ""}, "words", "Write in one sentence what it is."),
    ({"words": "x" * 281}, "words", "at most 280 characters"),
    ({"words": f"Bel mij, {BSN}"}, "words", "burgerservicenummer"),
    ({"people_at_most": "0"}, "people_at_most", "Fill in a number from 1 to 200."),
    ({"people_at_most": "veel"}, "people_at_most", "Fill in a whole number."),
    ({"minutes": "7"}, "minutes", "Choose one of these."),
    ({"language": "tlh"}, "language", "Choose one of these."),
    ({"starts_on": "31-02"}, "starts_on", "Choose a day."),
    ({"ends_on": "2020-01-01"}, "ends_on", "The last day must be today or later"),
    ({"category_code": "nonsense"}, "category_code", "Choose a kind of help from the list."),
]


@pytest.mark.parametrize(("typed", "at", "sentence"), BAD, ids=[f"{at}-{n}" for n, (_, at, _) in enumerate(BAD)])
def test_bad_input_gets_a_sentence_and_loses_nothing(henk, typed, at, sentence):
    form = henk.see("/market/new/request").form("request_key")
    later = (clock.today() + timedelta(days=9)).isoformat()
    typed = {"words": FIETS, "people_at_most": "3", "ends_on": later, **typed}
    page = henk.send("/market/new/request", form.filled(**typed), status=422)
    assert page.title.startswith("Error: ")
    assert sentence in page.summary
    after = page.form("request_key").values
    for name in {"words", "people_at_most", "ends_on"} - {at}:
        assert after[name] == typed[name]
    assert BSN not in page.text + str(after)
    assert count(Listing) == 0


@pytest.mark.parametrize("what", ["concern", "needs", "talents"])
def test_a_bsn_is_refused_everywhere_and_not_kept(henk, fatima, what):
    offer = make_listing(fatima.actor, "offer", "Ik kan fietsen maken")
    who, address, more = {
        "concern": (henk, f"/listings/{offer.public_id}/concern", {}),
        "needs": (fatima, f"/listings/{offer.public_id}/needs", {"kind": "key", "shown_to": "wijk"}),
        "talents": (henk, "/me/talents", {"shown_to": "wijk"}),
    }[what]
    page = who.send(address, {"words": f"Mijn nummer is {BSN}", **more}, status=422)
    assert "burgerservicenummer" in page.summary
    assert BSN not in page.text
    assert [count(table) for table in (Concern, SupportNeed, Talent)] == [0, 0, 0]


def test_not_just_now_and_back_again(henk, fatima):
    make_listing(fatima.actor, "offer", "Ik kan fietsen maken")
    fatima.send("/market/mine/rest")
    assert "Ik kan fietsen maken" not in henk.see("/market/offers").text
    assert "Not just now" in fatima.see("/market/mine").text
    fatima.send("/market/mine/stop_resting")
    assert "Ik kan fietsen maken" in henk.see("/market/offers").text


def test_changing_an_offer_keeps_what_stands_there(fatima):
    offer = make_listing(fatima.actor, "offer", "Ik kan fietsen maken", day_parts=3, minutes=60)
    address = f"/listings/{offer.public_id}/change"
    form = fatima.see(address).form("request_key")
    assert form.values["words"] == "Ik kan fietsen maken"
    assert form.values["minutes"] == "60"
    page = fatima.send(address, {**form.filled(words="Ik maak fietsen"), "day_parts": ["morning", "afternoon"]})
    assert "Ik maak fietsen" in page.text
    assert queries.find_listing(offer.public_id).when == ["morning", "afternoon"]


def test_a_point_to_talk_about_is_told_to_both_and_changes_nothing(henk, fatima):
    offer = make_listing(fatima.actor, "offer", "Ik schilder je huis")
    henk.send(f"/listings/{offer.public_id}/point", {"point": "paid_work"})
    for reader in (henk, fatima):
        assert "point to talk about" in reader.see("/who-saw").text
    assert "about this: “This takes away somebody's paid work”." in fatima.see("/notices").text
    assert queries.find_listing(offer.public_id) == offer


def test_a_steward_and_another_hide_an_offer_and_the_maker_answers(place, browse, henk, fatima):
    ria, youssef = map(browse, place.stewards)
    offer = make_listing(fatima.actor, "offer", "Koop goedkope horloges")
    henk.send(f"/listings/{offer.public_id}/concern", {"words": "Dit is reclame"})
    [address] = [link for link in ria.see("/concerns").links if link.startswith("/concerns/")]
    ria.send(address, {"kind": "hide_listing", "reason": "Dit is reclame"})
    measure = queries.measures_of(queries.find_concern(address.rsplit("/", 1)[1]))[0]
    youssef.send(f"/measures/{measure.public_id}/agree")
    assert "Koop" not in henk.see("/market/offers").text
    ria.send(f"{address}/close")
    page = fatima.send("/decided-about-me", {"measure": measure.public_id, "answer": "Het was een grap"})
    assert "Het was een grap" in page.text
    assert "Henk" not in page.text
    for steward in (ria, youssef):
        assert "Fatima wrote an answer" in steward.see("/notices").text
        assert "Het was een grap" in steward.see(address).text


def test_a_listing_of_somebody_else_is_not_changed_by_its_address(henk, fatima):
    offer = make_listing(fatima.actor, "offer")
    for then in ("change", "end", "renew", "kind", "needs"):
        answer = henk.client.post(f"/listings/{offer.public_id}/{then}")
        assert answer.status_code == 404
    assert queries.find_listing(offer.public_id) == offer


def test_a_talent_for_nobody_is_seen_by_nobody(henk, fatima):
    said = {"words": "Ik kan goed luisteren", "category_code": "company", "shown_to": "nobody"}
    transact(service.add_talent, fatima.actor.person_id, **said)
    offer = make_listing(fatima.actor, "offer")
    assert "luisteren" not in henk.see(f"/listings/{offer.public_id}/more").text
