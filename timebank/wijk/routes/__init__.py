"""The pages of wijken: joining, my wijk, and those of its stewards."""

from flask import Blueprint

blueprint = Blueprint("wijk", __name__)

from timebank.wijk.routes import facts, house, inviting, joining, mine, organisations, stewards  # noqa: E402

__all__ = ["blueprint", "facts", "house", "inviting", "joining", "mine", "organisations", "stewards"]
