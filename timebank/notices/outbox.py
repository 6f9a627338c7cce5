"""From notices to mails that were sent.

A notice that has to go by mail is written with its event; that it has no mail yet is the outbox. A worker gathers such
notices into mails, claims some with a lease, sends them outside any transaction, and records each. One that dies
loses nothing: its lease ends and another sends the mail again, with the same Message-ID.
"""

from collections.abc import Callable, Sequence
from typing import Any

from flask import current_app
from sqlalchemy import Select, String, bindparam, cast, delete, insert, select, update
from sqlalchemy.orm import aliased

from timebank.core import clock
from timebank.core.database import db, table_of, transact
from timebank.core.statements import Statement
from timebank.core.tokens import public_id
from timebank.notices import letters, rules, sending
from timebank.notices.models import FAILED, TO_MAIL, WAITS, Mail, Notice
from timebank.notices.queries import Told
from timebank.people.models import Person

GATHERED_AT_ONCE = 100
CLAIMED_AT_ONCE = 10
"""Few enough to be tried within their lease, also when the mail server lets each of them wait."""

FORGOTTEN_AT_ONCE = 1000
MAIL, NOTICE = table_of(Mail), table_of(Notice)

Who = aliased(Person)
IS_DUE = Statement(select(Mail.id).where(WAITS, Mail.due_at_utc <= bindparam("now")).limit(1))
HAS_PROMPT = Statement(select(Notice.id).where(TO_MAIL, Notice.way == "at_once").limit(1))
ENVELOPES = (
    select(
        Mail.id,
        Mail.public_id.label("mail_public_id"),
        Person.public_id.label("person_public_id"),
        Person.email,
        Person.name,
        Person.language,
    )
    .join(Person, Person.id == Mail.person_id)
    .where(WAITS, Person.email.is_not(None), Person.ended_at_utc.is_(None))
)
UNREAD_IN = Statement(
    select(
        Notice.id,
        Notice.public_id,
        Notice.kind,
        Notice.facts,
        Notice.thing,
        Notice.at_utc,
        Notice.read_at_utc,
        Who.name.label("who"),
    )
    .outerjoin(Who, Who.id == Notice.who_person_id)
    .where(Notice.mail_id == bindparam("mail_id"), Notice.read_at_utc.is_(None))
    .order_by(Notice.id)
    .limit(rules.NOTICES_A_DIGEST)
)


def gather_prompt() -> int:
    """Make a mail of each notice that goes by itself; return how many. Reads first: mostly there is none."""
    made = 0
    while HAS_PROMPT.scalar() is not None:
        made += transact(_gather_prompt)
    return made


def gather_digests() -> int:
    """Make today's digests: one for each person with unread notices that no mail held yet; return how many."""
    period, made = rules.digest_period(clock.today()), 0
    while period is not None and (some := transact(_gather_digests, period)):
        made += some
    return made


def send_due(*, should_stop: Callable[[], bool] = lambda: False) -> int:
    """Claim and send what may go out now, and return how many were tried. Nothing in the quiet hours."""
    tried, settings = 0, current_app.config
    with sending.sender(settings["MAIL_URL"], timeout_seconds=settings["MAIL_TIMEOUT_SECONDS"]) as sender:
        while not should_stop() and not _is_quiet() and IS_DUE.scalar(now=clock.now()) is not None:
            tried += _send_some(sender, should_stop)
    return tried


def _send_some(sender: sending.Sender, should_stop: Callable[[], bool]) -> int:
    """Claim some mails, send them, and return how many were tried."""
    claimed = transact(_claim)
    envelopes, tried, sent = _envelopes([mail.id for mail in claimed]), 0, []
    try:
        for number, mail in enumerate(claimed):
            if should_stop():
                transact(_give_back, [one.id for one in claimed[number:]])
                break
            if _send(mail, envelopes.get(mail.id), sender):
                sent.append(mail.id)
            tried += 1
    finally:  # together: one write to the disk for all. Who dies before it sends them again, and no more than these
        if sent:
            transact(_record, sent, "sent")
    return tried


def retry_failed() -> int:
    """Put all mails that we gave up on back into the outbox, to be tried now; return how many."""
    again = {"outcome": None, "ended_at_utc": None, "tries": 0, "due_at_utc": clock.now()}
    return len(db.session.scalars(update(Mail).where(FAILED).values(again).returning(Mail.id)).all())


def forget_old() -> int:
    """Erase what is older than a year: notices, and then the mails that held them; return how many."""
    gone = 0
    for model, moment in ((Notice, Notice.at_utc), (Mail, Mail.made_at_utc)):
        while some := transact(_forget_old, model, moment):
            gone += some
    return gone


def _gather_prompt() -> int:
    wanted = select(Notice.id, Notice.person_id).where(TO_MAIL, Notice.way == "at_once").order_by(Notice.id)
    found = db.session.execute(wanted.limit(GATHERED_AT_ONCE).with_for_update(skip_locked=True)).all()
    if found:
        _make([(person_id, "at_once", f"notice:{notice_id}") for notice_id, person_id in found])
        its = select(MAIL.c.id).where(MAIL.c.dedupe_key == "notice:" + cast(NOTICE.c.id, String)).scalar_subquery()
        _put([notice_id for notice_id, _ in found], its)
    return len(found)


