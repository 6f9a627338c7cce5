"""The pages of the market: looking, one listing, what is mine, support needs, "iets is niet fijn"."""

from flask import Blueprint

blueprint = Blueprint("market", __name__)

from timebank.market.routes import concerns, listings, looking, mine, needs  # noqa: E402

__all__ = ["blueprint", "concerns", "listings", "looking", "mine", "needs"]
