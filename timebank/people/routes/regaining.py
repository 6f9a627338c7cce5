"""Getting back in: with the recovery code, or with two stewards; and the codes that are shown once."""

from flask import flash, redirect, url_for
from flask_babel import gettext
from flask_login import current_user
from werkzeug import Response

from timebank.access.guard import public, requires
from timebank.access.policy import Permission
from timebank.core.database import transact
from timebank.core.headers import address_prefix
from timebank.core.rendering import page
from timebank.people import browser, queries, service
from timebank.people.forms import FinishResetForm, RecoverForm, StartResetForm
from timebank.people.models import PasswordReset
from timebank.people.passwords import hash_password
from timebank.people.routes import blueprint


@blueprint.route("/recover", methods=["GET", "POST"])
@public
def recover() -> tuple[str, int] | Response:
    """Choose a new password with the recovery code."""
    form = RecoverForm()
    if form.validate_on_submit():
        typed = (form.identifier.data, form.recovery_code.data, hash_password(form.password.data))
        done = form.attempt(service.recover, *typed, address_prefix=address_prefix())
        if done is not None:
            return _show_codes(*done)
    return page("people/recover.html", form=form)


@blueprint.route("/reset", methods=["GET", "POST"])
@public
def finish_reset() -> tuple[str, int] | Response:
    """Choose a new password with the code of two stewards."""
    form = FinishResetForm()
    if form.validate_on_submit():
        password = hash_password(form.password.data)
        done = form.attempt(service.finish_reset, form.code.data, password, address_prefix=address_prefix())
        if done is not None:
            return _show_codes(*done)
    return page("people/finish_reset.html", form=form)


@blueprint.get("/codes")
@public
def codes() -> tuple[str, int] | Response:
    """Show sign-in name and recovery code, big and printable, until the person says that they have them."""
    kept = browser.kept_to_show(browser.CODES)
    if kept is None:
        return redirect(url_for("home.start"), 303)
    return page("people/codes.html", sign_in_name=kept[0], recovery_code=kept[1])


@blueprint.post("/codes")
@public
def codes_kept() -> Response:
    """Forget the codes: the person has them."""
    browser.forget_shown(browser.CODES)
    return redirect(url_for("home.start" if current_user.is_signed_in else "people.sign_in"), 303)


@blueprint.route("/resets", methods=["GET", "POST"])
@requires(Permission.START_RESET)
def resets() -> tuple[str, int] | Response:
    """Start a new password for a neighbour, see which wait for a second steward, show the code of one."""
    form = StartResetForm()
    if form.validate_on_submit():
        found = form.attempt(
            service.find_for_reset, form.who.data, current_user.steward_wijk_ids, by=current_user.person_id
        )
        if found and form.carry_out(service.start_reset, *found, by=current_user.person_id):
            flash(gettext("This is written down. Now another steward says yes, within half an hour."), "done")
            return redirect(url_for("people.resets"), 303)
    waiting = queries.open_resets(current_user.steward_wijk_ids)
    return page("people/resets.html", form=form, waiting=waiting, ready=browser.kept_to_show(browser.RESET))


@blueprint.post("/resets/<public_id>/agree")
@requires(Permission.AGREE_TO_RESET, target=queries.find_reset)
def agree_to_reset(reset: PasswordReset) -> Response:
    """Say yes as the second steward; the next page shows the code."""
    name = queries.get_person(reset.person_id).name
    code = transact(service.second_reset, reset, by=current_user.person_id)
    browser.keep_to_show(browser.RESET, name, code)
    return redirect(url_for("people.resets"), 303)


@blueprint.post("/resets/shown")
@requires(Permission.START_RESET)
def reset_shown() -> Response:
    """Forget the code of a reset: the neighbour has it."""
    browser.forget_shown(browser.RESET)
    return redirect(url_for("people.resets"), 303)


def _show_codes(person_id: int, recovery_code: str) -> Response:
    # Not signed in yet: all sessions have ended, and signing in now shows that the new password is remembered.
    browser.sign_out_here()
    browser.keep_to_show(browser.CODES, queries.get_person(person_id).sign_in_name or "", recovery_code)
    return redirect(url_for("people.codes"), 303)
