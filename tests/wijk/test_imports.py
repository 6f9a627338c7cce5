"""Writing gemeenten, wijken with their editions, and buurten."""

from pathlib import Path

import pytest
from sqlalchemy import func, select

from tests.wijk.conftest import read_own
from timebank.core.database import db, transact
from timebank.wijk import imports, queries
from timebank.wijk.models import BuurtEdition, Gemeente, Wijk, WijkEdition


def number_of(model) -> int:
    return db.session.scalar(select(func.count()).select_from(model))


def rows() -> dict[str, int]:
    db.session.rollback()
    return {model.__tablename__: number_of(model) for model in (Gemeente, Wijk, WijkEdition, BuurtEdition)}


def read(path: Path, layout: str = "own", year: int = 2026) -> imports.Counts:
    return transact(imports.write, imports.read_file(path, layout=layout, year=year))


def test_the_real_file_holds_1_gemeente_99_wijken_479_buurten(app, cbs_file):
    assert read(cbs_file, "cbs") == imports.Counts(gemeenten=1, wijken=99, buurten=479, written=579)
    assert rows() == {"gemeente": 1, "wijk": 99, "wijk_edition": 99, "buurt_edition": 479}


def test_households_of_the_real_file_that_are_unknown_stay_unknown(app, cbs_file):
    read(cbs_file, "cbs")
    found = queries.find_wijk("WK036300")
    assert (found.name, found.households, found.year, found.gemeente_name) == (
        "Burgwallen-Oude Zijde",
        2900,
        2019,
        "Amsterdam",
    )
    assert db.session.scalar(select(BuurtEdition.households).where(BuurtEdition.code == "BU03630100")) == 0


def test_reading_the_same_file_twice_changes_nothing(app, cbs_file):
    read(cbs_file, "cbs")
    before = rows()
    assert read(cbs_file, "cbs").written == 0
    assert rows() == before


def test_nothing_but_code_name_year_and_households_is_kept(app):
    for model in (WijkEdition, BuurtEdition):
        assert {column.name for column in model.__table__.columns} == {
            "id",
            "wijk_id",
            "year",
            "code",
            "name",
            "households",
        }


def test_another_year_adds_an_edition_to_the_same_wijk(app):
    read_own(2025, "WK990100;De Linden;1200", "BU99010000;De Laan;100")
    read_own(2026, "WK990100;De Linden en omgeving;1250", "BU99010000;De Laan;110")
    assert rows() == {"gemeente": 1, "wijk": 1, "wijk_edition": 2, "buurt_edition": 2}
    found = queries.find_wijk("WK990100")
    assert (found.year, found.name, found.households) == (2026, "De Linden en omgeving", 1250)


def test_an_older_year_read_later_is_an_edition_of_the_same_wijk_and_not_its_newest(app):
    read_own(2026, "WK990100;De Linden;1250")
    read_own(2024, "WK990100;Linden;1100")
    assert rows()["wijk"] == 1
    assert queries.find_wijk("WK990100").name == "De Linden"


def test_a_corrected_file_corrects_the_edition(app):
    read_own(2026, "WK990100;De Linden;1250")
    read_own(2026, "WK990100;De Linden;.")
    assert rows()["wijk_edition"] == 1
    assert queries.find_wijk("WK990100").households is None


def test_a_gemeente_takes_the_name_of_the_newest_year(app):
    read_own(2026, "WK990100;De Linden;1")
    for year, name in ((2025, "Oud Lindestad"), (2027, "Nieuw Lindestad")):
        transact(imports.write, [imports.Region(1, "GM9901", name, year, None)])
    assert db.session.scalar(select(Gemeente.name)) == "Nieuw Lindestad"


def test_a_code_that_was_free_for_years_means_the_wijk_that_had_it(app):
    read_own(2020, "WK990100;De Linden;1200")
    read_own(2026, "WK990100;De Linden;1200")
    assert rows()["wijk"] == 1


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        ("GM9901;Stad;\nWK990100;A;1\nWK990100;B;2\n", 3, "regel 2"),
        ("GM9901;Stad;\nWK000200;A;1\n", 2, "GM0002"),
        ("GM9901;Stad;\nWK990100;A;1\nBU99010100;B;1\n", 3, "WK990101"),
        ("", 1, "leeg"),
        ("GM9901;Stad;\nWK990100;111222333;1\n", 2, "BSN"),
    ],
)
def test_a_bad_file_is_refused_whole_and_each_line_is_named(app, tmp_path, text, line, words):
    path = tmp_path / "wijken.csv"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(imports.BadFile) as refused:
        read(path)
    assert [bad.line for bad in refused.value.lines] == [line]
    assert words in str(refused.value.lines[0].why)
    assert rows() == {"gemeente": 0, "wijk": 0, "wijk_edition": 0, "buurt_edition": 0}


def test_a_file_that_is_not_utf_8_is_refused_in_words(app, tmp_path):
    path = tmp_path / "wijken.csv"
    path.write_bytes("GM9901;Stad é;\n".encode("latin-1"))
    with pytest.raises(imports.BadFile) as refused:
        read(path)
    assert "UTF-8" in str(refused.value.lines[0].why)


def test_a_bom_does_not_matter(app, tmp_path):
    path = tmp_path / "wijken.csv"
    path.write_text("code;name;households\nGM9901;Stad;\nWK990100;A;1\n", encoding="utf-8-sig")
    assert read(path).wijken == 1
