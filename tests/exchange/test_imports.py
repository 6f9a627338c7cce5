"""Bringing a history along: the commands on a real database."""

import csv
from decimal import Decimal
from pathlib import Path

import pytest
from sqlalchemy import func, select

from tests.factories import make_resident
from timebank.core.database import db, transact
from timebank.exchange.commands import exchange, import_people, renew_codes
from timebank.exchange.imports import taking_over
from timebank.exchange.models import Exchange, ExchangeMove, ImportedParty
from timebank.ledger.check import check
from timebank.ledger.models import Account, Transfer
from timebank.people import service as people
from timebank.people.models import Person
from timebank.people.passwords import hash_password
from timebank.wijk.models import Membership

DATA = Path(__file__).parents[3] / "shared" / "data"
needs_data = pytest.mark.skipif(not DATA.exists(), reason="the example files are not here")
OWN = "id;day;giver;receiver;minutes;kind;note\n"


@pytest.fixture
def run(app, place):
    """Give a function that runs a command for the wijk and returns its result."""

    def run(command, *arguments):
        words = [str(argument) for argument in arguments]
        done = app.test_cli_runner().invoke(command, [*words, "--wijk", place.code])
        db.session.rollback()
        return done

    yield run
    assert list(check()) == []


@pytest.fixture
def run_import(run):
    def run_import(file, layout, *arguments):
        return run(exchange, "import", file, "--layout", layout, *arguments)

    return run_import


@pytest.fixture
def own_file(tmp_path):
    def own_file(*lines):
        path = tmp_path / "own.csv"
        path.write_text(OWN + "\n".join(lines), encoding="utf-8")
        return path

    return own_file


def totals():
    db.session.rollback()
    return tuple(db.session.execute(select(func.count(), func.coalesce(func.sum(Transfer.minutes), 0))).one())


@needs_data
def test_timeoverflow_comes_whole_and_twice_posts_nothing_new(run, run_import, place):
    done = run(import_people, DATA / "timeoverflow-users.csv", "--layout", "timeoverflow")
    assert "60 new placeholders" in done.output
    file = DATA / "timeoverflow-transfers.csv"
    with file.open(encoding="utf-8") as lines:
        minutes = sum(int(row[4]) for row in csv.reader(lines)) // 60
    assert "Written: 400 exchanges, 576 hours 45 minutes, 60 people, 0 new placeholders." in (
        run_import(file, "timeoverflow").output
    )
    assert totals() == (400, minutes)
    assert "Written: 0 exchanges" in run_import(file, "timeoverflow").output
    assert "Written: 0 new" in run(import_people, DATA / "timeoverflow-users.csv", "--layout", "timeoverflow").output
    assert totals() == (400, minutes)
    pot = select(Account.received_minutes).where(Account.kind == "wijk", Account.wijk_id == place.wijk_id)
    assert db.session.scalar(pot) > 0


@needs_data
def test_komunitin_comes_without_what_did_not_happen(run_import):
    file = DATA / "komunitin-transfers.csv"
    with file.open(encoding="utf-8") as lines:
        happened = [Decimal(row["amount"]) for row in csv.DictReader(lines) if row["state"] == "committed"]
    done = run_import(file, "komunitin")
    assert "Did not happen, so left out: 39 lines." in done.output
    assert totals() == (len(happened), sum(happened) * 60)


@needs_data
def test_gender_and_birth_date_are_nowhere(run, app):
    run(import_people, DATA / "timeoverflow-users.csv", "--layout", "timeoverflow")
    kept = " ".join(str(tuple(row)) for row in db.session.execute(select(Person.__table__)))
    assert "Fatima de Vries" in kept
    assert "1976-02-14" not in kept
    assert "1976, 2, 14" not in kept


def test_what_is_taken_over_is_marked_so_and_nobody_said_yes(run_import, own_file):
    run_import(own_file("a;2019-05-31;anna;bram;90;garden;Heg geknipt"), "own")
    row = db.session.scalars(select(Exchange)).one()
    assert (row.state, row.minutes, row.note, row.reporter_person_id) == ("confirmed", 90, "Heg geknipt", None)
    assert db.session.get(Transfer, row.transfer_id).origin == "taken_over"
    move = db.session.scalars(select(ExchangeMove)).one()
    assert (move.move, move.to_state, move.by_person_id, move.transfer_id) == (
        "take_over",
        "confirmed",
        None,
        row.transfer_id,
    )


def test_one_bad_line_and_nothing_is_written(run_import, own_file):
    done = run_import(own_file("a;2024-05-31;anna;bram;60;;", "b;2024-05-31;anna;bram;0;;"), "own")
    assert done.exit_code == 1
    assert "line 3: the time is not 1 to 1,440 minutes" in done.output
    assert "Nothing was written: 1 line cannot be used." in done.output
    assert totals() == (0, 0)
    assert db.session.scalar(select(func.count(ImportedParty.id))) == 0


def test_bad_lines_are_left_out_into_a_file_of_number_and_reason(run_import, own_file, tmp_path):
    out = tmp_path / "bad.csv"
    file = own_file("a;2024-05-31;anna;bram;60;;", "b;2024-05-31;anna;bram;60;;bsn 111222333")
    done = run_import(file, "own", "--skip-bad", out)
    assert done.exit_code == 0
    assert totals() == (1, 60)
    assert out.read_text().splitlines() == [
        "line;reason",
        "3;it holds what looks like a burgerservicenummer (BSN), and we never keep those",
    ]
    assert "111222333" not in done.output


