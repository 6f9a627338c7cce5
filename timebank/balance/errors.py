"""The rules of this room that can be broken, each with its sentence."""

from flask_babel import lazy_gettext

from timebank.core.errors import RuleBroken


class NoWords(RuleBroken):
    """There is no verslag without the words of a resident."""

    message = lazy_gettext("Answer all three questions: without your words there is no report.")


class ChangedMeanwhile(RuleBroken):
    """Somebody else wrote in the verslag after this page was opened."""

    message = lazy_gettext(
        "Somebody else changed this meanwhile. Open the report in another window, take over what you want to keep, and"
        " save again."
    )
