"""Where a worker works and which gemeente an official belongs to: assigned by the operator."""

from sqlalchemy import insert, select, update

from timebank.access import audit
from timebank.core import clock
from timebank.core.database import db
from timebank.people import service as people
from timebank.people.queries import get_person
from timebank.wijk import errors, queries
from timebank.wijk.models import Organisation, StaffTask
from timebank.wijk.service.opening import check_names


def assign_worker(person_id: int, wijk_id: int, *, organisation: str, sector: str) -> None:
    """Let a worker of an organisation work in a wijk; the organisation is made when it is new. Twice is safe.

    :raises WrongTask: the person is no worker
    :raises OtherSector: the organisation is known under another of the five O's
    """
    organisation_id = _organisation(organisation, sector)
    _assign(person_id, "worker", wijk_id=wijk_id, organisation_id=organisation_id, gemeente_id=None)


def assign_official(person_id: int, gemeente_id: int) -> None:
    """Let an official belong to a gemeente. Twice is safe.

    :raises WrongTask: the person is no gemeente's official
    """
    _assign(person_id, "gemeente", wijk_id=None, organisation_id=None, gemeente_id=gemeente_id)


def add_worker(name: str, codes: list[str], *, organisation: str, sector: str) -> people.NewStaff:
    """Make a worker of an organisation who works in the wijken with these codes.

    :raises BadName: a name is empty, too long, or holds a BSN
    :raises NoSuchWijk: no wijk has one of the codes
    """
    check_names(name, organisation)
    staff = people.create_staff(kind="worker", name=name)
    for code in codes:
        wijk = queries.find_wijk(code)
        if wijk is None:
            raise errors.NoSuchWijk
        assign_worker(staff.person_id, wijk.wijk_id, organisation=organisation, sector=sector)
    return staff


def add_official(name: str, gemeente_code: str) -> people.NewStaff:
    """Make an official of the gemeente with this CBS code.

    :raises BadName: the name is empty, too long, or holds a BSN
    :raises NoSuchGemeente: no gemeente has it
    """
    check_names(name)
    gemeente_id = queries.find_gemeente_id(gemeente_code)
    if gemeente_id is None:
        raise errors.NoSuchGemeente
    staff = people.create_staff(kind="gemeente", name=name)
    assign_official(staff.person_id, gemeente_id)
    return staff


def end_tasks(person_id: int) -> None:
    """End all tasks of a worker or an official, from now on."""
    theirs = (StaffTask.person_id == person_id, StaffTask.until_utc.is_(None))
    db.session.execute(update(StaffTask).where(*theirs).values(until_utc=clock.now()))
    audit.record("wijk.staff_ended", actor_id=None, subject_id=person_id)


def _assign(person_id: int, kind: str, **place: int | None) -> None:
    if get_person(person_id).kind != kind:
        raise errors.WrongTask
    same = [
        StaffTask.wijk_id.is_not_distinct_from(place["wijk_id"]),
        StaffTask.gemeente_id.is_not_distinct_from(place["gemeente_id"]),
    ]
    there = select(StaffTask.id).where(StaffTask.person_id == person_id, StaffTask.until_utc.is_(None), *same)
    if db.session.scalar(there) is not None:
        return
    db.session.execute(insert(StaffTask).values(person_id=person_id, since_utc=clock.now(), **place))
    audit.record("wijk.staff_added", actor_id=None, subject_id=person_id)


def _organisation(name: str, sector: str) -> int:
    known = db.session.scalars(select(Organisation).where(Organisation.name == name)).one_or_none()
    if known is not None and known.sector != sector:
        raise errors.OtherSector
    if known is not None:
        return known.id
    made = insert(Organisation).values(name=name, sector=sector).returning(Organisation.id)
    return db.session.execute(made).scalar_one()
