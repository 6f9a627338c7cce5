"""An exchange as the promises say it is, in plain Python: the state machine holds the program against this."""

from dataclasses import dataclass
from datetime import datetime

WIJKEN = ("noord", "zuid")
NEIGHBOURS = {"anna": "noord", "bram": "noord", "zoe": "zuid"}
STEWARDS = {"ria": "noord", "youssef": "noord", "els": "zuid", "omar": "zuid"}
PERSONS = (*NEIGHBOURS, *STEWARDS)


@dataclass
class Told:
    """An exchange in the model. A party is a person's name, or that of the wijk whose pot it is."""

    giver: str
    receiver: str
    minutes: int
    asked: str
    until: datetime
    state: str = "reported"
    right_minutes: int | None = None
    agreed_by: str | None = None
    """Who said yes to a correction, if nothing happened since."""
    posted: tuple[str, str] | None = None
    """The wijken of giver and receiver in the posting that counts: a reversal goes where that went."""

    def speaks_for(self, name: str) -> str | None:
        """Return the party that `name` speaks for: themselves, or the pot of their wijk as a steward."""
        if name in (self.giver, self.receiver):
            return name
        return STEWARDS[name] if STEWARDS.get(name) in (self.giver, self.receiver) else None

    def who_is(self, answerer: str) -> str:
        """Return who answers: of a pot, its second steward; where nobody is asked, the receiver."""
        asked = self.asked or self.receiver
        party = {"asked": asked, "asker": self.other(asked)}.get(answerer, answerer)
        return party if party in PERSONS else [name for name, at in STEWARDS.items() if at == party][1]

    def other(self, party: str) -> str:
        """Return the opposite party."""
        return self.receiver if party == self.giver else self.giver
