"""The tables of this room: `exchanging` (what two sides did), `talking` (what they said and agreed before)."""

from timebank.exchange.models.exchanging import Exchange, ExchangeMove, ImportedParty
from timebank.exchange.models.talking import Appointment, Conversation, ConversationSide, Message, Series

__all__ = [
    "Appointment",
    "Conversation",
    "ConversationSide",
    "Exchange",
    "ExchangeMove",
    "ImportedParty",
    "Message",
    "Series",
]
