"""The verbs of an exchange: report it, answer it, correct it; of a group; of what somebody writes down alone."""

from timebank.exchange.service.answer import answer, confirm, counter, erase_note, lapse_overdue
from timebank.exchange.service.correct import agree_correction, ask_correction
from timebank.exchange.service.group_answers import answer as answer_in_group
from timebank.exchange.service.group_answers import answer_for_wijk
from timebank.exchange.service.group_answers import close as close_group
from timebank.exchange.service.groups import add as add_to_group
from timebank.exchange.service.groups import announce as announce_group
from timebank.exchange.service.groups import call_off as call_off_group
from timebank.exchange.service.groups import draft as draft_group
from timebank.exchange.service.groups import sign_off, sign_up
from timebank.exchange.service.notes import change_own_note, erase_own_note, keep_own_note, report_from_note
from timebank.exchange.service.report import report
from timebank.exchange.service.settling import settle_groups

__all__ = [
    "add_to_group",
    "agree_correction",
    "announce_group",
    "answer",
    "answer_for_wijk",
    "answer_in_group",
    "ask_correction",
    "call_off_group",
    "change_own_note",
    "close_group",
    "confirm",
    "counter",
    "draft_group",
    "erase_note",
    "erase_own_note",
    "keep_own_note",
    "lapse_overdue",
    "report",
    "report_from_note",
    "settle_groups",
    "sign_off",
    "sign_up",
]
