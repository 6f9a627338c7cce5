"""The balance of a wijk or a gemeente, for everybody alike; the figures to take along, and how they are made."""

from flask import Blueprint, abort, redirect, request, url_for
from flask import Response as FlaskResponse
from flask_login import current_user
from werkzeug import Response

from timebank.access.guard import public, requires
from timebank.access.policy import Permission
from timebank.balance import exports, looking, queries, reporting, words
from timebank.balance.forms import ReportForm
from timebank.balance.rules import RULES_VERSION
from timebank.core import language
from timebank.core.rendering import page
from timebank.wijk import queries as wijk

blueprint = Blueprint("balance", __name__)


@blueprint.get("/wijk/balance")
@requires(Permission.MY_WIJK)
def mine() -> Response:
    """Go to the balance of my wijk: it has one address, for everybody."""
    return redirect(url_for("balance.show", public_id=wijk.get_wijk(current_user.wijk_id).code), 303)


@blueprint.get("/balance")
@public
def wijken() -> tuple[str, int]:
    """Show which wijken have a balance to look at, by gemeente and name."""
    return page("balance/wijken.html", wijken=wijk.open_wijken())


@blueprint.get("/balance/<public_id>")
@public
def show(public_id: str) -> tuple[str, int]:
    """Show the balance of an opened wijk, named by its code, in a quarter or a year."""
    found = _opened(public_id)
    possible = looking.periods([one.quarter for one in found.published])
    period = _asked(possible)
    shown = {}
    if period is not None:
        everything = queries.of_all(looking.within(found, period), looking.beside(found, period))
        shown = looking.look_at_wijk(
            found, period, everything, everything.groups["nl" if language.current() == "nl" else "en"]
        )
        shown["outside"] = [] if period.is_year else wijk.facts_of(found.wijk.wijk_id, period.code)
    return page("balance/wijk.html", place=_place(found), wijk=found.wijk, possible=possible, period=period, **shown)


@blueprint.get("/balance/gemeente/<public_id>")
@public
def gemeente(public_id: str) -> tuple[str, int]:
    """Show the wijken of a gemeente, named by its code, together: sums of what was published, and each by name."""
    possible = looking.periods(queries.published_quarters())
    period = _asked(possible)
    found = queries.of_gemeente(public_id, period.quarters if period else ())
    if not found.name:
        abort(404)
    shown = looking.look_at_gemeente(found, period, _groups()) if period else {}
    return page("balance/gemeente.html", gemeente=found, possible=possible, period=period, **shown)


@blueprint.get("/balance/<public_id>/figures.csv")
@public
def figures_csv(public_id: str) -> Response:
    """Give what was published of a wijk, or of it in one period, as a table."""
    name, published = _to_take_along(public_id)
    disposition = {"Content-Disposition": f'attachment; filename="{name}.csv"'}
    return FlaskResponse(exports.as_csv(published), mimetype="text/csv", headers=disposition)


@blueprint.get("/balance/<public_id>/figures.json")
@public
def figures_json(public_id: str) -> Response:
    """Give the same for programs."""
    return FlaskResponse(exports.as_json(_to_take_along(public_id)[1]), mimetype="application/json")


@blueprint.get("/balance/schema.json")
@public
def schema() -> Response:
    """Say, for programs, what the file of figures looks like."""
    return FlaskResponse(exports.schema(), mimetype="application/schema+json")


@blueprint.get("/balance/method")
@public
def method() -> tuple[str, int]:
    """Say how the figures are made, and where the rules come from."""
    return page("balance/method.html", version=RULES_VERSION)


@blueprint.get("/balance/<public_id>/report")
@requires(Permission.READ_REPORTS)
def report(public_id: str) -> tuple[str, int]:
    """Show what residents said about a quarter, beside its figures."""
    found = _opened(public_id)
    quarter = _quarter(found)
    shown = looking.look_beside_words(found, quarter) if quarter else {}
    said = queries.find_report(found.wijk.wijk_id, quarter.code) if quarter else None
    return page("balance/report.html", place=_place(found), wijk=found.wijk, period=quarter, said=said, **shown)


@blueprint.route("/wijk/report", methods=["GET", "POST"])
@requires(Permission.WRITE_REPORT)
def write_report() -> tuple[str, int] | Response:
    """Let a resident write down what neighbours said to each other about a quarter of their wijk."""
    found = queries.of_own_wijk(current_user)
    quarter = _quarter(found) if found else None
    if found is None or quarter is None:
        return redirect(url_for("balance.mine"), 303)
    said = queries.find_report(found.wijk.wijk_id, quarter.code)
    form = ReportForm(obj=said, after=reporting.version_of(said))
    if form.validate_on_submit():
        answers = reporting.Words(**{name: form[name].data for name in reporting.ANSWERS})
        where = (found.wijk.wijk_id, quarter.code)
        form.carry_out(reporting.write_report, *where, answers, after=form.after.data, by=current_user)
        if not form.errors:
            return redirect(url_for("balance.report", public_id=found.wijk.code, period=quarter.code), 303)
    return page("balance/write_report.html", place="wijk", form=form, wijk=found.wijk, period=quarter)


@blueprint.get("/over-the-fence")
@requires(Permission.READ_REPORTS)
def over_the_fence() -> tuple[str, int]:
    """Show what wijken tell each other: what went well and what went wrong, with equal room."""
    told = [(words.quarter(balance.quarter), balance, said) for balance, said in queries.over_the_fence()]
    return page("balance/over_the_fence.html", told=told)


def _quarter(found: queries.OfWijk) -> looking.Period | None:
    period = _asked(looking.periods([one.quarter for one in found.published]))
    if period is not None and period.is_year:
        abort(404)
    return period


def _asked(possible: list[looking.Period]) -> looking.Period | None:
    asked = request.args.get("period", "")
    period = looking.choose(possible, asked)
    if period is None and asked:
        abort(404)
    return period


def _to_take_along(code: str) -> tuple[str, list[queries.Published]]:
    found = _opened(code)
    possible = looking.periods([one.quarter for one in found.published])
    period = _asked(possible) if request.args.get("period") else None
    published = looking.within(found, period) if period else list(found.published)
    return f"{found.wijk.code}-{period.code}" if period else found.wijk.code, published


def _opened(code: str) -> queries.OfWijk:
    found = queries.find_of_wijk(code)
    if found is None:
        abort(404)
    return found


def _place(found: queries.OfWijk) -> str:
    return "wijk" if found.wijk.wijk_id == current_user.wijk_id else ""


def _groups() -> dict[str, str]:
    return {kind.group_code: kind.group_name for kind in wijk.all_categories(language.current())}
