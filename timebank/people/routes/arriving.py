"""Coming in: a member of staff by a link, a neighbour from an imported history by a code."""

from flask import current_app, redirect, url_for
from werkzeug import Response

from timebank.access.guard import public
from timebank.core import throttle
from timebank.core.database import transact
from timebank.core.headers import address_prefix
from timebank.core.rendering import page
from timebank.people import browser, second_factor, service
from timebank.people.forms import ClaimForm, WelcomeForm
from timebank.people.passwords import hash_password
from timebank.people.routes import blueprint
from timebank.people.routes.signing_in import end_session_here


@blueprint.route("/welcome/<token>", methods=["GET", "POST"])
@public
def welcome(token: str) -> tuple[str, int] | Response:
    """Let a member of staff choose a password and take their second factor."""
    person = service.find_welcome(token)
    if person is None:
        raise service.LinkRanOut
    form = WelcomeForm()
    if form.validate_on_submit():
        password = hash_password(form.password.data)
        person_id = form.carry_out(service.welcome, token, password=password, code=form.code.data)
        if person_id is not None:
            _sign_in(person_id, second_factor_given=True)
            return redirect(url_for("home.start"), 303)
    site = current_app.config["SITE_NAME"]
    qr_code = second_factor.picture(person.totp_secret or "", person.sign_in_name or "", site)
    return page("people/welcome.html", form=form, person=person, qr_code=qr_code)


@blueprint.route("/claim", methods=["GET", "POST"])
@public
def claim() -> tuple[str, int] | Response:
    """Let a neighbour from an imported history take their place."""
    form = ClaimForm()
    if form.validate_on_submit():
        throttle.check(throttle.LOOKING_FOR_CODES, "claim", address_prefix())
        password = hash_password(form.password.data)
        new = form.carry_out(service.claim, form.code.data, name=form.name.data, password=password)
        if new is not None:
            _sign_in(new.person_id)
            browser.keep_to_show(browser.CODES, new.sign_in_name, new.recovery_code)
            return redirect(url_for("people.codes"), 303)
    return page("people/claim.html", form=form)


def _sign_in(person_id: int, *, second_factor_given: bool = False) -> None:
    device = browser.device_name()
    end_session_here()
    token = transact(service.begin_session, person_id, device=device, second_factor_given=second_factor_given)
    browser.sign_in_here(token)
