""" "Wat heb je nodig om te kunnen helpen?": asking, promising, arranging."""

from typing import Any

from flask import abort, flash, redirect, url_for
from flask_babel import gettext
from flask_login import current_user
from werkzeug import Response

from timebank.access.guard import requires
from timebank.access.policy import Permission
from timebank.core import language
from timebank.core.database import transact
from timebank.core.rendering import page
from timebank.market import queries, service
from timebank.market.forms import NeedForm, PromiseForm
from timebank.market.routes import blueprint
from timebank.market.words_shown import NEED_KINDS
from timebank.wijk import queries as wijk

OWN = requires(Permission.OWN_NEED, target=queries.find_need)


@blueprint.route("/listings/<public_id>/needs", methods=["GET", "POST"])
@requires(Permission.OWN_LISTING, target=queries.find_listing)
def add(listing: Any) -> tuple[str, int] | Response:
    """Ask for what I need to be able to help."""
    if listing.side != "offer":
        abort(404)
    form = NeedForm()
    if form.validate_on_submit():
        asked = {"kind": form.kind.data, "words": form.words.data, "shown_to": form.shown_to.data}
        transact(service.add_need, listing, **asked)
        flash(gettext("Asked. You hear it when somebody can arrange it."), "done")
        return redirect(url_for("market.show", public_id=listing.public_id), 303)
    return page("market/need.html", place="home", form=form, listing=listing)


@blueprint.get("/needs")
@requires(Permission.SEE_NEEDS)
def open_needs() -> tuple[str, int]:
    """Show what is needed in my wijken, the oldest first; never who needs it."""
    kinds = {kind.code: kind.name for kind in wijk.all_categories(language.current())}
    needs = queries.open_needs(current_user)
    return page("market/needs.html", needs=needs, kinds=kinds, need_kinds=NEED_KINDS)


@blueprint.route("/needs/<public_id>/promise", methods=["GET", "POST"])
@requires(Permission.ANSWER_NEED, target=queries.find_need)
def promise(need: Any) -> tuple[str, int] | Response:
    """Promise to arrange what somebody needs."""
    form = PromiseForm(promise=need.promise if need.promised_by_id == current_user.person_id else "")
    if form.validate_on_submit():
        said = {"promise": form.promise.data, "promised_for": form.promised_for.data}
        form.carry_out(service.promise_need, need.id, by=current_user, **said)
        if not form.errors:
            flash(gettext("Thank you. The neighbour reads it now."), "done")
            return redirect(url_for("home.start"), 303)
    return page("market/promise.html", form=form, need=need, need_kinds=NEED_KINDS)


@blueprint.post("/needs/<public_id>/<any(arranged, again, remove):what>")
@OWN
def settle(need: Any, what: str) -> Response:
    """Say that it is there, that it did not come, or that it is no longer needed."""
    verbs = {"arranged": service.arranged, "again": service.reopen_need, "remove": service.remove_need}
    transact(verbs[what], need.id)
    return redirect(url_for("market.show", public_id=need.listing_public_id), 303)
