"""`timebank ledger` as the operator sees it."""

from sqlalchemy import text

from tests.ledger.posting import post
from timebank.core.database import db, transact
from timebank.ledger.commands import ledger


def run(app, *words):
    return app.test_cli_runner().invoke(ledger, words)


def test_check_is_silent_about_good_books(app, books):
    post(books.anna, books.bram)
    done = run(app, "check")
    assert (done.exit_code, done.output) == (0, "1 transfers read, 0 differences found.\n")


def test_check_names_each_difference_and_exits_1(app, books):
    post(books.anna, books.bram)
    off = "DROP TRIGGER account_totals" + (" ON account" if db.engine.dialect.name == "postgresql" else "")
    transact(lambda: db.session.execute(text(off)))
    transact(lambda: db.session.execute(text(f"UPDATE account SET given_minutes = 61 WHERE id = {books.anna}")))
    done = run(app, "check")
    assert done.exit_code == 1
    assert done.output.splitlines() == [
        "trigger account_totals: it is missing",
        f"account {books.anna}: given_minutes is 61, must be 60",
        "1 transfers read, 2 differences found.",
    ]


def test_seal_and_verify(app, books):
    assert run(app, "seal").output == "Nothing new to seal.\n"
    post(books.anna, books.bram)
    assert "Seal 1: 1 transfers." in run(app, "seal").output
    shown = run(app, "seals", "--verify")
    assert shown.exit_code == 0
    assert shown.output.startswith("1  ")
    assert shown.output.endswith("1 seals verified, 0 differences found.\n")
    assert run(app, "seals").exit_code == 0
