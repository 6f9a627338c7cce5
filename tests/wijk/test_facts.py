"""Facts from outside stand beside the balance with their source, and never in the ledger."""

import pytest
from sqlalchemy import func, select

from tests.factories import make_place
from tests.pages import Page
from timebank.core.database import db, transact
from timebank.ledger.models import Transfer
from timebank.people import service as people
from timebank.wijk import errors, queries, service
from timebank.wijk.models import WijkFact
from timebank.wijk.rules import FACTS_AT_MOST

FACT = service.Fact(2026, 3, "Betaald opbouwwerk", 240, True, "Jaarverslag Welzijn, bladzijde 12")
TYPED = {
    **{"words": "Betaald opbouwwerk", "amount": "240", "is_hours": "hours", "year": "2026", "quarter": "3"},
    "source": "Jaarverslag",
}


@pytest.fixture
def ria(place):
    return place.stewards[0]


@pytest.fixture
def page_of(app):
    """Give a function that sends to the page of facts as somebody."""

    def send(actor, typed=None, status=200):
        client = app.test_client()
        client.set_cookie("language", "en")
        with client.session_transaction() as session:
            session["_user_id"] = actor.token
        answer = client.post("/wijk/facts", data=typed) if typed is not None else client.get("/wijk/facts")
        assert answer.status_code == status
        return Page(client.get("/wijk/facts").text if status == 303 else answer.text)

    return send


def how_many():
    db.session.rollback()
    return db.session.scalar(select(func.count()).select_from(WijkFact))


def test_a_quarter_has_its_own_facts_and_first_those_of_the_whole_year(place, ria):
    whole = service.Fact(2026, None, "Beheer van het buurthuis", 3, False, "Begroting")
    for content in (FACT, whole, service.Fact(2026, 4, "Later", 1, True, "Elders")):
        transact(service.write_fact, content, place.wijk_id, by=ria)
    found = queries.facts_of(place.wijk_id, "2026Q3")
    assert [(one.words, one.amount, one.is_hours) for one in found] == [
        ("Beheer van het buurthuis", 3, False),
        ("Betaald opbouwwerk", 240, True),
    ]
    assert (found[1].source, found[1].by_name) == (FACT.source, "Ria")
    assert queries.facts_of(place.wijk_id, "2025Q3") == []
    assert queries.facts_of(make_place("Elders").wijk_id, "2026Q3") == []


def test_the_same_fact_twice_is_one(place, ria):
    first = transact(service.write_fact, FACT, place.wijk_id, by=ria)
    assert transact(service.write_fact, FACT, place.wijk_id, by=ria) == first
    assert how_many() == 1


def test_no_fact_comes_into_the_ledger(place, ria):
    transact(service.write_fact, FACT, place.wijk_id, by=ria)
    assert db.session.scalar(select(func.count()).select_from(Transfer)) == 0


def test_there_are_not_more_of_a_year_than_a_page_shows(place, ria):
    for number in range(FACTS_AT_MOST):
        transact(service.write_fact, service.Fact(2026, 1, f"Feit {number}", 1, True, "Bron"), place.wijk_id, by=ria)
    with pytest.raises(errors.EnoughFacts):
        transact(service.write_fact, FACT, place.wijk_id, by=ria)


def test_a_steward_writes_one_and_takes_it_away(place, ria, page_of):
    form = page_of(ria).form("words")
    page = page_of(ria, form.filled(**TYPED), status=303)
    assert "240 hours, quarter 3 of 2026." in page.text
    assert "Source: Jaarverslag" in page.text
    fact = queries.find_fact(page.form(action="/erase").action.split("/")[-2])
    transact(service.erase_fact, fact, by=ria)
    assert how_many() == 0


def test_a_worker_writes_one_in_a_wijk_of_the_task_only(place, page_of):
    elsewhere = make_place("Kanaalzone")
    staff = transact(people.create_staff, kind="worker", name="Noor")
    transact(service.assign_worker, staff.person_id, place.wijk_id, organisation="Welzijn", sector="omgeving")
    token = transact(people.begin_session, staff.person_id, device="a test", second_factor_given=True)
    noor = place.stewards[0].__class__(token, 0, staff.person_id, "", "worker", "Noor")
    page_of(noor, page_of(noor).form("words").filled(**TYPED), status=303)
    there = queries.get_wijk(elsewhere.wijk_id).public_id
    page = page_of(noor, {**TYPED, "wijk": there}, status=422)
    assert "not in the list" in page.summary
    assert how_many() == 1


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"words": ""}, "Fill in what was done."),
        ({"words": "BSN 123456782"}, "burgerservicenummer"),
        ({"amount": "veel"}, "whole number"),
        ({"amount": "-1"}, "from 0 to 100,000"),
        ({"amount": "100001"}, "from 0 to 100,000"),
        ({"is_hours": "euro"}, "Choose one of these."),
        ({"year": "1999"}, "Fill in a year."),
        ({"quarter": "5"}, "Choose one of these."),
        ({"source": ""}, "Tell where it stands."),
        ({"source": "x" * 121}, "Make this shorter"),
        ({"wijk": "nergens"}, "not in the list"),
    ],
)
def test_bad_input_is_said_at_its_place_and_nothing_is_lost(ria, page_of, wrong, said):
    typed = page_of(ria).form("words").filled(**TYPED) | wrong
    page = page_of(ria, typed, status=422)
    assert said in page.summary
    kept = page.form("words").values
    assert all(kept.get(name) == typed[name] for name in ("words", "amount", "year", "source") if name not in wrong)
    assert how_many() == 0
