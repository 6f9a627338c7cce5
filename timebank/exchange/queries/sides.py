"""How the two sides of an exchange are named and shown."""

from dataclasses import dataclass
from typing import Any

from timebank.wijk.rules import OF_PARTNER, POT, STAD


@dataclass(frozen=True)
class Side:
    """How one side is shown: a person, an organisation, or by its `kind` the pot of a wijk or the stad (no name)."""

    public_id: str | None
    name: str | None
    mark: int | None
    own_line: str
    kind: str = "person"


def who_is(kind: str, public_id: str | None, partner_public_id: str | None) -> str:
    """Return what stands for a party in an address: a neighbour's random name, POT, STAD or an organisation's."""
    if kind == "organisation":
        return f"{OF_PARTNER}{partner_public_id}"
    return public_id or {"stad": STAD}.get(kind, POT)


def side_of(exchange: Any, side: str) -> Side:
    """Return how a side of a row with the names of both sides is shown."""
    said = [getattr(exchange, f"{side}_{column}") for column in ("public_id", "name", "mark", "own_line", "kind")]
    public_id, name, mark, own_line, kind = said
    if exchange.organisation_side == side:
        name = exchange.partner_name
    return Side(public_id, name, mark, own_line or "", kind)
