"""The pages of this room: talking, agreeing, telling what was done, answering, my hours, groups, own notes,
organisations, the stad."""

from flask import Blueprint

blueprint = Blueprint("exchange", __name__)

from timebank.exchange.routes import (  # noqa: E402
    agreeing,
    answering,
    groups,
    hours,
    leading,
    notes,
    offline,
    organisations,
    pot,
    stad,
    talking,
    telling,
)

__all__ = [
    "agreeing",
    "answering",
    "blueprint",
    "groups",
    "hours",
    "leading",
    "notes",
    "offline",
    "organisations",
    "pot",
    "stad",
    "talking",
    "telling",
]
