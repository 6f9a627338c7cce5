"""N1 of TRUST.md: no column, form field or column that an import reads is named for what we never want to know."""

import ast
import re
from collections.abc import Iterable, Iterator

import pytest
from wtforms import Form

from tests.house.sources import Module, expect_none, modules
from timebank.core.database import Base
from timebank.core.forms import BaseForm

WORDS = """
uitkering uitkeringen bijstand wajong wia ww benefit benefits allowance inkomen inkomens salaris loon income incomes
salary wage wages earnings schuld schulden debt debts bewindvoering gezondheid ziekte diagnose handicap beperking
health illness disease diagnosis disability medical nationaliteit nationality citizenship afkomst herkomst ethnicity
religie geloof godsdienst kerk religion faith church geboorte geboortedatum geboortejaar leeftijd birth birthday
birthdate birthyear born age geslacht gender sex sexe bsn burgerservicenummer
"""
NEVER = frozenset(WORDS.split())
PIECES = re.compile(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])")
READS_FILES = re.compile(r"import|layout|cbs|timeoverflow|komunitin")


def forbidden(names: Iterable[str]) -> Iterator[str]:
    """Yield each name of which a word stands on the list: `birth_date`, `dateOfBirth`, `person-gender`."""
    return (name for name in names if any(piece.lower() in NEVER for piece in PIECES.findall(name)))


def columns() -> Iterator[str]:
    """Yield `table.column` of every table."""
    return (f"{table.name}.{column.name}" for table in Base.metadata.sorted_tables for column in table.columns)


def form_fields(forms: Iterable[type[Form]]) -> Iterator[str]:
    """Yield `Form.field` of every form."""
    for form in forms:
        yield from (f"{form.__name__}.{name}" for name in dir(form) if hasattr(getattr(form, name), "field_class"))


def all_forms(of: type[Form] = BaseForm) -> Iterator[type[Form]]:
    """Yield every form of the product."""
    for form in of.__subclasses__():
        yield form
        yield from all_forms(form)


def columns_read(house: Iterable[Module]) -> Iterator[str]:
    """Yield every short text in a file that reads other programs' files: a column's title may be one of them."""
    for module in house:
        if READS_FILES.search(module.path):
            for node in ast.walk(module.tree):
                if isinstance(node, ast.Constant) and isinstance(node.value, str) and len(node.value) <= 40:
                    yield f"{module.path}:{node.lineno}: {node.value}"


def test_no_column_is_named_for_what_we_never_keep():
    assert len(list(columns())) > 100
    expect_none(forbidden(columns()))


def test_no_form_asks_what_we_never_keep():
    assert len(list(form_fields(all_forms()))) > 20
    expect_none(forbidden(form_fields(all_forms())))


def test_no_import_reads_what_we_never_keep():
    assert len(list(columns_read(modules()))) > 10
    expect_none(found for found in columns_read(modules()) if any(forbidden([found.partition(": ")[2]])))


@pytest.mark.parametrize("name", ["person.birth_date", "person.gender", "JoinForm.dateOfBirth", "has-uitkering", "BSN"])
def test_a_forbidden_name_is_found(name):
    assert list(forbidden([name])) == [name]


@pytest.mark.parametrize("name", ["page", "message", "language", "birthplace_of_idea", "own_line", "image"])
def test_a_name_that_only_holds_one_is_left_alone(name):
    assert list(forbidden([name])) == []


def test_a_forbidden_column_of_an_import_is_found():
    found = columns_read([Module("people/imports.py", "row['gender']")])
    assert list(forbidden(found)) == ["people/imports.py:1: gender"]
