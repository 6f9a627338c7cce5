"""The rules of wijken that can be broken; each text is for the person who broke it."""

from flask_babel import lazy_gettext

from timebank.core.errors import RuleBroken


class NoSuchWijk(RuleBroken):
    """There is no wijk with this code."""

    message = lazy_gettext("We do not know this wijk. Was its file imported?")
    field = "wijk"


class NoSuchGemeente(RuleBroken):
    """There is no gemeente with this code."""

    message = lazy_gettext("We do not know this gemeente. Was its file imported?")


class AlreadyOpen(RuleBroken):
    """The wijk was opened before and has its stewards."""

    message = lazy_gettext("This wijk is open already. Its stewards can invite neighbours.")


class WijkClosed(RuleBroken):
    """The wijk was split; others follow it."""

    message = lazy_gettext("This wijk was split. Choose one of the wijken that came after it.")
    field = "wijk"


class TooFewStewards(RuleBroken):
    """A wijk opens with at least two stewards."""

    message = lazy_gettext("Name at least two different people as the first stewards.")


class BadName(RuleBroken):
    """A name is empty, too long, or holds a BSN."""

    message = lazy_gettext("A name must have 1 to 60 characters, and no burgerservicenummer (BSN) in it.")
    field = "name"


class NotOpen(RuleBroken):
    """Nobody can join a wijk that is not open."""

    message = lazy_gettext("Nobody can join this wijk yet. Choose another one.")
    field = "wijk"


class ByInvitation(RuleBroken):
    """The house rules let people in by invitation."""

    message = lazy_gettext("This wijk works with invitations. Ask a neighbour who takes part how to get one.")
    field = "wijk"


class InvitationUsed(RuleBroken):
    """The invitation was used, ended, or is older than 14 days."""

    message = lazy_gettext("This invitation does not work any more. Ask for a new one.")


class SameWijk(RuleBroken):
    """Somebody moves to the wijk where they live."""

    message = lazy_gettext("This is your wijk already. Choose another one.")
    field = "wijk"


class NotLivingHere(RuleBroken):
    """The person is in no wijk."""

    message = lazy_gettext("You are not in a wijk now.")


class NothingShown(RuleBroken):
    """House rules that show no kind of help at all."""

    message = lazy_gettext("Show at least one kind of help.")


class RulesChangedMeanwhile(RuleBroken):
    """Another steward changed the house rules since this page was opened."""

    message = lazy_gettext(
        "Another steward changed the settings while you were busy. Open this page again and change what you want."
    )


class NobodyWithThisCode(RuleBroken):
    """No resident of this wijk can be found by this buurcode."""

    message = lazy_gettext("We find no neighbour in your wijk with this code. Ask the neighbour to read it again.")
    field = "buurcode"


class AlreadySteward(RuleBroken):
    """The person is a steward of this wijk already."""

    message = lazy_gettext("This neighbour is a steward already.")
    field = "buurcode"


class NotASteward(RuleBroken):
    """The person is no steward of this wijk (any more)."""

    message = lazy_gettext("This neighbour is not a steward now.")


class AlreadyProposed(RuleBroken):
    """The same change waits for an answer."""

    message = lazy_gettext("This was proposed already. Another steward has to say yes.")


class LastTwo(RuleBroken):
    """Two stewards remain, and one of them wants to step down."""

    message = lazy_gettext("A wijk needs two stewards. First propose a neighbour as a new steward; then you can stop.")


class AnotherHasToAgree(RuleBroken):
    """A change of stewards takes two: who proposed it, and who says yes."""

    message = lazy_gettext("This takes two people. Another steward has to say yes.")


class ProposalEnded(RuleBroken):
    """The proposal was answered or taken back, or what it asks is no longer possible."""

    message = lazy_gettext("This proposal is no longer there.")


class WrongTask(RuleBroken):
    """Only a worker works in a wijk, only a gemeente's official belongs to a gemeente."""

    message = lazy_gettext("This sign-in is not of the kind that this task needs.")


class OtherSector(RuleBroken):
    """The organisation is known as another of the five O's."""

    message = lazy_gettext("This organisation is known here under another sector.")
    field = "sector"


class CannotSplit(RuleBroken):
    """A split needs two wijken or more that the file of that year knows, and that nobody lived by before."""

    message = lazy_gettext("A split needs at least two codes that stand in the imported file of that year.")


class TooManyNear(RuleBroken):
    """More wijken are called near than anybody can oversee."""

    message = lazy_gettext("Choose at most 12 wijken.")
    field = "near"


class AnotherSpeaks(RuleBroken):
    """The organisation takes part already, and somebody else speaks for it."""

    message = lazy_gettext(
        "An organisation with this name takes part already. Fill in the buurcode of somebody who speaks for it."
    )
    field = "buurcode"


class SpeaksAlready(RuleBroken):
    """The person speaks for this organisation already."""

    message = lazy_gettext("This neighbour speaks for the organisation already.")
    field = "buurcode"


class EnoughContacts(RuleBroken):
    """More people speak for the organisation than a page shows."""

    message = lazy_gettext("Ten people speak for this organisation already. First one of them has to stop.")


class EnoughFacts(RuleBroken):
    """More facts of one year than a page shows."""

    message = lazy_gettext("This wijk has 40 facts of this year already. First take one away.")
