"""The page for who has no network: a browser keeps it, so nothing of anybody stands on it."""

from flask import make_response
from werkzeug import Response

from timebank.access.actor import Visitor
from timebank.access.guard import public
from timebank.core import language
from timebank.core.rendering import page
from timebank.core.routes import ASK_EACH_TIME
from timebank.exchange.forms import DraftForm
from timebank.exchange.routes import blueprint
from timebank.wijk import queries as wijk


@blueprint.get("/offline")
@public
def offline() -> Response:
    """Say that there is no network, and let a phone keep what somebody did: the same page for everyone."""
    form = DraftForm.empty({kind.code: kind.name for kind in wijk.all_categories(language.current())})
    response = make_response(page("exchange/offline.html", form=form, actor=Visitor()))
    response.headers["Cache-Control"] = ASK_EACH_TIME
    return response
