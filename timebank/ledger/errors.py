"""What the books refuse, in words for the person who asked it."""

from typing import Final

from flask_babel import lazy_gettext

from timebank.core.errors import RuleBroken


class AccountClosed(RuleBroken):
    """A closed account takes no new transfer; only a reversal."""

    message = lazy_gettext("One of you two has stopped with the time bank. New hours cannot be added.")


class AlreadyReversed(RuleBroken):
    """A transfer is reversed at most once."""

    message = lazy_gettext("These hours were already undone.")
    status = 409


class ReversalStays(RuleBroken):
    """A reversal is itself never reversed."""

    message = lazy_gettext("A correction cannot be undone. Report the hours again instead.")


class QuarterClosed(RuleBroken):
    """Nothing is booked in a quarter whose figures are published."""

    message = lazy_gettext("The figures of that quarter are already published.")
    status = 409


class MinutesOutOfBounds(RuleBroken):
    """A transfer is 1 to 1,440 whole minutes."""

    message = lazy_gettext("Fill in a time between 1 minute and 24 hours.")
    field = "minutes"


class SameAccount(RuleBroken):
    """Nobody gives hours to themselves."""

    message = lazy_gettext("You cannot give hours to yourself.")


BROKEN: Final[dict[str, type[RuleBroken]]] = {
    "transfer: account is closed": AccountClosed,
    "transfer: already reversed": AlreadyReversed,
    "transfer: a reversal is not reversed": ReversalStays,
    "transfer: quarter is closed": QuarterClosed,
    "closed_quarter: already closed": QuarterClosed,
    "transfer: minutes are not whole": MinutesOutOfBounds,
    "uq_transfer_reverses_id": AlreadyReversed,
    "pk_closed_quarter": QuarterClosed,
    "ck_transfer_whole_minutes": MinutesOutOfBounds,
    "ck_transfer_minutes": MinutesOutOfBounds,
    "ck_transfer_two_parties": SameAccount,
}
"""Which rule a refusal of the database is about: by the words of a trigger or the name of a constraint in it."""


def broken_rule(refusal: str) -> type[RuleBroken] | None:
    """Return the rule that the database's `refusal` is about; None where it is a mistake of the program."""
    return next((rule for words, rule in BROKEN.items() if words in refusal), None)
