"""Which neighbour a code in a file is. It is remembered for the next file of the same time bank."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from flask_babel import gettext
from sqlalchemy import insert, select

from timebank.core.database import db
from timebank.exchange.imports.people import Somebody
from timebank.exchange.imports.reading import cut
from timebank.exchange.models import ImportedParty
from timebank.exchange.service.report import Party
from timebank.ledger.models import Account
from timebank.people.models import Person
from timebank.people.rules import NAME_AT_MOST
from timebank.wijk import service as wijk


@dataclass(frozen=True, slots=True)
class Source:
    """The time bank that a file comes from: codes are its own, so they count within one layout and wijk."""

    layout: str
    wijk_id: int


@dataclass(frozen=True, slots=True)
class Known:
    """A code that is somebody here already. Who has stopped takes no more hours."""

    party: Party
    has_stopped: bool


@dataclass(frozen=True, slots=True)
class Claim:
    """The one-time code by which somebody of the file takes their place. It is kept nowhere."""

    source_code: str
    name: str
    code: str


def known(source: Source) -> dict[str, Known]:
    """Return every code of a time bank that is somebody here."""
    wanted = (
        select(ImportedParty, Account.closed_at_utc, Person.ended_at_utc)
        .join(Account, Account.id == ImportedParty.account_id)
        .join(Person, Person.id == ImportedParty.person_id)
        .where(ImportedParty.layout == source.layout, ImportedParty.wijk_id == source.wijk_id)
    )
    return {
        row.source_code: Known(Party(row.account_id, row.person_id), closed is not None or ended is not None)
        for row, closed, ended in db.session.execute(wanted)
    }


def add(source: Source, newcomers: Iterable[Somebody]) -> list[Claim]:
    """Make a placeholder of each newcomer and return the codes by which they take their places."""
    rows, claims = [], []
    for newcomer in newcomers:
        made = wijk.add_placeholder(newcomer.name, source.wijk_id, email=newcomer.email, phone=newcomer.phone)
        row = {"layout": source.layout, "wijk_id": source.wijk_id, "source_code": newcomer.code}
        rows.append(row | {"person_id": made.person_id, "account_id": made.account_id})
        claims.append(Claim(newcomer.code, newcomer.name, made.code))
    if rows:
        db.session.execute(insert(ImportedParty), rows)
    return claims


def without_name(codes: Iterable[str]) -> Iterator[Somebody]:
    """Call those of whom a file tells only the code after it, until they come and say their name."""
    for code in codes:
        yield Somebody(0, code, cut(gettext("Neighbour %(code)s", code=code), NAME_AT_MOST), "", "")


def unclaimed(source_wijk_id: int) -> list[tuple[str, Person]]:
    """Return code and person of everybody of a wijk's files who has not come yet, by code."""
    wanted = (
        select(ImportedParty.source_code, Person)
        .join(Person, Person.id == ImportedParty.person_id)
        .where(ImportedParty.wijk_id == source_wijk_id, Person.claim_hash.is_not(None), Person.ended_at_utc.is_(None))
        .order_by(ImportedParty.source_code, ImportedParty.id)
    )
    return [(code, person) for code, person in db.session.execute(wanted)]


def stopped(parties: Mapping[str, Known]) -> frozenset[str]:
    """Return the codes of who has stopped."""
    return frozenset(code for code, one in parties.items() if one.has_stopped)
