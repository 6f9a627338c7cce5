"""What people chose by family, before they could choose by kind, is kept for each kind of it."""

import pytest
from alembic import command
from sqlalchemy import text

from tests.notices.conftest import told
from timebank.core import migrations
from timebank.core.database import db, transact
from timebank.notices import queries, service
from timebank.notices.kinds import FAMILIES, OF_STEWARDS
from timebank.notices.rules import LATER_KINDS

GROUPS = "group.signed_up group.signed_off group.added group.called_off group.changed group.closed group.posted"
"""The kinds there were when choices by family became choices by kind; what came later is no business of that step."""


@pytest.fixture
def choose_as_before(app):
    """Give a function that writes choices by family into the tables of the version before, and then upgrades."""

    def choose(actor, ways):
        db.session.rollback()
        db.session.remove()
        db.engine.dispose()
        command.downgrade(migrations.config(), "0007")
        rows = [{"person_id": actor.person_id, "family": family, "way": way} for family, way in ways.items()]
        inserted = text("INSERT INTO notice_choice VALUES (:person_id, :family, :way)")
        transact(db.session.execute, inserted, rows)
        db.session.remove()
        migrations.upgrade()
        return queries.choices_of(actor.person_id)

    return choose


def test_a_choice_for_a_family_becomes_one_for_each_of_its_kinds(fatima, choose_as_before):
    chosen = choose_as_before(fatima, {"groups": "not", "wijk": "not", "messages": "paper"})
    groups, messages = GROUPS.split(), ["conversation.message", "conversation.stopped", "conversation.resumed"]
    expected = dict.fromkeys(groups, "not") | dict.fromkeys(messages, "paper")
    assert chosen == expected | {"need.arranged": "not", "report.about_you": "app", "report.answered": "app"}


def test_who_chose_no_mail_at_all_gets_none_of_what_is_new(fatima, choose_as_before):
    everything = [family for family in FAMILIES if family != OF_STEWARDS]
    assert choose_as_before(fatima, dict.fromkeys(everything, "app"))[LATER_KINDS] == "app"
    transact(service.tell, fatima.person_id, "pot.asked", minutes=60)
    assert told(fatima) == [("pot.asked", "app")]


def test_who_chose_some_mail_gets_it_of_what_is_new(fatima, choose_as_before):
    everything = [family for family in FAMILIES if family != OF_STEWARDS]
    assert LATER_KINDS not in choose_as_before(fatima, dict.fromkeys(everything, "app") | {"hours": "mail"})
