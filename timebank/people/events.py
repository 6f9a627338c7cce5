"""What stands in somebody's log ("Wie keek naar mijn gegevens?"): one sentence for each action, in both languages.

Another room adds its actions here, with what the reader sees when they did it themselves and when another did.
"""

from dataclasses import dataclass
from datetime import datetime

from flask_babel import LazyString, gettext
from flask_babel import lazy_gettext as _l

from timebank.core.minutes import in_words
from timebank.people.queries import Event


@dataclass(frozen=True)
class Sentence:
    """What the reader sees of their own act (`mine`), and of another's (`others`, with `%(who)s`)."""

    mine: LazyString
    others: LazyString


@dataclass(frozen=True)
class Line:
    """One line of the log as it is read."""

    at_utc: datetime
    text: str


SOMETHING = Sentence(_l("You changed something."), _l("%(who)s changed something that concerns you."))
"""For an action that the table does not know: it is in the log all the same."""

AGREED = Sentence(_l("You said yes to a change of %(time)s."), _l("%(who)s said yes to your change of %(time)s."))

SENTENCES = {
    "people.joined": Sentence(_l("You joined the time bank."), _l("%(who)s wrote you in.")),
    "people.placeholder_made": Sentence(
        _l("You were taken over from an older time bank."), _l("%(who)s took you over from an older time bank.")
    ),
    "people.code_renewed": Sentence(
        _l("You got a new code to take your place."), _l("%(who)s gave you a new code to take your place.")
    ),
    "people.claimed": Sentence(_l("You took your place with your code."), _l("%(who)s took your place.")),
    "people.staff_added": Sentence(_l("You got a sign-in."), _l("%(who)s gave you a sign-in.")),
    "people.link_renewed": Sentence(
        _l("You asked for a new link to sign in."), _l("%(who)s gave you a new link to sign in.")
    ),
    "people.welcomed": Sentence(_l("You chose your password."), _l("%(who)s chose your password.")),
    "people.signed_in": Sentence(_l("You signed in."), _l("%(who)s signed in for you.")),
    "people.session_ended": Sentence(_l("You signed out a device."), _l("%(who)s signed out one of your devices.")),
    "people.sessions_ended": Sentence(
        _l("You signed out your other devices."), _l("%(who)s signed out your other devices.")
    ),
    "people.details_changed": Sentence(_l("You changed your details."), _l("%(who)s changed your details.")),
    "people.buurcode_renewed": Sentence(_l("You took a new buurcode."), _l("%(who)s gave you a new buurcode.")),
    "people.password_changed": Sentence(_l("You chose a new password."), _l("%(who)s chose a new password for you.")),
    "people.recovered": Sentence(
        _l("You chose a new password with your recovery code."),
        _l("%(who)s chose a new password with your recovery code."),
    ),
    "people.reset_started": Sentence(
        _l("You started a new password."), _l("%(who)s, a steward, started a new password for you.")
    ),
    "people.reset_agreed": Sentence(
        _l("You agreed to a new password."), _l("%(who)s, a steward, agreed to a new password for you.")
    ),
    "people.reset_finished": Sentence(
        _l("You chose a new password, with help from two stewards."), _l("%(who)s chose a new password for you.")
    ),
    "people.silenced": Sentence(
        _l("You wanted to hear no more of somebody."), _l("%(who)s wanted you to hear no more of somebody.")
    ),
    "people.unsilenced": Sentence(
        _l("You wanted to hear of somebody again."), _l("%(who)s wanted you to hear of somebody again.")
    ),
    "notices.chosen": Sentence(_l("You chose how you hear from us."), _l("%(who)s chose how you hear from us.")),
    "notices.printed": Sentence(
        _l("You printed a sheet that says that messages wait for you."),
        _l("%(who)s printed a sheet that says that messages wait for you."),
    ),
    "wijk.joined": Sentence(_l("You came to live in %(wijk)s."), _l("%(who)s wrote you in for %(wijk)s.")),
    "wijk.moved": Sentence(_l("You moved to %(wijk)s."), _l("%(who)s wrote down that you moved to %(wijk)s.")),
    "wijk.invited": Sentence(_l("You made an invitation."), _l("%(who)s made an invitation for you.")),
    "wijk.invitation_ended": Sentence(_l("You ended an invitation."), _l("%(who)s ended your invitation.")),
    "wijk.rules_changed": Sentence(
        _l("You changed the rules of your wijk."), _l("%(who)s changed the rules of your wijk.")
    ),
    "wijk.near_named": Sentence(_l("You said which wijken are near."), _l("%(who)s said which wijken are near yours.")),
    "wijk.steward_proposed": Sentence(
        _l("You made a proposal about being a steward."), _l("%(who)s made a proposal: you as a steward, or no longer.")
    ),
    "wijk.proposal_ended": Sentence(
        _l("You took back a proposal about being a steward."),
        _l("%(who)s took back a proposal about you as a steward."),
    ),
    "wijk.steward_appointed": Sentence(_l("You became a steward."), _l("%(who)s made you a steward.")),
    "wijk.steward_stopped": Sentence(
        _l("You stopped being a steward."), _l("%(who)s agreed that you are a steward no longer.")
    ),
    "wijk.steward_left": Sentence(
        _l("You left as a steward."), _l("%(who)s left as a steward. Your wijk now has few stewards.")
    ),
    "wijk.opened": Sentence(_l("You opened a wijk."), _l("%(who)s opened your wijk.")),
    "wijk.split": Sentence(_l("You split a wijk."), _l("%(who)s split your wijk.")),
    "wijk.staff_added": Sentence(_l("You got a task."), _l("%(who)s gave you a task.")),
    "wijk.staff_ended": Sentence(_l("You ended a task."), _l("%(who)s ended your task.")),
    "exchange.report": Sentence(
        _l("You wrote down %(time)s with somebody."), _l("%(who)s wrote down %(time)s with you.")
    ),
    "exchange.confirm": Sentence(
        _l("You said yes to %(time)s."), _l("%(who)s said yes to %(time)s that you wrote down.")
    ),
    "exchange.decline": Sentence(
        _l("You said no to %(time)s."), _l("%(who)s said no to %(time)s that you wrote down.")
    ),
    "exchange.counter": Sentence(
        _l("You said that it was %(time)s."), _l("%(who)s said that it was %(time)s and asks for your yes.")
    ),
    "exchange.withdraw": Sentence(_l("You took back %(time)s."), _l("%(who)s took back %(time)s before you answered.")),
    "exchange.lapse": Sentence(
        _l("%(time)s waited too long for an answer."), _l("%(time)s with you waited too long for an answer.")
    ),
    "exchange.ask_correction": Sentence(
        _l("You asked to change %(time)s."), _l("%(who)s asked to change %(time)s with you.")
    ),
    "exchange.paper_yes": Sentence(
        _l("You said yes on paper."), _l("%(who)s filled in the code of your sheet: your yes to %(time)s.")
    ),
    "exchange.agree_undo": AGREED,
    "exchange.agree_other_minutes": AGREED,
    "exchange.refuse": Sentence(
        _l("You said no to a change of %(time)s."), _l("%(who)s said no to your change of %(time)s.")
    ),
    "exchange.stop_asking": Sentence(
        _l("You asked no more to change %(time)s."), _l("%(who)s asks no more to change %(time)s with you.")
    ),
    "exchange.note_erased": Sentence(_l("You erased a note."), _l("%(who)s erased a note that you could both read.")),
    "market.point_raised": Sentence(
        _l("You named a point to talk about."), _l("%(who)s named a point to talk about with you.")
    ),
    "need.promised": Sentence(
        _l("You promised to arrange something."), _l("%(who)s promised to arrange what you need to be able to help.")
    ),
    "need.arranged": Sentence(
        _l("You have what you needed to be able to help."), _l("%(who)s has what you promised to arrange.")
    ),
    "measure.hide_listing": Sentence(
        _l("You hid something that somebody wrote."), _l("%(who)s and another steward hid something that you wrote.")
    ),
    "measure.rest_reporting": Sentence(
        _l("You let somebody write nothing down for a while."),
        _l("%(who)s and another steward let you write nothing down for a while."),
    ),
    "measure.ended": Sentence(
        _l("You ended a measure of the stewards."), _l("%(who)s ended a measure of the stewards about you.")
    ),
    "concern.closed": Sentence(
        _l("You looked at what somebody told the stewards."), _l("%(who)s looked at what you told the stewards.")
    ),
    "exchange.message": Sentence(_l("You wrote a message."), _l("%(who)s wrote you a message.")),
    "exchange.conversation_stopped": Sentence(
        _l("You stopped a conversation."), _l("%(who)s stopped a conversation with you.")
    ),
    "exchange.conversation_resumed": Sentence(
        _l("You go on with a conversation."), _l("%(who)s goes on with a conversation with you.")
    ),
    "exchange.appointment_proposed": Sentence(
        _l("You proposed an appointment."), _l("%(who)s proposes an appointment and asks for your yes.")
    ),
    "exchange.appointment_changed": Sentence(
        _l("You changed an appointment."), _l("%(who)s changed an appointment and asks for your yes.")
    ),
    "exchange.appointment_agreed": Sentence(
        _l("You said yes to an appointment."), _l("%(who)s said yes to an appointment with you.")
    ),
    "exchange.appointment_called_off": Sentence(
        _l("You called off an appointment."), _l("%(who)s called off an appointment with you.")
    ),
    "exchange.appointment_reminded": Sentence(
        _l("You reminded somebody of an appointment."), _l("%(who)s reminds you of an appointment.")
    ),
    "exchange.series_next": Sentence(
        _l("The next time of a series asks for your yes."), _l("The next time of a series asks for your yes.")
    ),
    "exchange.series_stopped": Sentence(_l("You ended a series."), _l("%(who)s ended a series of appointments.")),
    "exchange.group_signed_up": Sentence(_l("You signed up for a group."), _l("%(who)s signed up for your group.")),
    "exchange.group_signed_off": Sentence(
        _l("You signed off from a group."), _l("%(who)s signed off from your group.")
    ),
    "exchange.group_added": Sentence(
        _l("You added somebody to your group."), _l("%(who)s wrote down that you came to a group.")
    ),
    "exchange.group_asked": Sentence(
        _l("You closed a group."), _l("%(who)s asks whether it is right that you were in a group.")
    ),
    "exchange.group_posted": Sentence(
        _l("Your group is written: %(time)s."), _l("%(time)s of a group with %(who)s is written in your hours.")
    ),
    "exchange.group_changed": Sentence(_l("You changed a group."), _l("%(who)s changed when or where a group is.")),
    "exchange.group_called_off": Sentence(_l("You called off a group."), _l("%(who)s called off a group.")),
    "exchange.write_alone": Sentence(
        _l("You wrote down %(time)s of help of the stad."), _l("%(who)s wrote down %(time)s of help of the stad.")
    ),
    "exchange.correct_alone": Sentence(
        _l("You corrected %(time)s of help of the stad."), _l("%(who)s corrected %(time)s of help of the stad.")
    ),
    "wijk.speaks": Sentence(
        _l("You said that you speak for an organisation."), _l("%(who)s wrote down that you speak for an organisation.")
    ),
    "wijk.speaks_no_more": Sentence(
        _l("You stopped speaking for an organisation."), _l("%(who)s let you stop speaking for an organisation.")
    ),
    "wijk.fact_erased": Sentence(
        _l("You took away a fact beside the balance."), _l("%(who)s took away a fact that you wrote down.")
    ),
    "stad.proposed": Sentence(
        _l("You asked about %(time)s of help of the stad."), _l("%(who)s asks about %(time)s of help of the stad.")
    ),
    "stad.refused": Sentence(
        _l("You said no to %(time)s of help of the stad."), _l("%(who)s said no to %(time)s of help of the stad.")
    ),
    "exchange.take_over": Sentence(
        _l("%(time)s was taken over from an older time bank."),
        _l("%(who)s took over %(time)s from an older time bank."),
    ),
}


def sentences(rows: list[Event]) -> list[Line]:
    """Return what the acts in somebody's own log were, in the reader's language."""
    return [Line(row.at_utc, _sentence(row)) for row in rows]


def _sentence(event: Event) -> str:
    known = SENTENCES.get(event.action, SOMETHING)
    words = known.mine if event.actor_person_id == event.subject_person_id else known.others
    facts = {
        "who": event.who or gettext("The time bank"),
        "wijk": event.facts.get("wijk") or gettext("a wijk"),
        "time": in_words(event.facts["minutes"]) if "minutes" in event.facts else gettext("hours"),
    }
    return str(words) % facts
