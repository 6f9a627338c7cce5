"""The pages of an exchange: telling what was done, answering, my hours; groups; what somebody writes down alone."""

from flask import Blueprint

blueprint = Blueprint("exchange", __name__)

from timebank.exchange.routes import answering, groups, hours, leading, notes, pot, telling  # noqa: E402

__all__ = ["answering", "blueprint", "groups", "hours", "leading", "notes", "pot", "telling"]
