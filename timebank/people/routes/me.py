"""My details, my password, my devices, who saw what, of whom I want to hear no more."""

from flask import abort, flash, redirect, request, url_for
from flask_babel import gettext
from flask_login import current_user
from werkzeug import Response

from timebank.access.guard import requires
from timebank.access.policy import Permission
from timebank.core import throttle
from timebank.core.database import transact
from timebank.core.paging import begins_at
from timebank.core.rendering import page
from timebank.core.routes import language_chosen
from timebank.people import browser, events, queries, service, sessions
from timebank.people.forms import DetailsForm, PasswordForm, SilenceForm
from timebank.people.models import SignInSession
from timebank.people.passwords import hash_password
from timebank.people.routes import blueprint


@blueprint.route("/me", methods=["GET", "POST"])
@requires(Permission.OWN_DETAILS)
def me() -> tuple[str, int] | Response:
    """Show and change my details."""
    person = queries.get_person(current_user.person_id)
    form = DetailsForm(obj=person)
    if form.validate_on_submit():
        form.carry_out(service.change_details, current_user.person_id, **form.details())
        if not form.errors:
            flash(gettext("Saved."), "done")
            return redirect(url_for("people.me"), 303)
    return page("people/me.html", form=form, person=person)


@blueprint.post("/me/buurcode")
@requires(Permission.OWN_DETAILS)
def renew_buurcode() -> Response:
    """Give me another buurcode."""
    transact(service.renew_buurcode, current_user.person_id)
    flash(gettext("You have a new buurcode. The old one finds nobody any more."), "done")
    return redirect(url_for("people.me"), 303)


@blueprint.route("/me/password", methods=["GET", "POST"])
@requires(Permission.SIGNED_IN)
def change_password() -> tuple[str, int] | Response:
    """Choose another password."""
    form = PasswordForm()
    if form.validate_on_submit():
        form.attempt(service.prove_password, current_user.person_id, form.password.data)
        if not form.errors:
            password = hash_password(form.next_password.data)
            transact(service.change_password, current_user.person_id, password, session_id=current_user.session_id)
            flash(gettext("You have a new password. On other devices you are signed out."), "done")
            return redirect(url_for("home.start"), 303)
    return page("people/password.html", form=form)


@blueprint.get("/devices")
@requires(Permission.SIGNED_IN)
def devices() -> tuple[str, int]:
    """Show on which devices I am signed in."""
    return page("people/devices.html", sessions=sessions.of_person(current_user.person_id))


@blueprint.post("/devices/<public_id>/end")
@requires(Permission.OWN_SIGN_IN, target=queries.find_session)
def end_device(session: SignInSession) -> Response:
    """Sign out one of my devices."""
    transact(service.end_session, session, by=current_user.person_id)
    if session.id == current_user.session_id:
        browser.sign_out_here()
        return redirect(url_for("people.sign_in"), 303)
    return redirect(url_for("people.devices"), 303)


@blueprint.post("/devices/end-others")
@requires(Permission.SIGNED_IN)
def end_other_devices() -> Response:
    """Sign out all my devices but this one."""
    transact(service.end_other_sessions, current_user.session_id, by=current_user.person_id)
    flash(gettext("On other devices you are signed out."), "done")
    return redirect(url_for("people.devices"), 303)


@blueprint.get("/who-saw")
@requires(Permission.OWN_LOG)
def who_saw() -> tuple[str, int]:
    """Show who did or saw what that concerns me."""
    found = queries.events_about(current_user.person_id, before_id=begins_at(request.args.get("before")))
    return page("people/who_saw.html", lines=events.sentences(found.rows), next_before=found.next_after)


@blueprint.route("/silences", methods=["GET", "POST"])
@requires(Permission.OWN_SILENCES)
def silences() -> tuple[str, int] | Response:
    """Show of whom I want to hear no more, and add somebody."""
    form = SilenceForm()
    if form.validate_on_submit():
        _silence(form)
        if not form.errors:
            flash(gettext("You will hear no more of this person. We do not tell them."), "done")
            return redirect(url_for("people.silences"), 303)
    return page("people/silences.html", form=form, silenced=queries.silenced_by(current_user.person_id))


@blueprint.post("/silences/<public_id>/end")
@requires(Permission.OWN_SILENCES)
def end_silence(public_id: str) -> Response:
    """Hear of somebody again."""
    other = queries.find_silenced(public_id, by=current_user.person_id)
    if other is None:
        abort(404)
    transact(service.unsilence, current_user.person_id, other.id)
    return redirect(url_for("people.silences"), 303)


@language_chosen.connect
def keep_language(code: str) -> None:
    """Keep in which language we write to who is signed in."""
    if current_user.is_signed_in:
        transact(service.keep_language, current_user.person_id, code)


def _silence(form: SilenceForm) -> None:
    if form.public_id.data:
        form.carry_out(service.silence_by_public_id, current_user.person_id, form.public_id.data)
    else:
        throttle.check(throttle.LOOKING_FOR_CODES, "buurcode", str(current_user.person_id))
        form.carry_out(service.silence_by_buurcode, current_user.person_id, form.buurcode.data)
