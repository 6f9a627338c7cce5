"""Writes a notice as its reader reads it, from its kind and its facts."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _l

from timebank.core.minutes import in_words
from timebank.core.rendering import day
from timebank.notices.kinds import KINDS, SOMETHING

TALKING_POINTS = {
    "underpaid": _l("This is work that somebody should be paid for"),
    "paid_work": _l("This takes away somebody's paid work"),
    "safety": _l("This may not be safe"),
    "other": _l("Something else"),
}
"""What somebody wants to talk about: chosen in the market, read in the notice."""


def sentence(kind: str, facts: Mapping[str, Any], who: str | None) -> str:
    """Write a notice in the reader's language. `who` is the other's name as it is now."""
    said = {
        "who": who or gettext("a neighbour"),
        "time": in_words(facts["minutes"]) if "minutes" in facts else gettext("some time"),
        "day": day(date.fromisoformat(facts["day"])) if "day" in facts else gettext("another day"),
        "clock": facts.get("clock", ""),
        "point": TALKING_POINTS.get(facts.get("point", ""), TALKING_POINTS["other"]),
    }
    text = str(KINDS.get(kind, SOMETHING).text) % said
    return text[:1].upper() + text[1:]
