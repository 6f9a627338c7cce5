"""The pages of this room: talking, agreeing, telling what was done, answering, my hours."""

from flask import Blueprint

blueprint = Blueprint("exchange", __name__)

from timebank.exchange.routes import agreeing, answering, hours, offline, pot, talking, telling  # noqa: E402

__all__ = ["agreeing", "answering", "blueprint", "hours", "offline", "pot", "talking", "telling"]
