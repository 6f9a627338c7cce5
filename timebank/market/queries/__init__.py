"""Reads of the market: `listings` (offers, requests, talents), `needs`, `concerns`, `reading` (search, suggestions)."""

from timebank.market.queries.concerns import (
    find_concern,
    find_measure,
    measures_about,
    measures_of,
    open_concerns,
    rests_reporting,
    told_to_stewards,
)
from timebank.market.queries.listings import (
    WHERE,
    Wanted,
    find_listing,
    find_talent,
    my_listings,
    newest,
    open_without_names,
    rests,
    talents_of,
    talents_shown,
)
from timebank.market.queries.needs import find_need, may_see, needs_of, open_needs
from timebank.market.queries.reading import fitting, fitting_requests, search

__all__ = [
    "WHERE",
    "Wanted",
    "find_concern",
    "find_listing",
    "find_measure",
    "find_need",
    "find_talent",
    "fitting",
    "fitting_requests",
    "may_see",
    "measures_about",
    "measures_of",
    "my_listings",
    "needs_of",
    "newest",
    "open_concerns",
    "open_needs",
    "open_without_names",
    "rests",
    "rests_reporting",
    "search",
    "talents_of",
    "talents_shown",
    "told_to_stewards",
]
