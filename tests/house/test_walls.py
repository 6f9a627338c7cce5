"""Files stay under 300 lines, functions under 60, routes under 25 (STYLE.md, "Code")."""

import ast
from collections.abc import Iterable, Iterator

import pytest

from tests.house.sources import FUNCTIONS, Module, expect_none, modules

FILE_LINES = 300
FUNCTION_LINES = 60
ROUTE_LINES = 25
ROUTE_DECORATORS = frozenset(("route", "get", "post"))


def too_long(house: Iterable[Module]) -> Iterator[str]:
    """Yield each file, function and route that is longer than its wall."""
    for module in house:
        lines = module.text.count("\n")
        if lines > FILE_LINES:
            yield f"{module.path}: {lines} lines"
        for node in ast.walk(module.tree):
            if isinstance(node, FUNCTIONS):
                wall = ROUTE_LINES if _is_route(node) else FUNCTION_LINES
                height = (node.end_lineno or 0) - _first_line(node) + 1
                if height > wall:
                    yield f"{module.path}:{node.lineno}: {node.name} has {height} lines, at most {wall}"


def _is_route(node: ast.FunctionDef | ast.AsyncFunctionDef) -> bool:
    calls = (decorator.func for decorator in node.decorator_list if isinstance(decorator, ast.Call))
    return any(isinstance(call, ast.Attribute) and call.attr in ROUTE_DECORATORS for call in calls)


def _first_line(node: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    return min([node.lineno, *(decorator.lineno for decorator in node.decorator_list)])


def test_nothing_is_longer_than_its_wall():
    expect_none(too_long(modules()))


@pytest.mark.parametrize(
    "text",
    [
        "x = 1\n" * 301,
        "def long():\n" + "    x = 1\n" * 60,
        "@blueprint.get('/')\n@public\ndef show():\n" + "    x = 1\n" * 23,
    ],
)
def test_what_is_too_long_is_found(text):
    assert len(list(too_long([Module("wijk/service.py", text)]))) == 1
