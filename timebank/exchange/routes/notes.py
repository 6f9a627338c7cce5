""" "Ik doe al iets": what somebody writes down for themselves, apart from the hours that both said yes to."""

from flask import flash, redirect, request, url_for
from flask_babel import gettext
from flask_login import current_user
from werkzeug import Response

from timebank.access.guard import requires
from timebank.access.policy import Permission
from timebank.core import clock, language
from timebank.core.database import transact
from timebank.core.rendering import page
from timebank.core.tokens import secret
from timebank.exchange import queries, service
from timebank.exchange.forms import WhoForm
from timebank.exchange.forms.notes import NoteForm
from timebank.exchange.routes import blueprint
from timebank.exchange.routes.telling import look_for
from timebank.wijk import queries as wijk

OWN = requires(Permission.OWN_NOTES, target=queries.find_own_note)


@blueprint.get("/hours/notes")
@requires(Permission.OWN_HOURS)
def notes() -> tuple[str, int]:
    """Show what I wrote down for myself."""
    found = queries.own_notes(current_user.person_id)
    kinds = wijk.category_names(current_user.wijk_id, language.current())
    return page("exchange/notes/list.html", place="hours", notes=found, kinds=kinds)


@blueprint.get("/hours/notes/kind")
@requires(Permission.OWN_HOURS)
def note_kind() -> tuple[str, int]:
    """Ask what kind of thing I do: the first of two small screens."""
    kinds = wijk.categories_for(current_user.wijk_id, language.current())
    return page("exchange/notes/kind.html", place="hours", kinds=kinds)


@blueprint.route("/hours/notes/new", methods=["GET", "POST"])
@requires(Permission.OWN_HOURS)
def new_note() -> tuple[str, int] | Response:
    """Ask for whom, what, how long and when, and keep it."""
    form = NoteForm.fresh(secret(), what=request.args.get("what", ""), today=clock.today())
    form.offer(wijk.category_names(current_user.wijk_id, language.current()))
    if form.validate_on_submit() and form.carry_out(service.keep_own_note, form.as_note(), by=current_user):
        flash(gettext("Written down, for yourself. Only you see it."), "done")
        return redirect(url_for("exchange.notes"), 303)
    return page("exchange/notes/write.html", place="hours", form=form, note=None)


@blueprint.route("/hours/notes/<public_id>", methods=["GET", "POST"])
@OWN
def change_note(note: queries.FoundNote) -> tuple[str, int] | Response:
    """Change what I wrote down."""
    form = NoteForm.of(secret(), note, today=clock.today())
    form.offer(wijk.category_names(current_user.wijk_id, language.current()))
    if form.validate_on_submit():
        form.carry_out(service.change_own_note, note.id, form.as_note(), by=current_user)
        if not form.errors:
            flash(gettext("Changed."), "done")
            return redirect(url_for("exchange.notes"), 303)
    return page("exchange/notes/write.html", place="hours", form=form, note=note)


@blueprint.post("/hours/notes/<public_id>/erase")
@OWN
def erase_own_note(note: queries.FoundNote) -> Response:
    """Erase it, for ever."""
    transact(service.erase_own_note, note.id, by=current_user)
    flash(gettext("The note is gone."), "done")
    return redirect(url_for("exchange.notes"), 303)


@blueprint.get("/hours/notes/<public_id>/ask")
@OWN
def ask_about_note(note: queries.FoundNote) -> tuple[str, int]:
    """Ask which neighbour can say that it is right; from there the ordinary last screen goes on, filled in."""
    form = WhoForm(request.args)
    found = look_for(form.name.data) if form.name.data and form.validate() else None
    return page("exchange/notes/ask.html", place="hours", form=form, note=note, found=found)
