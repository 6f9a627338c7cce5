"""Mijn wijk: who are the stewards, what we help each other with, our rules; and "Ik ben verhuisd"."""

from flask import flash, redirect, request, url_for
from flask_babel import gettext
from flask_login import current_user
from werkzeug import Response

from timebank.access.guard import requires
from timebank.access.policy import Permission
from timebank.core import language
from timebank.core.rendering import page
from timebank.wijk import queries, service
from timebank.wijk.forms import ADMISSIONS, MoveForm, PlaceForm
from timebank.wijk.routes import blueprint
from timebank.wijk.routes.joining import WIJKEN_AT_MOST
from timebank.wijk.rules import STEWARDS_AT_LEAST


@blueprint.get("/wijk")
@requires(Permission.MY_WIJK)
def mine() -> tuple[str, int]:
    """Show my wijk: no totals, no list of people."""
    wijk = queries.get_wijk(current_user.wijk_id)
    kinds = queries.categories_for(wijk.wijk_id, language.current())
    stewards = queries.stewards_of(wijk.wijk_id)
    is_short = len(stewards) < STEWARDS_AT_LEAST
    admission = ADMISSIONS.get(wijk.admission, "")
    return page(
        "wijk/mine.html",
        place="wijk",
        wijk=wijk,
        kinds=kinds,
        stewards=stewards,
        is_short=is_short,
        admission=admission,
    )


@blueprint.get("/wijk/rules")
@requires(Permission.MY_WIJK)
def rules() -> tuple[str, int]:
    """Show every version of my wijk's rules: who changed them, when and why."""
    versions = queries.house_rules_history(current_user.wijk_id)
    kinds = queries.kinds_by_version(current_user.wijk_id, language.current())
    return page("wijk/rules.html", place="wijk", versions=versions, admissions=ADMISSIONS, kinds=kinds)


@blueprint.route("/wijk/moved", methods=["GET", "POST"])
@requires(Permission.MOVE_WIJK)
def moved() -> tuple[str, int] | Response:
    """ "Ik ben verhuisd": from now on in another wijk. After a split: choose where I belong."""
    search, token = PlaceForm(request.args), request.args.get("invitation", "")
    found = _possible(search.place.data or "", token)
    form = MoveForm()
    form.offer(found[:WIJKEN_AT_MOST])
    if form.validate_on_submit():
        wijk_id = next(wijk.wijk_id for wijk in found if wijk.public_id == form.wijk.data)
        form.carry_out(service.move, current_user.person_id, wijk_id, token=token)
        if not form.errors:
            flash(gettext("Done. From now on this is your wijk."), "done")
            return redirect(url_for("wijk.mine"), 303)
    is_many = len(found) > WIJKEN_AT_MOST
    return page("wijk/moved.html", place="wijk", form=form, search=search, found=found, is_many=is_many)


def _possible(place: str, token: str) -> list[queries.WijkNow]:
    invited = queries.find_invited_wijk(token) if token else None
    if invited is not None:
        return [invited]
    return queries.wijken_to_move_to(current_user.wijk_id, place, limit=WIJKEN_AT_MOST + 1)
