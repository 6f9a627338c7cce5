"""Somebody stops: nothing that they wrote and nothing that names them is left, in whatever table; the books stay."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from sqlalchemy import Table, func, select

from tests.factories import (
    PASSWORD,
    close_group,
    let_time_pass,
    make_appointment,
    make_confirmed,
    make_conversation,
    make_group,
    make_report,
    make_resident,
    reload,
    reload_group,
)
from tests.home.a_life import SAID, live_a_while
from timebank.access.actor import Actor
from timebank.core import clock
from timebank.core.database import Base, db, transact
from timebank.exchange import service as exchange
from timebank.exchange.rules.agreeing import Happened
from timebank.ledger.queries import totals_of
from timebank.notices.queries import notices_of
from timebank.people import service as people
from timebank.wijk import service as wijk
from timebank.wijk.queries import stewards_of

STAYS = {
    "account.id": "the books",
    "audit_event.actor_person_id": "what she did for others stands in their logs, without her name",
    "appointment.giver_person_id": "the other's appointment, until it is a year old",
    "appointment.receiver_person_id": "the same",
    "concern.about_person_id": "what another told the stewards is that one's",
    "concern.person_id": "that something was told, without words",
    "conversation.answerer_person_id": "the other's conversation, until it is a year old",
    "conversation.maker_person_id": "the same",
    "conversation.stopped_by_id": "the same",
    "exchange.contact_person_id": "hours of an organisation",
    "exchange.giver_person_id": "hours of the other",
    "exchange.receiver_person_id": "the same",
    "exchange.reporter_person_id": "the same",
    "exchange.steward_person_id": "hours of the wijk",
    "exchange_group.person_id": "hours of the guests",
    "exchange_group.second_steward_person_id": "hours of the wijk",
    "exchange_group.steward_person_id": "the same",
    "exchange_move.by_person_id": "hours of the other",
    "group_place.person_id": "hours of the others in it",
    "house_rules.by_person_id": "a rule of the wijk",
    "imported_party.person_id": "so that the next file does not bring her back",
    "invitation.by_person_id": "it has ended",
    "listing.person_id": "without words, for the conversations about it",
    "measure.agreed_by_id": "a decision about another",
    "measure.asked_by_id": "the same",
    "measure.person_id": "that something was decided, without the reason",
    "membership.person_id": "where the hours of that time belong",
    "notice.who_person_id": "what another was told, without her name",
    "password_reset.seconded_by_id": "of another, as a steward",
    "password_reset.started_by_id": "the same",
    "staff_task.person_id": "of staff",
    "steward_proposal.agreed_by_id": "who decides in the wijk",
    "steward_proposal.person_id": "the same",
    "steward_proposal.proposed_by_id": "the same",
    "stewardship.person_id": "the same",
    "support_need.promised_by_id": "what was arranged for another",
    "wijk_fact.by_person_id": "a fact of the wijk",
    "wijk_report.written_by": "words of the wijk, as the page says before they are written",
}
"""The columns that still say that it was her, a person without a name by then, and why."""

GONE = {
    *("audit_event.subject_person_id", "conversation_side.person_id", "known_device.person_id", "mail.person_id"),
    *("message.writer_person_id", "notice.person_id", "notice_choice.person_id", "own_note.person_id"),
    *("password_reset.person_id", "resting_person.person_id", "sign_in_session.person_id", "silence.person_id"),
    *("silence.silenced_person_id", "support_need.person_id", "talent.person_id", "partner_contact.person_id"),
    *("stad_proposal.person_id", "stad_proposal.contact_person_id"),
}


def about_persons() -> Iterator[tuple[str, Table, str]]:
    """Yield every column that names a person."""
    for table in Base.metadata.sorted_tables:
        for key in table.foreign_keys:
            if key.column.table.name == "person":
                yield f"{table.name}.{key.parent.name}", table, key.parent.name


def said_in(word: str) -> set[str]:
    """Return the tables in which a word stands, in whatever column."""
    db.session.rollback()
    return {
        table.name
        for table in Base.metadata.sorted_tables
        if any(word.casefold() in str(tuple(row)).casefold() for row in db.session.execute(select(table)))
    }


def still_named(actor: Actor) -> set[str]:
    """Return the columns that say that it was somebody."""
    db.session.rollback()
    return {
        name
        for name, table, column in about_persons()
        if db.session.scalar(select(func.count()).where(table.c[column] == actor.person_id))
    }


def test_every_column_about_persons_is_erased_or_says_why_it_stays():
    columns = {name for name, _, _ in about_persons()}
    assert columns == GONE | (set(STAYS) - {"account.id"})
    assert not GONE & set(STAYS)


def test_nothing_that_somebody_wrote_is_left_in_whatever_table(place, fatima, henk):
    live_a_while(place, fatima, henk)
    before = said_in(SAID)
    assert before >= {
        *("appointment", "appointment_series", "concern", "exchange", "exchange_group", "listing", "listing_word"),
        *("measure", "message", "own_note", "person", "support_need", "talent"),
    }
    transact(people.leave, by=fatima)
    words = {"listing_word", "listing_word_key"}  # how often a stem is used: none is, and the clock takes it away
    assert said_in(SAID) - words == set()
    assert said_in("612345678") == said_in(fatima.public_id) == set()
    assert still_named(fatima) <= set(STAYS)
    assert "message" in said_in("Hoi van Henk")


def test_hours_of_the_other_stay_and_the_account_takes_no_more(place, fatima, henk):
    done = make_confirmed(henk, fatima, 45)
    transact(people.leave, by=fatima)
    db.session.rollback()
    assert totals_of(henk.account_id).given_minutes == 45
    assert reload(done).state == "confirmed"
    assert reload(done).receiver_name == "Oud-buur"
    with pytest.raises(Exception, match="NobodyFound"):
        make_report(henk, fatima)


def test_what_waits_ends_and_the_other_hears_it(place, fatima, henk):
    talk = make_conversation(fatima, henk)
    ahead = make_appointment(talk, fatima, henk)
    over = let_time_pass(make_appointment(talk, fatima, henk), timedelta(days=2))
    reported, asked = make_report(fatima, henk), make_report(henk, fatima)
    mine, theirs = make_group(fatima, henk), make_group(henk, fatima)
    transact(people.leave, by=fatima)
    assert (reload(reported).state, reload(asked).state) == ("lapsed", "lapsed")
    assert (reload_group(mine.public_id).state, reload_group(theirs.public_id).guests) == ("called_off", 0)
    kinds = {one.kind for one in notices_of(henk.person_id, size=50).rows}
    assert {"conversation.stopped", "group.called_off", "group.signed_off", "exchange.lapse"} <= kinds
    with pytest.raises(Exception, match="NobodyFound"):
        happened(over, henk)
    assert exchange.settle_groups() == 0
    assert ahead.state == "agreed"


def happened(appointment, by):
    """Write down what was agreed."""
    how = Happened("shopping", 60, clock.today(), "")
    return transact(exchange.write_down, appointment.id, how, by=by)


def test_undoing_that_was_asked_is_answered_by_a_steward(place, fatima, henk):
    done = make_confirmed(henk, fatima)
    transact(exchange.ask_correction, done.id, reason="Het was niet zo", right_minutes=None, by=henk)
    transact(people.leave, by=fatima)
    transact(exchange.agree_correction, done.id, by=place.stewards[0])
    db.session.rollback()
    assert totals_of(henk.account_id).given_minutes == 0


def test_a_group_that_asks_goes_on_without_who_left(place, fatima, henk):
    olena = make_resident(place, "Olena")
    group = close_group(make_group(henk, fatima, olena), henk, minutes=60)
    transact(people.leave, by=fatima)
    transact(exchange.answer_in_group, group.id, True, by=olena)
    db.session.rollback()
    assert totals_of(olena.account_id).received_minutes in (0, 60)


def test_a_steward_who_stops_leaves_the_wijk_to_the_others(place, henk):
    ria, youssef = place.stewards
    transact(wijk.invite, place.wijk_id, by=ria.person_id)
    transact(people.leave, by=ria)
    assert [one.person_id for one in wijk_stewards(place)] == [youssef.person_id]


def wijk_stewards(place):
    db.session.rollback()
    return stewards_of(place.wijk_id)


def test_the_page_asks_the_password_and_then_the_way_in_is_gone(app, fatima):
    client = app.test_client()
    client.set_cookie("language", "en")
    with client.session_transaction() as session:
        session["_user_id"] = fatima.token
    assert client.post("/me/stop", data={"password": "another password"}).status_code == 422
    assert client.get("/me").status_code == 200
    answer = client.post("/me/stop", data={"password": PASSWORD})
    assert (answer.status_code, answer.location) == (303, "/")
    assert "Your data is erased." in client.get("/").text
    assert client.get("/me").location.startswith("/sign-in")
    sent = {"identifier": f"{SAID}@example.nl", "password": PASSWORD}
    assert client.post("/sign-in", data=sent).status_code == 422
