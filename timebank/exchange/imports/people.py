"""The layouts of files with people. Gender and birth date stand in none of their columns here: nobody reads them."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from timebank.exchange.imports.reading import Layout, Unusable, clean, code, cut, refuse_bsn
from timebank.people.rules import EMAIL_AT_MOST, NAME_AT_MOST, email_key, phone_key

EMAIL = re.compile(r"[^@\s,;<>]+@[^@\s,;<>]+\.[^@\s,;<>.]+")
NO_EMAIL = re.compile(r"user\d+@example\.com", re.IGNORECASE)
"""What TimeOverflow writes for a member without an e-mail address."""

PHONE = re.compile(r"\+[1-9][\d ().\-]{7,22}|0[ .\-]?(?:[ ().\-]?\d){9,12}")
"""With its 0 or +, and ten digits at least: nine bare digits may be a BSN."""


@dataclass(frozen=True, slots=True)
class Somebody:
    """A person as a file tells it, with the code that its exchanges use; no e-mail address or phone number: empty."""

    number: int
    code: str
    name: str
    email: str
    phone: str


def understand_own(number: int, who: str, name: str, email: str, phone: str) -> Somebody:
    """Understand a line of our own layout."""
    return _somebody(number, who, name, email, phone)


def understand_timeoverflow(
    number: int, who: str, first: str, middle: str, last: str, phone: str, second_phone: str, email: str
) -> Somebody:
    """Understand a line of TimeOverflow."""
    return _somebody(number, who, f"{first} {middle} {last}", email, phone, second_phone)


LAYOUTS: dict[str, Layout[Somebody]] = {
    "own": Layout(("code", "name", "email", "phone"), understand_own, delimiter=";"),
    "timeoverflow": Layout(
        ("member id", "first name", "second name", "third name", "phone", "second phone", "e-mail"),
        understand_timeoverflow,
        positions=(0, 2, 3, 4, 7, 8, 9),
    ),
}


def _somebody(number: int, who: str, name: str, email: str, *phones: str) -> Somebody:
    who, name = code(who, "the code"), clean(name)
    if not name:
        raise Unusable("the name is empty")
    email = email_key(email)
    refuse_bsn(who, name, email)
    return Somebody(number, who, cut(name, NAME_AT_MOST), _usable_email(email), next(_usable(phones), ""))


def _usable_email(email: str) -> str:
    is_one = EMAIL.fullmatch(email) and not NO_EMAIL.fullmatch(email) and len(email) <= EMAIL_AT_MOST
    return email if is_one else ""


def _usable(phones: tuple[str, ...]) -> Iterator[str]:
    return (phone_key(phone) for phone in phones if PHONE.fullmatch(phone.strip()))
