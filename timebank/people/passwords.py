"""Passwords: argon2id, a bounded number at once, and the same work whether there is an account or not."""

import base64
import secrets
from contextlib import AbstractContextManager
from dataclasses import dataclass
from threading import BoundedSemaphore

import argon2
from argon2.exceptions import InvalidHashError, VerificationError
from flask import current_app

EXTENSION = "timebank.passwords"
LANE_KIB = 8
"""Argon2 needs at least 8 KiB of memory for each lane that it works on at once."""


@dataclass(frozen=True)
class PasswordHash:
    """A password as it is kept. A type of its own, so that nobody stores a password by mistake."""

    text: str


@dataclass(frozen=True)
class _Hashing:
    hasher: argon2.PasswordHasher
    turns: AbstractContextManager[bool]
    nobodys_hash: str


def hash_password(password: str) -> PasswordHash:
    """Return how `password` is kept.

    It takes about 0.1 s and 64 MiB: do it before a transaction begins, or other writers wait for it.
    """
    hashing = _hashing()
    with hashing.turns:
        return PasswordHash(hashing.hasher.hash(password))


def verify(kept: str | None, password: str) -> bool:
    """Say whether `password` is the one kept as `kept`; None (no such account) costs as much and is never right."""
    hashing = _hashing()
    with hashing.turns:
        try:
            return hashing.hasher.verify(kept or hashing.nobodys_hash, password) and kept is not None
        except (VerificationError, InvalidHashError):
            return False


def is_outdated(kept: str) -> bool:
    """Say whether `kept` was made with other settings than today's, so that it should be made anew."""
    return _hashing().hasher.check_needs_rehash(kept)


def _hashing() -> _Hashing:
    found: _Hashing | None = current_app.extensions.get(EXTENSION)
    return found or current_app.extensions.setdefault(EXTENSION, _prepare())


def _prepare() -> _Hashing:
    memory_kib = current_app.config.get("PASSWORD_MEMORY_KIB", argon2.DEFAULT_MEMORY_COST)
    rounds = current_app.config.get("PASSWORD_ROUNDS", argon2.DEFAULT_TIME_COST)
    lanes = min(argon2.DEFAULT_PARALLELISM, memory_kib // LANE_KIB)
    hasher = argon2.PasswordHasher(time_cost=rounds, memory_cost=memory_kib, parallelism=lanes)
    return _Hashing(hasher, BoundedSemaphore(current_app.config["HASHES_AT_ONCE"]), _nobodys_hash(hasher))


def _nobodys_hash(hasher: argon2.PasswordHasher) -> str:
    # Random bytes in the shape of a hash: to compare with it costs what a real one costs, and nothing ever fits.
    salt, digest = (
        base64.b64encode(secrets.token_bytes(size)).decode().rstrip("=") for size in (hasher.salt_len, hasher.hash_len)
    )
    settings = f"m={hasher.memory_cost},t={hasher.time_cost},p={hasher.parallelism}"
    return f"$argon2id$v={argon2.low_level.ARGON2_VERSION}${settings}${salt}${digest}"
