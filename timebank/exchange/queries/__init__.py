"""What the pages of an exchange read: `told` (one of them, what waits), `hours` (lines of the books). Each query says
its order and its limit."""

from timebank.exchange.queries.hours import Line, Recent, lines, recent_others, recent_with_others
from timebank.exchange.queries.told import (
    POT,
    WAITING_AT_MOST,
    Found,
    Move,
    Side,
    Told,
    find_exchange,
    moves_of,
    told_to,
    waiting,
    waiting_for_stewards,
)

__all__ = [
    "POT",
    "WAITING_AT_MOST",
    "Found",
    "Line",
    "Move",
    "Recent",
    "Side",
    "Told",
    "find_exchange",
    "lines",
    "moves_of",
    "recent_others",
    "recent_with_others",
    "told_to",
    "waiting",
    "waiting_for_stewards",
]
