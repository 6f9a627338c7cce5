"""The pages of persons: signing in, getting back in, my details, my devices, who saw what, stopping."""

from flask import Blueprint

blueprint = Blueprint("people", __name__)

from timebank.people.routes import arriving, leaving, me, regaining, signing_in  # noqa: E402

__all__ = ["arriving", "blueprint", "leaving", "me", "regaining", "signing_in"]
