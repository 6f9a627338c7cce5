"""Telling people something, and what they do with it: read it, choose how to hear, hear no more by mail.

Every verb is called inside a transaction.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from flask_babel import lazy_gettext
from sqlalchemy import JSON, Select, String, bindparam, case, delete, func, insert, literal_column, select, update
from sqlalchemy.orm import aliased

from timebank.access import audit
from timebank.access.actor import Actor
from timebank.core import clock
from timebank.core.database import BigId, UtcDateTime, db, table_of
from timebank.core.errors import RuleBroken
from timebank.core.statements import Statement, Write, write
from timebank.core.tokens import public_id
from timebank.notices import rules
from timebank.notices.kinds import KINDS, OF_STEWARDS
from timebank.notices.models import TO_MAIL, TO_PRINT, Mail, Notice, NoticeChoice
from timebank.people.models import Person
from timebank.people.service import LEFT

NOTICE = table_of(Notice)
EVERYBODYS = {name for name, kind in KINDS.items() if kind.family != OF_STEWARDS}
"""The kinds that every resident can choose for."""


class NoAddress(RuleBroken):
    """Somebody without an e-mail address wants mail."""

    message = lazy_gettext("Fill in your e-mail address first, under “My details”. Or choose another way.")


def tell(person_id: int, kind: str, *, who: int | None = None, thing: str = "", **facts: str | int) -> None:
    """Tell somebody something of a kind in `kinds.KINDS`, as they chose to hear it. Call it in the event's transaction.

    `who` is the id of the person whose name it says (never the name itself), `thing` the public id of what it is
    about; `facts` are those that the kind's sentence names: minutes, day, clock. Whom it concerns is told once: while
    a notice of this kind about this thing is unread, nothing is added. Who is gone is told nothing.

    :raises KeyError: there is no such kind
    """
    write(telling(person_id, kind, who=who, thing=thing, **facts))


def telling(person_id: int, kind: str, *, who: int | None = None, thing: str = "", **facts: str | int) -> Write:
    """Return what `tell` writes, to send it with the writes of the event itself; only one to a person among them."""
    known = KINDS[kind]
    values = {
        "public_id": public_id(),
        "person_id": person_id,
        "kind": kind,
        "facts": facts,
        "who_person_id": who,
        "thing": thing,
        "at_utc": clock.now(),
        "by_mail": "at_once" if known.is_prompt else "digest",
        "silent": "app" if known.is_certain else "not",
    }
    return Write(TELL, values)


def settling(thing: str, kind: str = "") -> Write:
    """Return what makes all that people were told about a thing read: something else holds from now on.

    With `kind`, only what was told of that kind.

    For the writes of an event, before `telling`: no bell rings and no mail asks for what was answered meanwhile.
    """
    values = {"about": thing, "now": clock.now()}
    return Write(SETTLE_KIND, values | {"kind": kind}) if kind else Write(SETTLE, values)


def erase_about(person_id: int, thing: str) -> None:
    """Erase what somebody was told about a thing: nobody may know any more who told it."""
    db.session.execute(delete(Notice).where(Notice.person_id == person_id, Notice.thing == thing))


def read(notice_id: int) -> None:
    """Keep that a notice was read."""
    _mark(Notice.id == notice_id)


def read_all(person_id: int, *, up_to_id: int) -> None:
    """Keep that somebody read all their notices up to one: not what came after the page was made."""
    _mark(Notice.person_id == person_id, Notice.id <= up_to_id)


def choose(person_id: int, ways: Mapping[str, str]) -> None:
    """Keep how somebody wants to hear of each kind: a way of `rules.CHOICES`. What still waits goes that way too.

    :raises NoAddress: by mail, without an e-mail address
    """
    person = select(Person.email).where(Person.id == person_id).with_for_update(key_share=True)  # one at a time
    if db.session.scalar(person) is None and "mail" in ways.values():
        raise NoAddress
    mine = NoticeChoice.person_id == person_id
    before = db.session.execute(select(NoticeChoice.kind, NoticeChoice.way).where(mine))
    kept = {kind: way for kind, way in before if kind in KINDS} | dict(ways)
    later = rules.way_of_later_kinds(kept.values()) if kept.keys() >= EVERYBODYS else None
    db.session.execute(delete(NoticeChoice).where(mine))
    rows = kept | ({rules.LATER_KINDS: later} if later else {})
    db.session.execute(insert(NoticeChoice), [{"person_id": person_id, "kind": k, "way": w} for k, w in rows.items()])
    _leave_outbox(person_id, [kind for kind, way in ways.items() if way != "mail"])
    audit.record("notices.chosen", actor_id=person_id, subject_id=person_id)


def stop_mail(person_id: int) -> None:
    """Send somebody no more mail, at once: what went by mail is in the app from now on. Twice is once."""
    kept = select(NoticeChoice.kind).where(NoticeChoice.person_id == person_id, NoticeChoice.way != "mail")
    others = KINDS.keys() - set(db.session.scalars(kept))
    if not others:
        return
    mails = update(Mail).where(Mail.person_id == person_id, Mail.outcome.is_(None))
    db.session.execute(mails.values(outcome="not_needed", ended_at_utc=clock.now()))
    choose(person_id, dict.fromkeys(others, "app"))


def keep_printed(person_ids: Iterable[int], *, up_to_id: int, by: int) -> None:
    """Keep that a steward printed the sheets of these persons; each can read who did."""
    for person_id in person_ids:
        printed = update(Notice).where(TO_PRINT, Notice.person_id == person_id, Notice.id <= up_to_id)
        db.session.execute(printed.values(printed_at_utc=clock.now()))
        audit.record("notices.printed", actor_id=by, subject_id=person_id)


@LEFT.connect
def forget(by: Actor) -> None:
    """Erase what somebody who leaves was told and chose, and mails that wait. No notice of others holds their name."""
    for model in (Notice, NoticeChoice, Mail):
        db.session.execute(delete(model).where(model.person_id == by.person_id))


def _mark(*which: Any) -> None:
    db.session.execute(update(Notice).where(*which, Notice.read_at_utc.is_(None)).values(read_at_utc=clock.now()))


def _leave_outbox(person_id: int, kinds: list[str]) -> None:
    waits = update(Notice).where(TO_MAIL, Notice.person_id == person_id, Notice.kind.in_(kinds))
    db.session.execute(waits.values(way="app"))


def _tell() -> Statement:
    """Build the statement that finds out how somebody wants to hear it, and writes it down in the same step."""
    types: dict[str, Any] = {"facts": JSON(), "person_id": BigId, "who_person_id": BigId, "at_utc": UtcDateTime()}

    def given(name: str) -> Any:
        return bindparam(name, type_=types.get(name, String()))

    chosen, later, before = aliased(NoticeChoice), aliased(NoticeChoice), aliased(Notice)
    choice = func.coalesce(chosen.way, later.way, "")
    way = case(
        (choice == "not", given("silent")),
        ((choice == "app") | (choice == "paper"), choice),
        (Person.email.is_(None), "paper"),
        else_=given("by_mail"),
    )
    told_already = select(before.id).where(
        before.thing == given("thing"),
        before.thing != "",
        before.person_id == Person.id,
        before.kind == given("kind"),
        before.read_at_utc.is_(None),
    )
    said = ("public_id", "kind", "facts", "who_person_id", "thing", "at_utc")
    wanted: Select[Any] = (
        select(Person.id, *(given(name) for name in said), way)
        .outerjoin(chosen, (chosen.person_id == Person.id) & (chosen.kind == given("kind")))
        .outerjoin(later, (later.person_id == Person.id) & (later.kind == literal_column(f"'{rules.LATER_KINDS}'")))
        .where(
            Person.id == given("person_id"),
            Person.ended_at_utc.is_(None),
            (choice != "not") | (given("silent") != "not"),
            ~told_already.exists(),
        )
    )
    return Statement(insert(NOTICE).inline().from_select(["person_id", *said, "way"], wanted))


TELL = _tell()
SETTLED = (
    update(NOTICE)
    .where(NOTICE.c.thing == bindparam("about", type_=String()), NOTICE.c.read_at_utc.is_(None))
    .values(read_at_utc=bindparam("now", type_=UtcDateTime()))
)
SETTLE = Statement(SETTLED)
SETTLE_KIND = Statement(SETTLED.where(NOTICE.c.kind == bindparam("kind", type_=String())))
