"""What is mine: my offers and requests, what I can do, and "nu even niet"."""

from typing import Any

from flask import abort, flash, redirect, request, url_for
from flask_babel import gettext
from flask_login import current_user
from werkzeug import Response

from timebank.access.guard import requires
from timebank.access.policy import Permission
from timebank.core import language
from timebank.core.database import transact
from timebank.core.rendering import page
from timebank.market import queries, rules, service
from timebank.market.forms import TalentForm
from timebank.market.routes import blueprint
from timebank.market.words_shown import REACHES
from timebank.wijk import queries as wijk

OWN = requires(Permission.OWN_TALENT, target=queries.find_talent)


@blueprint.get("/market/mine")
@requires(Permission.MARKET)
def mine() -> tuple[str, int]:
    """Show what I offer and ask."""
    listings = queries.my_listings(current_user)
    rests = queries.rests(current_user.person_id)
    return page("market/mine.html", place="home", listings=listings, rests=rests)


@blueprint.post("/market/mine/<any(rest, stop_resting):wish>")
@requires(Permission.MARKET)
def rest(wish: str) -> Response:
    """ "Nu even niet", without a reason; and back again."""
    transact(service.rest if wish == "rest" else service.stop_resting, current_user.person_id)
    return redirect(url_for("market.mine"), 303)


@blueprint.route("/me/talents", methods=["GET", "POST"])
@requires(Permission.MARKET)
def talents() -> tuple[str, int] | Response:
    """ "Dit kan ik": show, and write down another."""
    kinds = wijk.category_names(current_user.wijk_id, language.current())
    form = TalentForm()
    form.offer(kinds)
    if form.validate_on_submit():
        said = {"words": form.words.data, "category_code": form.category_code.data, "shown_to": form.shown_to.data}
        form.carry_out(service.add_talent, current_user.person_id, **said)
        if not form.errors:
            flash(gettext("Saved."), "done")
            return redirect(url_for("market.talents"), 303)
    mine = queries.talents_of(current_user.person_id)
    return page("market/talents.html", place="home", form=form, talents=mine, kinds=kinds, reaches=REACHES)


@blueprint.post("/talents/<public_id>/show")
@OWN
def show_talent(talent: Any) -> Response:
    """Show it further, or less far."""
    wanted = request.form.get("shown_to", "")
    if wanted not in rules.REACHES:
        abort(422)
    transact(service.show_talent, talent.id, wanted)
    return redirect(url_for("market.talents"), 303)


@blueprint.post("/talents/<public_id>/remove")
@OWN
def remove_talent(talent: Any) -> Response:
    """Take it away."""
    transact(service.remove_talent, talent.id)
    return redirect(url_for("market.talents"), 303)