def _gather_digests(period: str) -> int:
    waits = (TO_MAIL, Notice.way == "digest")
    key = "digest:" + cast(Notice.person_id, String) + f":{period}"
    had_one = select(Mail.id).where(Mail.dedupe_key == key).exists()
    persons = select(Notice.person_id).where(*waits, ~had_one).distinct().order_by(Notice.person_id)
    person_ids = db.session.scalars(persons.limit(GATHERED_AT_ONCE)).all()
    for person_id in person_ids:
        newest = select(Notice.id).where(*waits, Notice.person_id == person_id).order_by(Notice.id.desc())
        # Who waits here for another worker finds its notices taken, and makes no second mail.
        notice_ids = db.session.scalars(newest.with_for_update()).all()
        if notice_ids:
            its_key = f"digest:{person_id}:{period}"
            _make([(person_id, "digest", its_key)])
            _put(notice_ids, select(MAIL.c.id).where(MAIL.c.dedupe_key == its_key).scalar_subquery())
    return len(person_ids)


def _make(mails: Sequence[tuple[int, str, str]]) -> None:
    """Make mails of person, kind and dedupe key."""
    now = clock.now()
    fixed = {"made_at_utc": now, "due_at_utc": now, "tries": 0, "error": ""}
    made = [{"public_id": public_id(), "person_id": who, "kind": what, "dedupe_key": key} for who, what, key in mails]
    db.session.execute(insert(MAIL), [one | fixed for one in made])


def _put(notice_ids: Sequence[int], mail_id: Any) -> None:
    """Put notices into a mail."""
    db.session.execute(update(NOTICE).where(NOTICE.c.id.in_(notice_ids)).values(mail_id=mail_id))


def _claim() -> Sequence[Any]:
    """Take some mails that are due, and nobody else takes them while the lease lasts. Counts the try beforehand, so
    that a mail which no worker survives is given up on too."""
    now = clock.now()
    _give_up_on_the_lost()
    some = _due(now).order_by(Mail.due_at_utc, Mail.id).limit(CLAIMED_AT_ONCE)
    ids = db.session.scalars(some.with_for_update(skip_locked=True)).all()
    claimed = update(MAIL).where(MAIL.c.id.in_(ids)).returning(MAIL.c.id, MAIL.c.tries)
    values = {"due_at_utc": now + rules.LEASE, "tries": MAIL.c.tries + 1}
    return db.session.execute(claimed.values(values)).all() if ids else []


def _due(now: Any) -> Select[Any]:
    return select(Mail.id).where(WAITS, Mail.due_at_utc <= now)


def _give_up_on_the_lost() -> None:
    lost = update(Mail).where(Mail.id.in_(_due(clock.now()).where(Mail.tries >= rules.TRIES_AT_MOST)))
    db.session.execute(lost.values(outcome="gave_up", ended_at_utc=clock.now(), error="no worker survived it"))


def _give_back(mail_ids: Sequence[int]) -> None:
    values = {"due_at_utc": clock.now(), "tries": Mail.tries - 1}
    db.session.execute(update(Mail).where(Mail.id.in_(mail_ids), WAITS).values(values))


def _envelopes(mail_ids: Sequence[int]) -> dict[int, letters.Envelope]:
    """Return to whom mails go; those that nobody can get have none."""
    found: Any = db.session.execute(ENVELOPES.where(Mail.id.in_(mail_ids)))
    return {mail_id: letters.Envelope(*rest) for mail_id, *rest in found}


def _send(mail: Any, envelope: letters.Envelope | None, sender: sending.Sender) -> bool:
    """Send a mail and say whether it went; write down what became of one that did not."""
    notices = UNREAD_IN.all(mail_id=mail.id) if envelope else []
    if envelope is None or not notices:
        transact(_record, [mail.id], "not_needed")
        return False
    try:
        told = [Told(*row) for row in notices]
        sender.send(letters.write(envelope, told, at=clock.now()))
    except Exception as error:  # whatever it was, it is this mail's alone: the others go on
        transact(_keep_error, mail, error)
        return False
    return True


def _record(mail_ids: Sequence[int], outcome: str, error: str = "") -> None:
    ended = update(MAIL).where(MAIL.c.id.in_(mail_ids), WAITS)
    db.session.execute(ended.values(outcome=outcome, ended_at_utc=clock.now(), error=error))


def _keep_error(mail: Any, error: Exception) -> None:
    wait = None if sending.is_for_good(error) else rules.next_try(mail.tries)
    what = sending.said(error)[: rules.ERROR_AT_MOST]
    if wait is None:
        _record([mail.id], "gave_up", what)
        return
    due = update(Mail).where(Mail.id == mail.id, WAITS)
    db.session.execute(due.values(due_at_utc=clock.now() + wait, error=what))


def _is_quiet() -> bool:
    return rules.is_quiet(clock.now().astimezone(clock.AMSTERDAM))


def _forget_old(model: Any, moment: Any) -> int:
    """Erase the oldest: numbers grow with time, so nothing has to be looked for."""
    some = select(model.id, moment.label("moment")).order_by(model.id).limit(FORGOTTEN_AT_ONCE).subquery()
    old = select(some.c.id).where(some.c.moment < clock.now() - rules.KEPT)
    return len(db.session.scalars(delete(model).where(model.id.in_(old)).returning(model.id)).all())
