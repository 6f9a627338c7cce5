"""The layouts of files with exchanges. No database, no clock: `today` and `kinds` come from the caller."""

from collections.abc import Container
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from typing import NamedTuple

from timebank.core.clock import day_of
from timebank.exchange.imports.kinds import guess
from timebank.exchange.imports.reading import ID_AT_MOST, Layout, Unusable, clean, code, cut, refuse_bsn
from timebank.exchange.rules import MINUTES_AT_MOST, NOTE_AT_MOST
from timebank.wijk.rules import POT

FIRST_DAY = date(1970, 1, 1)
"""Older is a slip of the pen: there were no time banks here."""

WIJK = ("wijk", POT)
"""How our own layout names the wijkpot."""


class Past(NamedTuple):
    """Help as a file tells it. `giver` and `receiver` are codes of the file, or POT; `source_id` may be empty."""

    number: int
    source_id: str
    giver: str
    receiver: str
    minutes: int
    day: date
    category_code: str
    note: str


def understand_own(
    number: int,
    source_id: str,
    day: str,
    giver: str,
    receiver: str,
    minutes: str,
    kind: str,
    note: str,
    *,
    today: date,
    kinds: Container[str],
) -> Past:
    """Understand a line of our own layout."""
    kind = kind.strip()
    if kind and kind not in kinds:
        raise Unusable("kind is none of the codes of the kinds of help")
    giver, receiver = (POT if party.strip().lower() in WIJK else party for party in (giver, receiver))
    length = _whole(minutes, "minutes")
    return _past(number, source_id, giver, receiver, length, _day(day), note, today=today, kind=kind)


def understand_timeoverflow(
    number: int,
    source: str,
    source_type: str,
    destination: str,
    destination_type: str,
    seconds: str,
    created_at: str,
    reason: str,
    *,
    today: date,
    kinds: Container[str],
) -> Past:
    """Understand a line of TimeOverflow: the source was helped, the destination helped."""
    minutes, rest = divmod(_whole(seconds, "the amount"), 60)
    if rest:
        raise Unusable("the amount is not a whole number of minutes")
    giver, receiver = _timeoverflow_party(destination, destination_type), _timeoverflow_party(source, source_type)
    return _past(number, "", giver, receiver, minutes, _day(created_at), reason, today=today)


def understand_komunitin(
    number: int,
    source_id: str,
    created: str,
    state: str,
    hours: str,
    description: str,
    payer: str,
    payee: str,
    *,
    today: date,
    kinds: Container[str],
) -> Past | None:
    """Understand a line of Komunitin: the payer was helped, the payee helped. What did not happen is None."""
    if state.strip().lower() != "committed":
        return None
    return _past(number, source_id, payee, payer, _minutes_of_hours(hours), _day(created), description, today=today)


LAYOUTS: dict[str, Layout[Past | None]] = {
    "own": Layout(("id", "day", "giver", "receiver", "minutes", "kind", "note"), understand_own, delimiter=";"),
    "timeoverflow": Layout(
        ("source", "source type", "destination", "destination type", "seconds", "created at", "reason"),
        understand_timeoverflow,
        positions=(0, 1, 2, 3, 4, 5, 6),
    ),
    "komunitin": Layout(
        ("id", "created", "state", "amount", "description", "payer.code", "payee.code"), understand_komunitin
    ),
}


def _past(
    number: int,
    source_id: str,
    giver: str,
    receiver: str,
    minutes: int,
    day: date,
    note: str,
    *,
    today: date,
    kind: str = "",
) -> Past:
    source_id = code(source_id, "id", ID_AT_MOST) if source_id.strip() else ""
    giver, receiver = code(giver, "who helped"), code(receiver, "who was helped")
    if giver == receiver:
        raise Unusable("the same party helped and was helped")
    if not 1 <= minutes <= MINUTES_AT_MOST:
        raise Unusable(f"the time is not 1 to {MINUTES_AT_MOST:,} minutes")
    if not FIRST_DAY <= day <= today:
        raise Unusable("the day is still to come, or before 1970")
    note = clean(note)
    refuse_bsn(source_id, giver, receiver, note)
    return Past(number, source_id, giver, receiver, minutes, day, kind or guess(note), cut(note, NOTE_AT_MOST))


def _timeoverflow_party(number: str, kind: str) -> str:
    match kind.strip().lower():
        case "member":
            return number
        case "organization":
            return POT
    raise Unusable("a type is neither member nor organization")


def _whole(text: str, what: str) -> int:
    number = text.strip()
    if not (number.isascii() and number.isdigit() and len(number) <= 9):
        raise Unusable(f"{what} is not a whole number")
    return int(number)


def _minutes_of_hours(text: str) -> int:
    """Return the whole minutes that, as hours with two decimals, are written like this: 0.33 is 20 minutes.

    :raises Unusable: no whole number of minutes is
    """
    try:
        hours = Decimal(text.strip())
        minutes = int((hours * 60).to_integral_value()) if abs(hours) <= MINUTES_AT_MOST else 0
    except (InvalidOperation, ValueError) as error:
        raise Unusable("the amount is not a number of hours") from error
    if abs(Decimal(minutes) / 60 - hours) > Decimal("0.005"):
        raise Unusable("the amount is not a whole number of minutes")
    return minutes


def _day(text: str) -> date:
    """Return the day of 2024-05-31, 31-05-2024 or a moment; with a zone, the day that it was in the Netherlands."""
    written = text.strip()
    try:
        if len(written) == 10 and written[2] == written[5] == "-":
            return date(int(written[6:]), int(written[3:5]), int(written[:2]))
        moment = datetime.fromisoformat(written)
    except ValueError as error:
        raise Unusable("the day is not a day of the calendar") from error
    return day_of(moment) if moment.tzinfo else moment.date()
