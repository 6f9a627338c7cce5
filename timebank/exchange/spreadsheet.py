"""My hours as CSV that opens right in Dutch Excel: UTF-8 with a mark, `;`, a decimal comma."""

import csv
from collections.abc import Iterable, Iterator
from io import StringIO

from flask_babel import gettext

from timebank.exchange.queries import Line

BYTE_ORDER_MARK = "\ufeff"
FORMULA_BEGINS = tuple("=+-@＝＋－＠")
"""Also as written in full width, which some spreadsheets take too."""


def rows(pages: Iterable[list[Line]], kinds: dict[str, str]) -> Iterator[str]:
    """Write the heading and every line, a page at a time. Times are hours with a decimal comma."""
    titles = (gettext("Day"), gettext("Kind of help"), gettext("With whom"), gettext("Given, in hours"))
    more = (gettext("Got, in hours"), gettext("Given in all"), gettext("Got in all"), gettext("Note"))
    yield BYTE_ORDER_MARK + _written([[*titles, *more]])
    for lines in pages:
        yield _written(_cells(line, kinds) for line in lines)


def _cells(line: Line, kinds: dict[str, str]) -> list[str]:
    gave = line.side == "given"
    return [
        line.occurred_on.strftime("%d-%m-%Y"),
        safe(kinds.get(line.category_code, line.category_code)),
        safe(line.other_name or (gettext("the stad") if line.other_kind == "stad" else gettext("the wijk"))),
        hours(line.minutes) if gave else "",
        "" if gave else hours(line.minutes),
        hours(line.given_after_minutes),
        hours(line.received_after_minutes),
        safe(line.note),
    ]


def safe(text: str) -> str:
    """Return a text that a spreadsheet shows and never runs as a formula."""
    return f"'{text}" if text.lstrip().startswith(FORMULA_BEGINS) else text


def hours(minutes: int) -> str:
    """Write minutes as hours with two decimals: 90 → "1,50"."""
    whole, rest = divmod(abs(minutes), 60)
    return f"{'-' if minutes < 0 else ''}{whole},{round(rest * 100 / 60):02d}"


def _written(cells: Iterable[list[str]]) -> str:
    out = StringIO()
    csv.writer(out, delimiter=";", lineterminator="\r\n").writerows(cells)
    return out.getvalue()
