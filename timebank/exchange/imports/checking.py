"""Looks at a whole file of exchanges before anything is written, and says what is in it."""

import hashlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from itertools import islice

from sqlalchemy import select

from timebank.core.database import db
from timebank.exchange.imports.layouts import Past
from timebank.exchange.imports.parties import Known, Source, stopped
from timebank.exchange.imports.reading import BadLine
from timebank.exchange.imports.spool import Kept, Spool
from timebank.exchange.models import Exchange
from timebank.wijk.rules import POT

BATCH_ROWS = 1000
SHOWN = 5
STOPPED = "one of the two has stopped with the time bank here"
SAME_ID = "its id stands on line {number} already"
OTHER_CONTENT = "its id was taken over before, with something else on the line"


@dataclass
class Contents:
    """What a file holds. `codes` are all its parties, `first` its first good lines."""

    exchanges: int = 0
    minutes: int = 0
    already_there: int = 0
    minutes_already_there: int = 0
    did_not_happen: int = 0
    bad: int = 0
    codes: set[str] = field(default_factory=set)
    first: list[Past] = field(default_factory=list)


class Checking:
    """Looks at the lines of one file. Good ones that are new go to the spool; `tell_bad` hears of each bad one."""

    def __init__(
        self, source: Source, parties: dict[str, Known], spool: Spool, tell_bad: Callable[[BadLine], object]
    ) -> None:
        self.source, self.spool, self.tell_bad = source, spool, tell_bad
        self.stopped = stopped(parties)
        # Each exchange has a person on one side: without any, nothing of this time bank was taken over before.
        self.is_first_file = not parties
        self.contents = Contents()

    def look_at(self, lines: Iterable[Past | BadLine | None]) -> Contents:
        """Look at all lines (None: it did not happen) and return what the file holds."""
        rest = iter(lines)
        while batch := list(islice(rest, BATCH_ROWS)):
            self._look_at_batch(batch)
        return self.contents

    def _look_at_batch(self, batch: list[Past | BadLine | None]) -> None:
        checked = [self._checked(line) for line in batch]
        before = self._before([line.key for line in checked if isinstance(line, Kept)])
        new = []
        for line in checked:
            if line is None:
                self.contents.did_not_happen += 1
            elif isinstance(line, BadLine):
                self._refuse(line)
            elif before.get(line.key, line.digest) != line.digest:
                self._refuse(BadLine(line.past.number, OTHER_CONTENT))
            else:
                self._count(line.past, is_new=line.key not in before)
                new += [] if line.key in before else [line]
        self.spool.keep(new)

    def _checked(self, line: Past | BadLine | None) -> Kept | BadLine | None:
        if not isinstance(line, Past):
            return line
        if self.stopped and not self.stopped.isdisjoint((line.giver, line.receiver)):
            return BadLine(line.number, STOPPED)
        digest = digest_of(line)
        prefix = f"import:{self.source.layout}:{self.source.wijk_id}"
        if not line.source_id:
            return Kept(f"{prefix}:content:{digest}:{self.spool.occurrence(digest)}", digest, line)
        first = self.spool.first_line(f"id:{line.source_id}", line.number)
        if first != line.number:
            return BadLine(line.number, SAME_ID.format(number=first))
        return Kept(f"{prefix}:id:{line.source_id}", digest, line)

    def _before(self, keys: list[str]) -> dict[str, str]:
        if self.is_first_file or not keys:
            return {}
        wanted = select(Exchange.request_key, Exchange.content_digest).where(Exchange.request_key.in_(keys))
        return {key: digest for key, digest in db.session.execute(wanted)}

    def _count(self, past: Past, *, is_new: bool) -> None:
        self.contents.exchanges += 1
        self.contents.minutes += past.minutes
        if not is_new:
            self.contents.already_there += 1
            self.contents.minutes_already_there += past.minutes
        self.contents.codes.update(code for code in (past.giver, past.receiver) if code != POT)
        if len(self.contents.first) < SHOWN:
            self.contents.first.append(past)

    def _refuse(self, bad: BadLine) -> None:
        self.contents.bad += 1
        self.tell_bad(bad)


def digest_of(past: Past) -> str:
    """Return the SHA-256 of what a line says, without its number and id, and without the kind, which may be a guess."""
    content = (past.giver, past.receiver, str(past.minutes), past.day.isoformat(), past.note)
    return hashlib.sha256("\x1f".join(content).encode()).hexdigest()
