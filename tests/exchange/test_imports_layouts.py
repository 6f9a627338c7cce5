"""Lines of other time banks' files, without a database."""

from datetime import date
from pathlib import Path

import pytest

from timebank.exchange.imports import layouts, people
from timebank.exchange.imports.kinds import guess
from timebank.exchange.imports.layouts import Past
from timebank.exchange.imports.reading import HOLDS_BSN, BadLine, UnknownFile, read

TODAY = date(2026, 11, 22)
OWN = "id;day;giver;receiver;minutes;kind;note"
KOMUNITIN = "id,created,state,amount,description,payer.code,payee.code"


def read_lines(tmp_path: Path, layout: str, *lines: str) -> list:
    path = tmp_path / "file.csv"
    path.write_bytes("\n".join(lines).encode("utf-8", "surrogateescape"))
    kinds = frozenset(("shopping", "garden"))
    return list(read(path, layouts.LAYOUTS[layout], progress=lambda _: None, today=TODAY, kinds=kinds))


def read_people(tmp_path: Path, layout: str, *lines: str) -> list:
    path = tmp_path / "people.csv"
    path.write_text("\n".join(lines), encoding="utf-8")
    return list(read(path, people.LAYOUTS[layout], progress=lambda _: None))


def test_our_own_layout_says_it_as_it_is(tmp_path):
    line = "a1;31-05-2024;anna;wijk;90;garden;Heg geknipt"
    assert read_lines(tmp_path, "own", OWN, line) == [
        Past(2, "a1", "anna", "pot", 90, date(2024, 5, 31), "garden", "Heg geknipt")
    ]


def test_timeoverflow_counts_seconds_and_its_source_was_helped(tmp_path):
    member = "14,member,1,member,10800,2024-01-08 11:25:00,Boodschappen gedaan,"
    organization = '1,organization,13,member,3600,2024-02-06 08:39:00,"Voor ""ons""",'
    assert read_lines(tmp_path, "timeoverflow", member, organization) == [
        Past(1, "", "1", "14", 180, date(2024, 1, 8), "shopping", "Boodschappen gedaan"),
        Past(2, "", "13", "pot", 60, date(2024, 2, 6), "other", 'Voor "ons"'),
    ]


def test_komunitin_counts_hours_and_only_what_was_committed_happened(tmp_path):
    happened = "x1,2024-01-08T23:30:00.000Z,committed,1.50,Fiets gemaakt,A39,A1"
    lines = read_lines(tmp_path, "komunitin", KOMUNITIN, happened, "x2,2024-01-09T09:00:00.000Z,pending,1,,A1,A2")
    assert lines == [Past(2, "x1", "A1", "A39", 90, date(2024, 1, 9), "repairs", "Fiets gemaakt"), None]


@pytest.mark.parametrize(("hours", "minutes"), [("0.33", 20), ("0.02", 1), ("24", 1440), ("0.25", 15), ("1.67", 100)])
def test_hours_with_two_decimals_are_the_whole_minutes_that_they_stand_for(tmp_path, hours, minutes):
    [line] = read_lines(tmp_path, "komunitin", KOMUNITIN, f"x,2024-01-08T09:00:00Z,committed,{hours},,A,B")
    assert line.minutes == minutes


@pytest.mark.parametrize("hours", ["0.34", "0", "-1", "24.02", "1e9", "NaN", "een", ""])
def test_hours_that_stand_for_no_minutes_make_a_bad_line(tmp_path, hours):
    [line] = read_lines(tmp_path, "komunitin", KOMUNITIN, f"x,2024-01-08T09:00:00Z,committed,{hours},,A,B")
    assert isinstance(line, BadLine)


