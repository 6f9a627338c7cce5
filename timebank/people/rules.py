"""What holds for persons and their sessions. No database, no clock."""

import unicodedata
from dataclasses import dataclass
from datetime import timedelta

KINDS = ("resident", "worker", "gemeente", "operator")
MARKS = 8
"""How many colour marks (each with a shape of its own) there are to tell namesakes apart."""

NAME_OF_WHO_LEFT = "Oud-buur"
"""What others read where the name of somebody stood who erased their data. A name, so the same in each language."""

NAME_AT_MOST = 60
OWN_LINE_AT_MOST = 40
PASSWORD_AT_LEAST = 10
PASSWORD_AT_MOST = 200
TOO_EASY = frozenset(
    ("wachtwoord", "wachtwoord1", "welkom1234", "password12", "1234567890", "0123456789", "qwertyuiop")
)
"""The passwords of ten characters and more that everybody tries first."""

EMAIL_AT_MOST = 254
PHONE_AT_MOST = 24
CODE_AT_MOST = 60
RESET_LIVES = timedelta(minutes=30)
WELCOME_LIVES = timedelta(days=14)
DEVICE_LIVES = timedelta(days=400)
SEEN_EVERY = timedelta(minutes=1)
"""How often a GET may note that a session is in use."""

EVENTS_A_PAGE = 50


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
    digits = "".join(character for character in phone if character.isdigit())
    if phone.strip().startswith("+") or digits.startswith("00"):
        number = digits.removeprefix("00")
        return f"+31{number[3:]}" if number.startswith("310") else f"+{number}"  # +31 (0)6 …
    return f"+31{digits[1:]}" if digits.startswith("0") else digits


def email_key(email: str) -> str:
    """Return an e-mail address as it is kept: small letters, no spaces around it."""
    return email.strip().casefold()


def sign_in_key(typed: str) -> str:
    """Return a sign-in name as it is kept, however its parts were typed: `Anna fiets boom` is `anna-fiets-boom`."""
    return name_key(typed.replace("-", " ").replace("_", " ")).replace(" ", "-")


def buurcode_key(typed: str) -> str:
    """Return a buurcode as it is kept (`k7m4-x2pq`), with or without dash, spaces and capitals."""
    letters = "".join(character for character in typed.casefold() if character.isalnum())
    return f"{letters[:4]}-{letters[4:]}"


def is_too_easy(password: str) -> bool:
    """Say whether everybody would try this password first: a well-known one, or one or two characters repeated."""
    return password.casefold() in TOO_EASY or len(set(password)) < 3
