"""The database answers on both engines, and writes only in a transaction."""

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from tests.conftest import ENGINES
from timebank.access import audit
from timebank.core.database import db, transact


def test_both_engines_answer(app):
    assert transact(lambda: db.session.execute(text("SELECT 1")).scalar()) == 1


@pytest.mark.parametrize("database_url", ENGINES[1:], indirect=True)
def test_postgresql_writes_nothing_outside_a_transaction(app):
    with pytest.raises(DBAPIError, match=r"read-?only"):
        db.session.execute(text("DELETE FROM audit_event"))
    db.session.rollback()
    transact(lambda: db.session.execute(text("DELETE FROM audit_event")))
    with pytest.raises(DBAPIError, match=r"read-?only"):
        db.session.execute(text("DELETE FROM audit_event"))


def test_a_transaction_that_fails_leaves_nothing_and_the_next_one_works(app):
    count = text("SELECT count(*) FROM audit_event")

    def broken():
        audit.record("person.joined", actor_id=None, subject_id=None)
        raise RuntimeError

    with pytest.raises(RuntimeError):
        transact(broken)
    before = db.session.scalar(count)
    transact(audit.record, "person.joined", actor_id=None, subject_id=None)
    assert db.session.scalar(count) == before + 1
