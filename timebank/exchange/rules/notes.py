"""What somebody writes down for themselves, without anybody's yes. No database, no clock."""

import hashlib
import json
from dataclasses import asdict, dataclass
from datetime import date

WHOM_AT_MOST = 80
WORDS_AT_MOST = 280
TIMES_A_WEEK_AT_MOST = 14
NOTES_AT_MOST = 200
"""How many notes somebody keeps: a page shows them all."""


@dataclass(frozen=True)
class Note:
    """What the form says. Once, on `occurred_on`; or every week, `times_a_week` times."""

    request_key: str
    whom: str
    words: str
    category_code: str
    minutes: int
    occurred_on: date | None
    times_a_week: int | None

    def digest(self) -> str:
        """Return the SHA-256 of the content, by which a form that is sent twice is known from another one."""
        content = {name: str(value) for name, value in asdict(self).items() if name != "request_key"}
        return hashlib.sha256(json.dumps(content, sort_keys=True).encode()).hexdigest()
