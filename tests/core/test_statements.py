"""Statements that go straight to the driver say and return the same on both databases."""

from datetime import UTC, datetime

import pytest
from sqlalchemy import String, bindparam, cast, insert, literal_column, select
from sqlalchemy.exc import IntegrityError, ProgrammingError, StatementError

from tests.statements import reads
from timebank.access import audit
from timebank.access.models import AuditEvent
from timebank.core.database import db, table_of, transact, transaction
from timebank.core.statements import FIRST_ID, Statement, Write, inserting, literally, write
from timebank.people.models import Silence

EVENTS = table_of(AuditEvent)
MOMENT = datetime(2026, 11, 22, 7, 30, 15, 250_000, tzinfo=UTC)
COLUMNS = ("at_utc", "action", "actor_person_id", "subject_person_id", "facts")
KEEP = Statement(inserting(EVENTS, *COLUMNS).returning(EVENTS.c.id))
KEEP_AGAIN = Statement(inserting(EVENTS, *COLUMNS))
READ = Statement(select(*EVENTS.c).order_by(EVENTS.c.id))


def an_event(action="people.signed_in", **facts):
    return {"at_utc": MOMENT, "action": action, "actor_person_id": None, "subject_person_id": None, "facts": facts}


def test_values_come_back_as_they_went_in(app):
    number = transact(KEEP.scalar, **an_event(minutes=90))
    [row] = READ.all()
    assert (row.id, row.at_utc, row.action, row.facts) == (number, MOMENT, "people.signed_in", {"minutes": 90})


def test_rows_can_be_of_a_kind_with_properties(app):
    class Loud:
        @property
        def shouted(self):
            return self.action.upper()

    transact(KEEP.scalar, **an_event())
    assert Statement(select(EVENTS.c.action), Loud).one_or_none().shouted == "PEOPLE.SIGNED_IN"


def test_nothing_found_is_none(app):
    missing = Statement(select(EVENTS.c.action).where(EVENTS.c.id == bindparam("id")))
    assert missing.all(id=7) == []
    assert missing.one_or_none(id=7) is missing.scalar(id=7) is None


def test_several_writes_know_the_id_of_the_first(app):
    columns = {
        "at_utc": bindparam("at_utc", type_=EVENTS.c.at_utc.type),
        "action": cast(bindparam("first", type_=EVENTS.c.id.type), String),
        "facts": bindparam("facts", type_=EVENTS.c.facts.type),
    }
    linked = Statement(insert(EVENTS).from_select(list(columns), select(*columns.values())))
    with transaction(), reads() as sent:
        number = write(
            Write(KEEP, an_event("first")),
            Write(KEEP_AGAIN, an_event("second", n=2)),
            Write(linked, {"at_utc": MOMENT, "facts": {}, "first": FIRST_ID}),
        )
    assert sorted(row.action for row in READ.all()) == sorted(["first", "second", str(number)])
    assert len(sent) == (1 if db.engine.dialect.name == "postgresql" else 0), "one trip: WITH … AS (INSERT …)"


def test_one_write_that_fails_leaves_none(app):
    with pytest.raises(IntegrityError), transaction():
        write(Write(KEEP, an_event("first")), Write(KEEP_AGAIN, an_event("second") | {"actor_person_id": 404}))
    assert READ.all() == []


def test_the_drivers_errors_are_sqlalchemys(app):
    with pytest.raises((ProgrammingError, StatementError)):
        Statement(select(literal_column("nonsense"))).all()


def test_a_value_that_is_missing_is_a_mistake(app):
    with pytest.raises((KeyError, ProgrammingError)):
        Statement(select(EVENTS.c.id).where(EVENTS.c.id == bindparam("id"))).all()


def test_what_is_read_in_a_transaction_is_seen_by_nobody_until_it_ends(app):
    with pytest.raises(RuntimeError), transaction():
        audit.record("people.signed_in", actor_id=None, subject_id=None)
        assert len(READ.all()) == 1
        raise RuntimeError
    assert READ.all() == []


def test_the_session_of_sqlalchemy_writes_in_the_same_transaction(app):
    with pytest.raises(IntegrityError), transaction():
        audit.record("people.signed_in", actor_id=None, subject_id=None)
        db.session.add(Silence(person_id=404, silenced_person_id=405))
        db.session.flush()
        audit.record("people.signed_in", actor_id=404, subject_id=None)
    assert READ.all() == []


@pytest.mark.parametrize(
    ("typed", "written"), [("50%", "50/%"), ("a_b", "a/_b"), ("a/b", "a//b"), ("gewoon", "gewoon")]
)
def test_signs_of_a_pattern_can_mean_themselves(typed, written):
    assert literally(typed) == written
