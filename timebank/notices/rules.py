"""When a mail may go out, how often, and what happens when it cannot. No database, no clock."""

from collections.abc import Collection
from datetime import date, datetime, time, timedelta

CHOICES = ("mail", "paper", "app", "not")
"""What a person chooses for a kind. All but "not" are in the app too."""

LATER_KINDS = "*"
"""Stands where a kind has its name, for what a later version tells or a new task brings."""

WAYS = ("at_once", "digest", "paper", "app")
"""How a notice goes out, decided when it is told: a mail by itself, the next digest, the sheet, or the app alone."""

MAIL_KINDS = ("at_once", "digest")
OUTCOMES = ("sent", "gave_up", "not_needed")

QUIET_FROM, QUIET_UNTIL = time(21), time(8)
"""In the Netherlands. No mail goes out from the first to the second."""

DIGEST_BEGINS_ON = (2, 5)
"""Tuesday and Friday, as ISO numbers them: at most two digests a week."""

NOTICES_A_DIGEST = 50
NOTICES_A_PAGE = 30
SHEET_LINES_AT_MOST = 200
FAILED_AT_MOST = 100

LEASE = timedelta(minutes=5)
"""How long a worker may take for the mails that it claimed; then another one may send them."""

RETRY_AFTER = (
    timedelta(minutes=1),
    timedelta(minutes=5),
    timedelta(minutes=30),
    timedelta(hours=2),
    timedelta(hours=8),
)
TRIES_AT_MOST = len(RETRY_AFTER) + 1
ERROR_AT_MOST = 60
KEPT = timedelta(days=365)
DUTIES_KEPT = timedelta(days=30)


def is_quiet(at: datetime) -> bool:
    """Say whether a moment, as the clocks in the Netherlands show it, lies in the quiet hours."""
    return at.time() >= QUIET_FROM or at.time() < QUIET_UNTIL


def digest_period(day: date) -> str | None:
    """Return the half of the week that a digest of this day is for, such as `2026-W48-1`; None on a Monday.

    A digest that is late is sent within its own half or never, so that a week has at most two.
    """
    year, week, weekday = day.isocalendar()
    halves = sum(weekday >= begins for begins in DIGEST_BEGINS_ON)
    return f"{year}-W{week:02d}-{halves}" if halves else None


def next_try(tries: int) -> timedelta | None:
    """Return how long to wait after so many tries that failed; None: give up."""
    return RETRY_AFTER[tries - 1] if tries < TRIES_AT_MOST else None


def chosen(way: str, *, before: str, for_all: str, is_certain: bool) -> str:
    """Return how somebody wants to hear of a kind, after what they chose for it and for its family (empty: nothing).

    A choice for the family is for each of its kinds but those that were changed themselves on the same page. What is
    certain is in the app at least.
    """
    found = for_all if for_all and way == before else way
    return "app" if found == "not" and is_certain else found


def way_of_later_kinds(ways: Collection[str]) -> str | None:
    """Return how somebody hears of kinds that they cannot choose for yet; None: as who chose nothing.

    Who wants no mail of anything gets none of what comes later either.
    """
    if "mail" in ways:
        return None
    return "paper" if "paper" in ways else "app"
