"""Writes the verslag of a quarter: words of residents beside the figures, and never without those words.

Every resident of the wijk may write it, not the stewards alone: it is what neighbours say to each other, and who may
speak for the wijk is for them to settle at the table. The words belong to the wijk and stay when a writer leaves.
"""

from dataclasses import asdict, dataclass, fields

from sqlalchemy import insert, select, update

from timebank.access.actor import Actor
from timebank.balance.errors import ChangedMeanwhile, NoWords
from timebank.balance.models import PublishedBalance, WijkReport
from timebank.core import clock
from timebank.core.database import db


@dataclass(frozen=True)
class Words:
    """What was said: the first three always, the others for other wijken where there is something to tell."""

    sees: str
    surprises: str
    tries: str
    went_well: str = ""
    went_wrong: str = ""


ANSWERS = tuple(field.name for field in fields(Words))


def write_report(wijk_id: int, quarter: str, words: Words, *, after: str, by: Actor) -> None:
    """Write the verslag of a published quarter, or change it. `after`: the `version` that the writer saw, or empty.

    :raises NoWords: one of the three answers is missing
    :raises ChangedMeanwhile: another version stands there now
    """
    this = (WijkReport.wijk_id == wijk_id, WijkReport.quarter == quarter)
    if not (words.sees and words.surprises and words.tries):
        raise NoWords
    # Who writes first is waited for, also where there is no verslag yet: the balance is always there.
    balance = (PublishedBalance.wijk_id == wijk_id, PublishedBalance.quarter == quarter)
    db.session.execute(select(PublishedBalance.quarter).where(*balance).with_for_update())
    before = db.session.scalar(select(WijkReport).where(*this))
    said = asdict(words) | {"written_by": by.person_id, "changed_at_utc": clock.now()}
    if version_of(before) != after:
        raise ChangedMeanwhile
    if before is None:
        db.session.execute(insert(WijkReport).values(wijk_id=wijk_id, quarter=quarter, **said))
    else:
        db.session.execute(update(WijkReport).where(*this).values(**said))


def version_of(report: WijkReport | None) -> str:
    """Return which version of a verslag this is; empty where there is none yet."""
    return report.changed_at_utc.isoformat() if report is not None else ""
