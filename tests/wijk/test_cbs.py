"""Reading files of gemeenten, wijken and buurten."""

from collections.abc import Iterator

import pytest

from tests.conftest import make_app
from timebank.wijk.cbs import BadLine, Region, read_cbs, read_own

TITLES = ";".join(
    (
        '"Perioden"',
        '"Wijken en buurten"',
        '"Regiocode (gemeente, wijk, buurt) (code)"',
        '"Particuliere huishoudens (Aantal)"',
        '"Opleiding"',
    )
)


@pytest.fixture(scope="module")
def in_dutch() -> Iterator[None]:
    """Speak as the site does; no database."""
    with make_app("sqlite://").app_context():
        yield


def row(year="2019", name="Oud West", code="WK036300  ", households="    2900", more="  12.9") -> str:
    return f'"{year}";"{name}";"{code}";"{households}";"{more}"'


def one(line: str) -> Region | BadLine:
    (found,) = read_cbs([TITLES, line])
    return found


def test_a_line_is_read_without_its_padding():
    assert one(row()) == Region(line=2, code="WK036300", name="Oud West", year=2019, households=2900)


def test_columns_are_found_by_their_titles_and_the_rest_is_left_unread():
    titles = TITLES.split(";")[::-1]
    lines = [";".join(titles), ";".join(row(more="secret").split(";")[::-1])]
    (found,) = read_cbs(lines)
    assert found == Region(line=2, code="WK036300", name="Oud West", year=2019, households=2900)
    assert "secret" not in repr(found)


@pytest.mark.parametrize("sign", [".", "       .", "x", "-", "", "   "])
def test_unknown_households_are_none_and_never_zero(sign):
    found = one(row(households=sign))
    assert isinstance(found, Region)
    assert found.households is None


def test_zero_households_are_zero():
    found = one(row(households="       0"))
    assert isinstance(found, Region)
    assert found.households == 0


@pytest.mark.parametrize("code", ["WK0363MA", "BU0363MA01", "GM0363", "wk0363ma"])
def test_codes_may_carry_letters(code):
    found = one(row(code=code))
    assert isinstance(found, Region)
    assert found.code == code.upper()


@pytest.mark.parametrize("year", ["2019", "2019JJ00", "2019*", "2019**"])
def test_a_year_is_read_as_statline_writes_it(year):
    found = one(row(year=year))
    assert isinstance(found, Region)
    assert found.year == 2019


@pytest.mark.parametrize(
    ("line", "words"),
    [
        (row(code="WK36300"), "code"),
        (row(code="XX036300"), "code"),
        (row(code=""), "code"),
        (row(name=""), "naam"),
        (row(name="x" * 101), "naam"),
        (row(name="een\x07naam"), "naam"),
        (row(name="wijk 111222333"), "BSN"),
        (row(year="19"), "jaar"),
        (row(year="2019MM01"), "jaar"),
        (row(households="2,5"), "huishoudens"),
        (row(households="-3"), "huishoudens"),
        (row(households="٣"), "huishoudens"),
        ('"2019";"Oud West"', "kolommen"),
    ],
)
def test_a_bad_line_is_named_with_its_number_and_the_reason_in_words(in_dutch, line, words):
    found = one(line)
    assert isinstance(found, BadLine)
    assert found.line == 2
    assert words in str(found.why)


def test_a_bad_line_does_not_repeat_what_stood_there(in_dutch):
    found = one(row(name="wijk 111222333"))
    assert isinstance(found, BadLine)
    assert "111222333" not in repr(found) + str(found.why)


def test_a_missing_column_is_named(in_dutch):
    (found,) = read_cbs(['"Perioden";"Naam"', '"2019";"x"'])
    assert isinstance(found, BadLine)
    assert found.line == 1
    assert "regiocode" in str(found.why)


def test_bad_lines_do_not_hide_those_after_them():
    found = list(read_cbs([TITLES, row(code="?"), row(), row(households="veel")]))
    assert [type(one) for one in found] == [BadLine, Region, BadLine]
    assert [one.line for one in found] == [2, 3, 4]


def test_empty_lines_are_skipped():
    assert len(list(read_cbs([TITLES, row(), "", ";;;;", row(code="WK036301")]))) == 2


def test_the_own_layout_has_three_columns_and_may_have_titles():
    lines = ["GM9901;Lindestad;", "WK990100;De Linden;1200", "BU99010000;De Laan;."]
    plain = list(read_own(lines, year=2026))
    titled = list(read_own(["code;name;households", *lines], year=2026))
    assert [(r.code, r.name, r.year, r.households) for r in plain] == [
        ("GM9901", "Lindestad", 2026, None),
        ("WK990100", "De Linden", 2026, 1200),
        ("BU99010000", "De Laan", 2026, None),
    ]
    assert [r.code for r in titled] == [r.code for r in plain]


def test_parents_follow_from_the_code():
    wijk, buurt = read_own(["WK0363MA;A;1", "BU0363MA01;B;1"], year=2026)
    assert (wijk.parent_code, buurt.parent_code) == ("GM0363", "WK0363MA")
