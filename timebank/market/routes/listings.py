"""One offer or request: write it, look at it, change it, end it."""

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
from timebank.core.tokens import secret
from timebank.market import queries, rules, service
from timebank.market.forms import KindForm, ListingForm
from timebank.market.routes import blueprint
from timebank.market.why import in_words
from timebank.market.words_shown import DAY_PARTS, LANGUAGES, NEED_KINDS, NEED_STATES
from timebank.wijk import queries as wijk

OWN = requires(Permission.OWN_LISTING, target=queries.find_listing)


@blueprint.route("/market/new/<any(offer, request):side>", methods=["GET", "POST"])
@requires(Permission.MARKET)
def new(side: str) -> tuple[str, int] | Response:
    """ "Ik wil helpen" or "Ik zoek hulp": one sentence is enough."""
    buurten = wijk.buurten_of(current_user.wijk_id)
    form = ListingForm(request_key=secret(), words=request.args.get("words", "")[: rules.WORDS_AT_MOST])
    form.offer(wijk.category_names(current_user.wijk_id, language.current()), buurten)
    if form.validate_on_submit():
        content = form.content(buurten)
        made = form.carry_out(service.post_listing, side, content, request_key=form.request_key.data, by=current_user)
        if made is not None:
            flash(gettext("Your neighbours can see it now."), "done")
            return redirect(url_for("market.show", public_id=made), 303)
    return page("market/new.html", place="home", form=form, side=side)


@blueprint.get("/listings/<public_id>")
@requires(Permission.SEE_LISTING, target=queries.find_listing)
def show(listing: Any) -> tuple[str, int]:
    """Show one listing: to its maker with what can be done, to another with how to answer."""
    kinds = wijk.category_names(current_user.wijk_id, language.current())
    shown: dict[str, Any] = {"kinds": kinds, "day_parts": DAY_PARTS, "languages": LANGUAGES, "need_kinds": NEED_KINDS,
             "need_states": NEED_STATES}  # fmt: skip
    shown["needs"] = queries.needs_of(listing, current_user) if listing.side == "offer" else []
    if listing.person_id != current_user.person_id:
        return page("market/listing.html", place="home", listing=listing, **shown)
    found = queries.fitting(listing, current_user) if listing.is_shown and listing.side == "request" else []
    fitting = [(fit.listing, in_words(fit, kinds)) for fit in found]
    form = KindForm(category_code=listing.category_code or "")
    form.offer(kinds)
    return page("market/mine_one.html", place="home", listing=listing, fitting=fitting, choose=form, **shown)


@blueprint.get("/listings/<public_id>/more")
@requires(Permission.SEE_LISTING, target=queries.find_listing)
def more(listing: Any) -> tuple[str, int]:
    """Show what else its maker can do, as far as they let this reader see it."""
    talents = queries.talents_shown(listing, current_user)
    return page("market/more.html", place="home", listing=listing, talents=talents)


@blueprint.route("/listings/<public_id>/change", methods=["GET", "POST"])
@OWN
def change(listing: Any) -> tuple[str, int] | Response:
    """Let its maker say it otherwise."""
    if listing.state != "open":
        abort(409)
    buurten = wijk.buurten_of(listing.wijk_id)
    form = ListingForm(request_key=secret(), **_as_data(listing))
    form.offer(wijk.category_names(current_user.wijk_id, language.current()), buurten)
    if form.validate_on_submit():
        form.carry_out(service.change_listing, listing.id, form.content([*buurten, listing.buurt_name]))
        if not form.errors:
            flash(gettext("Saved."), "done")
            return redirect(url_for("market.show", public_id=listing.public_id), 303)
    return page("market/new.html", place="home", form=form, side=listing.side, listing=listing)


@blueprint.post("/listings/<public_id>/kind")
@OWN
def choose_kind(listing: Any) -> tuple[str, int] | Response:
    """Let its maker say which kind of help it is about."""
    transact(service.choose_kind, listing.id, request.form.get("category_code") or None)
    flash(gettext("Saved."), "done")
    return redirect(url_for("market.show", public_id=listing.public_id), 303)


@blueprint.post("/listings/<public_id>/end")
@OWN
def end(listing: Any) -> Response:
    """Take it away."""
    transact(service.end_listing, listing.id)
    flash(gettext("It is gone. You can put it back if you like."), "done")
    return redirect(url_for("market.mine"), 303)


@blueprint.post("/listings/<public_id>/renew")
@OWN
def renew(listing: Any) -> Response:
    """Let it be there for another 90 days."""
    transact(service.renew_listing, listing.id)
    flash(gettext("Your neighbours can see it for another 90 days."), "done")
    return redirect(url_for("market.show", public_id=listing.public_id), 303)


def _as_data(listing: Any) -> dict[str, Any]:
    plain = ("words", "buurt_name", "people_at_most", "starts_on", "ends_on", "language")
    data = {name: getattr(listing, name) for name in plain}
    data |= {"category_code": listing.category_code or "", "minutes": str(listing.minutes or "")}
    return data | {"day_parts": listing.when}
