"""What somebody takes along is all that is kept of them, and nothing of another beyond what they could read."""

import json

import pytest

from tests.factories import make_conversation, make_listing, make_own_note, make_resident
from tests.home.a_life import SAID, live_a_while
from timebank.core.database import Base, db, transact
from timebank.exchange import service as exchange
from timebank.home.own_data import own_data
from timebank.market import service as market
from timebank.people import service as people

SECRET = "Geheim"
"""Stands in what others wrote for others."""


def text_of(actor) -> str:
    """Return all that somebody takes along."""
    db.session.rollback()
    return json.dumps(own_data(actor), default=str)


@pytest.fixture
def olena(place):
    return make_resident(place, f"Olena {SECRET}")


def test_every_kind_that_somebody_wrote_is_in_it(place, fatima, henk):
    live_a_while(place, fatima, henk)
    kept = own_data(fatima)
    with_words = {name for name, rows in kept.items() if SAID in json.dumps(rows, default=str)}
    assert with_words >= {
        *("person", "offers_and_requests", "talents", "needs", "told_the_stewards", "decided_about_me", "messages"),
        *("appointments", "groups_led", "own_notes"),
    }
    assert {name for name, rows in kept.items() if not rows} == {"steward_of", "how_to_hear", "wrote_about_the_wijk"}
    assert ("Hoi van Henk", "Henk") in {(row["words"], row["by"]) for row in kept["messages"]}


def test_nothing_of_others_is_in_it_that_one_could_not_read(place, fatima, henk, olena):
    offer = make_listing(olena, "offer", f"Ik help met {SECRET}")
    transact(market.add_need, offer, kind="other", words=SECRET, shown_to="nobody")
    transact(market.add_talent, olena.person_id, words=SECRET, category_code="other", shown_to="nobody")
    make_own_note(olena, words=SECRET)
    talk = make_conversation(henk, olena, words=SECRET)
    transact(exchange.write, talk.id, SECRET, request_key="one", by=henk)
    transact(market.tell_stewards, make_listing(fatima), words=SECRET, by=olena)
    transact(people.silence, olena.person_id, fatima.person_id)
    assert SECRET in text_of(olena)
    assert SECRET not in text_of(fatima)


def test_no_secret_by_which_one_signs_in_is_in_it(fatima):
    db.session.rollback()
    person = db.session.execute(Base.metadata.tables["person"].select()).mappings().all()
    hashes = {row[name] for row in person for name in ("password_hash", "recovery_hash") if row[name]}
    assert hashes
    assert not any(one in text_of(fatima) for one in hashes)


def test_only_the_person_gets_it_as_a_file(app, fatima):
    client = app.test_client()
    assert client.post("/me/data").location.startswith("/sign-in")
    with client.session_transaction() as session:
        session["_user_id"] = fatima.token
    answer = client.post("/me/data")
    assert answer.mimetype == "application/json"
    assert answer.headers["Content-Disposition"].startswith('attachment; filename="timebank-')
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.get_json()["person"][0]["name"] == f"Fatima {SAID}"
    assert client.get("/me/data").status_code == 405
