"""From notices to mails: at most two digests a week, quiet hours, trying again, giving up."""

import smtplib
from datetime import datetime, timedelta

import pytest
from sqlalchemy import func, select

from tests.notices.conftest import TUESDAY_NOON, change, mails
from timebank.core import clock
from timebank.core.database import db, transact
from timebank.notices import outbox, queries, rules, sending, service
from timebank.notices.models import Notice

CALLED_OFF = {"kind": "appointment.called_off", "day": "2026-11-24"}


def tell(actor, kind="need.arranged", **more):
    transact(service.tell, actor.person_id, kind, **more)


@pytest.fixture
def broken(monkeypatch):
    """Let sending fail with what is put here."""
    errors = []

    def fail(_self, _message):
        raise errors[-1]

    monkeypatch.setattr(sending.Folder, "send", fail)
    return errors


def test_a_digest_holds_all_that_is_new(fatima, henk, stopped, sent):
    tell(fatima)
    tell(fatima, "conversation.message", who=henk.person_id, thing="talk")
    assert outbox.gather_digests() == 1
    assert outbox.send_due() == 1
    [mail] = sent()
    text = mail.get_content().replace("\r\n", "\n")
    assert "Wat jij beloofde te regelen, is er." in text
    assert "Henk schreef je.\n  https://tijdbank.example.nl/conversations/talk" in text
    assert [mail.outcome for mail in mails()] == ["sent"]


def test_a_week_has_two_digests_however_often_they_are_gathered(fatima, stopped, sent):
    for hours in range(0, 7 * 24, 6):
        stopped.set(TUESDAY_NOON.replace(hour=0) - timedelta(days=1) + timedelta(hours=hours))
        tell(fatima)
        outbox.gather_digests()
        outbox.send_due()
    assert [mail.kind for mail in mails()] == ["digest", "digest"]
    assert {mail.outcome for mail in mails()} == {"sent"}


def test_what_a_digest_held_is_in_no_other(fatima, stopped, sent):
    tell(fatima)
    outbox.gather_digests()
    outbox.send_due()
    stopped.on(timedelta(days=3))
    assert outbox.gather_digests() == 0


def test_what_was_read_meanwhile_is_not_mailed(fatima, stopped, sent):
    tell(fatima)
    outbox.gather_digests()
    transact(service.read_all, fatima.person_id, up_to_id=10**6)
    outbox.send_due()
    assert (sent(), [mail.outcome for mail in mails()]) == ([], ["not_needed"])


def test_what_cannot_wait_goes_by_itself_and_at_once(fatima, henk, stopped, sent):
    stopped.on(timedelta(days=-1))  # on a Monday no digest goes
    tell(fatima)
    tell(fatima, **CALLED_OFF, who=henk.person_id)
    assert outbox.gather_prompt() == 1
    outbox.send_due()
    [mail] = sent()
    assert "Henk kan niet op dinsdag 24 november." in mail.get_content()
    assert "iets om over te praten" not in mail.get_content()


@pytest.mark.parametrize(("hour", "goes"), [(20, True), (21, False), (23, False), (3, False), (7, False), (8, True)])
def test_nothing_goes_out_at_night(fatima, stopped, sent, hour, goes):
    stopped.set(datetime(2026, 11, 24, hour, 30 if hour != 8 else 0, tzinfo=clock.AMSTERDAM))
    tell(fatima, **CALLED_OFF)
    outbox.gather_prompt()
    outbox.send_due()
    assert bool(sent()) is goes


def test_what_waited_through_the_night_goes_in_the_morning(fatima, stopped, sent):
    stopped.on(timedelta(hours=10))
    tell(fatima, **CALLED_OFF)
    outbox.gather_prompt()
    assert outbox.send_due() == 0
    stopped.on(timedelta(hours=10))
    assert outbox.send_due() == 1


def test_a_night_in_summer_is_that_of_the_netherlands(fatima, stopped, sent):
    stopped.set(datetime(2026, 7, 1, 8, 0, tzinfo=clock.AMSTERDAM))
    tell(fatima, **CALLED_OFF)
    outbox.gather_prompt()
    assert outbox.send_due() == 1


