"""Counting a quarter from the books, one wijk after another: `places` (which wijken, called what), `transfers` (who
gave how much to whom), `persons` (what persons waited for). In memory is one wijk at a time."""

from timebank.balance.counting.counting import count, steps
from timebank.balance.counting.places import Place, places_of

__all__ = ["Place", "count", "places_of", "steps"]
