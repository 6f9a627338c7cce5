""" "Ik doe al iets": written down alone, seen by nobody else, in no books; asked about, it is an ordinary exchange."""

from dataclasses import replace
from datetime import timedelta

import pytest

from tests.exchange.browsing import count, exchange_address, totals
from tests.factories import make_own_note
from timebank.core import clock
from timebank.core.database import db, transact
from timebank.core.errors import RequestKeyReused
from timebank.exchange import errors, queries, service
from timebank.exchange.models import Exchange, OwnNote
from timebank.exchange.rules import notes as rules
from timebank.ledger.models import Transfer

NEW = "/hours/notes/new?what=sport"
CHOICES = ("minutes", "how_often")
"""Fields that are marked as wrong around their choices, not at each."""


def written(browser) -> list[queries.FoundNote]:
    db.session.rollback()
    return queries.own_notes(browser.actor.person_id)


def test_two_screens_write_something_down_and_the_books_stay_empty(fatima):
    kinds = fatima.see("/hours/notes/kind")
    new = next(link for link in kinds.links if "what=sport" in link)
    form = fatima.see(new).form("request_key")
    shown = fatima.send(new, form.filled(whom="de club", words="De bar gedaan", minutes="60"))
    assert "Only you see it" in shown.text and "De bar gedaan" in shown.text
    assert (count(Transfer), count(Exchange), totals(fatima)) == (0, 0, (0, 0))
    assert "De bar gedaan" not in fatima.see("/hours").text


def test_every_week_needs_how_often_and_no_day(fatima):
    form = fatima.see(NEW).form("request_key")
    typed = {"whom": "de buren", "words": "Naar school brengen", "how_often": "weekly", "occurred_on": ""}
    wrong = fatima.send(NEW, form.filled(**typed, times_a_week=""), status=422)
    assert "how many times a week" in wrong.summary
    assert "3 times a week" in fatima.send(NEW, form.filled(**typed, times_a_week="3")).text
    (note,) = written(fatima)
    assert (note.occurred_on, note.times_a_week) == (None, 3)


@pytest.mark.parametrize(
    ("typed", "field", "said"),
    [
        ({"whom": ""}, "whom", "Tell for whom you do it"),
        ({"words": ""}, "words", "Tell what you do"),
        ({"words": "111222333"}, "words", "burgerservicenummer"),
        ({"occurred_on": ""}, "occurred_on", "Choose a day"),
        ({"occurred_on": "2999-01-01"}, "occurred_on", "not ahead and at most a year ago"),
        ({"what": "nothing"}, "what", "Choose one of these"),
        ({"minutes": "other"}, "minutes", "at least 1 minute"),
        ({"how_often": "always"}, "how_often", "Choose one of these"),
    ],
)
def test_what_was_filled_in_wrong_is_said_there_and_nothing_typed_is_lost(fatima, typed, field, said):
    right = {"whom": "de club", "words": "De bar gedaan"}
    page = fatima.send(NEW, fatima.see(NEW).form("request_key").filled(**right | typed), status=422)
    assert said in page.summary
    assert field in page.wrong or field in CHOICES
    kept = page.form("request_key").values
    assert all(kept[name] == value for name, value in right.items() if name not in typed)
    assert written(fatima) == []


def test_it_is_changed_and_erased(fatima):
    note = make_own_note(fatima.actor)
    here = f"/hours/notes/{note.public_id}"
    form = fatima.see(here).form("request_key")
    assert form.values["minutes"] == "other" and form.values["minutes_part"] == "30"
    assert "Het net geknoopt" in fatima.send(here, form.filled(words="Het net geknoopt")).text
    fatima.send(f"{here}/erase")
    assert count(OwnNote) == 0


def test_nobody_else_sees_it(fatima, henk):
    note = make_own_note(fatima.actor)
    for then in ("", "/ask"):
        henk.see(f"/hours/notes/{note.public_id}{then}", status=404)
    henk.send(f"/hours/notes/{note.public_id}/erase", status=404)
    assert "De bar" not in henk.see("/hours/notes").text
    assert "De bar" not in henk.see(f"/did/gave/how-long?who=pot&what=sport&note={note.public_id}").text
    transact(service.erase_own_note, note.id, by=henk.actor)
    assert len(written(fatima)) == 1


def test_asked_about_it_becomes_an_ordinary_exchange_filled_in(fatima, henk):
    day = clock.today() - timedelta(days=3)
    note = make_own_note(fatima.actor, occurred_on=day)
    found = fatima.see(f"/hours/notes/{note.public_id}/ask?name=he")
    last = next(link for link in found.links if f"who={henk.actor.public_id}" in link)
    form = fatima.see(last).form("request_key")
    assert (form.values["occurred_on"], form.values["note"]) == (day.isoformat(), "De bar gedaan")
    fatima.send(last, form.filled())
    (asked,) = written(fatima)
    assert asked.exchange_state == "reported"
    assert "You asked a neighbour" in fatima.see("/hours/notes").text
    exchange = queries.find_exchange(asked.exchange_public_id)
    henk.send(exchange_address(exchange, "/yes"))
    assert written(fatima) == []
    assert (totals(fatima), totals(henk)) == ((90, 0), (0, 90))


def test_after_a_no_the_note_is_still_there_and_of_every_week_it_stays_after_a_yes(fatima, henk):
    once = make_own_note(fatima.actor)
    weekly = make_own_note(fatima.actor, occurred_on=None, times_a_week=1)
    for note, answer in ((once, "/decline"), (weekly, "/yes")):
        last = f"/did/gave/how-long?who={henk.actor.public_id}&what=sport&note={note.public_id}"
        fatima.send(last, fatima.see(last).form("request_key").filled())
        (asked,) = (one for one in written(fatima) if one.id == note.id)
        henk.send(exchange_address(queries.find_exchange(asked.exchange_public_id), answer))
    assert {one.id for one in written(fatima)} == {once.id, weekly.id}


def test_the_same_form_is_one_note_and_other_content_is_refused(fatima):
    first = make_own_note(fatima.actor, request_key="k")
    assert make_own_note(fatima.actor, request_key="k").id == first.id
    with pytest.raises(RequestKeyReused):
        make_own_note(fatima.actor, request_key="k", words="Iets anders")


def test_a_page_of_notes_is_enough(fatima, monkeypatch):
    monkeypatch.setattr("timebank.exchange.service.notes.NOTES_AT_MOST", 2)
    for _ in range(2):
        make_own_note(fatima.actor)
    with pytest.raises(errors.EnoughNotes):
        make_own_note(fatima.actor)


def test_what_cannot_be_is_not_kept(fatima):
    note = rules.Note("k", "wie", "wat", "sport", 60, clock.today(), None)
    for wrong, rule in (
        ({"minutes": 0}, errors.ImpossibleMinutes),
        ({"occurred_on": clock.today() + timedelta(days=1)}, errors.ImpossibleDay),
        ({"category_code": "nothing"}, errors.UnknownKind),
    ):
        with pytest.raises(rule):
            transact(service.keep_own_note, replace(note, **wrong), by=fatima.actor)
    assert count(OwnNote) == 0
