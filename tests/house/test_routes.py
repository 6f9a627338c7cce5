"""Every route is guarded, has a plain English address and changes nothing on GET (HOUSE.md, "One request, one way")."""

import ast
import re
from collections.abc import Iterable, Iterator

import pytest
from flask import Flask

from tests.conftest import make_app
from tests.house.sources import Module, dotted, expect_none, modules
from timebank.access.guard import public, requires
from timebank.access.policy import Permission

PART = re.compile(
    r"[a-z]+(-[a-z]+)*(\.(csv|json))?"  # English words, a file's kind behind the last
    r"|<public_id>|<token>"  # random names of things, one-time links
    r"|<digest>(\.css)?|<name>"  # static files, by content
    r"|<any\([a-z_]+(, [a-z_]+)*\):[a-z]+>"  # one of a few words
)
METHODS = frozenset(("GET", "POST"))


def unguarded(app: Flask) -> Iterator[str]:
    """Yield each route without `@public` or `@requires`, or with both."""
    for name, view in app.view_functions.items():
        if hasattr(view, "permission") == getattr(view, "is_public", False):
            yield name


def odd_addresses(app: Flask) -> Iterator[str]:
    """Yield each address that is not made of English words and random names, and each method but GET and POST."""
    for rule in app.url_map.iter_rules():
        parts = [part for part in rule.rule.split("/") if part]
        if any(not PART.fullmatch(part) for part in parts) or (rule.rule.endswith("/") and parts):
            yield rule.rule
        yield from (f"{method} {rule.rule}" for method in (rule.methods or set()) - METHODS - {"HEAD", "OPTIONS"})


def writing_gets(house: Iterable[Module]) -> Iterator[str]:
    """Yield each route that answers GET alone and begins a transaction."""
    for module in house:
        for node in ast.walk(module.tree):
            if isinstance(node, ast.FunctionDef) and _methods(node) == {"GET"}:
                calls = {dotted(call.func) for call in ast.walk(node) if isinstance(call, ast.Call)}
                if calls & {"transact", "transaction", "form.carry_out", "form.attempt"}:
                    yield f"{module.path}:{node.lineno}: {node.name}"


def _methods(node: ast.FunctionDef) -> set[str]:
    found: set[str] = set()
    for call in node.decorator_list:
        if isinstance(call, ast.Call) and isinstance(call.func, ast.Attribute):
            if call.func.attr in ("get", "post"):
                found.add(call.func.attr.upper())
            if call.func.attr == "route":
                given = [keyword.value for keyword in call.keywords if keyword.arg == "methods"]
                found |= set(ast.literal_eval(given[0])) if given else {"GET"}
    return found


@pytest.fixture(scope="module")
def house() -> Flask:
    return make_app("sqlite://")


def test_every_route_is_guarded(house):
    expect_none(unguarded(house))


def test_every_address_is_plain_english(house):
    expect_none(odd_addresses(house))


def test_no_get_begins_a_transaction():
    expect_none(writing_gets(modules()))


def planted(address: str, guard, **options) -> Flask:
    app = Flask("planted", static_folder=None)
    app.route(address, endpoint="planted", **options)(guard(lambda **_: ""))
    return app


def test_an_unguarded_route_is_found():
    assert list(unguarded(planted("/x", lambda view: view))) == ["planted"]
    assert list(unguarded(planted("/x", lambda view: public(requires(Permission.START)(view))))) == ["planted"]
    assert list(unguarded(planted("/x", public))) == []


@pytest.mark.parametrize("address", ["/Wijk", "/mijn_uren", "/exchanges/<int:id>", "/hours/", "/x/<public_id>.pdf"])
def test_an_odd_address_is_found(address):
    assert list(odd_addresses(planted(address, public))) == [address]


def test_an_odd_method_is_found():
    assert list(odd_addresses(planted("/x", public, methods=["DELETE"]))) == ["DELETE /x"]


def test_a_get_that_writes_is_found():
    text = "@blueprint.get('/x')\n@public\ndef show():\n    transact(service.change)"
    assert len(list(writing_gets([Module("wijk/routes.py", text)]))) == 1
