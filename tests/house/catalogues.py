"""The words of the product: what code and templates say, and what the catalogues make of it."""

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from io import BytesIO
from typing import Any

from babel.messages.extract import extract
from babel.messages.pofile import read_po
from jinja2 import Environment, nodes

from tests.house.sources import PACKAGE, Module, dotted

KEYWORDS: dict[str, tuple[int, ...] | None] = {
    "_": None,
    "_l": None,
    "gettext": None,
    "lazy_gettext": None,
    "ngettext": (1, 2),
}
CATALOGUES = PACKAGE / "translations" / "nl"
JINJA = Environment(trim_blocks=True, lstrip_blocks=True, autoescape=True)


@dataclass(frozen=True)
class Entry:
    """One message of a catalogue: the English it stands for, the Dutch forms, and where it is."""

    file: str
    line: int
    msgid: str
    plural: str
    dutch: tuple[str, ...]
    is_fuzzy: bool

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.msgid!r}"


@cache
def entries() -> tuple[Entry, ...]:
    """Return every message of the Dutch catalogues."""
    return tuple(entry for path in sorted(CATALOGUES.glob("*.po")) for entry in read(path.name, path.read_text()))


def read(file: str, text: str) -> Iterator[Entry]:
    """Yield the messages of one catalogue."""
    for message in read_po(BytesIO(text.encode()), locale="nl"):
        if message.id:
            ids: Any = message.id if isinstance(message.id, tuple) else (message.id, "")
            dutch: Any = message.string if isinstance(message.string, tuple) else (message.string,)
            yield Entry(file, message.lineno or 0, *ids, tuple(form or "" for form in dutch), message.fuzzy)


def said_in_code(module: Module) -> set[tuple[str, str]]:
    """Return what a Python file says: English, and its plural or an empty text."""
    found = extract("python", BytesIO(module.text.encode()), KEYWORDS)
    return {_pair(message) for _line, message, _comments, _context in found}


def said_in_template(text: str) -> set[tuple[str, str]]:
    """Return what a template says: English, and its plural or an empty text."""
    options = {"trim_blocks": "true", "lstrip_blocks": "true"}
    found = extract("jinja2.ext:babel_extract", BytesIO(text.encode()), KEYWORDS, options=options)
    return {_pair(message) for _line, message, _comments, _context in found}


def unreadable_in_code(module: Module) -> Iterator[str]:
    """Yield each message that is put together while running, so that nobody can have translated it."""
    for node in ast.walk(module.tree):
        if isinstance(node, ast.Call) and dotted(node.func) in KEYWORDS:
            said = node.args[: len(KEYWORDS[dotted(node.func)] or (1,))]
            if not all(isinstance(text, ast.Constant) for text in said):
                yield f"{module.path}:{node.lineno}: {ast.unparse(node)}"


def unreadable_in_template(name: str, text: str) -> Iterator[str]:
    """Yield each message of a template that is put together while running."""
    for call in JINJA.parse(text).find_all(nodes.Call):
        if isinstance(call.node, nodes.Name) and call.node.name in KEYWORDS:
            said = call.args[: len(KEYWORDS[call.node.name] or (1,))]
            if not all(isinstance(one, nodes.Const) for one in said):
                yield f"{name}:{call.lineno}"


def _pair(message: Any) -> tuple[str, str]:
    return (message[0], message[1]) if isinstance(message, tuple) else (message, "")
