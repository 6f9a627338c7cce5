"""The project's own files as the house checks read them. A check takes them as input, so that one can be planted."""

import ast
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path

PROJECT = Path(__file__).parents[2]
PACKAGE = PROJECT / "timebank"
FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)


@dataclass(frozen=True)
class Module:
    """A Python file of the package: its path inside it (`wijk/service/house.py`) and what stands in it."""

    path: str
    text: str

    @cached_property
    def tree(self) -> ast.Module:
        """Return the syntax tree."""
        return ast.parse(self.text)

    @property
    def room(self) -> str:
        """Return the room; a file beside the rooms is its own."""
        return Path(self.path).parts[0].removesuffix(".py")

    @property
    def kind(self) -> str:
        """Return what HOUSE.md's file table calls it: the file's name, or that of its folder within the room."""
        return Path(self.path).parts[1].removesuffix(".py") if "/" in self.path else self.room


@dataclass(frozen=True)
class Import:
    """One imported name in full (`timebank.wijk.queries.find_wijk`), its line, and the name that it gets here."""

    target: str
    line: int
    name: str

    @property
    def package(self) -> str:
        """Return the first word."""
        return self.target.partition(".")[0]

    @property
    def room(self) -> str:
        """Return our room that it comes from; `__init__` for the package itself."""
        parts = self.target.split(".")
        return parts[1] if len(parts) > 1 and (PACKAGE / parts[1]).is_dir() else "__init__"

    @property
    def kind(self) -> str:
        """Return the file of that room, by HOUSE.md's file table."""
        return (*self.target.split("."), "", "")[2]


@cache
def modules() -> tuple[Module, ...]:
    """Return every Python file of the package."""
    return tuple(
        Module(path.relative_to(PACKAGE).as_posix(), path.read_text()) for path in sorted(PACKAGE.rglob("*.py"))
    )


@cache
def templates() -> dict[str, str]:
    """Return the text of every template by `room/page.html`."""
    found = sorted(PACKAGE.glob("*/templates/**/*.html"))
    return {path.relative_to(PACKAGE).as_posix().replace("/templates/", "/"): path.read_text() for path in found}


def imports(tree: ast.AST) -> Iterator[Import]:
    """Yield what is imported anywhere in a tree."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (Import(alias.name, node.lineno, alias.asname or alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"line {node.lineno}: write the import in full"
            for alias in node.names:
                yield Import(f"{node.module}.{alias.name}", node.lineno, alias.asname or alias.name)


def own_imports(tree: ast.AST) -> Iterator[Import]:
    """Yield what is imported from our own rooms."""
    return (one for one in imports(tree) if one.package == "timebank")


def dotted(node: ast.AST) -> str:
    """Return `a.b.c` for an attribute or name, and an empty text for anything else."""
    if isinstance(node, ast.Attribute):
        before = dotted(node.value)
        return f"{before}.{node.attr}" if before else ""
    return node.id if isinstance(node, ast.Name) else ""


def expect_none(found: Iterable[object]) -> None:
    """Fail with every finding on its own line."""
    lines = [str(one) for one in found]
    assert not lines, "\n" + "\n".join(lines)
