"""Reads of notices and mails. Each says its order and its limit."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from blinker import signal
from sqlalchemy import ColumnElement, bindparam, func, literal, select
from sqlalchemy.orm import aliased

from timebank.core.database import db
from timebank.core.paging import Page, cut
from timebank.core.statements import Statement
from timebank.notices import rules
from timebank.notices.kinds import family_of
from timebank.notices.models import FAILED as FAILED_ONLY
from timebank.notices.models import TO_PRINT as TO_PRINT_ONLY
from timebank.notices.models import Mail, Notice, NoticeChoice
from timebank.people.models import Person
from timebank.wijk.actor import unread_asked
from timebank.wijk.models import Membership

NEWEST = 2**63 - 1
UNREAD_AT_MOST = 10
"""How far the bell counts: beyond it says "9+"."""

Who = aliased(Person)
OF_PERSON = Statement(
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
    .where(Notice.person_id == bindparam("person_id"), Notice.id < bindparam("before_id"))
    .order_by(Notice.id.desc())
    .limit(bindparam("limit"))
)
BY_PUBLIC_ID = Statement(
    select(Notice.id, Notice.person_id, Notice.kind, Notice.thing).where(Notice.public_id == bindparam("public_id"))
)
CHOICES = Statement(select(NoticeChoice.kind, NoticeChoice.way).where(NoticeChoice.person_id == bindparam("person_id")))
FAILED = Statement(
    select(Mail.kind, Mail.made_at_utc, Mail.ended_at_utc, Mail.tries, Mail.error)
    .where(FAILED_ONLY)
    .order_by(Mail.id.desc())
    .limit(rules.FAILED_AT_MOST)
)
TO_PRINT = Statement(
    select(
        Person.id.label("person_id"),
        Person.name,
        Person.mark,
        Person.own_line,
        Notice.kind,
        func.count().label("times"),
        func.max(Notice.id).label("last_id"),
    )
    .join(Membership, (Membership.person_id == Notice.person_id) & Membership.until_utc.is_(None))
    .join(Person, Person.id == Notice.person_id)
    .where(
        Membership.wijk_id == bindparam("wijk_id"),
        Person.ended_at_utc.is_(None),
        TO_PRINT_ONLY,
    )
    .group_by(Person.id, Person.name, Person.mark, Person.own_line, Notice.kind)
    .order_by(Person.name, Person.id, Notice.kind)
    .limit(rules.SHEET_LINES_AT_MOST)
)


@dataclass(frozen=True, slots=True)
class Told:
    """A notice as its reader sees it; `who` is the other's name as it is now."""

    id: int
    public_id: str
    kind: str
    facts: dict[str, Any]
    thing: str
    at_utc: datetime
    read_at_utc: datetime | None
    who: str | None


questions_asked = signal("notices.questions-asked")
"""Asks which questions wait for the yes on paper of the persons with the ids `sender`, a tuple. Room exchange listens,
and answers with a name and a code for each, by person: it stands on a higher floor."""


@dataclass(slots=True)
class Sheet:
    """What is printed for somebody: how many notices of each family wait, the newest of them, and codes to say yes."""

    person_id: int
    name: str
    mark: int
    own_line: str
    families: Counter[str] = field(default_factory=Counter)
    last_id: int = 0
    questions: Sequence[Any] = ()


@unread_asked.connect
def unread_of(person_id: ColumnElement[int]) -> ColumnElement[int]:
    """Return how many notices of somebody are unread, at most UNREAD_AT_MOST, as a part of a statement."""
    some = select(literal(1)).where(Notice.person_id == person_id, Notice.read_at_utc.is_(None))
    few = some.correlate(Person).limit(UNREAD_AT_MOST).subquery()
    return select(func.count()).select_from(few).scalar_subquery()


def notices_of(person_id: int, *, before_id: int | None = None, size: int = rules.NOTICES_A_PAGE) -> Page[Told]:
    """Return what somebody was told, the newest first, `size` at a time."""
    before = NEWEST if before_id is None else before_id
    found = [Told(*row) for row in OF_PERSON.all(person_id=person_id, before_id=before, limit=size + 1)]
    return cut(found, size, lambda told: told.id)


def find_notice(public_id: str) -> Any:
    """Return the notice that an address names, as the policy looks at it; None without one."""
    return BY_PUBLIC_ID.one_or_none(public_id=public_id)


def choices_of(person_id: int) -> dict[str, str]:
    """Return what somebody chose, by kind; a kind that they never chose for is not in it."""
    return dict(CHOICES.all(person_id=person_id))


def find_person_id(public_id: str | None) -> int | None:
    """Return whose random name this is, if they are still here."""
    wanted = select(Person.id).where(Person.public_id == public_id, Person.ended_at_utc.is_(None))
    return db.session.scalar(wanted)


def failed_mails() -> list[Any]:
    """Return the mails that we gave up on, the newest first, at most FAILED_AT_MOST: no person, no text.

    Columns: kind, made_at_utc, ended_at_utc, tries, error.
    """
    return FAILED.all()


def failed_count() -> int:
    """Return how many mails we gave up on, at most FAILED_AT_MOST."""
    return len(FAILED.all())


def sheets_of(wijk_id: int) -> list[Sheet]:
    """Return what waits to be printed for the people of a wijk, by name: of at most SHEET_LINES_AT_MOST lines.

    What is left out comes when these are printed.
    """
    rows = TO_PRINT.all(wijk_id=wijk_id)
    found: dict[int, Sheet] = {}
    for row in rows:
        sheet = found.setdefault(row.person_id, Sheet(row.person_id, row.name, row.mark, row.own_line))
        sheet.families[family_of(row.kind)] += row.times
        sheet.last_id = max(sheet.last_id, row.last_id)
    if len(rows) == rules.SHEET_LINES_AT_MOST and len(found) > 1:
        found.popitem()  # there may be more of the last one
    for _, questions in questions_asked.send(tuple(found)) if found else ():
        for person_id, sheet in found.items():
            sheet.questions = questions.get(person_id, ())
    return list(found.values())
