"""Sums of what was published, and nothing else: years and gemeenten, and files that agree with the pages."""

import csv
import json
from io import StringIO
from typing import Any

import pytest

from tests.factories import Place, make_balance, make_place, publish
from timebank.balance.adding import add_up, largest
from timebank.balance.disclosure import HIDDEN, number_of, per_100_households, stored
from timebank.balance.figures import Both, as_data
from timebank.wijk import queries as wijken

HERE = Place(1, "WK000100", ())  # type: ignore[arg-type]


def test_of_one_balance_a_sum_is_the_balance_itself():
    one = make_balance(HERE, hours=(420, None), partners={"stad": (40, 95)}, flows={"WK2": ("Noord", (15, 20))})
    found = add_up([("Q3", one)])
    assert (found.hours, found.partners, found.wijken, found.groups) == (
        one.hours,
        one.partners,
        one.wijken,
        one.groups,
    )
    assert found.exchanges == one.exchanges
    assert found.lacks == {}


def test_a_sum_leaves_out_what_is_hidden_and_names_what_it_lacks():
    quarters = [("Q1", (100, 50)), ("Q2", (None, 60)), ("Q3", (None, None))]
    found = add_up([(label, make_balance(HERE, hours=hours)) for label, hours in quarters])
    assert found.hours == Both(stored(100), stored(110))
    assert found.lacks["hours", ""] == (["Q2", "Q3"], ["Q3"])


def test_a_flow_that_some_quarters_do_not_have_is_lacking_there():
    with_flow = make_balance(HERE, flows={"WK2": ("Noord", (15, 20))})
    found = add_up([("Q1", make_balance(HERE)), ("Q2", with_flow)])
    assert found.wijken == with_flow.wijken
    assert found.lacks["wijken", "WK2"] == (["Q1"], ["Q1"])


def test_nothing_shown_adds_up_to_hidden_and_never_to_0():
    found = add_up([(label, make_balance(HERE, hours=(None, None), exchanges=None)) for label in ("Q1", "Q2")])
    assert found.hours == Both(HIDDEN, HIDDEN)
    assert found.exchanges == HIDDEN


@pytest.mark.parametrize(
    ("hours", "households", "expected"),
    [
        (420, 1200, 35),
        (385, 1200, 32),
        (5, 1000, 1),
        (5, 1001, 0),
        (None, 1200, None),
        (420, None, None),
        (420, 0, None),
    ],
)
def test_hours_for_100_households_are_whole_and_half_up(hours, households, expected):
    assert number_of(per_100_households(stored(hours), households)) == expected


def test_the_largest_of_nothing_shown_is_0():
    assert largest([Both(HIDDEN, HIDDEN)]) == 0


def figures_in_csv(text: str) -> dict[tuple[str, ...], int | None]:
    """Read a table of figures back: by quarter, wijk, table, part and figure."""
    rows = csv.DictReader(StringIO(text.removeprefix("\ufeff")), delimiter=";")
    found = {}
    for row in rows:
        assert (row["value"] == "") == (row["is_hidden"] == "yes")
        key = (row["quarter"], row["wijk_code"], row["table"], row["part"], row["figure"])
        assert key not in found
        found[key] = int(row["value"]) if row["value"] else None
    return found


def figures_in_json(quarter: dict[str, Any]) -> dict[tuple[str, ...], int | None]:
    """Name the figures of a quarter as the table does."""
    begin = (quarter["quarter"], quarter["wijk"]["code"])
    found = {(*begin, "hours", "", side): quarter["hours"][side] for side in ("given", "received")}
    for table, name in (("partners", "partner"), ("wijken", "code"), ("groups", "group")):
        for part in quarter[table]:
            found |= {(*begin, table, part[name], side): part[side] for side in ("given", "received")}
    found |= {(*begin, "people", "", name): number for name, number in quarter["people"].items()}
    single = ("exchanges", "requests_met", "weeks_to_meet", "needs_met", "weeks_to_first")
    return found | {(*begin, "single", "", name): quarter[name] for name in single}


