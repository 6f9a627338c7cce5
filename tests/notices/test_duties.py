"""What the clock asks is done once a period, however many workers run; and the worker as a whole."""

from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from threading import Barrier, Event

import pytest
from sqlalchemy import select

from tests.factories import make_confirmed, make_report, reload
from tests.notices.conftest import TUESDAY_NOON, change, mails, told
from timebank.core import clock
from timebank.core.database import db, transact
from timebank.home.commands import worker
from timebank.home.duties import DUTIES
from timebank.ledger.models import Seal
from timebank.notices import duties, service
from timebank.notices.duties import Duty, carry_out, daily, every_ten_minutes, hourly, twice_a_week
from timebank.notices.models import Duty as DutyRow
from timebank.notices.worker import work

WORKERS = 4


def once(done, name="planted", period=hourly):
    return {name: Duty(period, lambda: done.append(name))}


def test_a_duty_is_done_once_an_hour(app, stopped):
    done = []
    for minutes in (0, 10, 50, 60, 61):
        stopped.set(TUESDAY_NOON + timedelta(minutes=minutes))
        list(carry_out(once(done), {}))
    assert len(done) == 2


def test_workers_at_once_do_it_once(app, stopped):
    done, together = [], Barrier(WORKERS)

    def look() -> None:
        with app.app_context():
            together.wait(timeout=30)
            list(carry_out(once(done), {}))
            db.session.remove()

    db.session.rollback()
    with ThreadPoolExecutor(WORKERS) as pool:
        [one.result(timeout=60) for one in [pool.submit(look) for _ in range(WORKERS)]]
    assert len(done) == 1


def test_a_duty_that_fails_is_tried_again_when_its_lease_ends_and_stops_no_other(app, stopped):
    done = []

    def fail() -> None:
        done.append("tried")
        raise LookupError

    both = {"fails": Duty(daily, fail)} | once(done, period=daily)
    assert list(carry_out(both, {})) == ["planted"]
    assert list(carry_out(both, {})) == []
    stopped.on(duties.LEASE)
    list(carry_out(both, {}))
    assert done == ["tried", "planted", "tried"]


def test_what_a_worker_knows_to_be_done_costs_it_no_question(app, stopped, monkeypatch):
    done, known = [], {}
    list(carry_out(once(done), known))
    monkeypatch.setattr(duties, "_is_done", pytest.fail)
    assert list(carry_out(once(done), known)) == []


@pytest.mark.parametrize(
    ("period", "at", "name"),
    [
        (every_ten_minutes, TUESDAY_NOON + timedelta(minutes=19), "2026-11-24T11:1"),
        (hourly, datetime(2026, 10, 25, 2, 30, tzinfo=clock.AMSTERDAM), "2026-10-25T00"),
        (hourly, datetime(2026, 10, 25, 2, 30, tzinfo=clock.AMSTERDAM, fold=1), "2026-10-25T01"),
        (daily, datetime(2026, 11, 24, 2, 59, tzinfo=clock.AMSTERDAM), None),
        (daily, datetime(2026, 11, 24, 3, 0, tzinfo=clock.AMSTERDAM), "2026-11-24"),
        (twice_a_week, datetime(2026, 11, 23, 12, 0, tzinfo=clock.AMSTERDAM), None),
        (twice_a_week, TUESDAY_NOON, "2026-W48-1"),
    ],
)
def test_a_moment_lies_in_a_period(period, at, name):
    assert period(at) == name


def test_old_duties_are_forgotten(app, stopped):
    list(carry_out(once([]), {}))
    stopped.on(timedelta(days=31))
    duties.forget_old()
    db.session.rollback()
    assert db.session.scalars(select(DutyRow.name)).all() == []


def test_the_worker_does_all_that_the_house_asks(app, fatima, henk, stopped, sent):
    stopped.set(TUESDAY_NOON)
    make_confirmed(henk, fatima)
    asked = make_report(henk, fatima, minutes=30)
    stopped.on(timedelta(days=31))
    assert work(DUTIES, Event(), once=True) == 1
    assert reload(asked).state == "lapsed"
    assert db.session.scalar(select(Seal.number)) == 1
    assert told(fatima)[-1] == ("exchange.lapse", "digest")
    assert {mail.outcome for mail in mails()} == {"sent"}
    assert work(DUTIES, Event(), once=True) == 0


def test_the_command_says_how_many_it_tried(app, fatima, stopped, sent, monkeypatch):
    transact(service.tell, fatima.person_id, "appointment.called_off", day="2026-11-24")
    monkeypatch.setattr("signal.signal", lambda *_: None)
    done = app.test_cli_runner().invoke(worker, ["--once"])
    assert (done.exit_code, done.output) == (0, "1 mails tried.\n")


def test_a_worker_stops_when_it_is_told(app, stopped):
    stop = Event()
    stop.set()
    assert work({}, stop) == 0


def test_two_workers_make_one_mail_of_one_notice(app, fatima, henk, stopped, sent):
    change(henk, email="henk@example.nl")
    for actor in (fatima, henk):
        transact(service.tell, actor.person_id, "appointment.called_off", day="2026-11-24")
        transact(service.tell, actor.person_id, "need.arranged")
    together = Barrier(2)

    def run() -> int:
        with app.app_context():
            together.wait(timeout=30)
            return work(DUTIES, Event(), once=True)

    db.session.rollback()
    with ThreadPoolExecutor(2) as pool:
        [one.result(timeout=60) for one in [pool.submit(run) for _ in range(2)]]
    work(DUTIES, Event(), once=True)
    assert sorted(mail.kind for mail in mails()) == ["at_once", "at_once", "digest", "digest"]
    assert [(mail.outcome, mail.tries) for mail in mails()] == [("sent", 1)] * 4
    assert len(sent()) == 4
