"""Publishing: a quarter is closed, counted, decided on and kept, once and for all wijken together."""

import hashlib
import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any, Final

from flask_babel import format_date, gettext
from sqlalchemy import insert, select

from timebank.balance import errors, rules
from timebank.balance.counted import Counted
from timebank.balance.counting import Place, count, places_of, steps
from timebank.balance.deciding import Decided, decide
from timebank.balance.figures import written
from timebank.balance.models import Publication, PublishedBalance
from timebank.balance.quarters import due_quarters, is_published
from timebank.core import clock
from timebank.core.database import connection, db, transact
from timebank.ledger.models import ClosedQuarter
from timebank.ledger.quarters import close_quarter
from timebank.ledger.reading import snapshot
from timebank.ledger.service import wait_for_writers
from timebank.wijk.models import CategoryGroup

FORM: Final = "timebank-counted-1"
"""The canonical form of what was counted: a line of JSON for the quarter, then one for each wijk by number."""

Progress = Callable[[int], object]


def publish(quarter: str, *, progress: Progress = lambda _: None) -> bool:
    """Close a quarter and keep what is shown of each wijk, for good; False when that was done before.

    Waits for who is posting, and lets nobody post until this transaction ends. `progress` hears of each more of
    `steps_of`.

    :raises NoSuchQuarter: it is no quarter
    :raises QuarterNotOver: fewer than 14 days have passed since its last day
    :raises NothingThen: nothing is booked in it, or before it
    :raises EarlierFirst: an earlier quarter is not published yet
    """
    _check_over(quarter)
    wait_for_writers()
    if is_published(quarter):
        return False
    _check_in_order(quarter)
    if db.session.get(ClosedQuarter, quarter) is None:
        close_quarter(quarter)
    places, digest = places_of(db.session.connection(), quarter), Digest(quarter)
    counted = digest.of(count(db.session.connection(), quarter, places, progress))
    _keep(quarter, decide(quarter, counted, _groups()), places, digest)
    return True


def publish_due() -> list[str]:
    """Publish all quarters that are to be published, each in a transaction of its own; return which, in order."""
    return [quarter for quarter in due_quarters() if transact(publish, quarter)]


def preview(quarter: str, *, progress: Progress = lambda _: None) -> list[Decided]:
    """Return what publishing a quarter would keep, as the books are now. Writes nothing.

    :raises RuleBroken: as `publish`, but for the order
    """
    _check_over(quarter)
    with snapshot() as reading:
        places = places_of(reading, quarter)
        return decide(quarter, count(reading, quarter, places, progress), _groups())


def steps_of(quarter: str) -> int:
    """Return how many steps publishing a quarter takes.

    :raises RuleBroken: as `preview`
    """
    _check_over(quarter)
    return steps(places_of(db.session.connection(), quarter))


class Digest:
    """The SHA-256 of what was counted, computed while it passes."""

    def __init__(self, quarter: str) -> None:
        self._sha = hashlib.sha256(_line([FORM, quarter]))

    def of(self, counted: Iterable[Counted]) -> Iterator[Counted]:
        """Pass on what was counted."""
        for one in counted:
            self._sha.update(_line(vars(one)))
            yield one

    def hexdigest(self) -> str:
        """Return the digest of all that passed."""
        return self._sha.hexdigest()


def _line(value: Any) -> bytes:
    text = json.dumps(value, default=vars, ensure_ascii=True, sort_keys=True, separators=(",", ":"))
    return f"{text}\n".encode("ascii")


def _check_over(quarter: str) -> None:
    if not rules.is_quarter(quarter):
        raise errors.NoSuchQuarter
    begins = rules.published_from(quarter)
    if clock.today() < begins:
        day = format_date(begins, "d MMMM y")
        raise errors.QuarterNotOver(gettext("%(quarter)s is published from %(day)s on.", quarter=quarter, day=day))


def _check_in_order(quarter: str) -> None:
    due = due_quarters(until=quarter)
    if not due:
        raise errors.NothingThen
    if due[0] != quarter:
        raise errors.EarlierFirst(gettext("Quarters are published in order: first %(quarter)s.", quarter=due[0]))


def _groups() -> Sequence[str]:
    return db.session.scalars(select(CategoryGroup.code).order_by(CategoryGroup.position)).all()


def _keep(quarter: str, decided: Sequence[Decided], places: Sequence[Place], digest: Digest) -> None:
    values = {"rules_version": rules.RULES_VERSION, "input_digest": digest.hexdigest()}
    kept = insert(Publication).values(quarter=quarter, published_at_utc=clock.now(), **values)
    connection().execute(kept)
    ids = {place.code: place.wijk_id for place in places}
    rows = [
        {
            "wijk_id": ids[one.balance.wijk_code],
            "quarter": quarter,
            "figures": written(one.balance),
            "why_hidden": one.why_hidden,
        }
        for one in decided
    ]
    if rows:
        connection().execute(insert(PublishedBalance), rows)
