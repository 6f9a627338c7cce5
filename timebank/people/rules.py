"""What holds for persons and their sessions. No database, no clock."""

import unicodedata
from dataclasses import dataclass
from datetime import timedelta

KINDS = ("resident", "worker", "gemeente", "operator")
MARKS = 8
"""How many colour marks (each with a shape of its own) there are to tell namesakes apart."""

NAME_AT_MOST = 60
OWN_LINE_AT_MOST = 40
PASSWORD_AT_LEAST = 10
PASSWORD_AT_MOST = 200
RESET_LIVES = timedelta(minutes=30)


@dataclass(frozen=True)
class SessionLimit:
    """How long a session may be idle, and how long it may last in all."""

    idle: timedelta
    in_all: timedelta


SESSION_LIMITS = {
    "shared": SessionLimit(timedelta(hours=2), timedelta(hours=12)),
    "own": SessionLimit(timedelta(days=30), timedelta(days=30)),
    "staff": SessionLimit(timedelta(minutes=30), timedelta(hours=10)),
}
"""TRUST.md: residents 2 hours idle, or 30 days on their own device; staff 30 minutes idle, 10 hours in all."""


def name_key(name: str) -> str:
    """Return a name as it is searched: small letters, no accents, single spaces."""
    plain = "".join(c for c in unicodedata.normalize("NFKD", name) if not unicodedata.combining(c))
    return " ".join(plain.casefold().split())


def phone_key(phone: str) -> str:
    """Return a Dutch phone number as `+31…`, whichever way it was typed; an empty text stays empty.

    Leaves a foreign number with its own country code.
    """
    digits = "".join(c for c in phone if c.isdigit())
    if phone.strip().startswith("+"):
        return f"+{digits}" if not digits.startswith("310") else f"+31{digits[3:]}"
    if digits.startswith("00"):
        return f"+{digits[2:]}"
    return f"+31{digits[1:]}" if digits.startswith("0") else digits

SEEN_EVERY = timedelta(minutes=1)
"""How often a GET may note that a session is in use."""
