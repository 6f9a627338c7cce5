"""The pages of notices: what I was told, how I want to hear it, sheets to print, mails that failed."""

from typing import Any

from flask import Blueprint, abort, flash, redirect, request, url_for
from flask_babel import gettext
from flask_login import current_user
from werkzeug import Response

from timebank.access.guard import may, public, requires
from timebank.access.policy import Permission
from timebank.core.database import transact
from timebank.core.paging import begins_at
from timebank.core.rendering import page
from timebank.notices import kinds, letters, outbox, queries, service
from timebank.notices.forms import ActForm, UpToForm, choices_form, shown
from timebank.notices.sentences import sentence
from timebank.people.queries import get_person
from timebank.wijk.queries import WijkNow, wijk_by_id

blueprint = Blueprint("notices", __name__)
Answer = tuple[str, int] | Response


def own_wijk() -> WijkNow | None:
    """Return the reader's wijk: what the doorkeeper looks at."""
    return wijk_by_id(current_user.wijk_id)


@blueprint.get("/notices")
@requires(Permission.OWN_NOTICES)
def mine() -> tuple[str, int]:
    """Show what I was told, the newest on top."""
    found = queries.notices_of(current_user.person_id, before_id=begins_at(request.args.get("before")))
    return page("notices/mine.html", place="notices", found=found, sentence=sentence, family_of=kinds.family_of)


@blueprint.post("/notices/read")
@requires(Permission.OWN_NOTICES)
def read_all() -> Answer:
    """Keep that I read all of it."""
    form = UpToForm()
    if form.validate_on_submit():
        transact(service.read_all, current_user.person_id, up_to_id=form.up_to.data)
        return redirect(url_for("notices.mine"), 303)
    return abort(400)


@blueprint.post("/notices/<public_id>/open")
@requires(Permission.OPEN_NOTICE, target=queries.find_notice)
def open_notice(notice: Any) -> Response:
    """Keep that I read this one, and go to what it is about."""
    transact(service.read, notice.id)
    return redirect(kinds.address(notice.kind, notice.thing), 303)


@blueprint.route("/notices/choices", methods=["GET", "POST"])
@requires(Permission.OWN_NOTICES)
def choices() -> Answer:
    """Choose how I hear of what."""
    person = get_person(current_user.person_id)
    usual = dict.fromkeys(kinds.KINDS, "mail" if person.email else "paper")
    before = usual | queries.choices_of(person.id)
    is_steward = may(current_user, "ANSWER_FOR_POT")
    form = choices_form(is_steward=is_steward)(data=shown(kinds.families_of(is_steward=is_steward), before))
    if form.validate_on_submit():
        form.carry_out(service.choose, person.id, form.ways(before))
        if not form.errors:
            flash(gettext("Saved."), "done")
            return redirect(url_for("notices.choices"), 303)
    return page("notices/choices.html", place="notices", form=form, email=person.email)


@blueprint.route("/notices/sheets", methods=["GET", "POST"])
@requires(Permission.PRINT_SHEETS, target=own_wijk)
def sheets(wijk: WijkNow) -> Answer:
    """Print a sheet for each neighbour who hears on paper; it says no names, no hours."""
    found, form = queries.sheets_of(wijk.wijk_id), UpToForm()
    if form.validate_on_submit():
        person_ids = [sheet.person_id for sheet in found]
        transact(service.keep_printed, person_ids, up_to_id=form.up_to.data, by=current_user.person_id)
        flash(gettext("Done. Now give each sheet to the neighbour whose name is on it."), "done")
        return redirect(url_for("notices.sheets"), 303)
    return page("notices/sheets.html", place="wijk", form=form, sheets=found, families=kinds.FAMILIES)


@blueprint.route("/unsubscribe/<token>", methods=["GET", "POST"])
@public
def unsubscribe(token: str) -> Answer:
    """Let who reads a mail stop them all with one press, or their mail program in one POST (RFC 8058)."""
    form, is_post = ActForm(), request.method == "POST"
    is_program = request.form.get("List-Unsubscribe") == "One-Click"
    if is_post and not is_program and not form.validate():
        abort(400)
    person_id = queries.find_person_id(letters.whose_token(token))
    if person_id is None:
        abort(404)
    if not is_post:
        return page("notices/unsubscribe.html", form=form)
    transact(service.stop_mail, person_id)
    if is_program:
        return "ok\n", 200
    flash(gettext("Done. We send you no more mail. You read everything here when you sign in."), "done")
    return redirect(url_for("home.start"), 303)


@blueprint.route("/failed-mails", methods=["GET", "POST"])
@requires(Permission.OPERATE)
def failed_mails() -> Answer:
    """Show the mails that we gave up on, and try them again: no person and no text."""
    form = ActForm()
    if form.validate_on_submit():
        transact(outbox.retry_failed)
        flash(gettext("They are tried again within a minute, but not at night."), "done")
        return redirect(url_for("notices.failed_mails"), 303)
    return page("notices/failed_mails.html", form=form, mails=queries.failed_mails())
