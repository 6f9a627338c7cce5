"""Random names and secrets, and how secrets are kept."""

import hashlib
import hmac
import re
import secrets

ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789"
"""Letters and digits that nobody confuses when reading aloud: no i, l, o, 0, 1."""

SECRET = re.compile(r"[\w-]{22}", re.ASCII)


def public_id() -> str:
    """Return a name for a row that may stand in an address: 96 random bits, 16 characters."""
    return secrets.token_urlsafe(12)


def secret() -> str:
    """Return a secret of 128 random bits."""
    return secrets.token_urlsafe(16)


def shaped_like_secret(text: str) -> str:
    """Return a text that has the shape of a `secret`: a request key that a phone made.

    :raises ValueError: it has another shape
    """
    if not SECRET.fullmatch(text):
        raise ValueError(text)
    return text


def typed_code(groups: int, letters: int = 4) -> str:
    """Return a code that a person can read aloud and type, like `k7mp-4xqa`. A letter holds almost 5 bits."""
    return "-".join("".join(secrets.choice(ALPHABET) for _ in range(letters)) for _ in range(groups))


def code_of(secret_key: str, *facts: object, groups: int = 1, letters: int = 4) -> str:
    """Return the code of some facts, shaped as a `typed_code`: only who has the key can make it, always the same."""
    digest = hmac.digest(secret_key.encode(), "\n".join(map(str, facts)).encode(), "sha256")
    said = "".join(ALPHABET[byte % len(ALPHABET)] for byte in digest[: groups * letters])
    return "-".join(said[at : at + letters] for at in range(0, len(said), letters))


def typed(text: str) -> str:
    """Return what somebody typed for a code, without the spaces, dashes and capitals that do not matter."""
    return "".join(character for character in text.lower() if character.isalnum())


def hashed(value: str) -> str:
    """Return how a random secret is stored: SHA-256 in hex. (Passwords are guessable: those get argon2id.)"""
    return hashlib.sha256(value.encode()).hexdigest()