BAD = {
    "a;2024-05-31;anna;bram;0;;": "the time is not 1 to 1,440 minutes",
    "a;2024-05-31;anna;bram;1441;;": "the time is not 1 to 1,440 minutes",
    "a;2024-05-31;anna;bram;1.5;;": "minutes is not a whole number",
    "a;2024-05-31;anna;bram;²;;": "minutes is not a whole number",
    "a;2026-11-23;anna;bram;60;;": "the day is still to come, or before 1970",
    "a;0024-05-31;anna;bram;60;;": "the day is still to come, or before 1970",
    "a;2024-02-30;anna;bram;60;;": "the day is not a day of the calendar",
    "a;2024-05-31;anna;anna;60;;": "the same party helped and was helped",
    "a;2024-05-31;wijk;pot;60;;": "the same party helped and was helped",
    "a;2024-05-31;;bram;60;;": "who helped is empty",
    f"a;2024-05-31;{'x' * 61};bram;60;;": "who helped is not 1 to 60 letters and digits",
    "a;2024-05-31;anna;bram;60;feest;": "kind is none of the codes of the kinds of help",
    "a;2024-05-31;anna;bram;60;;bsn 111222333": HOLDS_BSN,
    "a;2024-05-31;111222333;bram;60;;": HOLDS_BSN,
    "a;2024-05-31;anna": "it has too few columns",
    "a;2024-05-31;anna;bram;60;;caf\udce9": "it is not UTF-8; save the file as CSV UTF-8",
    'a;2024-05-31;anna;bram;60;;"open': "a quotation mark is missing, here or before",
}


@pytest.mark.parametrize(("line", "reason"), BAD.items())
def test_a_bad_line_is_named_in_words_and_never_repeated(tmp_path, line, reason):
    good = "b;2024-05-31;anna;bram;60;;"
    assert read_lines(tmp_path, "own", OWN, good, line)[1:] == [BadLine(3, reason)]


def test_lines_after_a_bad_one_are_read(tmp_path):
    lines = read_lines(tmp_path, "own", OWN, "x", "", "b;2024-05-31;anna;bram;60;;")
    assert [type(line) for line in lines] == [BadLine, Past]
    assert lines[1].number == 4


def test_a_long_note_is_cut_and_put_on_one_line(tmp_path):
    [line] = read_lines(tmp_path, "own", OWN, f'b;2024-05-31;anna;bram;60;;"een\ntwee\x07 {"a" * 300}"')
    assert line.note.startswith("een twee a")
    assert len(line.note) == 280
    assert line.note.endswith("…")


@pytest.mark.parametrize("first", ["", "id;day", OWN.replace(";", ",")])
def test_a_file_of_another_kind_is_refused_as_a_whole(tmp_path, first):
    with pytest.raises(UnknownFile, match="The first line must name the columns: id;day;giver"):
        read_lines(tmp_path, "own", first)


def test_people_of_timeoverflow_come_without_gender_and_birth_date(tmp_path):
    line = "16,2024-01-08,Wouter,van,den Berg,1,1976-02-14,,06-70329669,user16@example.com"
    assert read_people(tmp_path, "timeoverflow", line) == [
        people.Somebody(1, "16", "Wouter van den Berg", "", "+31670329669")
    ]


@pytest.mark.parametrize(
    ("email", "phone", "kept"),
    [
        ("Anna@Example.org", "020 123 45 67", ("anna@example.org", "+31201234567")),
        ("anna", "123456782", ("", "")),
        ("", "+32 470 12 34 56", ("", "+32470123456")),
    ],
)
def test_only_an_email_and_phone_that_can_be_one_are_kept(tmp_path, email, phone, kept):
    [somebody] = read_people(tmp_path, "own", "code;name;email;phone", f"7;Anna;{email};{phone}")
    assert (somebody.email, somebody.phone) == kept


@pytest.mark.parametrize("line", ["7;;a@b.nl;", ";Anna;;", "7;Anna 111222333;;", "111222333;Anna;;"])
def test_a_person_without_name_or_code_or_with_a_bsn_is_a_bad_line(tmp_path, line):
    assert isinstance(read_people(tmp_path, "own", "code;name;email;phone", line)[0], BadLine)


@pytest.mark.parametrize(
    ("note", "kind"),
    [("Hond uitgelaten", "animals"), ("Brief uitgelegd", "language"), ("", "other"), ("Zomaar", "other")],
)
def test_the_kind_of_help_is_guessed_from_the_note(note, kind):
    assert guess(note) == kind
