"""Vraag en aanbod: look around, search, and what fits me."""

from typing import Any

from flask import request
from flask_login import current_user

from timebank.access.guard import requires
from timebank.access.policy import Permission
from timebank.core import language
from timebank.core.paging import begins_at
from timebank.core.rendering import page
from timebank.market import queries, rules
from timebank.market.forms import SearchForm
from timebank.market.routes import blueprint
from timebank.market.why import in_words
from timebank.market.words_shown import DAY_PARTS
from timebank.wijk import queries as wijk

SIDES = {"offers": "offer", "requests": "request"}


@blueprint.get("/market")
@requires(Permission.MARKET)
def market() -> tuple[str, int]:
    """Show where to begin: I need help, I want to help, what fits me."""
    kinds = wijk.category_names(current_user.wijk_id, language.current())
    fitting = [(fit.listing, in_words(fit, kinds)) for fit in queries.fitting_requests(current_user)]
    return page("market/market.html", place="home", kinds=kinds, fitting=fitting, day_parts=DAY_PARTS)


@blueprint.get("/market/<any(offers, requests):side>")
@requires(Permission.MARKET)
def look(side: str) -> tuple[str, int]:
    """Show offers or requests: the newest, or what fits the words looked for."""
    kinds = wijk.category_names(current_user.wijk_id, language.current())
    form = SearchForm(request.args)
    form.offer(kinds)
    found = _found(side, form) if form.validate() else None
    asked = {field.name: request.args[field.name] for field in form if field.name in request.args}
    return page(
        "market/look.html",
        place="home",
        form=form,
        side=side,
        found=found,
        kinds=kinds,
        asked=asked,
        day_parts=DAY_PARTS,
    )


def _found(side: str, form: SearchForm) -> Any:
    bit = rules.mask_of([form.when.data]) if form.when.data else 0
    wanted = queries.Wanted(SIDES[side], form.where.data or "wijk", form.kind.data or "", bit)
    words, after = form.words.data or "", begins_at(request.args.get("after"))
    if not words:
        return queries.newest(wanted, current_user, before_id=after)
    by_newest = form.order.data == "new"
    return queries.search(words, wanted, current_user, after=after, newest=by_newest)
