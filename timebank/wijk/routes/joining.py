"""Joining: in three fields, or with an invitation in two."""

from datetime import timedelta

from flask import redirect, request, url_for
from flask_login import current_user
from werkzeug import Response

from timebank.access.guard import public
from timebank.core import language, throttle
from timebank.core.database import transact
from timebank.core.headers import address_prefix
from timebank.core.rendering import page
from timebank.people import browser
from timebank.people import service as people
from timebank.people.passwords import hash_password
from timebank.wijk import errors, queries, service
from timebank.wijk.forms import InvitedForm, JoinForm, PlaceForm
from timebank.wijk.routes import blueprint

WIJKEN_AT_MOST = 40
"""How many wijken a list to choose from holds; with more, one looks for a name first."""

JOINING = (throttle.Limit(30, timedelta(minutes=15)), throttle.Limit(200, timedelta(days=1)))
"""Joins from one address: enough for an afternoon in the buurthuis, too few to flood a wijk with invented people."""


@blueprint.route("/join", methods=["GET", "POST"])
@public
def join() -> tuple[str, int] | Response:
    """Let somebody join a wijk that is open to everyone."""
    if current_user.is_signed_in:
        return redirect(url_for("home.start"), 303)
    search = PlaceForm(request.args)
    looked_for = search.place.data or ""
    found = queries.open_wijken(looked_for, admission="open", limit=WIJKEN_AT_MOST + 1)
    is_many = len(found) > WIJKEN_AT_MOST
    form = JoinForm()
    form.offer(found[:WIJKEN_AT_MOST])
    if form.validate_on_submit():
        throttle.check(JOINING, "join", address_prefix())
        wijk_id = next(wijk.wijk_id for wijk in found if wijk.public_id == form.wijk.data)
        password = hash_password(form.password.data)
        joined = form.carry_out(service.join, name=form.name.data, password=password, wijk_id=wijk_id)
        if joined is not None:
            return _come_in(joined)
    nothing_open = not found and not looked_for and not queries.open_wijken(limit=1)
    return page("wijk/join.html", form=form, search=search, found=found, is_many=is_many, nothing_open=nothing_open)


@blueprint.route("/join/<token>", methods=["GET", "POST"])
@public
def join_invited(token: str) -> tuple[str, int] | Response:
    """Let somebody join with an invitation; who is signed in already may move with it."""
    wijk = queries.find_invited_wijk(token)
    if wijk is None:
        raise errors.InvitationUsed
    if current_user.is_signed_in:
        return redirect(url_for("wijk.moved", invitation=token), 303)
    form = InvitedForm()
    if form.validate_on_submit():
        password = hash_password(form.password.data)
        joined = form.carry_out(service.join, name=form.name.data, password=password, token=token)
        if joined is not None:
            return _come_in(joined)
    return page("wijk/join_invited.html", form=form, wijk=wijk)


def _come_in(joined: people.NewResident) -> Response:
    """Sign the new resident in and show sign-in name and recovery code, on a page that people can print.

    The two travel in this browser's signed session cookie, so that the page comes by redirect (reloading it joins
    nobody twice); they are gone when the person says "I have them" or signs out.
    """
    token = transact(people.begin_session, joined.person_id, device=browser.device_name())
    transact(people.keep_language, joined.person_id, language.current())
    browser.sign_in_here(token)
    browser.keep_to_show(browser.CODES, joined.sign_in_name, joined.recovery_code)
    return redirect(url_for("people.codes"), 303)
