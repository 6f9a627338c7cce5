"""Each file of a room holds what its name says, and imports no more than that needs (HOUSE.md, "Files of a room")."""

import ast
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

import pytest

from tests.house.sources import Import, Module, dotted, expect_none, imports, modules

FLASK = frozenset(("flask", "flask_login", "flask_wtf", "flask_sqlalchemy", "wtforms", "werkzeug"))
WRITING = frozenset(("insert", "update", "delete"))
PAGES = frozenset(("forms", "routes", "commands"))
EVERY_KIND = frozenset(("models", "rules", "queries", "service", "errors")) | PAGES


@dataclass(frozen=True)
class Row:
    """What one kind of file may not import.

    `packages`: of others. `own` and `lower`: kinds of files of this room and of the rooms below. `names`: in full.
    `others_only`: no package at all but these.
    """

    packages: frozenset[str] = frozenset()
    own: frozenset[str] = frozenset()
    lower: frozenset[str] = frozenset()
    names: frozenset[str] = frozenset()
    others_only: frozenset[str] | None = None
    core_only: frozenset[str] | None = field(default=None)


TABLE = {
    "models": Row(
        own=EVERY_KIND - {"models", "rules"},
        lower=EVERY_KIND,
        others_only=frozenset(("sqlalchemy",)),
        core_only=frozenset(("database",)),
    ),
    "rules": Row(own=EVERY_KIND - {"rules"}, lower=EVERY_KIND, others_only=frozenset(), core_only=frozenset()),
    "queries": Row(
        packages=FLASK | {"flask_babel"},
        own=PAGES | {"service"},
        lower=PAGES | {"service"},
        names=frozenset(f"sqlalchemy.{verb}" for verb in WRITING)
        | {"timebank.core.database.transact", "timebank.core.database.transaction"},
    ),
    "service": Row(packages=FLASK, own=PAGES, lower=PAGES),
    "forms": Row(
        packages=frozenset(("sqlalchemy", "flask", "flask_login")),
        own=EVERY_KIND - {"forms", "rules"},
        lower=EVERY_KIND - {"forms", "rules"},
        names=frozenset(("timebank.core.database",)),
    ),
    "routes": Row(packages=frozenset(("sqlalchemy",)), names=frozenset(("timebank.core.database.db",))),
    "commands": Row(packages=frozenset(("sqlalchemy",)), own=frozenset(("models",)), lower=frozenset(("models",))),
}

LOOKS_INTO_THE_DATABASE = "home/commands.py"
"""`timebank db` and `timebank serve` ask which version the tables have."""

CLOCKS = frozenset(("datetime.now", "datetime.utcnow", "date.today", "time.time", "os.environ", "os.getenv"))
HANDS_SETTINGS_TO_ITS_PROCESSES = "home/serving.py"


def out_of_place(house: Iterable[Module]) -> Iterator[str]:
    """Yield each import that the kind of file does without."""
    for module in house:
        row = TABLE.get(module.kind)
        if row is None or module.room == "core" or module.path == LOOKS_INTO_THE_DATABASE:
            continue
        for one in imports(module.tree):
            if _is_refused(row, one, module.room):
                yield f"{module.path}:{one.line}: {module.kind} does without {one.target}"


def _is_refused(row: Row, one: Import, room: str) -> bool:
    if any(f"{one.target}.".startswith(f"{name}.") for name in row.names):
        return True
    if one.package != "timebank":
        is_other = one.package not in sys.stdlib_module_names
        return one.package in row.packages or (
            is_other and row.others_only is not None and one.package not in row.others_only
        )
    if one.room == "core" and row.core_only is not None:
        return one.kind not in row.core_only
    return one.kind in (row.own if one.room == room else row.lower)


def models_at_work(house: Iterable[Module]) -> Iterator[str]:
    """Yield each model that a route uses for more than to say what it was given."""
    for module in house:
        if module.kind != "routes":
            continue
        models = {one.name for one in imports(module.tree) if one.package == "timebank" and one.kind == "models"}
        said = {id(name) for hint in _hints(module.tree) for name in ast.walk(hint)}
        for node in ast.walk(module.tree):
            if isinstance(node, ast.Name) and node.id in models and id(node) not in said:
                yield f"{module.path}:{node.lineno}: {node.id} at work in a route"