@pytest.fixture
def gemeente(place):
    """Publish two quarters of three wijken of one gemeente, one of them hidden; return the wijken by name."""
    noord, zuid = make_place("=Noord", beside=place), make_place("Zuid", beside=place)
    for quarter, hours in (("2026Q2", (300, 200)), ("2026Q3", (420, 385))):
        publish(
            make_balance(
                place, quarter, hours, partners={"stad": (40, None)}, flows={noord.code: ("=Noord", (15, 20))}
            ),
            make_balance(noord, quarter, (None, None), name="=Noord", flows={place.code: ("De Linden", (20, 15))}),
            make_balance(zuid, quarter, (105, 95), name="Zuid", groups={"together": (60, 55)}),
        )
    return {"De Linden": place, "=Noord": noord, "Zuid": zuid}


def test_the_table_and_the_file_for_programs_hold_what_was_published(gemeente, client):
    for place in gemeente.values():
        as_json = client.get(f"/balance/{place.code}/figures.json").json["quarters"]
        as_csv = figures_in_csv(client.get(f"/balance/{place.code}/figures.csv").text)
        in_json = {}
        for quarter in as_json:
            in_json |= figures_in_json(quarter)
        assert as_csv == in_json
        assert [quarter["quarter"] for quarter in as_json] == ["2026Q3", "2026Q2"]


def test_a_file_of_one_quarter_holds_that_quarter_alone(gemeente, client):
    code = gemeente["Zuid"].code
    found = client.get(f"/balance/{code}/figures.json?period=2026Q2").json["quarters"]
    expected = make_balance(gemeente["Zuid"], "2026Q2", (105, 95), name="Zuid", groups={"together": (60, 55)})
    assert found == [as_data(expected) | {"rules_version": 1}]


def test_a_table_never_runs_as_a_formula_and_opens_in_dutch_excel(gemeente, client):
    answer = client.get(f"/balance/{gemeente['=Noord'].code}/figures.csv")
    assert answer.text.startswith("\ufeffquarter;")
    assert ";'=Noord;" in answer.text
    assert answer.headers["Content-Disposition"] == f'attachment; filename="{gemeente["=Noord"].code}.csv"'


def test_pages_of_year_and_gemeente_are_the_sums_of_the_files(gemeente, client, see):
    totals: dict[str, int] = {}
    for place in gemeente.values():
        for key, number in figures_in_csv(client.get(f"/balance/{place.code}/figures.csv").text).items():
            if key[2] == "hours":
                totals[f"{key[0]} {key[4]}"] = totals.get(f"{key[0]} {key[4]}", 0) + (number or 0)
    code = wijken.get_wijk(gemeente["Zuid"].wijk_id).gemeente_code
    for quarter in ("2026Q2", "2026Q3"):
        given, received = totals[f"{quarter} given"], totals[f"{quarter} received"]
        shown = see(f"/balance/gemeente/{code}?period={quarter}").text
        assert f"gave {given} hours and got {received} hours." in shown
        assert "without =Noord" in shown
    shown = see(f"/balance/{gemeente['De Linden'].code}?period=2026").text
    assert "gave 720 hours and got 585 hours." in shown
    assert "without January to March 2026 and October to December 2026" in shown


def fits(value: Any, schema: dict[str, Any]) -> bool:
    """Say whether a value fits a JSON Schema, as far as ours goes."""
    kinds = {"object": dict, "array": list, "string": str, "integer": int, "null": type(None)}
    kind = schema["type"]
    if not isinstance(value, tuple(kinds[one] for one in ([kind] if isinstance(kind, str) else kind))):
        return False
    if isinstance(value, dict):
        known = schema["properties"]
        return value.keys() == set(schema["required"]) and all(fits(value[name], known[name]) for name in value)
    return all(fits(one, schema["items"]) for one in value) if isinstance(value, list) else True


def test_the_file_is_as_its_schema_says(gemeente, client):
    schema = json.loads(client.get("/balance/schema.json").text)
    for place in gemeente.values():
        document = client.get(f"/balance/{place.code}/figures.json").json
        assert fits(document, schema)
        document["quarters"][0]["people"]["gave"] = "40"
        assert not fits(document, schema)
