"""One exchange: look at it, answer it, correct it."""

from flask import abort, flash, redirect, request, url_for
from flask_babel import gettext
from flask_login import current_user
from werkzeug import Response

from timebank.access.guard import requires
from timebank.access.policy import Permission
from timebank.core import language, throttle
from timebank.core.database import transact
from timebank.core.rendering import page
from timebank.core.routes import local_path
from timebank.exchange import queries, service, words
from timebank.exchange.forms import CorrectionForm, OtherMinutesForm, OwnCorrectionForm, PaperForm
from timebank.exchange.routes import blueprint
from timebank.exchange.service.moves import side_of
from timebank.wijk import queries as wijk

SEE = requires(Permission.SEE_EXCHANGE, target=queries.find_exchange)
ANSWER = requires(Permission.ANSWER_EXCHANGE, target=queries.find_exchange)


def _told(exchange: queries.Found) -> queries.Told:
    is_mine = current_user.person_id in exchange.party_person_ids
    is_ours = not is_mine and exchange.organisation_account_id in current_user.contact_account_ids
    return queries.told_to(exchange, side_of(exchange, current_user), is_mine=is_mine, is_ours=is_ours)


@blueprint.get("/exchanges/<public_id>")
@SEE
def show(exchange: queries.Found) -> tuple[str, int]:
    """Show one exchange, its history, and what the reader can do now."""
    told = _told(exchange)
    kinds = wijk.category_names(current_user.wijk_id, language.current()) | words.STAD_KINDS
    moves = queries.moves_of(exchange)
    return page(
        "exchange/show.html",
        place="hours",
        told=told,
        kind=kinds.get(told.category_code, told.category_code),
        moves=moves,
        state=words.how_it_stands(told.state, [one.move for one in moves]),
        move_words=words.MOVES,
    )


@blueprint.post("/exchanges/<public_id>/yes")
@ANSWER
def say_yes(exchange: queries.Found) -> Response:
    """Say "ja, dit klopt": the hours are posted."""
    transact(service.confirm, exchange.id, by=current_user)
    flash(gettext("Done. It is in both your hours now."), "done")
    return redirect(local_path(request.form.get("next", "")), 303)


@blueprint.post("/exchanges/<public_id>/<any(decline, withdraw, refuse, stop_asking):move>")
@ANSWER
def answer(exchange: queries.Found, move: str) -> Response:
    """Make a move that posts nothing."""
    transact(service.answer, exchange.id, move, by=current_user)
    flash(gettext("Done."), "done")
    return redirect(url_for("exchange.show", public_id=exchange.public_id), 303)


@blueprint.route("/exchanges/<public_id>/no", methods=["GET", "POST"])
@ANSWER
def say_no(exchange: queries.Found) -> tuple[str, int] | Response:
    """ "Nee, dit klopt niet": it was another time, or it did not happen."""
    form = OtherMinutesForm()
    if form.validate_on_submit() and form.carry_out(
        service.counter, exchange.id, form.chosen_minutes(), by=current_user
    ):
        flash(gettext("Sent. Now the other says whether it is right."), "done")
        return redirect(url_for("exchange.show", public_id=exchange.public_id), 303)
    return page("exchange/no.html", place="hours", form=form, told=_told(exchange))


@blueprint.route("/exchanges/<public_id>/paper", methods=["GET", "POST"])
@ANSWER
def on_paper(exchange: queries.Found) -> tuple[str, int] | Response:
    """Take the yes of a neighbour who has it on paper."""
    told = _told(exchange)
    question = queries.question_for(exchange, current_user)
    if question is None:
        abort(409)
    form = PaperForm()
    if form.validate_on_submit():
        throttle.check(throttle.LOOKING_FOR_CODES, "paper code", str(current_user.person_id))
        if form.carry_out(service.confirm_on_paper, exchange.id, form.code.data, by=current_user):
            flash(gettext("Done. It is in both your hours now."), "done")
            return redirect(url_for("exchange.show", public_id=exchange.public_id), 303)
    return page("exchange/paper.html", place="hours", form=form, told=told, question=question)


@blueprint.route("/exchanges/<public_id>/correct", methods=["GET", "POST"])
@ANSWER
def correct(exchange: queries.Found) -> tuple[str, int] | Response:
    """Ask the other to correct it; what I wrote down alone is corrected at once."""
    told = _told(exchange)
    if told.is_alone:
        return _correct_alone(exchange, told)
    form = CorrectionForm()
    if form.validate_on_submit() and form.carry_out(
        service.ask_correction,
        exchange.id,
        reason=form.reason.data,
        right_minutes=form.right_minutes(),
        by=current_user,
    ):
        flash(gettext("Asked. Now the other says whether it is right."), "done")
        return redirect(url_for("exchange.show", public_id=exchange.public_id), 303)
    return page("exchange/correct.html", place="hours", form=form, told=told)


def _correct_alone(exchange: queries.Found, told: queries.Told) -> tuple[str, int] | Response:
    form = OwnCorrectionForm()
    right = form.validate_on_submit() and {"right_minutes": form.right_minutes(), "by": current_user}
    if right and form.carry_out(service.correct_alone, exchange.id, **right):
        flash(gettext("Done. Your hours are corrected."), "done")
        return redirect(url_for("exchange.show", public_id=exchange.public_id), 303)
    return page("exchange/correct.html", place="hours", form=form, told=told)


@blueprint.post("/exchanges/<public_id>/agree")
@ANSWER
def agree(exchange: queries.Found) -> Response:
    """Say yes to a correction."""
    transact(service.agree_correction, exchange.id, by=current_user)
    flash(gettext("Done. Both your hours are corrected."), "done")
    return redirect(url_for("exchange.show", public_id=exchange.public_id), 303)


@blueprint.post("/exchanges/<public_id>/erase-note")
@ANSWER
def erase_note(exchange: queries.Found) -> Response:
    """Erase the note for both, for ever."""
    transact(service.erase_note, exchange.id, by=current_user)
    flash(gettext("The note is gone."), "done")
    return redirect(url_for("exchange.show", public_id=exchange.public_id), 303)
