"""One stemmer for both databases: words in small letters without accents, and their stems by Snowball's Dutch.

Snowball's `dutch` (Kraaij and Pohlmann) and not its `dutch_porter`: only the first brings "gemaakt" and "maken",
"huis" and "huizen" together. English words go through it as well; their plurals and -ing come off acceptably.
"""

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from threading import Lock

from Stemmer import Stemmer

from timebank.market.words.conjugation import conjugated
from timebank.market.words.lists import read_lists, read_pairs

LETTERS_AT_MOST = 40
SMALL = re.compile(r"(?<=[sfkp]t)jes?$|(?<=cht)jes?$")
"""The stemmer takes "feestje" for the small form of "fees"."""
WORD = re.compile(r"[a-z0-9]+")
TRANSLATED = str.maketrans({"ß": "ss", "æ": "ae", "ø": "o", "œ": "oe", "ł": "l", "đ": "d", "ð": "d", "þ": "th"})
JOINED = re.compile(r"(?<=\w)['’`´.](?=\w)|(?<=\be)-(?=\w)")
"""What stands inside one word: s'avonds, auto's, e-mail, a.u.b."""

STOP_WORDS, COMMON_WORDS, OTHER_WORDS = map(frozenset, read_lists("ordinary.txt"))
"""Stop words hold sentences together: a text of nothing else keeps them. Common words tell little."""
_first, _kept, _, _, _, _verbs = read_lists("forms.txt")
KEPT = read_pairs(_kept)
IRREGULAR = {form: verb for verb in _verbs for form in conjugated(verb)} | read_pairs(_first)

_snowball = Stemmer("dutch", maxCacheSize=0)
_one_at_a_time = Lock()
"""A stemmer keeps the word it works on in itself; `stem` below keeps what it found."""

PARTICLES: dict[str, tuple[str, ...]] = {
    "breng": ("weg", "thuis"),
    "denk": ("mee",),
    "eet": ("mee",),
    "ga": ("mee",),
    "haal": ("op",),
    "hang": ("op",),
    "knap": ("op",),
    "kom": ("langs",),
    "laat": ("uit",),
    "lees": ("voor",),
    "leg": ("uit",),
    "loop": ("mee",),
    "maak": ("schoon",),
    "pas": ("op",),
    "rijd": ("mee",),
    "ruim": ("op",),
    "schuif": ("aan",),
    "sluit": ("aan",),
    "spit": ("om",),
    "stel": ("in",),
    "vraag": ("aan",),
    "vul": ("in",),
    "zet": ("op", "klaar"),
    "zoek": ("uit",),
}
"""Verbs by their stem, and what can stand apart from them."""


@lru_cache(maxsize=512)
def normalise(text: str) -> str:
    """Write a text in small letters and digits alone: accents off, ij as two letters, apostrophes closed up."""
    plain = unicodedata.normalize("NFKD", text.casefold().translate(TRANSLATED))
    bare = "".join(letter for letter in plain if not unicodedata.combining(letter))
    return " ".join(WORD.findall(JOINED.sub("", bare)))


def words(text: str) -> list[str]:
    """Return the words of a text in their order, normalised, long ones cut off."""
    return [word[:LETTERS_AT_MOST] for word in normalise(text).split()]


@lru_cache(maxsize=32_768)
def stem(word: str) -> str:
    """Return the stem of one normalised word.

    Stemmed until nothing changes: Snowball makes "fietsen" to "fiets", but "fiets" to "fiet".
    """
    found = IRREGULAR.get(word) or SMALL.sub("", word)
    found = IRREGULAR.get(found, found)
    kept = KEPT.get(word) or KEPT.get(found)
    if kept or len(word) < 3 or not word.isalpha():
        return kept or found
    with _one_at_a_time:
        for _ in range(3):
            shorter = _snowball.stemWord(found)
            if shorter == found or len(shorter) < 2:
                break
            found = shorter
    is_participle = word.startswith("ge") and found.endswith(("aid", "eid", "oid"))
    if is_participle or (found.endswith("lt") and len(found) > 4):
        found = found[:-1]
    return found if WORD.fullmatch(found) else word


def stems(text: str) -> list[str]:
    """Return the stems of the words that tell something, in their order, each once.

    Verbs in two pieces are put together as well ("ik laat je hond uit": uitlaat). A text of nothing but stop words
    keeps them.
    """
    found = words(text)
    telling = [word for word in found if word not in STOP_WORDS] or found
    return list(dict.fromkeys([*map(stem, telling), *_verbs_in_two(found)]))


def _verbs_in_two(found: list[str]) -> Iterator[str]:
    for at, word in enumerate(found):
        for particle in PARTICLES.get(stem(word), ()):
            is_behind = particle in found[at + 1 : at + 8]
            is_before = found[max(at - 2, 0) : at] == [particle, "te"] or (
                particle == "op" and stem(word) == "pas" and particle in found[max(at - 4, 0) : at]
            )
            if is_behind or is_before:
                yield stem(particle + word)
