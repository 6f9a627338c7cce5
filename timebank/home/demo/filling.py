"""Fills the demo's database: what people do goes through the services, their history in bulk."""

import secrets
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from heapq import merge
from itertools import islice
from operator import attrgetter

from sqlalchemy import update

from timebank.balance import service as balance
from timebank.core import clock
from timebank.core.database import db, transact
from timebank.exchange import service as exchange
from timebank.exchange.rules import Report
from timebank.exchange.service.bulk import Settled, write_settled
from timebank.home.demo import living, parties, world
from timebank.home.demo.database import LAST_ONE
from timebank.home.demo.history import Gemeente, Inhabitant, look_up
from timebank.home.demo.words import GEMEENTE, WIJKEN
from timebank.people import second_factor
from timebank.people import service as people
from timebank.people.models import Person
from timebank.people.passwords import PasswordHash, hash_password
from timebank.people.queries import get_person
from timebank.wijk import imports, queries
from timebank.wijk import service as wijk
from timebank.wijk.cbs import Region
from timebank.wijk.queries import FoundPartner
from timebank.wijk.rules import POT

PASSWORD = "samen-sterk-2026"
RESIDENTS_AT_ONCE, EXCHANGES_AT_ONCE = 200, 5_000
"""How many are written in one transaction: progress is seen, and memory stays flat."""

LIVELY = 80
"""How many people offer and ask something."""

FATIMA, HENK = world.KNOWN.index(world.FATIMA), world.KNOWN.index(world.HENK)
RIA, YOUSSEF = 0, 1

SIGN_INS = (
    ("fatima", "resident of De Linden"),
    ("henk", "resident of De Linden"),
    ("ria", "steward of De Linden"),
    ("youssef", "steward of De Linden"),
    ("noor", "worker in De Linden and Het Oude Hof"),
    ("gerard", "official of the gemeente"),
    (LAST_ONE, "operator"),
)
"""As whom one can sign in at once, all with PASSWORD; the last three have a second factor, which the page shows."""


@dataclass(frozen=True)
class Size:
    """How much to invent, and from which seed."""

    people: int = 240
    exchanges: int = 12_000
    seed: int = 2026


def fill(size: Size, *, progress: Callable[[int], object] = lambda _: None) -> None:
    """Fill an empty, migrated database; `progress` hears how many more people and exchanges are written."""
    known, unknown = hash_password(PASSWORD), hash_password(secrets.token_urlsafe())
    drawn = world.people(size.people, size.seed)
    links = transact(_open_wijken)
    for first in range(0, size.people, RESIDENTS_AT_ONCE):
        some = drawn[first : first + RESIDENTS_AT_ONCE]
        transact(_let_join, some, links[first : first + RESIDENTS_AT_ONCE], unknown)
        progress(len(some))
    gemeente = look_up()
    wijk_ids = [_wijk_id(code) for code, _, _ in WIJKEN]
    partners = transact(parties.bring_on_board, gemeente, wijk_ids)
    settled = _history(gemeente, drawn, partners, transact(parties.stad_account, wijk_ids[0]), size)
    while part := list(islice(settled, EXCHANGES_AT_ONCE)):
        transact(write_settled, part, origin="agreed")
        progress(len(part))
    balance.publish_due()
    transact(_ask_some_questions, gemeente)
    transact(parties.ask_some_questions, gemeente, partners, gemeente.inhabitants[FATIMA])
    ready = [FATIMA, HENK, RIA, YOUSSEF]
    others = [number for number in range(size.people) if number not in ready]
    actors = [parties.as_actor(gemeente.inhabitants[number]) for number in (*ready, *others)]
    transact(living.begin, actors[:LIVELY], seed=size.seed)
    transact(_make_ready, gemeente, known)


def _history(
    gemeente: Gemeente, drawn: list[world.Somebody], partners: list[FoundPartner], stad_account_id: int, size: Size
) -> Iterator[Settled]:
    """Return what neighbours did together, with organisations and with the stad, oldest first."""
    with_parties, today = size.exchanges // parties.ONE_IN, clock.today()
    helps = world.Village(drawn, size.seed).helps(size.exchanges - with_parties, until=today)
    others = parties.Parties(gemeente, partners, stad_account_id, size.seed).settled(with_parties, until=today)
    return merge(gemeente.settled(helps, seed=size.seed), others, key=attrgetter("occurred_on"))


