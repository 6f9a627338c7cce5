"""Every kind of notice: its family, its sentence, where it leads, and whether its mail goes out by itself.

A room that tells people something adds one entry here, with name and sentence in both languages. `%(who)s` is the
other's name, `%(time)s` the fact `minutes`, `%(day)s` the fact `day` (as 2026-11-24), `%(clock)s` the fact `clock` (as
14:30), `%(point)s` the fact `point` (one of `sentences.TALKING_POINTS`).
"""

from dataclasses import dataclass

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

FAMILIES: dict[str, tuple[LazyString, LazyString]] = {
    "hours": (_l("Hours with a neighbour"), _l("There is news about hours that you did with a neighbour.")),
    "appointments": (_l("Appointments"), _l("There is news about an appointment.")),
    "messages": (_l("Messages from a neighbour"), _l("A neighbour wrote to you.")),
    "listings": (_l("What you offer and ask"), _l("There is news about what you offer or ask.")),
    "groups": (_l("Doing things together"), _l("There is news about something that you do together.")),
    "wijk": (_l("Your wijk"), _l("There is news from your wijk.")),
    "stewards": (_l("For the stewards"), _l("There is news for the stewards.")),
}
"""What stands together where a person chooses: its name, and all that a printed sheet says of it, which others may
read."""

OF_STEWARDS = "stewards"
"""The family that only stewards hear of."""


@dataclass(frozen=True)
class Kind:
    """One kind of notice. `name` is how people choose it, `leads_to` an address in which `{thing}` is the public id of
    what it is about.

    `is_prompt`: a digest would come too late, so its mail goes by itself. `is_certain`: a decision about the reader,
    which is in the app whatever they chose.
    """

    family: str
    name: LazyString
    text: LazyString
    leads_to: str
    is_prompt: bool = False
    is_certain: bool = False


EXCHANGE, LISTING = "/exchanges/{thing}", "/listings/{thing}"
TALK, APPOINTMENT, GROUP = "/conversations/{thing}", "/appointments/{thing}", "/groups/{thing}"
NOTICES, POT, CONCERNS = "/notices", "/pot", "/concerns"

