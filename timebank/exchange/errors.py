"""The rules of an exchange that people can break, each with its sentence."""

from flask_babel import lazy_gettext

from timebank.core.errors import RuleBroken


class NotYourTurn(RuleBroken):
    """The one who answers is not the side that is asked."""

    message = lazy_gettext("It is not your turn to answer this.")
    status = 409


class AlreadyAnswered(RuleBroken):
    """Somebody answered, withdrew or the time ran out meanwhile."""

    message = lazy_gettext("This was already answered, taken back or it waited too long. Look at how it is now.")
    status = 409


class NobodyFound(RuleBroken):
    """The other cannot be found: not there, not findable, or does not want to be found; the answer is the same."""

    message = lazy_gettext("We cannot find that neighbour. Ask for the buurcode and try again.")
    field = "who"


class WithYourself(RuleBroken):
    """Nobody exchanges with themselves."""

    message = lazy_gettext("That is you. Choose the neighbour that you did this with.")
    field = "who"


class NobodyWithCode(RuleBroken):
    """An organisation finds nobody by this buurcode: not there, not findable, or the one who speaks for it."""

    message = lazy_gettext("We find no neighbour with this code. Ask the neighbour to read it again.")
    field = "who"


class NobodyElseSpeaks(RuleBroken):
    """Nobody but the reporter could answer for the organisation, and nobody answers themselves."""

    message = lazy_gettext(
        "Nobody else speaks for this organisation now, so nobody can say yes. Ask the stewards to add somebody."
    )
    field = "who"


class ImpossibleDay(RuleBroken):
    """The day lies ahead, or more than a year back."""

    message = lazy_gettext("Choose a day that is not ahead and at most a year ago.")
    field = "occurred_on"


class UnknownKind(RuleBroken):
    """The kind of help is not one that there is."""

    message = lazy_gettext("Choose a kind of help from the list.")
    field = "what"


class ImpossibleMinutes(RuleBroken):
    """Less than a minute, or more than a day."""

    message = lazy_gettext("Fill in how long it was: at least 1 minute and at most 24 hours.")
    field = "minutes"


class WrongPaperCode(RuleBroken):
    """The code is not the one on the sheet, or the minutes have changed since it was printed."""

    message = lazy_gettext("This is not the code of this question. Look at the sheet together and try again.")
    field = "code"


class SameMinutes(RuleBroken):
    """The other number of minutes is the number that is already there."""

    message = lazy_gettext("That is the time that is already there. Say yes, or fill in another time.")
    field = "minutes"


class MuchOnOneDay(RuleBroken):
    """More than 12 hours on one day: it can be right, so it is only asked."""

    message = lazy_gettext("That makes more than 12 hours on one day. Is that right? Then tick the box.")
    field = "is_sure"


class EnoughForToday(RuleBroken):
    """Somebody wrote down more in a day than a person does."""

    message = lazy_gettext("You wrote down 20 things today. Go on tomorrow.")


class GroupFull(RuleBroken):
    """Nobody else can come. Also said to who is silent to the leader, or the leader to them: the answer is the same."""

    message = lazy_gettext("There is no place left in this group.")
    status = 409


class GroupOver(RuleBroken):
    """The group was called off, or its leader already said who was there."""

    message = lazy_gettext("This group was closed or called off. Look at how it is now.")
    status = 409


class LeaderIsThere(RuleBroken):
    """Who leads a group is no guest of it."""

    message = lazy_gettext("You lead this group, so you are in it already.")
    status = 409


class NotYetHeld(RuleBroken):
    """Its day still has to come."""

    message = lazy_gettext("You can close this group on its own day, or later.")


class SomebodyCameMeanwhile(RuleBroken):
    """Somebody signed up after the page was opened."""

    message = lazy_gettext("Somebody signed up meanwhile. Say for everyone whether they were there.")


class GroupBegan(RuleBroken):
    """Its day and time have come: nobody can be told in time any more."""

    message = lazy_gettext("It has begun already. You can still call it off.")
    status = 409


class DayBehind(RuleBroken):
    """A group is announced for a day to come."""

    message = lazy_gettext("Choose today or a day to come, at most a year ahead.")
    field = "held_on"


class NoWijk(RuleBroken):
    """The wijk of the leader was split: first a choice, then a group."""

    message = lazy_gettext("Your wijk was split. First choose where you belong now.")


class OwnHours(RuleBroken):
    """A steward does not say yes for the wijk to hours of their own."""

    message = lazy_gettext("What waits here are your own hours. Another steward answers for the wijk.")
    status = 409


class EnoughGroups(RuleBroken):
    """Somebody announced more in a day than a person can lead."""

    message = lazy_gettext("You wrote down 20 groups today. Go on tomorrow.")


class EnoughNotes(RuleBroken):
    """More notes than a page shows."""

    message = lazy_gettext("You have 200 notes of your own. Erase some that you do not need.")


class StateUnknown(RuleBroken):
    """There is nothing of that name here for the one who asks."""

    status = 404


class ReportingRests(RuleBroken):
    """Two stewards let this person write nothing down for a while."""

    message = lazy_gettext("You cannot write down hours for a while. Your stewards told you why.")


# Talking and agreeing -------------------------------------------------------------------------------------------------


class NoMoreTalking(RuleBroken):
    """Somebody stopped the conversation, left, or wants to hear no more: the sentence does not say which."""

    message = lazy_gettext("You cannot write here any more.")


class CannotBeAsked(RuleBroken):
    """The other wants to hear no more of who asks: the sentence does not say so."""

    message = lazy_gettext("You cannot ask this neighbour here. Talk about it with a steward of your wijk.")


class MessageGone(RuleBroken):
    """A message that somebody wants to add is not in the conversation, or not any more."""

    message = lazy_gettext("One of these messages is gone. Choose again.")
    field = "messages"


class EnoughSaid(RuleBroken):
    """Somebody sent more messages in a day than a neighbour does."""

    message = lazy_gettext("You wrote a lot today. Go on tomorrow.")
    field = "words"


class EnoughAnswered(RuleBroken):
    """Somebody answered more listings in a day than a neighbour does."""

    message = lazy_gettext("You answered 20 neighbours today. Go on tomorrow.")


class ListingGone(RuleBroken):
    """The listing was closed, rests or its maker cannot be written to; the answer is the same."""

    message = lazy_gettext("Nobody can answer this any more. Look for something else.")
    status = 409


class NotAhead(RuleBroken):
    """The day and time of an appointment have passed, or lie more than a year ahead."""

    message = lazy_gettext("Choose a day and a time that are still to come, at most a year ahead.")
    field = "day"


class NotYet(RuleBroken):
    """How it went is for afterwards."""

    message = lazy_gettext("This is still to come. Afterwards you say how it went.")
    status = 409


class NothingChanged(RuleBroken):
    """The other day, time and place are those that are already there."""

    message = lazy_gettext("That is what is already there. Choose another day, time or place.")
    field = "day"


class OnlyTheGiver(RuleBroken):
    """Only who gives help says how often."""

    message = lazy_gettext("Only who helps can say how often.")
    field = "times"


class EnoughProposed(RuleBroken):
    """Two neighbours proposed and changed more than they can still oversee."""

    message = lazy_gettext("You two proposed a lot already. Write to each other first.")


class ChangedMeanwhile(RuleBroken):
    """The other changed the appointment after the page was made: a yes to what nobody saw is none."""

    message = lazy_gettext("The appointment was changed just now. Look at how it is now.")
    status = 409
