"""How states and moves are said on the screen; tests hold them against the tables in `rules`."""

from collections.abc import Sequence

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

from timebank.core.minutes import in_words
from timebank.exchange.rules.groups import split

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
    "write_alone": _l("It counts at once"),
    "correct_alone": _l("The old time was undone"),
}

STAD_KINDS = {
    "stad_course": _l("a course"),
    "stad_talk": _l("a talk"),
    "stad_guidance": _l("guidance"),
}
"""The broad kinds of help of the stad. Beside these, a wijk's own kinds have names of their own."""


def how_it_stands(state: str, moves: Sequence[str]) -> LazyString:
    """Say in which state an exchange is, after these moves: what was taken over is nothing that both said yes to."""
    if moves[:1] != ["take_over"] or "agree_other_minutes" in moves:
        return STATES[state]
    return {"confirmed": MOVES["take_over"], "correction_asked": MOVES["ask_correction"]}.get(state, STATES[state])


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
PLACES = {
    "signed_up": _l("You take part."),
    "absent": _l("The leader wrote down that you were not there."),
    "came": _l("You were there. Nothing is written in your hours."),
    "asked": _l("Is it right?"),
    "yes": _l("You said yes. We wait for the others."),
    "no": _l("You said no. Nothing is written in your hours."),
    "silent": _l("You did not answer within 7 days. Nothing is written in your hours."),
    "posted": _l("It is in your hours now."),
    "waits": _l("You gave hours to the wijk. The stewards still have to say yes."),
    "nothing": _l("Nothing is written in your hours."),
}
"""How somebody's place in a group is said to that person."""


def example(rule: str, minutes: int, guests: int) -> str:
    """Say in minutes what a rule does to a group of so many minutes and guests."""
    parts = split(minutes, guests)
    facts = {"time": in_words(minutes), "guests": guests, "part": in_words(parts[-1])}
    if rule == "pot":
        said = _l("Does it take %(time)s? Then the wijk gets %(time)s from who leads it.")
    elif rule == "all":
        said = _l("Does it take %(time)s? Then everyone who comes gives %(time)s to the wijk.")
    elif parts[0] == parts[-1]:
        said = _l("Does it take %(time)s, and do %(guests)s guests come? Then each of them gets %(part)s.")
    else:
        said = _l(
            "Does it take %(time)s, and do %(guests)s guests come? Then each gets %(part)s, and the first few 1 minute"
            " more."
        )
    return str(said) % facts
