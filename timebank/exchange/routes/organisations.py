"""What somebody does for an organisation that they speak for: write down, answer, propose help of the stad."""

from typing import Any

from flask import flash, redirect, url_for
from flask_babel import gettext
from flask_login import current_user
from werkzeug import Response

from timebank.access.guard import requires
from timebank.access.policy import Permission
from timebank.core import clock, language, throttle
from timebank.core.database import transact
from timebank.core.rendering import page
from timebank.core.tokens import secret
from timebank.exchange import queries, service, words
from timebank.exchange.forms import USUAL_MINUTES, OrganisationDidForm, StadHelpForm
from timebank.exchange.routes import blueprint
from timebank.wijk import queries as wijk
from timebank.wijk.queries import FoundPartner, find_partner

SPEAK = requires(Permission.SPEAK_FOR_ORGANISATION, target=find_partner)


@blueprint.get("/organisations/<public_id>")
@SPEAK
def organisation(partner: FoundPartner) -> tuple[str, int]:
    """Show what an organisation gave and got, and what waits for its answer."""
    waiting = queries.waiting_for_partner(partner.account_id, current_user)
    kinds = wijk.category_names(current_user.wijk_id, language.current())
    return page("exchange/organisation.html", place="wijk", partner=partner, waiting=waiting, kinds=kinds)


@blueprint.route("/organisations/<public_id>/did", methods=["GET", "POST"])
@SPEAK
def organisation_did(partner: FoundPartner) -> tuple[str, int] | Response:
    """Write down what an organisation gave or got."""
    form = OrganisationDidForm(**_begun(), direction="gave", people=partner.people)
    form.offer(wijk.categories_for(current_user.wijk_id, language.current()))
    if form.validate_on_submit():
        _count_code()
        sent = form.carry_out(service.report_for, partner, form.as_report(), by=current_user)
        if sent is not None:
            flash(gettext("Written down. Now the neighbour says whether it is right."), "done")
            return redirect(url_for("exchange.show", public_id=sent), 303)
    return page("exchange/organisation_did.html", place="wijk", form=form, partner=partner)


@blueprint.route("/organisations/<public_id>/stad", methods=["GET", "POST"])
@requires(Permission.PROPOSE_FOR_STAD, target=find_partner)
def propose_stad_help(partner: FoundPartner) -> tuple[str, int] | Response:
    """Ask a neighbour whether the stad helped them; show what waits and what was answered with no."""
    form = StadHelpForm(**_begun())
    form.offer(words.STAD_KINDS)
    if form.validate_on_submit():
        _count_code()
        if form.carry_out(service.propose_stad_help, partner, _help(form), by=current_user):
            flash(gettext("Asked. It counts only when the neighbour says yes."), "done")
            return redirect(url_for("exchange.propose_stad_help", public_id=partner.public_id), 303)
    proposals = queries.proposals_of(partner.organisation_id)
    shown = {"proposals": proposals, "stad_kinds": words.STAD_KINDS}
    return page("exchange/stad_propose.html", place="wijk", form=form, partner=partner, **shown)


@blueprint.post("/stad-help/<public_id>/take-back")
@requires(Permission.SPEAK_FOR_ORGANISATION, target=queries.find_proposal)
def take_back_stad_help(proposal: queries.FoundProposal) -> Response:
    """Take a proposal back, or throw away what is left of one."""
    transact(service.take_back, proposal)
    flash(gettext("Done. It is gone."), "done")
    return redirect(url_for("wijk.organisations"), 303)


def _begun() -> dict[str, Any]:
    return {"request_key": secret(), "occurred_on": clock.today(), "minutes": str(USUAL_MINUTES)}


def _count_code() -> None:
    throttle.check(throttle.LOOKING_FOR_CODES, "buurcode", str(current_user.person_id))


def _help(form: StadHelpForm) -> service.StadHelp:
    said = (form.request_key.data, form.who.data, form.what.data, form.chosen_minutes(), form.occurred_on.data)
    return service.StadHelp(*said)
