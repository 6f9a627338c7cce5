"""Published figures to take along: as a table and for programs. The same bytes for everybody, in every language."""

import csv
from collections.abc import Iterable, Iterator
from io import StringIO
from json import dumps
from typing import Any

from timebank.balance.disclosure import Figure, number_of
from timebank.balance.figures import PEOPLE, SINGLE, Balance, Both, as_data
from timebank.balance.queries import Published
from timebank.exchange.spreadsheet import BYTE_ORDER_MARK, safe

TITLES = ("quarter", "wijk_code", "wijk_name", "table", "part", "figure", "value", "unit", "is_hidden")
METHOD, SCHEMA = "/balance/method", "/balance/schema.json"
UNITS = {"weeks_to_meet": "weeks", "weeks_to_first": "weeks"}
NUMBER: dict[str, Any] = {
    "type": ["integer", "null"],
    "minimum": 0,
    "description": "null: hidden, as too few people are in it or as it is together with others. Never the same as 0.",
}


def as_csv(published: Iterable[Published]) -> str:
    """Write quarters as a table that Dutch Excel opens right: one figure a line, a hidden one empty and marked."""
    out = StringIO()
    table = csv.writer(out, delimiter=";", lineterminator="\r\n")
    table.writerow(TITLES)
    for one in published:
        table.writerows(_lines(one.balance))
    return BYTE_ORDER_MARK + out.getvalue()


def as_json(published: Iterable[Published]) -> str:
    """Write quarters for programs, with where the method and the schema of the file stand."""
    quarters = [as_data(one.balance) | {"rules_version": one.rules_version} for one in published]
    document = {"$schema": SCHEMA, "method": METHOD, "unit": "hours, rounded to 5", "quarters": quarters}
    return dumps(document, ensure_ascii=False, indent=1) + "\n"


def schema() -> str:
    """Write what `as_json` looks like, as a JSON Schema."""
    quarter = _object(
        quarter={"type": "string", "pattern": "^[0-9]{4}Q[1-4]$"},
        wijk=_object(code={"type": "string"}, name={"type": "string"}),
        hours=_object(**_SIDES),
        partners=_array(partner={"type": "string"}, **_SIDES),
        wijken=_array(code={"type": "string"}, name={"type": "string"}, **_SIDES),
        groups=_array(group={"type": "string"}, **_SIDES),
        people=_object(**dict.fromkeys(PEOPLE, NUMBER)),
        **dict.fromkeys(SINGLE, NUMBER),
        rules_version={"type": "integer", "minimum": 1},
    )
    document = _object(
        **{"$schema": {"type": "string"}, "method": {"type": "string"}, "unit": {"type": "string"}},
        quarters={"type": "array", "items": quarter},
    )
    made = {"$schema": "https://json-schema.org/draft/2020-12/schema", "$id": SCHEMA, "title": "Balance of a wijk"}
    return dumps(made | document, indent=1) + "\n"


_SIDES = {"given": NUMBER, "received": NUMBER}


def _object(**properties: Any) -> dict[str, Any]:
    return {
        "type": "object",
        "properties": properties,
        "required": list(properties),
        "additionalProperties": False,
    }


def _array(**properties: Any) -> dict[str, Any]:
    return {"type": "array", "items": _object(**properties)}


def _lines(one: Balance) -> Iterator[list[str]]:
    begin = [one.quarter, one.wijk_code, safe(one.wijk_name)]
    for table, part, both in _cells(one):
        for side in ("given", "received"):
            yield [*begin, table, part, side, *_value(getattr(both, side), "hours")]
    for name in PEOPLE:
        yield [*begin, "people", "", name, *_value(getattr(one, name), "people")]
    for name in SINGLE:
        yield [*begin, "single", "", name, *_value(getattr(one, name), UNITS.get(name, "times"))]


def _cells(one: Balance) -> Iterator[tuple[str, str, Both]]:
    yield "hours", "", one.hours
    yield from (("partners", part.name, part.hours) for part in one.partners)
    yield from (("wijken", flow.code, flow.hours) for flow in one.wijken)
    yield from (("groups", part.name, part.hours) for part in one.groups)


def _value(figure: Figure, unit: str) -> list[str]:
    number = number_of(figure)
    return ["" if number is None else str(number), unit, "yes" if number is None else "no"]
