"""The pages of an exchange: telling what was done, answering, my hours."""

from flask import Blueprint

blueprint = Blueprint("exchange", __name__)

from timebank.exchange.routes import answering, hours, offline, pot, telling  # noqa: E402

__all__ = ["answering", "blueprint", "hours", "offline", "pot", "telling"]
