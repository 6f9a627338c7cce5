"""Help of the stad: what organisations propose, and what somebody got from and gave for the stad."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import bindparam, select

from timebank.core import clock
from timebank.core.statements import Statement
from timebank.exchange.models import StadProposal
from timebank.exchange.rules.stad import PROPOSALS_AT_MOST
from timebank.ledger import queries as ledger
from timebank.people.models import Person
from timebank.wijk.models import Organisation, Partner


@dataclass(frozen=True, slots=True)
class FoundProposal:
    """A proposal: of which organisation (its account), to whom, and what."""

    id: int
    public_id: str
    state: str
    account_id: int
    organisation_id: int
    organisation_name: str
    person_id: int
    person_name: str
    category_code: str
    minutes: int
    occurred_on: date
    lapses_at_utc: datetime

    @property
    def waits(self) -> bool:
        """Say whether the resident can still answer."""
        return self.state == "asked" and self.lapses_at_utc > clock.now()


@dataclass(frozen=True, slots=True)
class WithStad:
    """What somebody got from the stad and gave for it, and the same with the wijkpot; never below 0."""

    from_stad_minutes: int
    for_stad_minutes: int
    from_wijk_minutes: int
    for_wijk_minutes: int


PROPOSAL = (
    select(
        StadProposal.id,
        StadProposal.public_id,
        StadProposal.state,
        Partner.account_id,
        StadProposal.organisation_id,
        Organisation.name.label("organisation_name"),
        StadProposal.person_id,
        Person.name.label("person_name"),
        StadProposal.category_code,
        StadProposal.minutes,
        StadProposal.occurred_on,
        StadProposal.lapses_at_utc,
    )
    .join(Partner, Partner.organisation_id == StadProposal.organisation_id)
    .join(Organisation, Organisation.id == StadProposal.organisation_id)
    .join(Person, Person.id == StadProposal.person_id)
)
BY_PUBLIC_ID = Statement(PROPOSAL.where(StadProposal.public_id == bindparam("public_id")))
OF_ORGANISATION = Statement(
    PROPOSAL.where(StadProposal.organisation_id == bindparam("organisation_id"))
    .order_by(StadProposal.id.desc())
    .limit(PROPOSALS_AT_MOST)
)


def find_proposal(public_id: str) -> FoundProposal | None:
    """Return a proposal by the random name in an address; None once a yes erased it."""
    row = BY_PUBLIC_ID.one_or_none(public_id=public_id)
    return FoundProposal(*row) if row else None


def proposals_of(organisation_id: int) -> list[FoundProposal]:
    """Return what an organisation proposed and what is still kept of it, newest first, at most PROPOSALS_AT_MOST."""
    return [FoundProposal(*row) for row in OF_ORGANISATION.all(organisation_id=organisation_id)]


def hours_with_stad(account_id: int) -> WithStad:
    """Return somebody's own figures with the stad and the wijkpot."""
    found = ledger.minutes_with_common(account_id)
    sides = [(kind, side) for kind in ("stad", "wijk") for side in ("received", "given")]
    return WithStad(*(max(0, found.get(pair, 0)) for pair in sides))
