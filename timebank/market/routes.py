"""The pages of the market."""

from flask import Blueprint

import timebank.market.models  # noqa: F401

blueprint = Blueprint("market", __name__)
