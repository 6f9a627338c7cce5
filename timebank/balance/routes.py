"""The balance of a wijk or a gemeente, for everybody alike; the figures to take along, and how they are made."""

from flask import Blueprint, abort, redirect, request, url_for
from flask_login import current_user
from werkzeug import Response

from timebank.access.guard import public, requires
from timebank.access.policy import Permission
from timebank.balance import looking, queries
from timebank.core import language
from timebank.core.rendering import page
from timebank.wijk import queries as wijk

blueprint = Blueprint("balance", __name__)


@blueprint.get("/wijk/balance")
@requires(Permission.MY_WIJK)
def mine() -> Response:
    """Go to the balance of my wijk: it has one address, for everybody."""
    return redirect(url_for("balance.show", public_id=wijk.get_wijk(current_user.wijk_id).code), 303)


@blueprint.get("/balance/<public_id>")
@public
def show(public_id: str) -> tuple[str, int]:
    """Show the balance of an opened wijk, named by its code, in a quarter or a year."""
    found = _opened(public_id)
    possible = looking.periods([one.quarter for one in found.published])
    period = looking.choose(possible, request.args.get("period", ""))
    if period is None and request.args.get("period"):
        abort(404)
    shown = {}
    if period is not None:
        everything = queries.of_all(looking.within(found, period), looking.beside(found, period))
        shown = looking.look_at_wijk(found, period, everything, _groups())
    return page("balance/wijk.html", place=_place(found), wijk=found.wijk, possible=possible, period=period, **shown)


def _opened(code: str) -> queries.OfWijk:
    found = queries.find_of_wijk(code)
    if found is None:
        abort(404)
    return found


def _place(found: queries.OfWijk) -> str:
    return "wijk" if found.wijk.wijk_id == current_user.wijk_id else ""


def _groups() -> dict[str, str]:
    return {kind.group_code: kind.group_name for kind in wijk.all_categories(language.current())}
