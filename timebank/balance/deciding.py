"""From what was counted to what is shown: every figure of every wijk of one quarter passes the rules here."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from timebank.balance.counted import Counted
from timebank.balance.figures import Balance


class Decided(NamedTuple):
    """The balance of one wijk, and for the operator what was hidden in it, and why."""

    balance: Balance
    why_hidden: dict[str, str]


def decide(quarter: str, counted: Iterable[Counted], groups: Sequence[str]) -> list[Decided]:
    """Return what is shown of each wijk, all wijken together, as one table could tell of another.

    `groups`: the codes of all groups of kinds of help, in their order. Of each wijk only sums are kept once it was
    looked at, so that `counted` may be a stream.
    """
    raise NotImplementedError
