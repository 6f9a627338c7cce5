"""The balance of a wijk as everybody sees it: the sentence, the pictures, and what is hidden."""

import re

import pytest
from sqlalchemy import insert, update

from tests.factories import make_balance, make_place, make_resident, make_staff, publish
from tests.statements import reads
from timebank.core.database import db, transact
from timebank.wijk import queries as wijken
from timebank.wijk import service as wijk
from timebank.wijk.models import Wijk, WijkEdition
from timebank.wijk.service.facts import Fact, write_fact


@pytest.mark.parametrize(
    ("hours", "answer"),
    [
        ((400, 400), "Yes. Neighbours of De Linden gave 400 hours and got 400 hours."),
        ((420, 385), "Almost. Neighbours of De Linden gave 420 hours and got 385 hours."),
        ((400, 300), "We give more. Neighbours of De Linden gave 400 hours and got 300 hours."),
        ((300, 1400), "We get more. Neighbours of De Linden gave 300 hours and got 1,400 hours."),
        ((300, None), "Neighbours of De Linden gave 300 hours. We cannot show yet what they got."),
        ((None, 300), "Neighbours of De Linden got 300 hours. We cannot show yet what they gave."),
        ((None, None), "We cannot say that yet. Too few people take part to show it."),
    ],
)
def test_the_page_answers_in_words_first(place, see, hours, answer):
    publish(make_balance(place, hours=hours))
    shown = see(f"/balance/{place.code}").text
    assert answer in shown
    assert "July to September 2026" in shown


def test_a_wijk_without_a_published_quarter_says_when_the_first_comes(place, see):
    shown = see(f"/balance/{place.code}").text
    assert "The first balance comes 14 days after the quarter ends." in shown


def test_a_resident_comes_from_my_wijk_to_the_page_of_the_wijk(place, fatima, see):
    publish(make_balance(place))
    assert "/wijk/balance" in see("/wijk", fatima).links
    assert "gave 420 hours" in see("/wijk/balance", fatima).text


@pytest.mark.parametrize("address", ["/balance/WK999999", "/balance/gemeente/GM9999", "/balance/WK999999/figures.csv"])
def test_what_does_not_exist_is_not_found(place, client, address):
    publish(make_balance(place))
    assert client.get(address).status_code == 404


@pytest.mark.parametrize("period", ["2026Q1", "2025", "2026Q", "x", "2026Q33", "' OR 1=1"])
def test_a_period_that_was_not_published_is_not_found(place, client, period):
    publish(make_balance(place))
    for address in (f"/balance/{place.code}", f"/balance/{place.code}/figures.json", "/balance/gemeente/GM0001"):
        assert client.get(address, query_string={"period": period}).status_code == 404


def test_a_wijk_that_was_never_opened_has_no_page(place, client):
    gemeente_id = wijken.get_wijk(place.wijk_id).gemeente_id
    transact(_unopened, gemeente_id)
    assert client.get("/balance/WK777700").status_code == 404


def _unopened(gemeente_id: int) -> None:
    new = insert(Wijk).values(public_id="never-opened", gemeente_id=gemeente_id).returning(Wijk.id)
    wijk_id = db.session.execute(new).scalar_one()
    edition = {"wijk_id": wijk_id, "year": 2026, "code": "WK777700", "name": "Later", "households": 10}
    db.session.execute(insert(WijkEdition).values(**edition))


PARTNERS = {"own": (245, 245), "stad": (40, 95), "rest": (15, 20)}
GROUPS = {"house_and_garden": (90, 80), "along_and_shopping": (120, 95)}


def test_a_hidden_part_says_that_it_is_with_others_and_is_never_0(place, see):
    publish(make_balance(place, partners=PARTNERS, groups=GROUPS))
    shown = see(f"/balance/{place.code}").text
    assert "together with others: other wijken, the wijk pot, businesses" in shown
    assert "too few people to show: food and company, language and computer" in shown
    assert not re.search(r"(?<![\d,])0 hours", shown)


def test_each_picture_says_its_result(place, see):
    publish(make_balance(place, "2026Q2", (300, 310)))
    publish(make_balance(place, partners=PARTNERS, groups=GROUPS))
    shown = see(f"/balance/{place.code}").text
    assert "In April to June 2026 neighbours gave 300 hours, in July to September 2026 420 hours." in shown
    assert "Most hours were in going along and shopping." in shown
    assert "Of all hours, 245 hours stayed among neighbours. Neighbours got 95 hours from the city" in shown


def test_all_wijken_stand_on_one_scale(place, see):
    other = make_place("Kanaalzone")
    publish(make_balance(place, hours=(300, 150)), make_balance(other, hours=(600, 450), name="Kanaalzone"))
    for code in (place.code, other.code):
        assert "a full bar is 600 hours" in see(f"/balance/{code}").text


def test_bars_are_as_long_as_the_figures(place, client):
    other = make_place("Kanaalzone")
    publish(make_balance(place, hours=(300, 150)), make_balance(other, hours=(600, 450), name="Kanaalzone"))
    answer = client.get(f"/balance/{place.code}").text
    assert re.findall(r'<rect class="(give|get)" x="1" y="[\d.]+em" width="(\d+)%"', answer) == [
        ("give", "50"),
        ("get", "25"),
    ]


