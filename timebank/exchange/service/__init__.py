"""The verbs of this room: report, answer and correct an exchange; talk, agree, and write down what was agreed; lead
a group; keep a note of one's own; propose help of the stad, and answer."""

from timebank.exchange.service.afterwards import not_done, write_down
from timebank.exchange.service.agreeing import agree, call_off, change, propose, remind
from timebank.exchange.service.answer import answer, confirm, counter, erase_note, lapse_overdue, settle_answered
from timebank.exchange.service.concerns import tell_stewards
from timebank.exchange.service.correct import agree_correction, ask_correction
from timebank.exchange.service.group_answers import answer as answer_in_group
from timebank.exchange.service.group_answers import answer_for_wijk
from timebank.exchange.service.group_answers import close as close_group
from timebank.exchange.service.groups import add as add_to_group
from timebank.exchange.service.groups import announce as announce_group
from timebank.exchange.service.groups import call_off as call_off_group
from timebank.exchange.service.groups import change as change_group
from timebank.exchange.service.groups import draft as draft_group
from timebank.exchange.service.groups import sign_off, sign_up
from timebank.exchange.service.leaving import forget
from timebank.exchange.service.notes import change_own_note, erase_own_note, keep_own_note, report_from_note
from timebank.exchange.service.on_paper import confirm_on_paper
from timebank.exchange.service.report import report, report_for
from timebank.exchange.service.series import propose_next_times, stop_series
from timebank.exchange.service.settling import settle_groups
from timebank.exchange.service.stad import (
    StadHelp,
    correct_alone,
    erase_old_proposals,
    lapse_proposals,
    say_no,
    say_yes,
    take_back,
)
from timebank.exchange.service.stad import propose as propose_stad_help
from timebank.exchange.service.stopping import erase_old_conversations, stop, talk_again
from timebank.exchange.service.talking import answer_listing, mark_read, write

__all__ = [
    "StadHelp",
    "add_to_group",
    "agree",
    "agree_correction",
    "announce_group",
    "answer",
    "answer_for_wijk",
    "answer_in_group",
    "answer_listing",
    "ask_correction",
    "call_off",
    "call_off_group",
    "change",
    "change_group",
    "change_own_note",
    "close_group",
    "confirm",
    "confirm_on_paper",
    "correct_alone",
    "counter",
    "draft_group",
    "erase_note",
    "erase_old_conversations",
    "erase_old_proposals",
    "erase_own_note",
    "forget",
    "keep_own_note",
    "lapse_overdue",
    "lapse_proposals",
    "mark_read",
    "not_done",
    "propose",
    "propose_next_times",
    "propose_stad_help",
    "remind",
    "report",
    "report_for",
    "report_from_note",
    "say_no",
    "say_yes",
    "settle_answered",
    "settle_groups",
    "sign_off",
    "sign_up",
    "stop",
    "stop_series",
    "take_back",
    "talk_again",
    "tell_stewards",
    "write",
    "write_down",
]
