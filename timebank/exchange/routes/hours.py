"""Mijn uren: what I gave and got."""

from collections.abc import Iterator

from flask import Response, request, stream_with_context
from flask_login import current_user

from timebank.access.guard import requires
from timebank.access.policy import Permission
from timebank.core import clock, language
from timebank.core.paging import begins_at
from timebank.core.rendering import page
from timebank.exchange import queries, spreadsheet, words
from timebank.exchange.forms import FilterForm
from timebank.exchange.routes import blueprint
from timebank.wijk import queries as wijk

LINES_ON_A_PAGE = 50
YEARS_BACK = 10


@blueprint.get("/hours")
@requires(Permission.OWN_HOURS)
def hours() -> tuple[str, int]:
    """Show what I gave and got, what waits, and every line with its running totals."""
    form, year, kind = _filter()
    before = begins_at(request.args.get("before"))
    found = queries.lines(
        current_user.account_id, before_seq=before, size=LINES_ON_A_PAGE, year=year, category_code=kind
    )
    waiting = queries.waiting(current_user) if before is None else []
    kinds = wijk.category_names(current_user.wijk_id, language.current()) | words.STAD_KINDS
    form.offer(_years(), kinds)
    return page("exchange/hours.html", place="hours", form=form, lines=found, waiting=waiting, kinds=kinds)


@blueprint.get("/hours.csv")
@requires(Permission.OWN_HOURS)
def hours_csv() -> Response:
    """Give my lines as a file that Dutch Excel opens right; made page by page, so memory stays flat."""
    _, year, kind = _filter()
    kinds = wijk.category_names(current_user.wijk_id, language.current()) | words.STAD_KINDS
    account_id = current_user.account_id

    def pages() -> Iterator[list[queries.Line]]:
        before = None
        while True:
            found = queries.lines(account_id, before_seq=before, size=1000, year=year, category_code=kind)
            yield found.rows
            before = found.next_after
            if before is None:
                return

    body = stream_with_context(spreadsheet.rows(pages(), kinds))
    name = f"timebank-{clock.today().isoformat()}.csv"
    return Response(body, mimetype="text/csv", headers={"Content-Disposition": f'attachment; filename="{name}"'})


def _filter() -> tuple[FilterForm, int | None, str]:
    year = request.args.get("year", type=int)
    return FilterForm(request.args), year if year in _years() else None, request.args.get("kind", "")


def _years() -> list[int]:
    this_year = clock.today().year
    return list(range(this_year, this_year - YEARS_BACK, -1))
