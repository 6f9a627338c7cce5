"""What the pages of an exchange read: `told` (one of them, what waits), `hours` (lines of the books), `groups`,
`notes`. Each query says its order and its limit."""

from timebank.exchange.queries.groups import (
    Coming,
    coming_groups,
    groups_of_wijk,
    groups_waiting,
    groups_waiting_for_stewards,
)
from timebank.exchange.queries.hours import Line, Recent, lines, recent_others, recent_with_others
from timebank.exchange.queries.notes import FoundNote, find_own_note, own_notes
from timebank.exchange.queries.one_group import FoundGroup, Place, find_group, hours_for_wijk, places_of
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
    "Coming",
    "Found",
    "FoundGroup",
    "FoundNote",
    "Line",
    "Move",
    "Place",
    "Recent",
    "Side",
    "Told",
    "coming_groups",
    "find_exchange",
    "find_group",
    "find_own_note",
    "groups_of_wijk",
    "groups_waiting",
    "groups_waiting_for_stewards",
    "hours_for_wijk",
    "lines",
    "moves_of",
    "own_notes",
    "places_of",
    "recent_others",
    "recent_with_others",
    "told_to",
    "waiting",
    "waiting_for_stewards",
]
