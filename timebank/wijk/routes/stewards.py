"""Who are the stewards; they appoint and step down in pairs."""

from flask import flash, redirect, url_for
from flask_babel import gettext
from flask_login import current_user
from werkzeug import Response

from timebank.access.guard import requires
from timebank.access.policy import Permission
from timebank.core import throttle
from timebank.core.forms import BaseForm
from timebank.core.rendering import page
from timebank.wijk import queries, service
from timebank.wijk.forms import ActForm, AppointForm
from timebank.wijk.models import StewardProposal
from timebank.wijk.queries import Steward, WijkNow
from timebank.wijk.routes import blueprint
from timebank.wijk.routes.inviting import own_wijk

Answer = tuple[str, int] | Response


@blueprint.route("/wijk/stewards", methods=["GET", "POST"])
@requires(Permission.STEWARD, target=own_wijk)
def stewards(wijk: WijkNow) -> Answer:
    """Show who are the stewards and what was proposed; propose a neighbour."""
    form = AppointForm()
    if form.validate_on_submit():
        throttle.check(throttle.LOOKING_FOR_CODES, "buurcode", str(current_user.person_id))
        form.carry_out(service.propose_appointment, wijk.wijk_id, form.buurcode.data, by=current_user)
        if not form.errors:
            return _done(gettext("Proposed. Another steward has to say yes."))
    return _page(wijk.wijk_id, form)


@blueprint.post("/wijk/stewards/<public_id>/stop")
@requires(Permission.STEWARD, target=queries.find_steward)
def stop(steward: Steward) -> Answer:
    """Propose that a steward, mostly oneself, stops."""
    form = ActForm()
    if form.validate_on_submit():
        form.carry_out(service.propose_stepping_down, steward.wijk_id, steward.person_id, by=current_user)
        if not form.errors:
            return _done(gettext("Proposed. Another steward has to say yes."))
    return _page(steward.wijk_id, AppointForm(formdata=None), broken=form)


@blueprint.post("/wijk/proposals/<public_id>/yes")
@requires(Permission.STEWARD, target=queries.find_proposal)
def agree(proposal: StewardProposal) -> Answer:
    """Say yes to a proposal of another steward."""
    form = ActForm()
    if form.validate_on_submit():
        form.carry_out(service.agree_steward_change, proposal.id, by=current_user)
        if not form.errors and _ended_own_task(proposal):
            return redirect(url_for("wijk.mine"), 303)
        if not form.errors:
            return _done(gettext("Done. It holds from now on."))
    return _page(proposal.wijk_id, AppointForm(formdata=None), broken=form)


@blueprint.post("/wijk/proposals/<public_id>/no")
@requires(Permission.STEWARD, target=queries.find_proposal)
def end_proposal(proposal: StewardProposal) -> Answer:
    """Take a proposal back, or say no to it."""
    form = ActForm()
    if form.validate_on_submit():
        form.carry_out(service.end_steward_proposal, proposal.id, by=current_user)
        if not form.errors:
            return _done(gettext("The proposal is off."))
    return _page(proposal.wijk_id, AppointForm(formdata=None), broken=form)


def _ended_own_task(proposal: StewardProposal) -> bool:
    return proposal.change == "step_down" and proposal.person_id == current_user.person_id


def _done(text: str) -> Response:
    flash(text, "done")
    return redirect(url_for("wijk.stewards"), 303)


def _page(wijk_id: int, form: AppointForm, *, broken: BaseForm | None = None) -> tuple[str, int]:
    if broken is not None:
        form.form_errors.extend(broken.form_errors)
    return page(
        "wijk/stewards.html",
        place="wijk",
        form=form,
        stewards=queries.stewards_of(wijk_id),
        proposals=queries.proposals_of(wijk_id),
    )
