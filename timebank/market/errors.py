"""The rules of the market that people can break, each with its sentence."""

from flask_babel import lazy_gettext

from timebank.core.errors import RuleBroken


class EnoughListings(RuleBroken):
    """Somebody has as many open offers and requests as one person can look after."""

    message = lazy_gettext("You have 30 offers and requests open. End one of them first.")


class EnoughForToday(RuleBroken):
    """Somebody wrote as much today as a day allows."""

    message = lazy_gettext("You wrote a lot today. Tomorrow you can write more.")


class EnoughTalents(RuleBroken):
    """The list of what somebody can do is full."""

    message = lazy_gettext("You have 20 things that you can do. Take one away first.")


class EndsBeforeItStarts(RuleBroken):
    """The last day lies before the first, or is gone."""

    message = lazy_gettext("The last day must be today or later, and not before the first day.")
    field = "ends_on"


class NotOpen(RuleBroken):
    """It ended meanwhile."""

    message = lazy_gettext("This has ended meanwhile.")
    status = 409


class UnknownKind(RuleBroken):
    """There is no such kind of help."""

    message = lazy_gettext("Choose a kind of help from the list.")
    field = "category_code"


class AlreadyPromised(RuleBroken):
    """Somebody else promised to arrange this meanwhile."""

    message = lazy_gettext("Somebody else has promised this meanwhile. Thank you for wanting to.")
    status = 409


class AnotherSteward(RuleBroken):
    """The one who asked for a measure cannot say the second yes."""

    message = lazy_gettext("Another steward has to say yes to this.")


class AboutYou(RuleBroken):
    """Who is reported, or reports, does not decide about it."""

    message = lazy_gettext("This is about you. Another steward looks at it.")


class YourOwn(RuleBroken):
    """Nobody tells the stewards about their own listing."""

    message = lazy_gettext("This is your own. You can change or end it yourself.")
