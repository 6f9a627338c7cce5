"""Start pages, and what this time bank is."""

from flask import Blueprint, json, redirect, url_for
from flask import Response as FlaskResponse
from flask_login import current_user
from werkzeug import Response

from timebank.access.guard import public, requires
from timebank.access.policy import Permission
from timebank.balance import queries as balance
from timebank.balance.looking import newest
from timebank.core import clock, language
from timebank.core.rendering import page
from timebank.exchange import queries as exchange
from timebank.home import queries
from timebank.home.own_data import own_data
from timebank.market import queries as market
from timebank.market.words_shown import NEED_KINDS
from timebank.people import queries as people
from timebank.people.events import Line, sentences
from timebank.wijk import queries as wijk

blueprint = Blueprint("home", __name__)
NEWS_AT_MOST = 4


@blueprint.get("/")
@public
def start() -> tuple[str, int] | Response:
    """Show where somebody begins: a visitor, a resident, or who has a task."""
    if not current_user.is_authenticated:
        return page("home/welcome.html", kinds=wijk.all_categories(language.current()))
    return _own_start()


@requires(Permission.START)
def _own_start() -> tuple[str, int] | Response:
    return START[current_user.kind]()


def _resident() -> tuple[str, int] | Response:
    if current_user.has_to_choose_wijk:
        return redirect(url_for("wijk.moved"), 303)
    waiting = exchange.waiting(current_user, with_pots=True)
    mine = [told for told in waiting if told.is_mine]
    there_is = exchange.overview(current_user)
    # First what waits, then the rest: as long as hours wait for an answer, what happened stands in the log.
    kinds = wijk.category_names(current_user.wijk_id, language.current()) if mine else {}
    news = [] if mine else _news()
    shown = {"waiting": mine, "for_pot": len(waiting) - len(mine), "kinds": kinds, "news": news}
    return page("home/resident.html", place="home", there_is=there_is, **shown)


def _news() -> list[Line]:
    events = people.events_about(current_user.person_id).rows
    by_others = [row for row in events if row.actor_person_id != current_user.person_id]
    return sentences(by_others[:NEWS_AT_MOST])


def _worker() -> tuple[str, int]:
    needs = market.open_needs(current_user)
    is_dutch = language.current() == "nl"
    kinds = {need.category_code: need.name_nl if is_dutch else need.name_en for need in needs}
    listings = market.open_without_names(current_user, language.current())
    balances = newest(balance.newest_of(current_user.worker_wijk_ids, None))
    shown = {"kinds": kinds, "need_kinds": NEED_KINDS, "listings": listings, "balances": balances}
    return page("home/worker.html", needs=needs, **shown)


def _gemeente() -> tuple[str, int]:
    return page("home/gemeente.html", balances=newest(balance.newest_of(frozenset(), current_user.gemeente_id)))


def _operator() -> tuple[str, int]:
    return page("home/operator.html", wijken=wijk.open_wijken(), facts=queries.installation())


START = {"resident": _resident, "worker": _worker, "gemeente": _gemeente, "operator": _operator}


@blueprint.post("/me/data")
@requires(Permission.OWN_DETAILS)
def take_along() -> Response:
    """Give me all that is kept of me, as a file."""
    text = json.dumps(own_data(current_user), default=str, indent=2, sort_keys=False, ensure_ascii=False)
    name = f"timebank-{clock.today().isoformat()}.json"
    disposition = {"Content-Disposition": f'attachment; filename="{name}"'}
    return FlaskResponse(text, mimetype="application/json", headers=disposition)


@blueprint.get("/about")
@public
def about() -> tuple[str, int]:
    """Say what this time bank is, who runs it, and what it never does."""
    return page("home/about.html")