def test_what_fails_is_tried_again_later_and_later_and_then_given_up(fatima, stopped, sent, broken):
    tell(fatima, **CALLED_OFF)
    outbox.gather_prompt()
    broken.append(ConnectionRefusedError("fatima@example.nl"))
    for wait in rules.RETRY_AFTER:
        assert outbox.send_due() == 1
        assert outbox.send_due() == 0
        assert mails()[0].due_at_utc == clock.now() + wait
        stopped.on(timedelta(days=1))
    assert outbox.send_due() == 1
    [mail] = mails()
    assert (mail.outcome, mail.tries, mail.error) == ("gave_up", rules.TRIES_AT_MOST, "ConnectionRefusedError")
    assert [row.error for row in queries.failed_mails()] == ["ConnectionRefusedError"]


@pytest.mark.parametrize(
    ("error", "what"),
    [
        (smtplib.SMTPRecipientsRefused({"fatima@example.nl": (550, b"no fatima")}), "SMTPRecipientsRefused 550"),
        (smtplib.SMTPDataError(554, b"spam"), "SMTPDataError 554"),
        (ValueError("fatima@example.nl"), "ValueError"),
    ],
)
def test_what_cannot_go_is_given_up_at_once_and_names_nobody(fatima, stopped, sent, broken, error, what):
    tell(fatima, **CALLED_OFF)
    outbox.gather_prompt()
    broken.append(error)
    outbox.send_due()
    assert [(mail.outcome, mail.error) for mail in mails()] == [("gave_up", what)]


def test_a_server_that_is_busy_is_asked_again(fatima, stopped, sent, broken):
    tell(fatima, **CALLED_OFF)
    outbox.gather_prompt()
    broken.append(smtplib.SMTPRecipientsRefused({"fatima@example.nl": (450, b"later")}))
    outbox.send_due()
    assert [(mail.outcome, mail.error) for mail in mails()] == [(None, "SMTPRecipientsRefused 450")]


def test_an_operator_tries_again_with_the_same_message_id(fatima, stopped, sent, broken, monkeypatch):
    tell(fatima, **CALLED_OFF)
    outbox.gather_prompt()
    broken.append(smtplib.SMTPDataError(554, b"spam"))
    outbox.send_due()
    name = mails()[0].public_id
    monkeypatch.undo()
    stopped.set(TUESDAY_NOON)
    assert transact(outbox.retry_failed) == 1
    assert outbox.send_due() == 1
    assert [mail["Message-ID"] for mail in sent()] == [f"<{name}@tijdbank.example.nl>"]
    assert queries.failed_mails() == []


def test_a_mail_whose_worker_died_is_sent_by_another_when_its_lease_ends(fatima, stopped, sent):
    tell(fatima, **CALLED_OFF)
    outbox.gather_prompt()
    assert len(transact(outbox._claim)) == 1
    assert outbox.send_due() == 0
    stopped.on(rules.LEASE)
    assert outbox.send_due() == 1
    assert [(mail.outcome, mail.tries) for mail in mails()] == [("sent", 2)]


def test_a_mail_that_no_worker_survives_is_given_up(fatima, stopped, sent):
    tell(fatima, **CALLED_OFF)
    outbox.gather_prompt()
    for _ in range(rules.TRIES_AT_MOST):
        transact(outbox._claim)
        stopped.on(rules.LEASE)
    assert outbox.send_due() == 0
    assert [mail.outcome for mail in mails()] == ["gave_up"]


def test_who_is_told_to_stop_gives_back_what_it_claimed(fatima, henk, stopped, sent):
    change(henk, email="henk@example.nl")
    for actor in (fatima, henk):
        tell(actor, **CALLED_OFF)
    outbox.gather_prompt()
    asked = iter((False, False, True, True))
    assert outbox.send_due(should_stop=lambda: next(asked)) == 1
    assert sorted((mail.outcome or "waits", mail.tries) for mail in mails()) == [("sent", 1), ("waits", 0)]
    assert outbox.send_due() == 1


def test_who_has_no_address_any_more_gets_no_mail(fatima, stopped, sent):
    tell(fatima, **CALLED_OFF)
    outbox.gather_prompt()
    change(fatima, email=None)
    outbox.send_due()
    assert (sent(), [mail.outcome for mail in mails()]) == ([], ["not_needed"])


def test_what_is_old_is_erased_and_what_is_not_stays(fatima, stopped, sent):
    tell(fatima)
    outbox.gather_digests()
    outbox.send_due()
    stopped.on(rules.KEPT + timedelta(days=1))
    tell(fatima)
    assert outbox.forget_old() == 2
    db.session.rollback()
    assert db.session.scalar(select(func.count()).select_from(Notice)) == 1
    assert outbox.forget_old() == 0
