"""Help of the stad, as the resident sees it: what is asked, and both sides together. Nobody else sees this."""

from flask import flash, redirect, url_for
from flask_babel import gettext
from flask_login import current_user
from werkzeug import Response

from timebank.access.guard import requires
from timebank.access.policy import Permission
from timebank.core.database import transact
from timebank.core.rendering import page
from timebank.exchange import queries, service, words
from timebank.exchange.routes import blueprint

OWN = requires(Permission.OWN_STAD_HELP, target=queries.find_proposal)


@blueprint.get("/stad-help/<public_id>")
@OWN
def stad_help(proposal: queries.FoundProposal) -> tuple[str, int]:
    """Show what an organisation says the stad did for me."""
    return page("exchange/stad_help.html", place="hours", proposal=proposal, stad_kinds=words.STAD_KINDS)


@blueprint.post("/stad-help/<public_id>/<any(yes, no):said>")
@OWN
def answer_stad_help(proposal: queries.FoundProposal, said: str) -> Response:
    """Say yes, and it is posted and nobody can read any more who asked; or no."""
    if said == "yes":
        written = transact(service.say_yes, proposal, by=current_user)
        flash(gettext("Done. It is in your hours now. We erased who asked it."), "done")
        return redirect(url_for("exchange.show", public_id=written), 303)
    transact(service.say_no, proposal, by=current_user)
    flash(gettext("Done. Nothing is written in your hours."), "done")
    return redirect(url_for("exchange.hours"), 303)


@blueprint.get("/hours/stad")
@requires(Permission.OWN_HOURS)
def hours_with_stad() -> tuple[str, int]:
    """Show both sides: what I got from the stad, and what I did for the stad and the wijk."""
    found = queries.hours_with_stad(current_user.account_id)
    return page("exchange/hours_stad.html", place="hours", found=found)
