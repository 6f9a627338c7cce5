"""The history of the invented gemeente as settled exchanges: what was drawn, with the database's own numbers."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from random import Random

from sqlalchemy import func, select, update

from timebank.core import clock
from timebank.core.database import db, table_of
from timebank.exchange.service.bulk import Settled
from timebank.exchange.service.report import Party
from timebank.home.demo import world
from timebank.ledger.models import Entry
from timebank.people.models import Person
from timebank.wijk import queries
from timebank.wijk.models import Membership

NOON = time(12, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Inhabitant:
    """Somebody of the invented world as the database knows them."""

    person_id: int
    public_id: str
    name: str
    account_id: int
    wijk_id: int

    @property
    def party(self) -> Party:
        """Return them as one side of an exchange."""
        return Party(self.account_id, self.person_id)


@dataclass(frozen=True)
class Gemeente:
    """Everybody, in the order in which they were drawn, and of each wijk the pot and the stewards' person ids."""

    inhabitants: list[Inhabitant]
    pots: dict[int, Party]
    stewards: dict[int, list[int]]

    def settled(self, helps: Iterable[world.Help], *, seed: int) -> Iterator[Settled]:
        """Turn what was drawn into exchanges to which both said yes."""
        for number, drawn in enumerate(helps):
            yield self._settled(f"demo:{seed}:{number}", drawn)

    def _settled(self, key: str, drawn: world.Help) -> Settled:
        giver, receiver = self._party(drawn.giver, drawn.receiver), self._party(drawn.receiver, drawn.giver)
        reporter, other = (giver, receiver) if drawn.is_told_by_giver else (receiver, giver)
        return Settled(
            request_key=key,
            content_digest=key,
            giver=giver,
            receiver=receiver,
            minutes=drawn.minutes,
            category_code=drawn.category_code,
            occurred_on=drawn.day,
            settled_at_utc=min(datetime.combine(drawn.day, NOON), clock.now()),
            note=drawn.note,
            reporter_side="giver" if drawn.is_told_by_giver else "receiver",
            reporter_person_id=reporter.person_id,
            steward_person_id=self._steward(other, reporter),
        )

    def _party(self, number: int, other: int) -> Party:
        if number == world.POT:
            return self.pots[self.inhabitants[other].wijk_id]
        return self.inhabitants[number].party

    def _steward(self, pot: Party, reporter: Party) -> int | None:
        if pot.steward_wijk_id is None:
            return None
        return next(steward for steward in self.stewards[pot.steward_wijk_id] if steward != reporter.person_id)


def look_up() -> Gemeente:
    """Return who lives there now, the oldest first."""
    columns = (Person.id, Person.public_id, Person.name, Membership.account_id, Membership.wijk_id)
    wanted = select(*columns).join(Membership, Membership.person_id == Person.id).order_by(Person.id)
    inhabitants = [Inhabitant(*row) for row in db.session.execute(wanted)]
    wijk_ids = {one.wijk_id for one in inhabitants}
    return Gemeente(
        inhabitants,
        {wijk_id: Party(_pot(wijk_id), None, wijk_id) for wijk_id in wijk_ids},
        {wijk_id: [one.person_id for one in queries.stewards_of(wijk_id)] for wijk_id in wijk_ids},
    )


def let_have_joined(*, seed: int) -> None:
    """Let everybody have come to live there some days or weeks before their first exchange."""
    random, entries = Random(seed), table_of(Entry).c
    first = select(entries.account_id, func.min(entries.occurred_on)).group_by(entries.account_id)
    for account_id, day in db.session.execute(first.order_by(entries.account_id)).all():
        since = datetime.combine(day - timedelta(days=random.randrange(2, 70)), NOON)
        joined = update(Membership).where(Membership.account_id == account_id).values(since_utc=since)
        db.session.execute(joined)


def _pot(wijk_id: int) -> int:
    account_id = queries.pot_account_id(wijk_id)
    assert account_id is not None
    return account_id
