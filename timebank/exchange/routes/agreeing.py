"""Appointments: proposing one, looking at it, answering, changing, and "is het gelukt?" afterwards."""

from datetime import timedelta

from flask import Response as FlaskResponse
from flask import abort, flash, redirect, request, url_for
from flask_babel import gettext
from flask_login import current_user
from werkzeug import Response

from timebank.access.guard import requires
from timebank.access.policy import Permission
from timebank.core import clock, language
from timebank.core.database import transact
from timebank.core.rendering import page
from timebank.core.tokens import secret
from timebank.exchange import calendar_file, queries, service, words
from timebank.exchange.calendar_file import Event
from timebank.exchange.forms import USUAL_MINUTES, AppointmentForm, ChangeForm, GiversForm, HappenedForm
from timebank.exchange.forms.agreeing import USUAL_TIME
from timebank.exchange.routes import blueprint
from timebank.exchange.routes.talking import TALK
from timebank.wijk import queries as wijk

MEET = requires(Permission.TALK, target=queries.find_appointment)
STEPS = {
    "call_off": service.call_off,
    "remind": service.remind,
    "not_done": service.not_done,
    "stop_series": service.stop_series,
}


@blueprint.route("/conversations/<public_id>/appointment", methods=["GET", "POST"])
@TALK
def propose(found: queries.FoundConversation) -> tuple[str, int] | Response:
    """Propose a day, a time and a place; who gives can propose a series."""
    kind: type[AppointmentForm] = GiversForm if current_user.person_id == found.giver_person_id else AppointmentForm
    tomorrow = clock.today() + timedelta(days=1)
    minutes = found.listing_minutes or USUAL_MINUTES
    form = kind.fresh(secret(), day=tomorrow, at=USUAL_TIME, minutes=minutes)
    if form.validate_on_submit():
        proposed = form.carry_out(service.propose, found.id, form.as_proposal(), by=current_user)
        if proposed is not None:
            flash(gettext("Proposed. It holds when you have both said yes."), "done")
            return _to(proposed)
    other = found.other_than(current_user.person_id)
    return page("exchange/propose.html", form=form, conversation=found, other=other)


@blueprint.get("/appointments/<public_id>")
@MEET
def appointment(found: queries.FoundAppointment) -> tuple[str, int]:
    """Show an appointment, and what the reader can do now."""
    meeting = queries.meeting_of(found, current_user)
    return page("exchange/appointment.html", meeting=meeting, state_words=words.APPOINTMENT_STATES)


@blueprint.post("/appointments/<public_id>/agree")
@MEET
def agree_appointment(found: queries.FoundAppointment) -> Response:
    """Say yes to what the page showed."""
    version = request.form.get("version", 0, type=int)
    state = transact(service.agree, found.id, version=version, by=current_user)
    flash(gettext("Agreed.") if state == "agreed" else gettext("You said yes. Now the other."), "done")
    return _to(found.public_id)


@blueprint.post("/appointments/<public_id>/<any(call_off, remind, not_done, stop_series):step>")
@MEET
def move_appointment(found: queries.FoundAppointment, step: str) -> Response:
    """Make a step that needs no more than a press."""
    transact(STEPS[step], found.id, by=current_user)
    flash(words.STEPS_DONE[step], "done")
    return _to(found.public_id)


@blueprint.route("/appointments/<public_id>/change", methods=["GET", "POST"])
@MEET
def change_appointment(found: queries.FoundAppointment) -> tuple[str, int] | Response:
    """Propose another day, time or place instead."""
    local = clock.in_the_netherlands(found.starts_at_utc)
    as_it_is = {"day": local.date(), "at": local.time(), "minutes": found.minutes, "place": found.place}
    form = ChangeForm.fresh(secret(), version=found.version, **as_it_is)
    if form.validate_on_submit():
        version = form["version"].data
        if form.carry_out(service.change, found.id, form.as_proposal(), version=version, by=current_user):
            flash(gettext("Proposed. It holds when you have both said yes."), "done")
            return _to(found.public_id)
    return page("exchange/change_appointment.html", form=form, meeting=queries.meeting_of(found, current_user))


@blueprint.route("/appointments/<public_id>/happened", methods=["GET", "POST"])
@MEET
def happened(found: queries.FoundAppointment) -> tuple[str, int] | Response:
    """ "Is het gelukt?": write down what was agreed, or how it went otherwise."""
    meeting = queries.meeting_of(found, current_user)
    kinds = wijk.category_names(current_user.wijk_id, language.current())
    form = HappenedForm.fresh(kinds, what=meeting.category_code, minutes=meeting.minutes, day=meeting.day)
    if form.validate_on_submit():
        written = form.carry_out(service.write_down, found.id, form.as_happened(), by=current_user)
        if written is not None:
            flash(gettext("Written down. Now the other says whether it is right."), "done")
            return redirect(url_for("exchange.show", public_id=written), 303)
    if meeting.exchange_public_id:
        return redirect(url_for("exchange.show", public_id=meeting.exchange_public_id), 303)
    return page("exchange/happened.html", form=form, meeting=meeting)


@blueprint.get("/appointments/<public_id>/calendar")
@MEET
def calendar(found: queries.FoundAppointment) -> Response:
    """Give an agreed appointment as a file for the reader's own calendar."""
    meeting = queries.meeting_of(found, current_user)
    if meeting.state not in ("agreed", "done"):
        abort(404)
    summary = gettext("%(what)s, with %(name)s", what=meeting.listing_words, name=meeting.other.name)
    event = Event(
        uid=meeting.public_id,
        sequence=meeting.version,
        starts_at_utc=meeting.starts_at_utc,
        minutes=meeting.minutes,
        summary=summary,
        place=meeting.place,
    )
    disposition = {"Content-Disposition": 'attachment; filename="timebank.ics"'}
    return FlaskResponse(calendar_file.written(event, now=clock.now()), mimetype="text/calendar", headers=disposition)


def _to(public_id: str) -> Response:
    return redirect(url_for("exchange.appointment", public_id=public_id), 303)
