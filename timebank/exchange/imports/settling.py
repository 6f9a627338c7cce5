"""Writes the people of a file: each a placeholder neighbour, until they come with their code."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace

from sqlalchemy import select

from timebank.core.database import db, transact
from timebank.exchange.imports.parties import Claim, Source, add, known
from timebank.exchange.imports.people import Somebody
from timebank.exchange.imports.reading import BadLine
from timebank.people.models import Person

SAME_CODE = "its code stands on line {number} already"
AT_ONCE = 500


@dataclass
class People:
    """What a file of people holds: `newcomers` are those whom nobody here knows yet."""

    people: int = 0
    already_there: int = 0
    bad: int = 0
    newcomers: list[Somebody] = field(default_factory=list)


def look_at(lines: Iterable[Somebody | BadLine], source: Source, *, tell_bad: Callable[[BadLine], object]) -> People:
    """Look at all lines and return what the file holds; `tell_bad` hears of each bad one."""
    there, first_lines, found = known(source), dict[str, int](), People()
    for line in lines:
        bad = line if isinstance(line, BadLine) else _said_before(line, first_lines)
        if bad is not None:
            found.bad += 1
            tell_bad(bad)
        elif isinstance(line, Somebody):
            found.people += 1
            found.already_there += line.code in there
            found.newcomers += [] if line.code in there else [line]
    return found


def settle(people: People, source: Source) -> list[Claim]:
    """Write the newcomers, all or none, and return their codes.

    An e-mail address or phone number that somebody has already is left out: it is theirs until they say otherwise.

    :raises NotOpen: the wijk takes no new neighbours
    """
    return transact(_settle, people.newcomers, source)


def _settle(newcomers: list[Somebody], source: Source) -> list[Claim]:
    there = known(source)
    new = [newcomer for newcomer in newcomers if newcomer.code not in there]
    return add(source, _with_unused(new))


def _with_unused(newcomers: list[Somebody]) -> Iterator[Somebody]:
    for start in range(0, len(newcomers), AT_ONCE):
        some = newcomers[start : start + AT_ONCE]
        emails = set(db.session.scalars(select(Person.email).where(Person.email.in_([one.email for one in some]))))
        phones = set(db.session.scalars(select(Person.phone).where(Person.phone.in_([one.phone for one in some]))))
        for one in some:
            email, phone = one.email, one.phone
            yield replace(one, email="" if email in emails else email, phone="" if phone in phones else phone)
            emails.add(email)
            phones.add(phone)


def _said_before(line: Somebody, first_lines: dict[str, int]) -> BadLine | None:
    first = first_lines.setdefault(line.code, line.number)
    return None if first == line.number else BadLine(line.number, SAME_CODE.format(number=first))
