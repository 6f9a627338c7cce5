"""An import goes down a floor, never up and never sideways, and is never hidden in a function (HOUSE.md, "Floors")."""

import ast
from collections.abc import Iterable, Iterator

import pytest

from tests.house.sources import FUNCTIONS, Module, dotted, expect_none, modules, own_imports

FLOORS = {
    "core": 0,
    "access": 1,
    "ledger": 2,
    "people": 2,
    "wijk": 3,
    "notices": 4,
    "market": 5,
    "exchange": 6,
    "balance": 7,
    "proof": 7,
    "home": 8,
    "__init__": 9,
    "cli": 9,
}


def climbing(house: Iterable[Module]) -> Iterator[str]:
    """Yield each import that does not go down."""
    for module in house:
        for one in own_imports(module.tree):
            goes_down = FLOORS[one.room] < FLOORS[module.room]
            is_the_whole = module.room == "cli" and one.target == "timebank.create_app"
            if one.room != module.room and not goes_down and not is_the_whole:
                yield f"{module.path}:{one.line}: {module.room} is not above {one.room}"


def hidden(house: Iterable[Module]) -> Iterator[str]:
    """Yield each import of our own rooms that stands inside a function, or is made from a text."""
    for module in house:
        for node in ast.walk(module.tree):
            if isinstance(node, FUNCTIONS):
                yield from (f"{module.path}:{one.line}: {one.target}" for one in own_imports(node))
            if isinstance(node, ast.Call) and dotted(node.func).endswith(("import_module", "__import__")):
                yield f"{module.path}:{node.lineno}: an import made from a text"


def test_every_room_has_its_floor():
    assert {module.room for module in modules()} <= set(FLOORS)


def test_imports_go_down_only():
    expect_none(climbing(modules()))


def test_no_import_of_our_own_is_hidden_in_a_function():
    expect_none(hidden(modules()))


@pytest.mark.parametrize(
    ("path", "line"),
    [
        ("core/forms.py", "from timebank.access import guard"),
        ("ledger/service.py", "from timebank.people import queries"),
        ("wijk/service/house.py", "import timebank.exchange.service"),
        ("home/commands.py", "from timebank import create_app"),
        ("access/guard.py", "if TYPE_CHECKING:\n    from timebank.people.models import Person"),
    ],
)
def test_a_climbing_import_is_found(path, line):
    assert len(list(climbing([Module(path, line)]))) == 1


@pytest.mark.parametrize(
    "line", ["from timebank.core import clock", "import_module('timebank.wijk')", "__import__('timebank.wijk')"]
)
def test_a_hidden_import_is_found(line):
    assert len(list(hidden([Module("people/service.py", f"def late():\n    {line}")]))) == 1
