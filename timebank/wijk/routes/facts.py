"""Facts from outside that stand beside the balance of a wijk: stewards and workers write them."""

from flask import flash, redirect, url_for
from flask_babel import gettext
from flask_login import current_user
from werkzeug import Response

from timebank.access.guard import requires
from timebank.access.policy import Permission
from timebank.core import clock
from timebank.core.database import transact
from timebank.core.rendering import page
from timebank.wijk import queries, service
from timebank.wijk.forms import FactForm
from timebank.wijk.queries import FoundFact
from timebank.wijk.routes import blueprint


@blueprint.route("/wijk/facts", methods=["GET", "POST"])
@requires(Permission.WIJK_FACTS)
def facts() -> tuple[str, int] | Response:
    """Show the facts of my wijken, and write one down."""
    wijken = queries.wijken_by_id(current_user.steward_wijk_ids | current_user.worker_wijk_ids)
    form = FactForm(year=clock.today().year)
    form.offer(wijken)
    if form.validate_on_submit():
        wijk_id = next(one.wijk_id for one in wijken if one.public_id == form.wijk.data)
        if form.carry_out(service.write_fact, _said(form), wijk_id, by=current_user):
            flash(gettext("Done. It stands beside the balance."), "done")
            return redirect(url_for("wijk.facts"), 303)
    found = queries.newest_facts({one.wijk_id for one in wijken})
    names = {one.wijk_id: one.name for one in wijken}
    return page("wijk/facts.html", form=form, found=found, names=names)


@blueprint.post("/wijk/facts/<public_id>/erase")
@requires(Permission.ERASE_FACT, target=queries.find_fact)
def erase_fact(fact: FoundFact) -> Response:
    """Take a fact away."""
    transact(service.erase_fact, fact, by=current_user)
    flash(gettext("Done. The fact is gone."), "done")
    return redirect(url_for("wijk.facts"), 303)


def _said(form: FactForm) -> service.Fact:
    return service.Fact(
        year=form.year.data,
        quarter=int(form.quarter.data) or None,
        words=form.words.data,
        amount=form.amount.data,
        is_hours=form.is_hours.data == "hours",
        source=form.source.data,
    )
