"""My hours as a file: opens right in Dutch Excel, and runs nothing."""

import csv
from dataclasses import replace
from datetime import date
from io import StringIO

import pytest
from hypothesis import given
from hypothesis import strategies as st

from timebank.exchange import spreadsheet
from timebank.exchange.queries import Line

LINE = Line(
    seq=1,
    side="given",
    minutes=90,
    given_after_minutes=150,
    received_after_minutes=5,
    occurred_on=date(2026, 3, 1),
    category_code="shopping",
    other_kind="person",
    other_name="Henk",
    public_id="abc",
    note="Dank je; tot ziens",
    move="confirm",
)
FORMULAS = ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", " =1", "＝1+1", "－1", "＋1", "＠x"]


def written(*lines, kinds=None):
    return "".join(spreadsheet.rows([list(lines)], kinds or {"shopping": "Boodschappen"}))


def cells(text):
    return list(csv.reader(StringIO(text.removeprefix("\ufeff"), newline=""), delimiter=";"))


def test_the_file_has_a_mark_semicolons_and_decimal_commas(app):
    with app.test_request_context():
        text = written(LINE)
    assert text.startswith("\ufeff")
    assert text.splitlines()[1] == '01-03-2026;Boodschappen;Henk;1,50;;2,50;0,08;"Dank je; tot ziens"'


def test_got_hours_and_corrections_stand_in_their_own_column(app):
    with app.test_request_context():
        text = written(replace(LINE, side="received", minutes=-45, note=""))
    assert cells(text)[1][3:5] == ["", "-0,75"]


def test_the_pot_and_an_unknown_kind_of_help_have_words(app):
    with app.test_request_context():
        text = written(replace(LINE, other_name=None, category_code="old"))
        assert cells(text)[1][1:3] == ["old", spreadsheet.gettext("the wijk")]


@pytest.mark.parametrize("text", FORMULAS)
def test_a_text_that_begins_like_a_formula_is_shown_as_text(app, text):
    with app.test_request_context():
        row = cells(written(replace(LINE, note=text, other_name=text), kinds={"shopping": text}))[1]
    assert {row[1], row[2], row[7]} == {f"'{text}"}


@given(st.text())
def test_no_text_begins_like_a_formula_or_loses_anything(text):
    shown = spreadsheet.safe(text)
    assert shown.removeprefix("'") == text.removeprefix("'")
    assert not shown.lstrip().startswith(("=", "+", "-", "@"))


@pytest.mark.parametrize(
    ("minutes", "hours"), [(0, "0,00"), (1, "0,02"), (59, "0,98"), (60, "1,00"), (90, "1,50"), (-1440, "-24,00")]
)
def test_minutes_become_hours_with_a_comma(minutes, hours):
    assert spreadsheet.hours(minutes) == hours