def test_a_dry_run_shows_the_file_and_writes_nothing(run_import, own_file, tmp_path):
    done = run_import(own_file("a;2024-05-31;anna;bram;60;;Tuin"), "own", "--dry-run", "--claims", tmp_path / "claims")
    assert "The file: 1 exchanges, 1 hours, 2 people, of whom 2 new." in done.output
    assert "line 2: 2024-05-31 anna helped bram, 60 minutes, garden: Tuin" in done.output
    assert totals() == (0, 0)
    assert not (tmp_path / "claims").exists()


def test_lines_without_id_count_by_content_and_how_often(run_import, own_file):
    same, other = ";2024-05-31;anna;bram;60;;koffie", ";2024-05-31;anna;bram;60;;thee"
    run_import(own_file(same, same), "own")
    assert totals() == (2, 120)
    done = run_import(own_file(same, other, same, same), "own")
    assert "Taken over before: 2 of these exchanges." in done.output
    assert totals() == (4, 240)


def test_an_id_with_something_else_on_its_line_is_refused(run_import, own_file):
    run_import(own_file("a;2024-05-31;anna;bram;60;;"), "own")
    done = run_import(own_file("a;2024-05-31;anna;bram;75;;", "b;2024-05-31;anna;bram;15;;"), "own")
    assert "line 2: its id was taken over before, with something else on the line" in done.output
    assert totals() == (1, 60)


def test_an_id_counts_once_in_a_file(run_import, own_file):
    line = "a;2024-05-31;anna;bram;60;;"
    assert "line 3: its id stands on line 2 already" in run_import(own_file(line, line), "own").output


def test_a_placeholder_is_not_findable_and_takes_their_place_with_a_code(run_import, own_file, tmp_path):
    claims = tmp_path / "claims.csv"
    run_import(own_file("a;2024-05-31;=anna;bram;60;;"), "own", "--claims", claims)
    assert claims.stat().st_mode & 0o777 == 0o600
    rows = list(csv.reader(claims.read_text().splitlines(), delimiter=";"))
    assert [row[0] for row in rows] == ["code", "'=anna", "bram"]
    anna = db.session.scalars(select(Person).where(Person.name == "Buur =anna")).one()
    assert (anna.is_findable, anna.sign_in_name, anna.password_hash) == (False, None, None)
    transact(people.claim, rows[1][2], name="Anna", password=hash_password("een goed wachtwoord"))
    run_import(own_file("b;2024-06-01;=anna;bram;30;;"), "own")
    given = select(Account.given_minutes).join(Membership).where(Membership.person_id == anna.id)
    assert db.session.scalar(given) == 90


def test_new_codes_replace_the_old_ones_for_who_has_not_come(run, run_import, own_file, tmp_path):
    run_import(own_file("a;2024-05-31;anna;bram;60;;"), "own", "--claims", tmp_path / "old")
    old = (tmp_path / "old").read_text().splitlines()[1].split(";")[2]
    assert "2 codes." in run(renew_codes, tmp_path / "new").output
    with pytest.raises(people.CodeUnknown):
        transact(people.claim, old, name="Anna", password=hash_password("een goed wachtwoord"))
    new = (tmp_path / "new").read_text().splitlines()[1].split(";")[2]
    transact(people.claim, new, name="Anna", password=hash_password("een goed wachtwoord"))
    assert "1 codes." in run(renew_codes, tmp_path / "newer").output


def test_a_file_that_exists_is_never_overwritten(run_import, own_file):
    file = own_file("a;2024-05-31;anna;bram;60;;")
    before = file.read_text()
    for option in ("--claims", "--skip-bad"):
        assert "is there already" in run_import(file, "own", option, file).output
    assert file.read_text() == before


def test_an_email_that_somebody_has_already_is_left_out(run, place, tmp_path):
    details = {"name": "Fatima", "mark": 1, "is_findable": True, "email": "anna@example.org"}
    transact(people.change_details, make_resident(place).person_id, **details)
    file = tmp_path / "people.csv"
    file.write_text("code;name;email;phone\n1;Anna;anna@example.org;0201234567\n2;Bram;b@example.org;020 1234567\n")
    run(import_people, file, "--layout", "own")
    wanted = (
        select(Person.name, Person.email, Person.phone).where(Person.name.in_(("Anna", "Bram"))).order_by(Person.id)
    )
    assert [tuple(row) for row in db.session.execute(wanted)] == [
        ("Anna", None, "+31201234567"),
        ("Bram", "b@example.org", None),
    ]


def test_a_person_twice_in_a_file_is_a_bad_line(run, tmp_path):
    file = tmp_path / "people.csv"
    file.write_text("code;name;email;phone\n1;Anna;;\n1;Bram;;\n")
    assert "line 3: its code stands on line 2 already" in run(import_people, file, "--layout", "own").output
    assert db.session.scalar(select(func.count(ImportedParty.id))) == 0


def test_a_file_longer_than_one_transaction_comes_whole(run_import, own_file, monkeypatch):
    monkeypatch.setattr(taking_over, "AT_ONCE", 1100)
    lines = [f"{number};2024-05-31;p{number % 7};q{number % 5};{number % 60 + 1};;" for number in range(2500)]
    assert "Written: 2,500 exchanges" in run_import(own_file(*lines), "own").output
    assert totals() == (2500, sum(number % 60 + 1 for number in range(2500)))


def test_a_wijk_that_is_not_there_is_said_in_words(app, own_file):
    arguments = ["import", str(own_file("a;2024-05-31;a;b;60;;")), "--layout", "own", "--wijk", "WK000099"]
    done = app.test_cli_runner().invoke(exchange, arguments)
    assert done.exit_code == 1
    assert "Traceback" not in done.output
