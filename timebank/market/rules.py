"""What holds for talents, offers, requests and support needs. No database, no clock."""

import hashlib
import json
from dataclasses import asdict, dataclass
from datetime import date, timedelta

SIDES = ("offer", "request")
OPPOSITE = {"offer": "request", "request": "offer"}
STATES = ("open", "closed", "expired")
WORDS_AT_MOST = 280
TALENTS_AT_MOST = 20
LISTINGS_AT_MOST = 30
"""How many listings somebody may have open at once."""

LISTINGS_A_DAY = 20
LIVES = timedelta(days=90)
TOLD_BEFORE = timedelta(days=7)
"""How long before a listing ends its maker hears that it will."""

REACHES = ("wijk", "near", "nobody")
"""How far a talent is shown: to neighbours of the same wijk, of the wijken near it too, to nobody."""

DAY_PARTS = ("morning", "afternoon", "evening", "weekend")
LANGUAGES = ("nl", "en", "ar", "tr", "es", "fr", "pl", "uk", "ti", "so", "fa")
MINUTES = (15, 30, 60, 120, 240)
PEOPLE_AT_MOST = 200

NEEDS = ("ov_card", "material", "key", "insurance", "information", "child_care", "interpreter", "guidance", "other")
NEED_STATES = ("open", "promised", "arranged")
NEED_REACHES = ("workers", "wijk", "nobody")
"""Who may see a support need: workers and stewards of the wijk, the neighbours too, or nobody but who has it."""

NEED_WORDS_AT_MOST = 140

CONCERN_STATES = ("open", "closed")
MEASURES = ("hide_listing", "rest_reporting")
CONCERNS_KEPT = timedelta(days=365)
"""How long what stewards closed is kept, with the messages that were added."""

RESTS_FOR = timedelta(days=90)
"""How long a person writes nothing down after stewards let their reporting rest."""


def day_parts_of(mask: int) -> list[str]:
    """Return the day parts that a mask holds, one bit each in the order of DAY_PARTS."""
    return [part for bit, part in enumerate(DAY_PARTS) if mask & 1 << bit]


def mask_of(parts: list[str]) -> int:
    """Return the mask of day parts."""
    return sum(1 << bit for bit, part in enumerate(DAY_PARTS) if part in parts)


@dataclass(frozen=True)
class Content:
    """What somebody says in an offer or a request; only `words` is needed."""

    words: str
    category_code: str | None = None
    day_parts: int = 0
    buurt_name: str = ""
    minutes: int | None = None
    people_at_most: int | None = None
    starts_on: date | None = None
    ends_on: date | None = None
    language: str = ""

    def digest(self, side: str) -> str:
        """Return a SHA-256 of what it says, so that a form that is sent twice is known again."""
        said = json.dumps([side, *asdict(self).values()], default=str, ensure_ascii=False)
        return hashlib.sha256(said.encode()).hexdigest()
