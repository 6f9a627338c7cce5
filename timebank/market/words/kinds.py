"""Guesses the kinds of help from somebody's words, to offer them to the writer, who decides."""

from dataclasses import dataclass

from timebank.market.words.errands import table
from timebank.market.words.indexing import understand, words_behind

KINDS_AT_MOST = 3
TELLS_LITTLE = 0.2
BESIDE_THE_BEST = 0.45
"""A kind is offered when it is told at least this much as surely as the best."""


@dataclass(frozen=True)
class Guess:
    """A kind of help by its code, and the words of the text that led to it, as they were written."""

    code: str
    words: tuple[str, ...]


def guess_kinds(text: str) -> list[Guess]:
    """Return the kinds that a text may be about, the likeliest first, at most three; none when no word tells."""
    sure = understand(text).kinds
    best = max(sure.values(), default=0.0)
    ranked = sorted(sure.items(), key=lambda pair: (-pair[1], pair[0]))
    likely = [kind for kind, how in ranked if how >= TELLS_LITTLE and how >= BESIDE_THE_BEST * best]
    return [Guess(kind, _led_to(kind, text)) for kind in likely[:KINDS_AT_MOST]]


def _led_to(kind: str, text: str) -> tuple[str, ...]:
    there = understand(text).all
    clues = {clue for told in there for clue in table().clues.get(told, ()) if there.issuperset(clue.stems)}
    telling = [clue.stems for clue in clues if kind in table().errands[clue.errand].kinds]
    return words_behind(text, frozenset().union(*telling))
