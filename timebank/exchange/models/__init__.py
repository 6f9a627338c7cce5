"""The tables of this room: `exchanging` (what two sides did), `talking` (what they said and agreed before), `groups`,
`notes` (what somebody writes down alone), `stad` (help of the stad that waits for a yes)."""

from timebank.exchange.models.exchanging import Exchange, ExchangeMove, ImportedParty
from timebank.exchange.models.groups import Group, GroupPlace
from timebank.exchange.models.notes import OwnNote
from timebank.exchange.models.stad import StadProposal
from timebank.exchange.models.talking import Appointment, Conversation, ConversationSide, Message, Series

__all__ = [
    "Appointment",
    "Conversation",
    "ConversationSide",
    "Exchange",
    "ExchangeMove",
    "Group",
    "GroupPlace",
    "ImportedParty",
    "Message",
    "OwnNote",
    "Series",
    "StadProposal",
]
