"""What the pages of this room read: `told` (one exchange, what waits), `hours` (lines of the books), `sides`, `stad`
(its help), `talking` (conversations), `picking` (messages taken along), `agreeing` (appointments), `groups`,
`one_group`, `notes`, `on_paper` (questions on sheets), `overview` (what waits and what comes). Each query says its
order and its limit."""

from timebank.exchange.queries.agreeing import (
    FoundAppointment,
    Meeting,
    appointments_waiting,
    coming_appointments,
    find_appointment,
    meeting_of,
    meetings_of,
    open_appointments,
)
from timebank.exchange.queries.groups import (
    Coming,
    groups_of_wijk,
    groups_waiting_for_stewards,
    my_groups,
)
from timebank.exchange.queries.hours import Line, Recent, lines, recent_others, recent_with_others
from timebank.exchange.queries.notes import FoundNote, find_own_note, own_notes
from timebank.exchange.queries.on_paper import question_for
from timebank.exchange.queries.one_group import FoundGroup, Place, find_group, hours_for_wijk, places_of
from timebank.exchange.queries.overview import overview
from timebank.exchange.queries.picking import picked_messages
from timebank.exchange.queries.sides import Side
from timebank.exchange.queries.stad import (
    FoundProposal,
    WithStad,
    find_proposal,
    hours_with_stad,
    proposals_of,
)
from timebank.exchange.queries.talking import (
    FoundConversation,
    FoundListing,
    Said,
    conversations_of,
    find_conversation,
    find_listing_to_answer,
    messages_of,
    unread_conversations,
)
from timebank.exchange.queries.told import (
    WAITING_AT_MOST,
    Found,
    Move,
    Told,
    find_exchange,
    minutes_waiting,
    moves_of,
    told_to,
    waiting,
    waiting_for_partner,
    waiting_for_stewards,
)

__all__ = [
    "WAITING_AT_MOST",
    "Coming",
    "Found",
    "FoundAppointment",
    "FoundConversation",
    "FoundGroup",
    "FoundListing",
    "FoundNote",
    "FoundProposal",
    "Line",
    "Meeting",
    "Move",
    "Place",
    "Recent",
    "Said",
    "Side",
    "Told",
    "WithStad",
    "appointments_waiting",
    "coming_appointments",
    "conversations_of",
    "find_appointment",
    "find_conversation",
    "find_exchange",
    "find_group",
    "find_listing_to_answer",
    "find_own_note",
    "find_proposal",
    "groups_of_wijk",
    "groups_waiting_for_stewards",
    "hours_for_wijk",
    "hours_with_stad",
    "lines",
    "meeting_of",
    "meetings_of",
    "messages_of",
    "minutes_waiting",
    "moves_of",
    "my_groups",
    "open_appointments",
    "overview",
    "own_notes",
    "picked_messages",
    "places_of",
    "proposals_of",
    "question_for",
    "recent_others",
    "recent_with_others",
    "told_to",
    "unread_conversations",
    "waiting",
    "waiting_for_partner",
    "waiting_for_stewards",
]
