"""The verbs of this room: report, answer and correct an exchange; talk, agree, and write down what was agreed."""

from timebank.exchange.service.afterwards import not_done, write_down
from timebank.exchange.service.agreeing import agree, call_off, change, propose, remind
from timebank.exchange.service.answer import answer, confirm, counter, erase_note, lapse_overdue, settle_answered
from timebank.exchange.service.correct import agree_correction, ask_correction
from timebank.exchange.service.report import report
from timebank.exchange.service.series import propose_next_times, stop_series
from timebank.exchange.service.stopping import erase_old_conversations, stop
from timebank.exchange.service.talking import answer_listing, mark_read, write

__all__ = [
    "agree",
    "agree_correction",
    "answer",
    "answer_listing",
    "ask_correction",
    "call_off",
    "change",
    "confirm",
    "counter",
    "erase_note",
    "erase_old_conversations",
    "lapse_overdue",
    "mark_read",
    "not_done",
    "propose",
    "propose_next_times",
    "remind",
    "report",
    "settle_answered",
    "stop",
    "stop_series",
    "write",
    "write_down",
]
