"""Near words for typing errors, the same on every database: keys to look up, and a distance to choose by.

The idea is SymSpell's (W. Garbe, 2012): two words that differ little become the same when a letter or two of each is
left out. A table from key to stem finds the few candidates; the distance tells which of them are near. The keys of a
stem are made from its first letters only, which loses no pair within the distance. One more key is what a stem sounds
like, for "fietz", "kompjoeter" and "tuijn".
"""

import re
from collections.abc import Iterable
from functools import lru_cache

SHORTEST = 4
LONG = 8
KEYED_LETTERS = 7
ERRORS_WHEN_IT_SOUNDS_SO = 4
SOUND = "0"
"""Begins a key that is a sound; no stem begins with it and has letters."""

SOUNDS = tuple(
    (re.compile(pattern), sound)
    for pattern, sound in (
        (r"sch", "sg"),
        (r"ch", "g"),
        (r"ph", "f"),
        (r"th", "t"),
        (r"ck|qu?|c(?![eiy])", "k"),
        (r"c", "s"),
        (r"x", "ks"),
        (r"z", "s"),
        (r"v", "f"),
        (r"ij|ei|y", "i"),
        (r"ie", "i"),
        (r"ou|au", "o"),
        (r"joe", "u"),
        (r"eau|oo", "o"),
        (r"dt?$|dt", "t"),
        (r"b$", "p"),
        (r"(.)\1+", r"\1"),
    )
)


def allowed(stem: str) -> int:
    """Return how many typing errors a stem may have: none when short, 1, or 2 from 8 letters."""
    return 0 if len(stem) < SHORTEST or not stem.isalpha() else 1 if len(stem) < LONG else 2


@lru_cache(maxsize=4_096)
def sound(stem: str) -> str:
    """Return roughly what a stem sounds like in Dutch."""
    for pattern, heard in SOUNDS:
        stem = pattern.sub(heard, stem)
    return stem


def keys(stem: str) -> set[str]:
    """Return the keys under which a stem is kept, and looked up; none for a stem that is too short."""
    errors = allowed(stem)
    if not errors:
        return set()
    shorter = {stem[:KEYED_LETTERS]}
    found = set(shorter)
    for _ in range(errors):
        shorter = {one[:at] + one[at + 1 :] for one in shorter for at in range(len(one))}
        found |= shorter
    return found | {SOUND + sound(stem)}


def nearest(stem: str, candidates: Iterable[str]) -> list[str]:
    """Return those candidates that a stem may have been meant as, the likeliest first, the stem itself left out.

    Order: how many errors, another first letter, another length, then by letter.
    """
    near = ((_errors(stem, one), one) for one in set(candidates) if one != stem and allowed(one))
    ranked = sorted(
        (errors, one[0] != stem[0], abs(len(one) - len(stem)), one) for errors, one in near if errors is not None
    )
    return [one for *_, one in ranked]


def _errors(stem: str, other: str) -> float | None:
    most = min(allowed(stem), allowed(other))
    if not most:
        return None
    sounds_same = sound(stem) == sound(other)
    if stem[0] != other[0] and not sounds_same:
        return None
    errors = distance(stem, other, ERRORS_WHEN_IT_SOUNDS_SO if sounds_same else most)
    return errors if errors is None or not sounds_same else errors / ERRORS_WHEN_IT_SOUNDS_SO


def distance(one: str, other: str, most: int) -> int | None:
    """Count the letters changed, left out, added or swapped with the next one; None when there are more than `most`."""
    if abs(len(one) - len(other)) > most:
        return None
    before: list[int] = []
    row = list(range(len(other) + 1))
    for at, letter in enumerate(one, start=1):
        last_before, before, row = before, row, [at]
        for where, its in enumerate(other, start=1):
            cost = min(before[where] + 1, row[where - 1] + 1, before[where - 1] + (letter != its))
            is_swap = at > 1 and where > 1 and letter == other[where - 2] and one[at - 2] == its
            row.append(min(cost, last_before[where - 2] + 1) if is_swap else cost)
        if min(row) > most:
            return None
    return row[-1] if row[-1] <= most else None
