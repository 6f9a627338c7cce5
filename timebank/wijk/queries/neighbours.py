"""Finding somebody. Never a list of persons: a few by the letters of a name, or one by buurcode."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import BindParameter, bindparam, func, select

from timebank.access.actor import Actor
from timebank.core.statements import Statement, literally
from timebank.core.tokens import typed
from timebank.people.models import Person
from timebank.people.queries import findable_by
from timebank.people.rules import buurcode_key, name_key
from timebank.people.silences import silence_between
from timebank.wijk.models import Membership
from timebank.wijk.queries.places import pot_account_id
from timebank.wijk.rules import LETTERS_AT_LEAST, NEIGHBOURS_AT_MOST, POT

BUURCODE_LETTERS = 8


@dataclass(frozen=True, slots=True)
class Neighbour:
    """A resident as others may know them. `mark` and `own_line` tell namesakes apart.

    The wijk itself, as a party of an exchange, is one too: then `person_id` is None and `public_id` is POT.
    """

    person_id: int | None
    public_id: str
    name: str
    mark: int
    own_line: str
    is_findable: bool
    account_id: int
    wijk_id: int


NEIGHBOUR = (
    select(
        Person.id.label("person_id"),
        Person.public_id,
        Person.name,
        Person.mark,
        Person.own_line,
        Person.is_findable,
        Membership.account_id,
        Membership.wijk_id,
    )
    .join(Membership, (Membership.person_id == Person.id) & Membership.until_utc.is_(None))
    .where(Person.kind == "resident", Person.ended_at_utc.is_(None))
)
SEEKER: BindParameter[int] = bindparam("seeker_id")
FINDABLE = NEIGHBOUR.where(
    findable_by(SEEKER),
    Person.id != SEEKER,
    ~silence_between(SEEKER, Person.id).exists(),
)
WORDS = " " + func.replace(Person.name_key, "-", " ")
BY_LETTERS = Statement(
    FINDABLE.where(Membership.wijk_id == bindparam("wijk_id"), WORDS.like(bindparam("begins"), escape="/"))
    .order_by(Person.name_key, Person.own_line, Person.id)
    .limit(NEIGHBOURS_AT_MOST)
)
BY_BUURCODE = Statement(FINDABLE.where(Person.buurcode == bindparam("buurcode")))
FINDABLE_BY_PUBLIC_ID = Statement(FINDABLE.where(Person.public_id == bindparam("public_id")))
BY_PUBLIC_ID = Statement(NEIGHBOUR.where(Person.public_id == bindparam("public_id")))
BY_PERSON_ID = Statement(NEIGHBOUR.where(Person.id == bindparam("person_id")))


def find_neighbours(wijk_id: int, letters: str, *, seeker: Actor) -> list[Neighbour]:
    """Return findable residents of a wijk of whose name a word begins with `letters`, by name.

    At most NEIGHBOURS_AT_MOST; none with fewer than LETTERS_AT_LEAST letters. Leaves out the seeker,
    who silenced the seeker and whom the seeker silenced.
    """
    key = name_key(letters.replace("-", " "))
    if len(key) < LETTERS_AT_LEAST:
        return []
    return _all(BY_LETTERS, wijk_id=wijk_id, begins=f"% {literally(key)}%", seeker_id=seeker.person_id)


def find_by_buurcode(code: str, *, seeker: Actor) -> Neighbour | None:
    """Return the resident, of any wijk, with this buurcode; None also for somebody who cannot be found."""
    return _one(BY_BUURCODE, buurcode=buurcode_key(code), seeker_id=seeker.person_id)


def could_be_buurcode(text: str) -> bool:
    """Say whether a text is as long as a buurcode; a code need not hold a digit."""
    return len(typed(text)) == BUURCODE_LETTERS


def find_whom(text: str, *, seeker: Actor) -> list[Neighbour]:
    """Return whom a resident may mean by a text that is a buurcode or some letters of a neighbour's name."""
    by_code = find_by_buurcode(text, seeker=seeker) if could_be_buurcode(text) else None
    if by_code is not None:
        return [by_code]
    return find_neighbours(seeker.wijk_id, text, seeker=seeker) if seeker.wijk_id is not None else []


def member_by_public_id(public_id: str, *, seeker: Actor | None = None) -> Neighbour | None:
    """Return a resident by the random name in an address; for a `seeker`, only one whom they can find."""
    if seeker is None:
        return _one(BY_PUBLIC_ID, public_id=public_id)
    return _one(FINDABLE_BY_PUBLIC_ID, public_id=public_id, seeker_id=seeker.person_id)


def member_by_person_id(person_id: int) -> Neighbour | None:
    """Return a resident by number, findable or not."""
    return _one(BY_PERSON_ID, person_id=person_id)


def the_wijk_itself(actor: Actor) -> Neighbour | None:
    """Return the pot of the actor's wijk as a party; None without an open wijk."""
    account_id = pot_account_id(actor.wijk_id) if actor.wijk_id is not None else None
    if account_id is None or actor.wijk_id is None:
        return None
    return Neighbour(None, POT, actor.tb_name, 0, "", True, account_id, actor.wijk_id)


def _all(wanted: Statement, **values: Any) -> list[Neighbour]:
    return [Neighbour(*row) for row in wanted.all(**values)]


def _one(wanted: Statement, **values: Any) -> Neighbour | None:
    return next(iter(_all(wanted, **values)), None)