def _hints(tree: ast.AST) -> Iterator[ast.AST]:
    for node in ast.walk(tree):
        hints = (getattr(node, "annotation", None), getattr(node, "returns", None))
        yield from (hint for hint in hints if hint is not None)


def code_in_docstring_files(house: Iterable[Module]) -> Iterator[str]:
    """Yield each room whose `__init__.py` is more than a docstring."""
    for module in house:
        if module.kind == "__init__" and module.room != "__init__":
            body = module.tree.body
            if len(body) != 1 or ast.get_docstring(module.tree) is None:
                yield module.path


def writing_queries(house: Iterable[Module]) -> Iterator[str]:
    """Yield each query that changes the session."""
    for module in house:
        if module.kind == "queries":
            for node in ast.walk(module.tree):
                if isinstance(node, ast.Attribute) and dotted(node) in {"db.session.add", "db.session.delete"}:
                    yield f"{module.path}:{node.lineno}: {dotted(node)}"


COMMITS_IN = ("core/database.py", "core/engines.py")


def commits(house: Iterable[Module]) -> Iterator[str]:
    """Yield each commit outside `core/database.py` and the `begun` that it uses."""
    for module in house:
        for node in ast.walk(module.tree):
            if isinstance(node, ast.Attribute) and node.attr == "commit" and module.path not in COMMITS_IN:
                yield f"{module.path}:{node.lineno}"


def clocks(house: Iterable[Module]) -> Iterator[str]:
    """Yield each look at the clock or the environment outside `core/`."""
    for module in house:
        if module.room == "core":
            continue
        for node in ast.walk(module.tree):
            name = ".".join(dotted(node).split(".")[-2:]) if isinstance(node, ast.Attribute) else ""
            if name == "os.environ" and module.path == HANDS_SETTINGS_TO_ITS_PROCESSES:
                continue
            if name in CLOCKS:
                yield f"{module.path}:{node.lineno}: {name}"


CHECKS = (out_of_place, models_at_work, code_in_docstring_files, writing_queries, commits, clocks)


@pytest.mark.parametrize("check", CHECKS)
def test_every_file_holds_what_its_name_says(check):
    expect_none(check(modules()))


@pytest.mark.parametrize(
    ("check", "path", "text"),
    [
        (out_of_place, "wijk/models.py", "from timebank.wijk import queries"),
        (out_of_place, "wijk/models.py", "from timebank.core import clock"),
        (out_of_place, "wijk/rules.py", "from flask_babel import lazy_gettext"),
        (out_of_place, "wijk/rules.py", "from timebank.core import clock"),
        (out_of_place, "wijk/queries/house.py", "from sqlalchemy import select, update"),
        (out_of_place, "wijk/queries/house.py", "from flask import request"),
        (out_of_place, "wijk/service/house.py", "from flask import request"),
        (out_of_place, "wijk/service/house.py", "from timebank.wijk.forms import JoinForm"),
        (out_of_place, "wijk/forms.py", "from timebank.core.database import db"),
        (out_of_place, "wijk/forms.py", "from timebank.people import service"),
        (out_of_place, "wijk/routes/house.py", "from sqlalchemy import select"),
        (out_of_place, "wijk/routes/house.py", "from timebank.core.database import db, transact"),
        (out_of_place, "wijk/commands.py", "from timebank.people.models import Person"),
        (
            models_at_work,
            "wijk/routes/house.py",
            "from timebank.wijk.models import Wijk\ndef show(one: Wijk): return Wijk.id",
        ),
        (code_in_docstring_files, "wijk/__init__.py", '"""The wijk."""\nimport os'),
        (writing_queries, "wijk/queries/house.py", "db.session.add(1)"),
        (commits, "wijk/service/house.py", "db.session.commit()"),
        (clocks, "wijk/service/house.py", "datetime.datetime.now()"),
        (clocks, "home/serving.py", "os.getenv('X')"),
    ],
)
def test_what_is_out_of_place_is_found(check, path, text):
    assert len(list(check([Module(path, text)]))) == 1


def test_a_model_may_say_what_a_route_was_given():
    text = "from timebank.wijk.models import Wijk\ndef show(one: Wijk | None) -> Wijk: return one"
    assert list(models_at_work([Module("wijk/routes/house.py", text)])) == []
