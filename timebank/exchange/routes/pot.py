"""The stewards' answers for the pot of their wijk, several at once."""

from flask import flash, redirect, request, url_for
from flask_babel import ngettext
from flask_login import current_user
from werkzeug import Response

from timebank.access.guard import requires
from timebank.access.policy import Answer, Permission, ask
from timebank.core import language
from timebank.core.database import transact
from timebank.core.errors import RuleBroken
from timebank.core.rendering import page
from timebank.exchange import queries, service
from timebank.exchange.routes import blueprint
from timebank.wijk import queries as wijk


@blueprint.get("/pot")
@requires(Permission.ANSWER_FOR_POT)
def pot() -> tuple[str, int]:
    """Show what neighbours gave to the wijk and wait to hear about."""
    waiting = queries.waiting_for_stewards(current_user)
    kinds = wijk.category_names(current_user.wijk_id, language.current())
    groups = queries.groups_waiting_for_stewards(current_user)
    return page("exchange/pot.html", waiting=waiting, groups=groups, kinds=kinds)


@blueprint.post("/pot")
@requires(Permission.ANSWER_FOR_POT)
def answer_for_pot() -> Response:
    """Say yes to all that were ticked; what was answered meanwhile is left as it is."""
    chosen = request.form.getlist("exchange")[: queries.WAITING_AT_MOST]
    said = sum(_say_yes(public_id) for public_id in chosen)
    flash(ngettext("You said yes to %(num)s.", "You said yes to %(num)s.", said), "done")
    return redirect(url_for("exchange.pot"), 303)


def _say_yes(public_id: str) -> bool:
    exchange = queries.find_exchange(public_id)
    if exchange is None or ask(current_user, Permission.ANSWER_EXCHANGE, exchange) is not Answer.YES:
        return False
    try:
        transact(service.confirm, exchange.id, by=current_user)
    except RuleBroken:
        return False
    return True
