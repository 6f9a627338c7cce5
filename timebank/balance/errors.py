"""The rules of this room that can be broken, each with its sentence."""

from flask_babel import lazy_gettext

from timebank.core.errors import RuleBroken


class NoWords(RuleBroken):
    """There is no verslag without the words of a resident."""

    message = lazy_gettext("Answer all three questions: without your words there is no report.")


class NoSuchQuarter(RuleBroken):
    """It names no quarter."""

    message = lazy_gettext("Write a quarter like this: 2026Q3.")


class QuarterNotOver(RuleBroken):
    """A quarter is published when 14 days have passed since its last day."""

    message = lazy_gettext("That quarter is not over long enough.")


class NothingThen(RuleBroken):
    """Nothing is booked in a quarter or before it: it would be closed for nothing."""

    message = lazy_gettext("Nothing was written down in that quarter or before it.")


class EarlierFirst(RuleBroken):
    """Quarters are published in order."""

    message = lazy_gettext("Quarters are published in order: first an earlier one.")


class ChangedMeanwhile(RuleBroken):
    """Somebody else wrote in the verslag after this page was opened."""

    message = lazy_gettext(
        "Somebody else changed this meanwhile. Open the report in another window, take over what you want to keep, and"
        " save again."
    )
