"""For who leads a group: change when and where, add who came, say who was there, call it off."""

from flask import flash, redirect, request, url_for
from flask_babel import gettext
from flask_login import current_user
from werkzeug import Response

from timebank.access.guard import requires
from timebank.access.policy import Permission
from timebank.core.database import transact
from timebank.core.rendering import page
from timebank.exchange import queries, service
from timebank.exchange.forms import WhoForm
from timebank.exchange.forms.groups import ChangeGroupForm, attendance_form
from timebank.exchange.routes import blueprint
from timebank.exchange.routes.telling import look_for

LEAD = requires(Permission.LEAD_GROUP, target=queries.find_group)


@blueprint.route("/groups/<public_id>/change", methods=["GET", "POST"])
@LEAD
def change_group(group: queries.FoundGroup) -> tuple[str, int] | Response:
    """Ask for another day, time or place."""
    form = ChangeGroupForm(held_on=group.held_on, starts_at=group.starts_at, place=group.place)
    if form.validate_on_submit():
        form.carry_out(service.change_group, group.id, form.when_and_where(), by=current_user)
        if not form.errors:
            flash(gettext("Changed. Who signed up can read it."), "done")
            return redirect(url_for("exchange.group", public_id=group.public_id), 303)
    return page("exchange/groups/change.html", place="wijk", form=form, group=group)


@blueprint.route("/groups/<public_id>/close", methods=["GET", "POST"])
@LEAD
def close_group(group: queries.FoundGroup) -> tuple[str, int] | Response:
    """Ask how it was and who was there; then each of them is asked whether it is right."""
    places = [one for one in queries.places_of(group) if one.role != "leader"]
    form = attendance_form([(one.id, one.name) for one in places], group.minutes)
    if form.validate_on_submit():
        form.carry_out(service.close_group, group.id, form.as_attendance(), by=current_user)
        if not form.errors:
            flash(gettext("Thank you. Everyone for whom something is written is asked now."), "done")
            return redirect(url_for("exchange.group", public_id=group.public_id), 303)
    marks = {one.id: one.mark for one in places}
    return page("exchange/groups/close.html", place="wijk", form=form, group=group, marks=marks)


@blueprint.get("/groups/<public_id>/add")
@LEAD
def who_came(group: queries.FoundGroup) -> tuple[str, int]:
    """Ask who came without signing up; search by name or buurcode."""
    form = WhoForm(request.args)
    found = look_for(form.name.data) if form.name.data and form.validate() else None
    return page("exchange/groups/add.html", place="wijk", form=form, group=group, found=found)


@blueprint.post("/groups/<public_id>/add")
@LEAD
def add_to_group(group: queries.FoundGroup) -> Response:
    """Add who came."""
    transact(service.add_to_group, group.id, request.form.get("who", ""), by=current_user)
    flash(gettext("Added. Does somebody else come to mind?"), "done")
    return redirect(url_for("exchange.who_came", public_id=group.public_id), 303)


@blueprint.post("/groups/<public_id>/call-off")
@LEAD
def call_off_group(group: queries.FoundGroup) -> Response:
    """Say that it does not go on."""
    transact(service.call_off_group, group.id, by=current_user)
    flash(gettext("Your group is called off. Who signed up can read it."), "done")
    return redirect(url_for("exchange.groups"), 303)
