"""The rules of this room that can be broken, each with its sentence."""

from flask_babel import lazy_gettext

from timebank.core.errors import RuleBroken


class ChangedMeanwhile(RuleBroken):
    """Somebody else wrote in the verslag after this page was opened."""

    message = lazy_gettext(
        "Somebody else changed this meanwhile. Open the report in another window, take over what you want to keep, and"
        " save again."
    )
