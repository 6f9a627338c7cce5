"""The pages of wijken: joining, my wijk, and those of its stewards."""

from flask import Blueprint

blueprint = Blueprint("wijk", __name__)

from timebank.wijk.routes import house, inviting, joining, mine, stewards  # noqa: E402

__all__ = ["blueprint", "house", "inviting", "joining", "mine", "stewards"]
