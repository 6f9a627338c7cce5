"""Templates: where they are, and the words and numbers that they may use."""

from collections.abc import Iterable
from datetime import date, datetime
from functools import lru_cache
from itertools import groupby
from operator import attrgetter
from pathlib import Path
from typing import Any

from flask import Flask, render_template
from flask_babel import format_date
from flask_login import current_user
from jinja2 import FileSystemLoader, PrefixLoader, StrictUndefined

from timebank.core import assets, clock, language, minutes, phone, pictures


def init_app(app: Flask) -> None:
    """Let templates be called `room/page.html` and give them their filters."""
    rooms = Path(__file__).parent.parent
    app.jinja_loader = PrefixLoader(  # type: ignore[assignment]
        {path.parent.name: FileSystemLoader(path) for path in sorted(rooms.glob("*/templates"))}
    )
    # Not by `jinja_options`: those count only for an environment that nobody has asked for yet.
    app.jinja_env.undefined = StrictUndefined
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    app.jinja_env.filters.update(
        minutes=minutes.in_words, in_runs=in_runs, short_time=minutes.in_short, day=day, month=month, moment=moment
    )
    app.jinja_env.filters.update(clock_time=clock_time, by_day=by_day)
    app.jinja_env.globals.update(
        asset=assets.url,
        balance_bars=pictures.balance_bars,
        ground=phone.ground,
        site_name=app.config["SITE_NAME"],
        place=None,
        form=None,
    )
    app.context_processor(_who_reads)


def render(template: str, **values: Any) -> str:
    """Render a template called `room/page.html`."""
    return render_template(template, **values)


def page(template: str, **values: Any) -> tuple[str, int]:
    """Render a page; HTTP 422 when its form has errors."""
    form = values.get("form")
    return render(template, **values), 422 if form is not None and form.errors else 200


def day(value: date) -> str:
    """Write a day as people say it: "zaterdag 21 november", with the year if it is another one."""
    return _written(value, "EEEE d MMMM" if value.year == clock.today().year else "EEEE d MMMM y", language.current())


def month(value: date) -> str:
    """Write a month as people say it: "november", with the year if it is another one."""
    return _written(value, "LLLL" if value.year == clock.today().year else "LLLL y", language.current())


@lru_cache(maxsize=1024)
def _written(value: date, pattern: str, _language: str) -> str:
    return format_date(value, pattern)


def moment(value: datetime) -> str:
    """Write day and time in the Netherlands: "zaterdag 21 november, 14:05", with the year if it is another one."""
    return f"{day(clock.day_of(value))}, {clock_time(value)}"


def clock_time(value: datetime) -> str:
    """Write the time of a moment in the Netherlands: "14:05"."""
    return f"{clock.in_the_netherlands(value):%H:%M}"


def in_runs(rows: Iterable[Any], attribute: str) -> list[tuple[Any, list[Any]]]:
    """Put rows that follow each other and share an attribute together, in the order they have."""
    return [(value, list(run)) for value, run in groupby(rows, key=attrgetter(attribute))]


def by_day(rows: Iterable[Any], attribute: str) -> list[tuple[date, list[Any]]]:
    """Put rows that follow each other and are of one day in the Netherlands together; `attribute` is their moment."""
    return [(value, list(run)) for value, run in groupby(rows, key=lambda row: clock.day_of(getattr(row, attribute)))]


def _who_reads() -> dict[str, Any]:
    return {
        "actor": current_user,
        "language": language.current(),
        "other_languages": language.others(),
        "theme_css": assets.theme_url(),
    }
