"""Writes of the wijk room: `opening`, `arriving` (join, move), `inviting`, `house` (rules), `stewards`, `staff`."""

from timebank.wijk.service.arriving import MOVED, Placeholder, add_placeholder, join, move
from timebank.wijk.service.house import KindRule, Rules, change_house_rules, name_near
from timebank.wijk.service.inviting import end_invitation, invite
from timebank.wijk.service.opening import open_wijk, split
from timebank.wijk.service.staff import add_official, add_worker, assign_official, assign_worker, end_tasks
from timebank.wijk.service.stewards import (
    agree_steward_change,
    end_steward_proposal,
    propose_appointment,
    propose_stepping_down,
)

__all__ = [
    "MOVED",
    "KindRule",
    "Placeholder",
    "Rules",
    "add_official",
    "add_placeholder",
    "add_worker",
    "agree_steward_change",
    "assign_official",
    "assign_worker",
    "change_house_rules",
    "end_invitation",
    "end_steward_proposal",
    "end_tasks",
    "invite",
    "join",
    "move",
    "name_near",
    "open_wijk",
    "propose_appointment",
    "propose_stepping_down",
    "split",
]
