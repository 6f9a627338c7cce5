"""The database answers on both engines."""

from sqlalchemy import text

from timebank.core.database import db, transact


def test_both_engines_answer(app):
    assert transact(lambda: db.session.execute(text("SELECT 1")).scalar()) == 1
