"""After a year nothing of what was said is left, and the books keep what was done."""

from datetime import timedelta

import pytest
from sqlalchemy import update

from tests.exchange.browsing import count, totals
from tests.factories import let_time_pass, look_at, make_appointment, make_conversation
from timebank.core import clock
from timebank.core.database import db, transact
from timebank.exchange import service
from timebank.exchange.models import (
    Appointment,
    Conversation,
    ConversationSide,
    Exchange,
    Message,
    Series,
)
from timebank.exchange.rules.agreeing import Happened

LONG_AGO = timedelta(days=366)
KEPT_WITH_IT = (Conversation, ConversationSide, Message, Appointment, Series)


def age(talk):
    """Let the messages of a conversation be of more than a year ago."""
    old = update(Message).where(Message.conversation_id == talk.id)
    transact(db.session.execute, old.values(sent_at_utc=clock.now() - LONG_AGO))


def write(talk, words, by):
    """Let somebody write now."""
    transact(service.write, talk.id, words, request_key=words, by=by.actor)


def test_a_conversation_of_a_year_ago_goes_with_all_that_was_in_it(fatima, henk):
    talk = make_conversation(fatima.actor, henk.actor)
    let_time_pass(make_appointment(talk, fatima.actor, henk.actor, times=2), LONG_AGO + timedelta(days=2))
    kept = make_conversation(fatima.actor, henk.actor, words="Blijft")
    assert transact(service.erase_old_conversations) == 1
    age(talk)
    assert transact(service.erase_old_conversations) == 1
    assert transact(service.erase_old_conversations) == 0
    assert [count(model) for model in KEPT_WITH_IT] == [1, 2, 1, 0, 0]
    henk.see(f"/conversations/{talk.public_id}", status=404)
    assert "Blijft" in henk.see("/conversations").text
    assert "Blijft" in henk.see(f"/conversations/{kept.public_id}").text


def test_old_messages_go_from_a_conversation_that_goes_on(fatima, henk):
    talk = make_conversation(fatima.actor, henk.actor, words="Oud")
    age(talk)
    write(talk, "Nieuw", henk)
    assert transact(service.erase_old_conversations) == 1
    page = fatima.see(f"/conversations/{talk.public_id}")
    assert "Nieuw" in page.text
    assert "Oud" not in page.text


def test_a_conversation_with_an_appointment_ahead_stays_without_its_words(fatima, henk):
    talk = make_conversation(fatima.actor, henk.actor, words="Oud")
    ahead = make_appointment(talk, fatima.actor, henk.actor)
    age(talk)
    transact(service.erase_old_conversations)
    assert look_at(ahead.public_id).state == "agreed"
    assert "Henk" in fatima.see("/conversations").text
    assert "Oud" not in fatima.see(f"/conversations/{talk.public_id}").text


def test_what_was_written_down_stays_in_the_books(fatima, henk):
    talk = make_conversation(fatima.actor, henk.actor)
    over = let_time_pass(make_appointment(talk, fatima.actor, henk.actor))
    day = clock.day_of(over.starts_at_utc)
    transact(service.write_down, over.id, Happened("shopping", 60, day), by=henk.actor)
    asked = fatima.see("/hours")
    fatima.send(asked.form("next", "/yes").action)
    age(talk)
    let_time_pass(over, LONG_AGO)
    assert transact(service.erase_old_conversations) == 2
    assert [count(model) for model in (*KEPT_WITH_IT, Exchange)] == [0, 0, 0, 0, 0, 1]
    assert totals(fatima) == (60, 0)


@pytest.mark.parametrize("limit", [1, 3])
def test_each_call_does_a_bounded_piece(fatima, henk, limit):
    talk = make_conversation(fatima.actor, henk.actor)
    for number in range(6):
        write(talk, f"{number}", henk)
    age(talk)
    done = []
    while gone := transact(service.erase_old_conversations, limit=limit):
        done.append(gone)
    assert max(done) == limit
    assert sum(done) == 7
    assert count(Conversation) == 0
