"""The verbs of an exchange: report it, answer it, correct it."""

from timebank.exchange.service.answer import answer, confirm, counter, erase_note, lapse_overdue, settle_answered
from timebank.exchange.service.correct import agree_correction, ask_correction
from timebank.exchange.service.report import report

__all__ = [
    "agree_correction",
    "answer",
    "ask_correction",
    "confirm",
    "counter",
    "erase_note",
    "lapse_overdue",
    "report",
    "settle_answered",
]
