""" "Ik heb geholpen" and "Ik ben geholpen": who, what, how long."""

from collections.abc import Callable
from datetime import date
from typing import Any

from flask import abort, flash, redirect, request, url_for
from flask_babel import gettext
from flask_login import current_user
from werkzeug import Response

from timebank.access.guard import requires
from timebank.access.policy import Permission
from timebank.core import clock, language, throttle
from timebank.core.database import transact
from timebank.core.rendering import page
from timebank.core.tokens import secret, shaped_like_secret
from timebank.exchange import queries, service, words
from timebank.exchange.forms import USUAL_MINUTES, HowLongForm, WhoForm
from timebank.exchange.routes import blueprint
from timebank.exchange.rules import Report
from timebank.wijk import queries as wijk
from timebank.wijk.rules import OF_PARTNER, POT, STAD

SIDES = {"gave": "giver", "got": "receiver"}
KNOWN: dict[str, Callable[[str], Any]] = {
    "what": str,
    "minutes": int,
    "day": date.fromisoformat,
    "key": shaped_like_secret,
}
"""What "once more", or a draft that was kept on a phone, knows already; it goes along from screen to screen."""

DETAILS = ("minutes", "day", "key")


@blueprint.get("/did")
@requires(Permission.REPORT_EXCHANGE)
def begin() -> tuple[str, int]:
    """Ask which it was: helped, or was helped."""
    recent = queries.recent_with_others(current_user)
    kinds = wijk.category_names(current_user.wijk_id, language.current()) | words.STAD_KINDS
    return page("exchange/begin.html", place="did", recent=recent, kinds=kinds)


@blueprint.get("/did/<any(gave, got):direction>/who")
@requires(Permission.REPORT_EXCHANGE)
def who(direction: str) -> tuple[str, int]:
    """Ask with whom; search by name or buurcode."""
    form = WhoForm(request.args)
    found = None
    if form.name.data and form.validate():
        found = look_for(form.name.data)
    recent = queries.recent_others(current_user) if found is None else []
    shown = {"recent": recent, "partners": wijk.partners_of(current_user.wijk_id), "known": _known("what", *DETAILS)}
    return page("exchange/who.html", place="did", form=form, direction=direction, found=found, **shown)


@blueprint.get("/did/<any(gave, got):direction>/what")
@requires(Permission.REPORT_EXCHANGE)
def what(direction: str) -> tuple[str, int] | Response:
    """Ask what it was: the kinds of help of the wijk."""
    other = _other()
    if other is None:
        return _choose_again(direction)
    known = _known(*DETAILS)
    if _is_help_of_stad(direction, other):
        return page("exchange/what_stad.html", place="did", other=other, kinds=words.STAD_KINDS, known=known)
    kinds = wijk.categories_for(current_user.wijk_id, language.current())
    return page("exchange/what.html", place="did", direction=direction, other=other, kinds=kinds, known=known)


@blueprint.route("/did/<any(gave, got):direction>/how-long", methods=["GET", "POST"])
@requires(Permission.REPORT_EXCHANGE)
def how_long(direction: str) -> tuple[str, int] | Response:
    """Ask how long it was, name the other once more, and write it down."""
    other = _other()
    if other is None:
        return _choose_again(direction)
    what, known, note = request.values.get("what", ""), _known(*DETAILS), _own_note()
    begun: dict[str, Any] = {"key": secret(), "minutes": USUAL_MINUTES, "day": clock.today()} | known
    form = HowLongForm.fresh(who=other.public_id, what=what, **begun)
    if note is not None:
        form.show(note)
    if form.validate_on_submit():
        sent = form.carry_out(_report, form.as_report(SIDES[direction]), note)
        if sent is not None:
            flash(_written_down(direction, other), "done")
            return redirect(url_for("exchange.show", public_id=sent, _anchor=known.get("key")), 303)
    kind = _kind(what, direction, other)
    if kind is None:
        abort(404)
    return page(
        "exchange/how_long.html", place="did", form=form, direction=direction, other=other, kind=kind, known=known
    )


def look_for(text: str) -> list[wijk.Neighbour]:
    """Return whom a text may mean; codes that fit nobody are counted, so that nobody can try them all."""
    if not wijk.could_be_buurcode(text):
        return wijk.find_whom(text, seeker=current_user)
    counted = throttle.check(throttle.LOOKING_FOR_CODES, "buurcode", str(current_user.person_id))
    found = wijk.find_whom(text, seeker=current_user)
    if found:
        transact(throttle.take_back, [counted])
    return found


def _report(content: Report, note: queries.FoundNote | None) -> str:
    if note is None:
        return service.report(content, by=current_user)
    return service.report_from_note(note.id, content, by=current_user)


def _own_note() -> queries.FoundNote | None:
    """Return the reader's own note that the form comes from, if it comes from one."""
    named = request.args.get("note")
    note = queries.find_own_note(named) if named else None
    return note if note is not None and note.person_id == current_user.person_id else None


def _other() -> wijk.Neighbour | None:
    chosen = request.values.get("who", "")
    if chosen == POT:
        return wijk.the_wijk_itself(current_user)
    if chosen == STAD:
        return wijk.the_stad_itself(current_user)
    if chosen.startswith(OF_PARTNER):
        return wijk.partner_as_party(chosen, seeker=current_user)
    return wijk.member_by_public_id(chosen, seeker=current_user)


def _is_help_of_stad(direction: str, other: wijk.Neighbour) -> bool:
    return direction == "got" and other.public_id == STAD


def _kind(what: str, direction: str, other: wijk.Neighbour) -> str | None:
    """Return what a kind of help is called here; None where it is none of those to choose from."""
    if _is_help_of_stad(direction, other):
        return words.STAD_KINDS.get(what)
    return wijk.category_name(what, current_user.wijk_id, language.current())


def _written_down(direction: str, other: wijk.Neighbour) -> str:
    if _is_help_of_stad(direction, other):
        return str(gettext("Written down. It is in your hours now. Only you see it."))
    return str(gettext("Written down. Now the other says whether it is right."))


def _choose_again(direction: str) -> Response:
    flash(gettext("We cannot find that neighbour. Ask for the buurcode and try again."), "error")
    return redirect(url_for("exchange.who", direction=direction, **_known("what", *DETAILS)), 303)


def _known(*names: str) -> dict[str, Any]:
    given = {name: request.args.get(name, type=KNOWN[name]) for name in names}
    return {name: value for name, value in given.items() if value}
