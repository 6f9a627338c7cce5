"""What takes two: one steward asks, another says yes.

Rooms send these; room notices, which stands above most of them, listens (`notices.stewards`) and tells the others.
"""

from blinker import Signal

yes_asked = Signal("pairs.yes-asked")
"""A steward of the wijk with id `sender` asks the other stewards for a yes. `kind` is what room notices calls it,
`thing` the random name of what it is about, `by_id` who asks, `about_id` the person whom it is about."""

yes_settled = Signal("pairs.yes-settled")
"""Nobody's yes is waited for any more about the thing with the random name `sender`."""
