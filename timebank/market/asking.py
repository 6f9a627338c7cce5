"""Asks the index of words: what somebody typed becomes an FTS5 query on SQLite and a tsquery on PostgreSQL.

Beside the stems of its words a listing is found by marks, words that nobody types: its side, wijk, kind of help and
day parts. So the index alone finds the newest that fit, and nothing is read to be thrown away.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

MARK = "0"
"""Begins each mark. Typed words that begin with it are left out."""


@dataclass(frozen=True)
class Term:
    """Words that all have to be there; the last may go on (`fiets` finds `fietstas`) where `goes_on`."""

    words: tuple[str, ...]
    goes_on: bool = False


Group = Sequence[Term]
"""Terms of which one is enough."""


def side_mark(side: str) -> str:
    """Return the mark of all listings of a side."""
    return f"{MARK}{side}"


def wijk_mark(wijk_id: int) -> str:
    """Return the mark of all listings of a wijk."""
    return f"{MARK}w{wijk_id}"


def kind_mark(category_code: str) -> str:
    """Return the mark of all listings of a kind of help."""
    return f"{MARK}k{category_code.replace('_', '')}"


def day_part_mark(part: str) -> str:
    """Return the mark of all listings for a day part."""
    return f"{MARK}d{part}"


def marks_of(side: str, wijk_id: int, category_code: str | None, day_parts: Iterable[str]) -> list[str]:
    """Return the marks of a listing; without day parts it fits at any time, and has the mark of that."""
    kinds = [kind_mark(category_code)] if category_code else []
    parts = [day_part_mark(part) for part in day_parts] or [day_part_mark("any")]
    return [side_mark(side), wijk_mark(wijk_id), *kinds, *parts]


def without_marks(words: str) -> list[str]:
    """Return the words of a text that are no marks."""
    return [word for word in words.split() if not word.startswith(MARK)]


def one_of(*words: str) -> Group:
    """Return a group of single words."""
    return [Term((word,)) for word in words]


def query(engine: str, groups: Iterable[Group]) -> str:
    """Write a query for "sqlite" or "postgresql": one term of every group. Words hold letters and digits only."""
    write = _FTS5 if engine == "sqlite" else _TSQUERY
    return write.both.join(f"({write.either.join(_term(write, term) for term in group)})" for group in groups)


@dataclass(frozen=True)
class _Grammar:
    word: str
    goes_on: str
    both: str
    either: str


_FTS5 = _Grammar('"{}"', '"{}"*', " AND ", " OR ")
_TSQUERY = _Grammar("'{}'", "'{}':*", " & ", " | ")


def _term(write: _Grammar, term: Term) -> str:
    *first, last = term.words
    words = [*(write.word.format(word) for word in first), (write.goes_on if term.goes_on else write.word).format(last)]
    return words[0] if len(words) == 1 else f"({write.both.join(words)})"