def test_wijken_stand_in_the_order_of_the_alphabet(place, see):
    names = ["zuid", "Aan Zee", "Noord"]
    places = [make_place(name, beside=place) for name in names]
    flows = {one.code: (name, (15, 500 - 10 * at)) for at, (one, name) in enumerate(zip(places, names, strict=True))}
    others = [make_balance(one, name=name, hours=(900, 5)) for one, name in zip(places, names, strict=True)]
    publish(make_balance(place, flows=flows), *others)
    gemeente = wijken.get_wijk(place.wijk_id).gemeente_code
    for address in (f"/balance/{place.code}", f"/balance/gemeente/{gemeente}"):
        shown = see(address).text
        found = [shown.rindex(name) for name in ("Aan Zee", "De Linden", "Noord", "zuid")]
        assert found == sorted(found)


def test_up_to_eight_wijken_make_a_matrix_and_more_a_list(place, client):
    others = {f"WK99{n:02}00": (f"Wijk {n}", (15, 10)) for n in range(8)}
    places = [make_place(f"Wijk {n}", beside=place) for n in range(7)]
    publish(make_balance(place, flows=others), *(make_balance(one, name=f"Wijk {n}") for n, one in enumerate(places)))
    assert 'class="folds even"' in client.get(f"/balance/{place.code}").text
    ninth = make_place("Wijk 8", beside=place)
    more = [make_balance(one, "2026Q4", name=f"Wijk {n}") for n, one in enumerate([*places, ninth])]
    publish(make_balance(place, "2026Q4", flows=others), *more)
    shown = client.get(f"/balance/{place.code}").text
    assert 'class="folds even"' not in shown
    assert "<h3>Wijk 7</h3>" in shown


def test_hours_for_100_households_come_from_the_edition_that_held_then(place, see):
    later = {"wijk_id": place.wijk_id, "year": 2027, "code": place.code, "name": "De Linden", "households": 9000}
    transact(lambda: db.session.execute(insert(WijkEdition).values(**later)))
    publish(make_balance(place, hours=(420, None)))
    shown = see(f"/balance/{place.code}").text
    assert "For every 100 households: given 35 hours, got too few people to show." in shown
    assert "1,200 households (Statistics Netherlands, 2026)" in shown


@pytest.mark.parametrize("change", [update(WijkEdition).values(households=None), update(WijkEdition).values(year=2029)])
def test_households_that_are_not_known_are_not_guessed(place, see, change):
    transact(lambda: db.session.execute(change))
    publish(make_balance(place))
    assert "We do not know how many households this wijk has." in see(f"/balance/{place.code}").text


def test_paid_work_stands_beside_the_balance_with_its_source_and_in_no_sum(place, see):
    publish(make_balance(place))
    worker = make_staff("worker")
    transact(wijk.assign_worker, worker.person_id, place.wijk_id, organisation="Welzijn", sector="omgeving")
    content = Fact(2026, 3, "Opbouwwerk in het buurthuis", 120, True, "Jaarplan Welzijn")
    transact(write_fact, content, place.wijk_id, by=worker)
    shown = see(f"/balance/{place.code}").text
    assert "Opbouwwerk in het buurthuis: 120 hours (quarter 3 of 2026). Source: Jaarplan Welzijn" in shown
    assert "gave 420 hours" in shown
    assert worker.name not in shown


def mains(app, addresses, actors):
    """Return, by address, the different contents of a page that people of all roles get."""
    found = {}
    for address in addresses:
        for actor in actors:
            client = app.test_client()
            if actor is not None:
                with client.session_transaction() as session:
                    session["_user_id"] = actor.token
            answer = client.get(address)
            assert answer.status_code == 200
            inside = re.search(r'<main class="page" id="main">.*</main>', answer.text, re.DOTALL)
            found.setdefault(address, set()).add(inside[0] if inside else answer.data)
    return found


def everybody(place):
    worker, official = make_staff("worker"), make_staff("gemeente")
    transact(wijk.assign_worker, worker.person_id, place.wijk_id, organisation="Welzijn", sector="omgeving")
    transact(wijk.assign_official, official.person_id, wijken.get_wijk(place.wijk_id).gemeente_id)
    return [None, make_resident(place), make_place().stewards[0], place.stewards[0], worker, official]


def test_everybody_gets_the_same_page_and_the_same_files(app, place):
    publish(make_balance(place, "2026Q2"))
    publish(make_balance(place, partners=PARTNERS, groups=GROUPS))
    gemeente = wijken.get_wijk(place.wijk_id).gemeente_code
    begin = f"/balance/{place.code}"
    files = [f"{begin}/figures.{kind}{which}" for kind in ("csv", "json") for which in ("", "?period=2026Q3")]
    pages = [begin, f"{begin}?period=2026", f"/balance/gemeente/{gemeente}", "/balance/method", "/balance"]
    for address, contents in mains(app, [*files, *pages], everybody(place)).items():
        assert len(contents) == 1, address


def test_the_page_asks_for_little(place, fatima, app, see):
    for quarter in ("2026Q1", "2026Q2", "2026Q3"):
        publish(make_balance(place, quarter))
    for period in ("2026Q3", "2026"):
        with reads() as read:
            see(f"/balance/{place.code}?period={period}", fatima)
        assert len(read) <= 4


def test_a_publication_of_another_database_is_never_shown(place, see):
    """What is kept for speed is kept by the digest of what was counted."""
    publish(make_balance(place, hours=(777, 5)))
    assert "a full bar is 777 hours" in see(f"/balance/{place.code}").text


def test_a_second_factor_is_asked_before_a_verslag_and_not_before_the_balance(app, place):
    publish(make_balance(place))
    half = make_staff("worker", second_factor_given=False)
    client = app.test_client()
    with client.session_transaction() as session:
        session["_user_id"] = half.token
    assert client.get(f"/balance/{place.code}").status_code == 200
    assert client.get(f"/balance/{place.code}/report").status_code == 303
