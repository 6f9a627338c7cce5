"""Writes of the wijk room: `opening`, `arriving` (join, move), `inviting`, `house` (rules), `stewards`, `staff`,
`partners` (organisations that take part), `facts` (from outside the ledger)."""

from timebank.wijk.service.arriving import MOVED, Placeholder, add_placeholder, join, move
from timebank.wijk.service.facts import Fact, erase_fact, write_fact
from timebank.wijk.service.house import KindRule, Rules, change_house_rules, name_near
from timebank.wijk.service.inviting import end_invitation, invite
from timebank.wijk.service.opening import open_wijk, split
from timebank.wijk.service.partners import NewPartner, add_contact, bring_on_board, stop_speaking
from timebank.wijk.service.staff import add_official, add_worker, assign_official, assign_worker, end_tasks
from timebank.wijk.service.stewards import (
    agree_steward_change,
    end_steward_proposal,
    propose_appointment,
    propose_stepping_down,
)

__all__ = [
    "MOVED",
    "Fact",
    "KindRule",
    "NewPartner",
    "Placeholder",
    "Rules",
    "add_contact",
    "add_official",
    "add_placeholder",
    "add_worker",
    "agree_steward_change",
    "assign_official",
    "assign_worker",
    "bring_on_board",
    "change_house_rules",
    "end_invitation",
    "end_steward_proposal",
    "end_tasks",
    "erase_fact",
    "invite",
    "join",
    "move",
    "name_near",
    "open_wijk",
    "propose_appointment",
    "propose_stepping_down",
    "split",
    "stop_speaking",
    "write_fact",
]
