"""Writes the checked lines of a file: placeholders for whom nobody knows, and what all of them did."""

from collections.abc import Callable
from itertools import islice

from timebank.core import clock
from timebank.core.database import transact
from timebank.exchange.imports.checking import Contents
from timebank.exchange.imports.parties import Claim, Source, add, known, without_name
from timebank.exchange.imports.spool import Kept, Spool
from timebank.exchange.service.bulk import Settled, write_settled
from timebank.exchange.service.report import Party
from timebank.wijk import queries as wijk
from timebank.wijk.errors import NotOpen
from timebank.wijk.rules import POT

AT_ONCE = 20_000
"""How many exchanges one transaction takes: a file of that size is all or nothing whatever happens.

A longer one goes on where it was when its command is given again: so whoever says yes meanwhile waits for seconds.
"""

KeepClaims = Callable[[list[Claim]], object]
Progress = Callable[[int], object]


def take_over(
    contents: Contents, spool: Spool, source: Source, *, keep_claims: KeepClaims, progress: Progress
) -> tuple[int, int]:
    """Write what is new in a file; return how many exchanges and how many placeholders that were.

    `keep_claims` hears of the placeholders' codes as soon as they count; `progress` how many more lines are written.

    :raises NotOpen: the wijk takes no new neighbours
    """
    lines = spool.lines()
    part = list(islice(lines, AT_ONCE))
    written, claims = transact(_write_with_placeholders, part, contents.codes, source)
    keep_claims(claims)
    progress(len(part))
    parties = _parties(source)
    while part := list(islice(lines, AT_ONCE)):
        written += transact(_write, part, parties)
        progress(len(part))
    return written, len(claims)


def _write_with_placeholders(part: list[Kept], codes: set[str], source: Source) -> tuple[int, list[Claim]]:
    claims = add(source, without_name(sorted(codes - set(known(source)))))
    return _write(part, _parties(source)), claims


def _write(part: list[Kept], parties: dict[str, Party]) -> int:
    now = clock.now()
    settled = (
        Settled(
            request_key=key,
            content_digest=digest,
            giver=parties[past.giver],
            receiver=parties[past.receiver],
            minutes=past.minutes,
            category_code=past.category_code,
            occurred_on=past.day,
            settled_at_utc=now,
            note=past.note,
        )
        for key, digest, past in part
    )
    return write_settled(settled, origin="taken_over")


def _parties(source: Source) -> dict[str, Party]:
    """Return who each code is, and the pot of the wijk."""
    pot = wijk.pot_account_id(source.wijk_id)
    if pot is None:
        raise NotOpen
    return {code: one.party for code, one in known(source).items()} | {POT: Party(pot, None, source.wijk_id)}
