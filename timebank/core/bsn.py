"""Finds burgerservicenummers, so that none is ever stored (TRUST.md, N2)."""

import re
import unicodedata

RUN = re.compile(r"[\w+/.\-]*\d[\w+/.\-]*(?: [\w+/.\-]*\d[\w+/.\-]*)*")
"""Words with digits, with what touches them (IBAN, UUID, +31, dates), and those that follow after one space."""

PIECE = re.compile(r"\d{9}|\d{4}[.\-]\d{2}[.\-]\d{3}|\d{3}[.\-]\d{3}[.\-]\d{3}")
SPACED = re.compile(r"\d{4} \d{2} \d{3}|\d{3} \d{3} \d{3}|\d{2} \d{3} \d{4}")
COUNTRY = re.compile(r"(?:\+|00)\d{1,3}")
WEIGHTS = (9, 8, 7, 6, 5, 4, 3, 2, -1)


def find_bsn(text: str) -> str | None:
    """Return the first bare nine-digit number in `text` that passes the 11-proef, or None.

    Digits are read with their neighbours, so that +31 and 06 numbers, IBANs, dates and UUIDs pass.
    """
    readable = unicodedata.normalize("NFKC", text).replace("(0)", "")  # +31(0)6… is a telephone number
    for run in RUN.finditer(readable):
        words = [word.strip("./-") for word in run.group().split(" ")]
        whole = " ".join(words)
        if SPACED.fullmatch(whole) and passes_eleven_test(whole):
            return whole
        for before, word in zip(["", *words], words, strict=False):
            if PIECE.fullmatch(word) and not COUNTRY.fullmatch(before) and passes_eleven_test(word):
                return word
    return None


def passes_eleven_test(number: str) -> bool:
    """Say whether the nine digits of `number` form a valid BSN: their weighted sum is a multiple of 11, not all 0."""
    digits = [int(character) for character in number if character.isdigit()]
    return any(digits) and sum(w * d for w, d in zip(WEIGHTS, digits, strict=True)) % 11 == 0
