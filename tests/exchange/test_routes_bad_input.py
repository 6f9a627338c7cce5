"""Bad input: a sentence at the place, nothing lost of what was typed, nothing half done."""

import pytest

from tests.exchange.browsing import count, how_long
from tests.factories import make_resident
from timebank.core import clock
from timebank.exchange.models import Exchange

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


@pytest.mark.parametrize("address", ["/did/gave/who?name=a%00b", "/exchanges/%00", "/hours?kind=%00", "/hours?%00=1"])
def test_a_sign_that_nobody_can_type_is_refused(fatima, address):
    fatima.see(address, status=400)


def test_a_note_with_a_sign_that_nobody_can_type_is_refused(fatima, henk):
    form = fatima.see(how_long("gave", henk)).form("request_key")
    fatima.send(how_long("gave", henk), form.filled(note="a\0b"), status=400)
    assert count(Exchange) == 0
