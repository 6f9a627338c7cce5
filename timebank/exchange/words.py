"""How states and moves are said on the screen; tests hold them against the tables in `rules`."""

from flask_babel import lazy_gettext as _l

STATES = {
    "reported": _l("Waiting for an answer"),
    "countered": _l("Waiting for an answer to another time"),
    "confirmed": _l("Both said yes"),
    "declined": _l("The other said no"),
    "withdrawn": _l("Taken back"),
    "lapsed": _l("Nobody answered for 30 days, so it does not count"),
    "correction_asked": _l("Both said yes; a correction is asked"),
    "reversed": _l("Undone"),
}

MOVES = {
    "report": _l("Written down"),
    "confirm": _l("Said yes"),
    "decline": _l("Said no"),
    "counter": _l("Said it was another time"),
    "withdraw": _l("Took it back"),
    "lapse": _l("Waited too long"),
    "ask_correction": _l("Asked to correct it"),
    "agree_other_minutes": _l("Said yes to another time"),
    "agree_undo": _l("Said yes to undoing it"),
    "reverse": _l("The old time was undone"),
    "refuse": _l("Said no to the correction"),
    "stop_asking": _l("Stopped asking"),
    "take_over": _l("Taken over from before"),
}

APPOINTMENT_STATES = {
    "proposed": _l("Proposed: it holds when you have both said yes"),
    "agreed": _l("Agreed"),
    "done": _l("It worked out"),
    "not_done": _l("It did not work out"),
    "called_off": _l("Called off"),
}

STEPS_DONE = {
    "call_off": _l("Called off. The other is told."),
    "remind": _l("Sent: a reminder in your name."),
    "not_done": _l("Fine. Nothing is written down."),
    "stop_series": _l("The series has ended."),
}
