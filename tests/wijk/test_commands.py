"""`timebank wijk …` as an operator types it."""

import re

import pytest

from timebank.core.database import db
from timebank.wijk import queries
from timebank.wijk.commands import wijk as commands
from timebank.wijk.models import StaffTask


@pytest.fixture
def type_in(app):
    """Give a function that runs a command and returns what it prints."""

    def run(*words: str, code: int = 0) -> str:
        done = app.test_cli_runner().invoke(commands, [str(word) for word in words], catch_exceptions=False)
        assert done.exit_code == code, done.output
        return done.output

    return run


@pytest.fixture
def own_file(tmp_path):
    """Give a file in our own layout."""
    path = tmp_path / "wijken.csv"
    path.write_text("code;name;households\nGM9901;Lindestad;\nWK990100;De Linden;1200\nWK990101;De Haven;.\n")
    return path


def test_import_says_what_it_read_and_twice_changes_nothing(type_in, cbs_file):
    assert type_in("import", cbs_file) == "1 gemeente, 99 wijken, 479 buurten\n"
    again = type_in("import", cbs_file)
    assert again.startswith("1 gemeente, 99 wijken, 479 buurten\n")
    assert "niets veranderd" in again


def test_import_names_each_bad_line_and_writes_nothing(type_in, tmp_path):
    path = tmp_path / "wijken.csv"
    path.write_text("GM9901;Stad;\nWK1;A;1\nWK990101;;1\n")
    said = type_in("import", path, "--layout", "own", "--year", "2026", code=1)
    assert "Regel 2: De code moet lijken op" in said
    assert "Regel 3: Er is geen naam" in said
    assert "Er is niets bewaard" in said
    assert queries.find_gemeente_id("GM9901") is None


def test_import_shows_no_more_than_fifty_bad_lines(type_in, tmp_path):
    path = tmp_path / "wijken.csv"
    path.write_text("x;y;z\n" * 61)
    said = type_in("import", path, "--layout", "own", code=1)
    assert said.count("Regel ") == 50
    assert "nog 11 regels" in said


def test_open_prints_one_link_for_each_steward_and_they_work(type_in, own_file, client):
    type_in("import", own_file, "--layout", "own", "--year", "2026")
    said = type_in("open", "wk990100", "--steward", "Ria", "--steward", "Youssef", "--address", "https://example.nl/")
    links = re.findall(r"^(\w+): https://example\.nl(/join/\S+)$", said, re.MULTILINE)
    assert [name for name, _ in links] == ["Ria", "Youssef"]
    for _, path in links:
        assert client.get(path).status_code == 200


REFUSED = (
    ("open WK990100 --steward Ria", "twee of meer"),
    ("open WK999999 --steward Ria --steward Youssef", "kennen deze wijk niet"),
    ("split WK990100 --into WK990101 --year 2027", "twee of meer codes"),
    ("add-official Wim --gemeente GM0000", "kennen deze gemeente niet"),
    ("add-worker Wim --wijk WK000000 --organisation X --sector omgeving", "kennen deze wijk niet"),
    ("open WK990100 --steward Ria --steward 111222333", "geen BSN"),
    ("add-worker 111222333 --wijk WK990100 --organisation X --sector omgeving", "geen BSN"),
    ("add-worker Wim --wijk WK990100 --organisation 111222333 --sector omgeving", "geen BSN"),
    ("add-official 111222333 --gemeente GM9901", "geen BSN"),
)


def test_what_cannot_be_done_is_said_in_words(type_in, own_file):
    type_in("import", own_file, "--layout", "own", "--year", "2026")
    for line, says in REFUSED:
        assert says in type_in(*line.split(), code=1), line


def test_split_shows_the_wijken_that_follow(type_in, own_file, tmp_path):
    type_in("import", own_file, "--layout", "own", "--year", "2026")
    type_in("open", "WK990100", "--steward", "Ria", "--steward", "Youssef")
    next_year = tmp_path / "next.csv"
    next_year.write_text("GM9901;Lindestad;\nWK990100;Noord;1\nWK990102;Zuid;1\nWK990101;De Haven;1\n")
    type_in("import", next_year, "--layout", "own", "--year", "2027")
    said = type_in("split", "WK990100", "--into", "WK990100", "--into", "WK990102", "--year", "2027")
    assert [line.split(":")[0] for line in said.splitlines()] == [
        "WK990100 (2027) Lindestad, Noord",
        "WK990102 (2027) Lindestad, Zuid",
    ]


def test_list_shows_open_wijken_and_their_stewards_and_with_all_the_rest(type_in, own_file):
    type_in("import", own_file, "--layout", "own", "--year", "2026")
    assert type_in("list") == ""
    type_in("open", "WK990100", "--steward", "Ria", "--steward", "Youssef")
    assert "0 beheerders" in type_in("list")
    assert "WK990101 (2026) Lindestad, De Haven: niet open" in type_in("list", "--all")


def test_a_worker_and_an_official_get_a_link_and_their_place(type_in, own_file):
    type_in("import", own_file, "--layout", "own", "--year", "2026")
    worker = ("add-worker", "Wim", "--wijk", "WK990100", "--wijk", "WK990101", "--organisation", "Stichting Buurt")
    assert "/welcome/" in type_in(*worker, "--sector", "omgeving")
    assert "/welcome/" in type_in("add-official", "Els", "--gemeente", "gm9901")
    tasks = db.session.query(StaffTask).all()
    assert sorted((task.wijk_id is None, task.gemeente_id is None) for task in tasks) == [
        (False, True),
        (False, True),
        (True, False),
    ]