def _open_wijken() -> list[str]:
    """Write the gemeente, open its wijken and return the links of the stewards, in their order."""
    year, (gemeente_code, gemeente_name) = clock.today().year, GEMEENTE
    gemeente = Region(1, gemeente_code, gemeente_name, year, None)
    imports.write([gemeente, *(Region(2, code, name, year, households) for code, name, households in WIJKEN)])
    links = []
    for number, (code, _, _) in enumerate(WIJKEN):
        links += wijk.open_wijk(code, [steward.name for steward in world.STEWARDS if steward.wijk == number])
    return links


def _let_join(some: list[world.Somebody], links: list[str], password: PasswordHash) -> None:
    """Let people join, the first of them by a steward's link."""
    wijk_ids = [_wijk_id(code) for code, _, _ in WIJKEN]
    for number, somebody in enumerate(some):
        link = links[number] if number < len(links) else ""
        joined = wijk.join(name=somebody.name, password=password, wijk_id=wijk_ids[somebody.wijk], token=link)
        if somebody.own_line:
            _change(joined.person_id, own_line=somebody.own_line)


def _ask_some_questions(gemeente: Gemeente) -> None:
    """Leave something to answer: for Fatima, for Henk, and for the stewards of their wijk."""
    fatima, henk = gemeente.inhabitants[FATIMA], gemeente.inhabitants[HENK]
    ria, youssef = gemeente.inhabitants[RIA], gemeente.inhabitants[YOUSSEF]
    _report(henk, fatima.public_id, "giver", 90, "repairs", "Fietsband geplakt en ketting gesmeerd")
    _report(youssef, fatima.public_id, "receiver", 45, "language", "Brief van de gemeente uitgelegd")
    _report(fatima, henk.public_id, "giver", 60, "cooking", "Soep gekookt")
    _report(henk, POT, "giver", 120, "activities", "Buurtfeest opgezet")
    _report(fatima, POT, "giver", 30, "garden", "Plantenbakken water gegeven")
    _report(ria, POT, "giver", 60, "activities", "Koffie geschonken in het buurthuis")


def _report(by: Inhabitant, who: str, side: str, minutes: int, kind: str, note: str) -> None:
    content = Report(f"demo:{note}", side, who, kind, minutes, clock.today(), note, is_sure=True)
    exchange.report(content, by=parties.as_actor(by))


def _make_ready(gemeente: Gemeente, password: PasswordHash) -> None:
    """Give those of SIGN_INS their names and password; LAST_ONE comes last, and says that all is done."""
    for sign_in_name, number in (("fatima", FATIMA), ("henk", HENK), ("ria", RIA), ("youssef", YOUSSEF)):
        person_id = gemeente.inhabitants[number].person_id
        _change(person_id, sign_in_name=sign_in_name, password_hash=password.text)
    worker = _add_staff("worker", "Noor Hendriks", "noor", password)
    for code, _, _ in WIJKEN[:2]:
        wijk.assign_worker(worker, _wijk_id(code), organisation="Welzijn Voorbeeldstad", sector="omgeving")
    official = _add_staff("gemeente", "Gerard Smit", "gerard", password)
    wijk.assign_official(official, queries.find_wijk(WIJKEN[0][0]).gemeente_id)  # type: ignore[union-attr]
    _add_staff("operator", "Olga Dekker", LAST_ONE, password)


def _add_staff(kind: str, name: str, sign_in_name: str, password: PasswordHash) -> int:
    staff = people.create_staff(kind=kind, name=name)
    secret = get_person(staff.person_id).totp_secret
    assert secret is not None
    people.welcome(staff.token, password=password, code=second_factor.current_code(secret))
    _change(staff.person_id, sign_in_name=sign_in_name)
    return staff.person_id


def _change(person_id: int, **values: str) -> None:
    """Write what no page lets anybody choose: an easy sign-in name, or a password without asking for the old one."""
    db.session.execute(update(Person).where(Person.id == person_id).values(**values))


def _wijk_id(code: str) -> int:
    found = queries.find_wijk(code)
    assert found is not None
    return found.wijk_id
