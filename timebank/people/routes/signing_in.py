"""Signing in and out, the second factor."""

from flask import current_app, redirect, request, url_for
from flask_login import current_user
from werkzeug import Response

from timebank.access.guard import public, requires
from timebank.access.policy import Permission
from timebank.core.database import transact
from timebank.core.headers import address_prefix
from timebank.core.rendering import page
from timebank.core.routes import local_path
from timebank.people import browser, queries, second_factor, service
from timebank.people.forms import CodeForm, SignInForm
from timebank.people.routes import blueprint


@blueprint.route("/sign-in", methods=["GET", "POST"])
@public
def sign_in() -> tuple[str, int] | Response:
    """Ask who somebody is; then to where they were going."""
    form = SignInForm()
    if form.validate_on_submit():
        signed_in = form.attempt(
            service.sign_in,
            form.identifier.data,
            form.password.data,
            device=browser.device_name(),
            device_token=browser.device_token(),
            address_prefix=address_prefix(),
            own_device=form.own_device.data,
        )
        if signed_in is not None:
            end_session_here()
            browser.sign_in_here(signed_in.token)
            return browser.remember_device(_onward(signed_in.needs_second_factor), signed_in.device_token)
    elif current_user.is_signed_in:
        return _onward(needs_second_factor=False)
    return page("people/sign_in.html", form=form)


@blueprint.post("/sign-out")
@public
def sign_out() -> Response:
    """End the session of this browser."""
    end_session_here()
    browser.sign_out_here()
    return redirect(url_for("people.sign_in"), 303)


@blueprint.route("/second-factor", endpoint="second_factor", methods=["GET", "POST"])
@requires(Permission.SECOND_FACTOR)
def second_factor_page() -> tuple[str, int] | Response:
    """Ask a member of staff for the code of now."""
    form = CodeForm()
    if form.validate_on_submit():
        device = browser.device_name()
        ids = (current_user.person_id, current_user.session_id)
        token = form.attempt(service.give_second_factor, *ids, form.code.data, device=device)
        if token is not None:
            browser.sign_in_here(token)
            return _onward(needs_second_factor=False)
    return page("people/second_factor.html", form=form, demo_code=_demo_code())


def end_session_here() -> None:
    """End the session that this browser holds, if it holds one."""
    if current_user.is_signed_in:
        transact(service.sign_out, current_user.session_id)


def _onward(needs_second_factor: bool) -> Response:
    going_to = local_path(request.args.get("next", ""))
    if needs_second_factor:
        return redirect(url_for("people.second_factor", next=going_to), 303)
    return redirect(going_to, 303)


def _demo_code() -> str | None:
    if not current_app.config["DEMO"]:
        return None
    person = queries.get_person(current_user.person_id)
    return second_factor.unused_code(person.totp_secret, last_step=person.totp_last_step)
