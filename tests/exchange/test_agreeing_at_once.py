"""Two browsers at the same moment: one conversation, one message, one exchange, one next time."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import time, timedelta
from threading import Barrier

from flask import Flask
from sqlalchemy import update

from tests.exchange.browsing import count
from tests.factories import let_time_pass, look_at, make_appointment, make_conversation, put_up
from timebank.core import clock
from timebank.core.database import db, transact
from timebank.core.errors import RuleBroken
from timebank.exchange import errors, service
from timebank.exchange.models import Appointment, Conversation, Exchange, Message, Series
from timebank.exchange.rules.agreeing import Happened, Proposal

TIMES = 6


def together(app: Flask, *works: Callable[[], object]) -> list[object]:
    """Run pieces of work at the same moment, each in its own context; return what they return or the broken rule."""
    ready = Barrier(len(works))

    def run(work: Callable[[], object]) -> object:
        with app.app_context():
            ready.wait()
            try:
                return work()
            except RuleBroken as broken:
                return type(broken)
            finally:
                db.session.remove()

    db.session.rollback()
    with ThreadPoolExecutor(len(works)) as pool:
        return list(pool.map(run, works))


def test_answers_at_once_are_one_conversation_and_one_message(app, fatima, henk):
    listing = put_up(fatima.actor)

    def answer() -> object:
        return transact(service.answer_listing, listing, "Hoi", request_key="k", by=henk.actor)

    assert len(set(together(app, *[answer] * TIMES))) == 1
    assert (count(Conversation), count(Message)) == (1, 1)


def test_all_who_press_yes_at_once_write_one_exchange_down(app, fatima, henk):
    over = let_time_pass(
        make_appointment(make_conversation(fatima.actor, henk.actor), fatima.actor, henk.actor, times=4)
    )
    planned = update(Series).values(newest_starts_at_utc=over.starts_at_utc)
    transact(db.session.execute, planned)
    how = Happened("shopping", 60, clock.day_of(over.starts_at_utc))

    def press(by) -> Callable[[], object]:
        return lambda: transact(service.write_down, over.id, how, by=by)

    pressed = [press(browser.actor) for browser in (fatima, henk) * 3]
    results = together(app, *pressed, lambda: transact(service.propose_next_times))
    assert set(results[:-1]) == {look_at(over.public_id).exchange_public_id}
    assert (count(Exchange), count(Appointment)) == (1, 2)


def test_a_yes_beside_a_change_binds_nobody_to_what_they_did_not_see(app, fatima, henk):
    proposed = make_appointment(make_conversation(fatima.actor, henk.actor), henk.actor)
    other = Proposal("", clock.today() + timedelta(days=5), time(12), 60, "")
    agreed, changed = together(
        app,
        lambda: transact(service.agree, proposed.id, version=1, by=fatima.actor),
        lambda: transact(service.change, proposed.id, other, version=1, by=henk.actor),
    )
    now = look_at(proposed.public_id)
    assert changed == 2
    assert agreed in ("agreed", errors.ChangedMeanwhile)
    assert (now.state, now.giver_said_yes, now.receiver_said_yes) == ("proposed", False, True)
