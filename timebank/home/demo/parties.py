"""Organisations of the invented gemeente, and what people do with these and with the stad."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from random import Random
from typing import Any

from timebank.access.actor import Actor
from timebank.core import clock
from timebank.exchange import service as exchange
from timebank.exchange.rules import Report
from timebank.exchange.service.bulk import Settled
from timebank.exchange.service.report import Party
from timebank.home.demo.history import Gemeente, Inhabitant
from timebank.home.demo.world import DAYS, MINUTES
from timebank.ledger import service as ledger
from timebank.people.queries import get_person
from timebank.wijk import queries
from timebank.wijk import service as wijk
from timebank.wijk.queries import FoundPartner
from timebank.wijk.rules import STAD_KINDS

ONE_IN = 8
"""One in so many exchanges is with an organisation or with the stad."""

MORNING = time(9, tzinfo=UTC)


@dataclass(frozen=True)
class Invented:
    """An organisation: in which wijken, what it does, and as whose number in `world.KNOWN` who speaks for it."""

    name: str
    sector: str
    wijken: tuple[int, ...]
    contact: int
    kinds: tuple[str, ...]
    people: int | None = None
    works_for_stad: bool = False


BAKERY, LIBRARY = 0, 1
PARTNERS = (
    Invented("Bakkerij De Korenaar", "ondernemers", (0,), 7, ("cooking", "activities")),
    Invented("Bibliotheek Voorbeeldstad", "overheid", (0, 1), 1, ("language", "computer")),
    Invented("Basisschool De Vlinder, groep 7", "onderwijs", (0,), 0, ("garden", "activities"), people=26),
    Invented("Voetbalclub Oude Hof", "omgeving", (1,), 3, ("sport", "children")),
    Invented("Onderzoeksgroep Samen Wonen", "onderzoek", (1,), 2, ("computer", "language")),
    Invented("Fietsenmaker Kanaalzone", "ondernemers", (2,), 5, ("repairs",)),
    Invented("Welzijn Voorbeeldstad", "omgeving", (0, 1, 2), 4, ("company", "activities"), works_for_stad=True),
)


def bring_on_board(gemeente: Gemeente, wijk_ids: list[int]) -> list[FoundPartner]:
    """Let the organisations take part, each by a steward of its wijk; return them in the order of PARTNERS."""
    found = []
    for one in PARTNERS:
        contact = gemeente.inhabitants[one.contact]
        content = wijk.NewPartner(one.name, one.sector, _code(contact), one.people, one.works_for_stad)
        for number in one.wijken:
            steward_id = gemeente.stewards[wijk_ids[number]][0]
            steward = next(somebody for somebody in gemeente.inhabitants if somebody.person_id == steward_id)
            name = wijk.bring_on_board(content, wijk_ids[number], by=as_actor(steward))
        partner = queries.find_partner(name)
        assert partner is not None
        found.append(partner)
    return found


def as_actor(one: Inhabitant) -> Actor:
    """Return somebody as the services see them."""
    return Actor(
        "", 0, one.person_id, one.public_id, "resident", one.name, account_id=one.account_id, wijk_id=one.wijk_id
    )


class Parties:
    """Draws what people do with organisations and with the stad, as settled exchanges."""

    def __init__(self, gemeente: Gemeente, partners: list[FoundPartner], stad_account_id: int, seed: int) -> None:
        self.random, self.seed = Random(seed + 3), seed
        self.gemeente, self.partners, self.stad_account_id = gemeente, partners, stad_account_id
        self.contacts = [gemeente.inhabitants[one.contact].person_id for one in PARTNERS]

    def settled(self, count: int, *, until: date) -> Iterator[Settled]:
        """Draw `count` exchanges, oldest first, busier towards `until`."""
        for number in range(1, count + 1):
            day = until - timedelta(days=round(DAYS * (1 - (number / count) ** 0.7)))
            key, draw = f"demo:{self.seed}:party:{number}", self.random.random()
            if draw < 0.5:
                yield self._with_partner(key, day)
            else:
                yield self._from_stad(key, day) if draw < 0.8 else self._for_stad(key, day)

    def _with_partner(self, key: str, day: date) -> Settled:
        at = self.random.randrange(len(PARTNERS))
        invented, partner, contact_id = PARTNERS[at], self.partners[at], self.contacts[at]
        here = [one for one in self.gemeente.inhabitants if one.wijk_id in partner.wijk_ids]
        somebody = self.random.choice([one for one in here if one.person_id != contact_id])
        us = Party(partner.account_id, None, is_organisation=True)
        giver, receiver = (us, somebody.party) if self.random.random() < 0.6 else (somebody.party, us)
        minutes = 30 * invented.people if invented.people and giver is us else self._minutes()
        kind, told_by_us = self.random.choice(invented.kinds), self.random.random() < 0.5
        told: dict[str, Any] = {
            "reporter_side": "giver" if (giver is us) == told_by_us else "receiver",
            "reporter_person_id": contact_id if told_by_us else somebody.person_id,
            "contact_person_id": contact_id,
        }
        return _settled(key, giver, receiver, minutes, kind, day, **told)

    def _from_stad(self, key: str, day: date) -> Settled:
        somebody = self.random.choice(self.gemeente.inhabitants)
        stad, kind = Party(self.stad_account_id, None), self.random.choice(STAD_KINDS)
        told = {"reporter_side": "receiver", "reporter_person_id": somebody.person_id}
        return _settled(key, stad, somebody.party, self._minutes(), kind, day, **told)

    def _for_stad(self, key: str, day: date) -> Settled:
        somebody = self.random.choice(self.gemeente.inhabitants)
        stewards = self.gemeente.stewards[somebody.wijk_id]
        told = {
            "reporter_person_id": somebody.person_id,
            "steward_person_id": next(one for one in stewards if one != somebody.person_id),
        }
        stad = Party(self.stad_account_id, None, somebody.wijk_id)
        kind = self.random.choice(("garden", "activities", "children"))
        return _settled(key, somebody.party, stad, self._minutes(), kind, day, **told)

    def _minutes(self) -> int:
        return self.random.choices(list(MINUTES), list(MINUTES.values()))[0]


def stad_account(wijk_id: int) -> int:
    """Return the account of the stad of the invented gemeente."""
    return ledger.stad_account(queries.gemeente_id_of(wijk_id))


def ask_some_questions(gemeente: Gemeente, partners: list[FoundPartner], fatima: Inhabitant) -> None:
    """Leave something to answer for the bakery and for Fatima, and facts beside the balance."""
    bread = Report("demo:brood", "receiver", partners[BAKERY].who, "cooking", 30, clock.today(), "Brood bewaard")
    exchange.report(bread, by=as_actor(fatima))
    contact = gemeente.inhabitants[PARTNERS[LIBRARY].contact]
    course = exchange.StadHelp("demo:cursus", _code(fatima), "stad_course", 120, clock.today())
    exchange.propose_stad_help(partners[LIBRARY], course, by=as_actor(contact))
    steward = as_actor(gemeente.inhabitants[0])
    for words, amount in (("Betaald opbouwwerk", 310), ("Beheer van het buurthuis", 520)):
        fact = wijk.Fact(clock.today().year, None, words, amount, True, "Jaarverslag Welzijn Voorbeeldstad")
        wijk.write_fact(fact, fatima.wijk_id, by=steward)


def _settled(key: str, giver: Party, receiver: Party, minutes: int, kind: str, day: date, **told: Any) -> Settled:
    at = min(datetime.combine(day, MORNING), clock.now())
    values = (key, key, giver, receiver, minutes, kind, day, at)
    return Settled(*values)._replace(**told)


def _code(one: Inhabitant) -> str:
    return str(get_person(one.person_id).buurcode)
