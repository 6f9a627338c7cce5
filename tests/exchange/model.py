"""An exchange as the promises say it is, in plain Python: the state machine holds the program against this."""

from dataclasses import dataclass
from datetime import datetime

WIJKEN = ("noord", "zuid")
NEIGHBOURS = {"anna": "noord", "bram": "noord", "zoe": "zuid"}
STEWARDS = {"ria": "noord", "youssef": "noord", "els": "zuid", "omar": "zuid"}
PERSONS = (*NEIGHBOURS, *STEWARDS)
BAKERY, CONTACTS = "bakery", ("anna", "bram")
"""An organisation of "noord", and who speaks for it."""


def stad_of(wijk: str) -> str:
    """Return the stad that a wijk belongs to: each of these wijken has its own."""
    return f"stad {wijk}"


@dataclass
class Told:
    """An exchange in the model. A party is a person's name, that of the wijk whose pot it is, BAKERY or a stad.

    `is_alone`: help of the stad, of which nobody but the receiver knows.
    """

    giver: str
    receiver: str
    minutes: int
    asked: str
    until: datetime
    state: str = "reported"
    right_minutes: int | None = None
    agreed_by: str | None = None
    """Who said yes to a correction, if nothing happened since."""
    is_alone: bool = False
    posted: tuple[str, str] | None = None
    """The wijken of giver and receiver in the posting that counts: a reversal goes where that went."""

    def speaks_for(self, name: str) -> str | None:
        """Return the party that `name` speaks for: themselves, the bakery, or as a steward the pot or the stad."""
        if name in (self.giver, self.receiver):
            return name
        wijk = STEWARDS.get(name, "")
        theirs = {BAKERY} if name in CONTACTS else set()
        theirs |= set() if self.is_alone else {wijk, stad_of(wijk)}
        return next(iter(theirs & {self.giver, self.receiver}), None)

    def who_is(self, answerer: str) -> str:
        """Return who answers: of a pot or a stad, its second steward; where nobody is asked, the receiver."""
        asked = self.asked or self.receiver
        party = {"asked": asked, "asker": self.other(asked)}.get(answerer, answerer)
        if party == BAKERY:
            return next(name for name in CONTACTS if name != self.other(party))
        return party if party in PERSONS else [name for name, at in STEWARDS.items() if at in party.split()][1]

    def other(self, party: str) -> str:
        """Return the opposite party."""
        return self.receiver if party == self.giver else self.giver
