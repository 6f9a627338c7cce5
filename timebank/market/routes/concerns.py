""" "Iets is niet fijn": telling the stewards, looking together, answering; and a point to talk about."""

from typing import Any

from flask import abort, flash, redirect, request, url_for
from flask_babel import gettext
from flask_login import current_user
from werkzeug import Response

from timebank.access.guard import requires
from timebank.access.policy import Permission
from timebank.core.database import transact
from timebank.core.rendering import page
from timebank.market import queries, service
from timebank.market.forms import AnswerForm, ConcernForm, MeasureForm, PointForm
from timebank.market.routes import blueprint
from timebank.market.words_shown import MEASURES, PROPOSALS
from timebank.notices.sentences import TALKING_POINTS

DECIDE = requires(Permission.DECIDE_CONCERN, target=queries.find_concern)
DECIDE_MEASURE = requires(Permission.DECIDE_CONCERN, target=queries.find_measure)


@blueprint.route("/listings/<public_id>/concern", methods=["GET", "POST"])
@requires(Permission.TELL_STEWARDS, target=queries.find_listing)
def tell(listing: Any) -> tuple[str, int] | Response:
    """Tell the stewards of my wijk that something is not fine."""
    form = ConcernForm()
    if form.validate_on_submit():
        form.carry_out(service.tell_stewards, listing, words=form.words.data, by=current_user)
        if not form.errors:
            flash(gettext("Thank you. The stewards of your wijk look at it together."), "done")
            return redirect(url_for("market.market"), 303)
    return page("market/concern_new.html", place="home", form=form, listing=listing)


@blueprint.route("/listings/<public_id>/point", methods=["GET", "POST"])
@requires(Permission.RAISE_POINT, target=queries.find_listing)
def raise_point(listing: Any) -> tuple[str, int] | Response:
    """Name a point to talk about: the maker hears it, nothing changes."""
    form = PointForm()
    if form.validate_on_submit():
        transact(service.raise_point, listing, point=form.point.data, by=current_user)
        flash(gettext("The neighbour hears that you would like to talk about this. Nothing changes by itself."), "done")
        return redirect(url_for("market.show", public_id=listing.public_id), 303)
    return page("market/point.html", place="home", form=form, listing=listing, points=TALKING_POINTS)


@blueprint.get("/concerns")
@requires(Permission.LOOK_AT_CONCERNS)
def concerns() -> tuple[str, int]:
    """Show the stewards what neighbours told them; not what is about the reader."""
    return page("market/concerns.html", place="wijk", concerns=queries.open_concerns(current_user))


@blueprint.route("/concerns/<public_id>", methods=["GET", "POST"])
@DECIDE
def concern(found: Any) -> tuple[str, int] | Response:
    """Show one concern, and ask another steward to say yes to a measure."""
    form = MeasureForm()
    form.offer(has_listing=found.listing_id is not None)
    if form.validate_on_submit():
        asked = {"kind": form.kind.data, "reason": form.reason.data}
        form.carry_out(service.ask_measure, found, by=current_user, **asked)
        if not form.errors:
            flash(gettext("Another steward has to say yes to this."), "done")
            return redirect(url_for("market.concern", public_id=found.public_id), 303)
    measures = queries.measures_of(found)
    return page("market/concern.html", place="wijk", form=form, concern=found, measures=measures, names=PROPOSALS)


@blueprint.post("/concerns/<public_id>/close")
@DECIDE
def close(found: Any) -> Response:
    """Say that it was looked at."""
    transact(service.close_concern, found, by=current_user)
    flash(gettext("Done. Who told you hears that you looked at it."), "done")
    return redirect(url_for("market.concerns"), 303)


@blueprint.post("/measures/<public_id>/<any(agree, end):what>")
@DECIDE_MEASURE
def decide(measure: Any, what: str) -> Response:
    """Say the second yes to a measure, or let it end."""
    verb = service.agree_to_measure if what == "agree" else service.end_measure
    transact(verb, measure.id, by=current_user)
    return redirect(url_for("market.concern", public_id=measure.concern_public_id), 303)


@blueprint.route("/decided-about-me", methods=["GET", "POST"])
@requires(Permission.DECIDED_ABOUT_ME)
def about_me() -> tuple[str, int] | Response:
    """Show what stewards decided about what I wrote, and let me answer."""
    measures = queries.measures_about(current_user.person_id)
    form, asked = AnswerForm(), request.form.get("measure")
    if form.validate_on_submit():
        chosen = next((one for one in measures if one.public_id == asked), None)
        if chosen is None:
            abort(404)
        transact(service.answer_concern, chosen, form.answer.data)
        flash(gettext("The stewards can read it now."), "done")
        return redirect(url_for("market.about_me"), 303)
    return page("market/about_me.html", form=form, measures=measures, names=MEASURES, asked=asked)