KINDS = {
    "exchange.report": Kind(
        "hours",
        _l("Somebody wrote down hours with you"),
        _l("%(who)s wrote down %(time)s with you. Is it right?"),
        EXCHANGE,
    ),
    "exchange.counter": Kind(
        "hours",
        _l("Somebody says: it was another time"),
        _l("%(who)s says that it was %(time)s. Is it right?"),
        EXCHANGE,
    ),
    "exchange.decline": Kind(
        "hours", _l("Somebody says: not right"), _l("%(who)s says that %(time)s with you is not right."), EXCHANGE
    ),
    "exchange.withdraw": Kind(
        "hours", _l("Somebody took hours back"), _l("%(who)s took back %(time)s with you."), EXCHANGE
    ),
    "exchange.lapse": Kind(
        "hours",
        _l("Nobody answered for 30 days"),
        _l("%(time)s waited too long for an answer, so it does not count."),
        EXCHANGE,
    ),
    "exchange.ask_correction": Kind(
        "hours", _l("Somebody asks for a correction"), _l("%(who)s asks you to correct %(time)s."), EXCHANGE
    ),
    "exchange.agree_undo": Kind(
        "hours", _l("Somebody agrees to undo hours"), _l("%(who)s says yes: %(time)s is undone."), EXCHANGE
    ),
    "exchange.agree_other_minutes": Kind(
        "hours", _l("Somebody agrees to your correction"), _l("%(who)s says yes: it is now %(time)s."), EXCHANGE
    ),
    "exchange.refuse": Kind(
        "hours",
        _l("Somebody says no to your correction"),
        _l("%(who)s says no to the correction. It stays %(time)s."),
        EXCHANGE,
    ),
    "exchange.stop_asking": Kind(
        "hours", _l("A correction is not asked any more"), _l("%(who)s no longer asks to correct %(time)s."), EXCHANGE
    ),
    "stad.proposed": Kind(
        "hours",
        _l("Somebody asks about help of the stad"),
        _l("%(who)s asks: did the stad help you for %(time)s?"),
        "/stad-help/{thing}",
    ),
    "appointment.proposed": Kind(
        "appointments",
        _l("Somebody proposes a day"),
        _l("%(who)s proposes %(day)s. Does that suit you?"),
        APPOINTMENT,
    ),
    "appointment.agreed": Kind(
        "appointments", _l("Somebody says yes to a day"), _l("%(who)s says yes to %(day)s."), APPOINTMENT
    ),
    "appointment.changed": Kind(
        "appointments",
        _l("An appointment changes"),
        _l("%(who)s changed your appointment: %(day)s."),
        APPOINTMENT,
        is_prompt=True,
    ),
    "appointment.called_off": Kind(
        "appointments",
        _l("An appointment is off"),
        _l("%(who)s cannot come on %(day)s. The appointment is off."),
        APPOINTMENT,
        is_prompt=True,
    ),
    "appointment.reminder": Kind(
        "appointments",
        _l("Somebody reminds you"),
        _l("%(who)s reminds you of your appointment: %(day)s, %(clock)s."),
        APPOINTMENT,
        is_prompt=True,
    ),
    "series.next": Kind(
        "appointments",
        _l("The next time of a series"),
        _l("Next time with %(who)s is %(day)s. Does that suit you?"),
        APPOINTMENT,
    ),
    "series.stopped": Kind(
        "appointments", _l("A series of appointments ends"), _l("%(who)s ends the series of appointments."), APPOINTMENT
    ),
    "conversation.message": Kind("messages", _l("Somebody wrote to you"), _l("%(who)s wrote to you."), TALK),
    "conversation.stopped": Kind("messages", _l("Somebody stopped a talk"), _l("%(who)s stopped your talk."), TALK),
    "conversation.resumed": Kind(
        "messages", _l("Somebody wants to talk again"), _l("%(who)s would like to talk with you again."), TALK
    ),
    "listing.expires": Kind(
        "listings",
        _l("Something stops in a week"),
        _l("What you offer or ask stops in a week. Go on with it?"),
        LISTING,
    ),
    "listing.point": Kind(
        "listings",
        _l("Somebody wants to talk about it"),
        _l("%(who)s would like to talk with you about this: “%(point)s”."),
        LISTING,
    ),
    "listing.hidden": Kind(
        "listings",
        _l("The stewards took something off the list"),
        _l("The stewards took what you offer or ask off the list. Read why."),
        LISTING,
        is_certain=True,
    ),
    "need.promised": Kind(
        "listings",
        _l("Somebody arranges what you need"),
        _l("Somebody is arranging what you need to be able to help."),
        LISTING,
    ),
    "group.signed_up": Kind("groups", _l("Somebody joins in"), _l("%(who)s joins in."), GROUP),
    "group.signed_off": Kind(
        "groups", _l("Somebody does not join in after all"), _l("%(who)s does not join in after all."), GROUP
    ),
    "group.added": Kind(
        "groups",
        _l("Somebody put you down"),
        _l("%(who)s put you down for something that you did together."),
        GROUP,
    ),
    "group.changed": Kind(
        "groups",
        _l("When or where changes"),
        _l("%(who)s changed when or where you do something together."),
        GROUP,
        is_prompt=True,
    ),
    "group.called_off": Kind(
        "groups", _l("It does not go on"), _l("What you would do together does not go on."), GROUP, is_prompt=True
    ),
    "group.closed": Kind(
        "groups",
        _l("Who was there: is it right?"),
        _l("%(who)s wrote down who was there, and how long. Is it right?"),
        GROUP,
    ),
    "group.posted": Kind(
        "groups", _l("It is in your hours"), _l("%(time)s of doing things together is in your hours."), GROUP
    ),
    "report.about_you": Kind(
        "wijk",
        _l("A decision about what you wrote"),
        _l("The stewards decided something about what you wrote."),
        "/decided-about-me",
        is_certain=True,
    ),
    "report.answered": Kind(
        "wijk",
        _l("The answer to what you told the stewards"),
        _l("The stewards answered what you asked them to look at."),
        NOTICES,
        is_certain=True,
    ),
    "need.arranged": Kind(
        "wijk", _l("What you arranged is there"), _l("What you promised to arrange is there. Thank you."), NOTICES
    ),
    "pot.asked": Kind(
        "stewards",
        _l("Somebody asks about hours for the wijk"),
        _l("%(who)s asks the stewards about %(time)s. Is it right?"),
        POT,
    ),
    "pot.used": Kind(
        "stewards",
        _l("Another steward said yes for the wijk pot"),
        _l("%(who)s said yes to %(time)s for the wijk pot."),
        POT,
    ),
    "pot.group": Kind(
        "stewards",
        _l("A group asks about hours for the wijk"),
        _l("The group of %(who)s gives hours to the wijk. Is it right?"),
        POT,
    ),
    "concern.told": Kind(
        "stewards",
        _l("Somebody says: something is not fine"),
        _l("Somebody told the stewards that something is not fine."),
        CONCERNS,
    ),
    "concern.answered": Kind(
        "stewards",
        _l("Somebody answers what stewards decided"),
        _l("%(who)s wrote an answer to what the stewards decided."),
        "/concerns/{thing}",
    ),
    "measure.asked": Kind(
        "stewards",
        _l("Another steward proposes to do something"),
        _l("%(who)s proposes to do something about what was told. It needs your yes or no."),
        CONCERNS,
    ),
    "steward.proposed": Kind(
        "stewards",
        _l("A steward comes or goes"),
        _l("%(who)s proposes who becomes a steward or stops. It needs your yes or no."),
        "/wijk/stewards",
    ),
    "reset.started": Kind(
        "stewards",
        _l("Somebody cannot sign in"),
        _l("%(who)s helps somebody who cannot sign in. A second steward has half an hour to say yes."),
        "/resets",
        is_prompt=True,
    ),
}

SOMETHING = Kind("wijk", _l("Something else"), _l("Something happened that concerns you."), NOTICES)
"""For a kind of another version of this program."""


def address(kind: str, thing: str) -> str:
    """Return where a notice leads: a path of this site."""
    return KINDS.get(kind, SOMETHING).leads_to.format(thing=thing)


def family_of(kind: str) -> str:
    """Return the family of a kind."""
    return KINDS.get(kind, SOMETHING).family


def kinds_of(family: str) -> list[str]:
    """Return the kinds of a family."""
    return [name for name, kind in KINDS.items() if kind.family == family]


def families_of(*, is_steward: bool) -> dict[str, list[str]]:
    """Return the kinds that somebody can hear of, by family, in the order of the screen."""
    return {family: kinds_of(family) for family in FAMILIES if is_steward or family != OF_STEWARDS}
