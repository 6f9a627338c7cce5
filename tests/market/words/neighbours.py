"""Reads `neighbours.txt`, and measures how much of what helps stands among the first five."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import fmean

from timebank.market.words import indexing, matching, meaning

FILE = Path(__file__).with_name("neighbours.txt")
FIRST = 5


@dataclass(frozen=True)
class Request:
    """What somebody asks for, the kind that he or she would choose, and the numbers of the offers that help."""

    text: str
    kind: str
    helped_by: frozenset[int]
    is_held_out: bool


@dataclass(frozen=True)
class Neighbours:
    """Everything that is offered, with its kind, and everything that is asked."""

    offers: tuple[str, ...]
    kinds: tuple[str, ...]
    requests: tuple[Request, ...]


Answer = Callable[[str], Sequence[int]]
"""Gives the numbers of the offers for a request, the best first."""


def read() -> Neighbours:
    """Read the file."""
    offers: list[str] = []
    kinds: list[str] = []
    requests: list[Request] = []
    blocks = FILE.read_text(encoding="utf-8").split("\n[")[1:]
    for number, block in enumerate(blocks):
        kind, *lines = block.splitlines()
        offered = [line[2:] for line in lines if line.startswith("+ ")]
        helped_by = frozenset(range(len(offers), len(offers) + len(offered)))
        offers += offered
        kinds += [kind.rstrip("]")] * len(offered)
        asked = (line[2:] for line in lines if line.startswith("? "))
        requests += [Request(text, kind.rstrip("]"), helped_by, number % 2 == 1) for text in asked]
    return Neighbours(tuple(offers), tuple(kinds), tuple(requests))


def recall(requests: Iterable[Request], answer: Answer) -> float:
    """Return the mean share of what helps among the first five; no request has more than five."""
    return fmean(len(one.helped_by.intersection(answer(one.text)[:FIRST])) / len(one.helped_by) for one in requests)


def by_matching(neighbours: Neighbours, *, with_meaning: bool) -> Answer:
    """Answer as the product does, from the texts alone: nobody chose a kind, all are equally near."""
    texts = [*neighbours.offers, *(one.text for one in neighbours.requests)]
    vectors = dict(zip(texts, meaning.vectors_of(texts), strict=True)) if with_meaning else {}

    def listing(number: int, text: str) -> matching.Listing:
        return matching.Listing(number, indexing.understand(text), meaning=vectors.get(text))

    offers = matching.Candidates([listing(number, text) for number, text in enumerate(neighbours.offers)])
    return lambda text: [fit.id for fit in offers.best(listing(-1, text), at_most=FIRST)]
