"""Stopping, and erasing my data: one page that says what happens, and the password once more."""

from flask import flash, redirect, url_for
from flask_babel import gettext
from flask_login import current_user
from werkzeug import Response

from timebank.access.guard import requires
from timebank.access.policy import Permission
from timebank.core.database import transact
from timebank.core.rendering import page
from timebank.people import browser, service
from timebank.people.forms import LeaveForm
from timebank.people.routes import blueprint


@blueprint.route("/me/stop", methods=["GET", "POST"])
@requires(Permission.LEAVE)
def leave() -> tuple[str, int] | Response:
    """Say what is erased and what stays, and erase it."""
    form = LeaveForm()
    if form.validate_on_submit():
        form.attempt(service.prove_password, current_user.person_id, form.password.data)
        if not form.errors:
            transact(service.leave, by=current_user)
            browser.sign_out_here()
            flash(gettext("You have stopped. Your data is erased. Thank you for being here."), "done")
            return redirect(url_for("home.start"), 303)
    return page("people/leave.html", form=form)
