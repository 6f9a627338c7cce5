"""The tables of this room: `exchanging` (what two sides did), `groups`, `notes` (what somebody writes down alone)."""

from timebank.exchange.models.exchanging import Exchange, ExchangeMove, ImportedParty
from timebank.exchange.models.groups import Group, GroupPlace
from timebank.exchange.models.notes import OwnNote

__all__ = ["Exchange", "ExchangeMove", "Group", "GroupPlace", "ImportedParty", "OwnNote"]
