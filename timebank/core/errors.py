"""Refusals that people read, and the pages that say them.

A service raises the rule that was broken; its text is a sentence for the person who broke it.
"""

from typing import Any, ClassVar

from flask import Flask, current_app, g
from flask_babel import LazyString, gettext, lazy_gettext
from flask_wtf.csrf import CSRFError
from sqlalchemy.exc import OperationalError
from werkzeug.exceptions import HTTPException

from timebank.core.database import let_go
from timebank.core.engines import is_full
from timebank.core.rendering import render


class RuleBroken(Exception):
    """A rule of the house was broken; nothing was changed.

    `message` is the sentence for the person, `status` the HTTP answer where no form can show it, `field` the name of
    the form field that it belongs to.
    """

    message: ClassVar[LazyString | str] = lazy_gettext("That is not possible.")
    status: ClassVar[int] = 422
    field: ClassVar[str] = ""

    def __init__(self, message: LazyString | str | None = None) -> None:
        super().__init__(str(message or type(self).__name__))
        self.text = message or type(self).message


class RequestKeyReused(RuleBroken):
    """The same request key came with other content: two different things cannot be one."""

    message = lazy_gettext("You already sent this form with something else in it. Look at what you sent first.")
    status = 409


TITLES = {
    400: lazy_gettext("We did not understand that"),
    403: lazy_gettext("This page is not for you"),
    404: lazy_gettext("We cannot find that page"),
    405: lazy_gettext("That does not work this way"),
    409: lazy_gettext("That was already done"),
    413: lazy_gettext("That is too much at once"),
    422: lazy_gettext("That did not work"),
    429: lazy_gettext("Too many tries"),
    503: lazy_gettext("We cannot save anything right now"),
}

TEXTS = {
    400: lazy_gettext("Go back and try again."),
    403: lazy_gettext("It belongs to somebody else's task. There is nothing wrong with you."),
    404: lazy_gettext("Maybe it was removed, or the address has a mistake in it."),
    405: lazy_gettext("Go back and use the button on the page."),
    409: lazy_gettext("Look at what is there now."),
    413: lazy_gettext("Make it shorter and try again."),
    429: lazy_gettext("Wait a quarter of an hour and try again."),
    503: lazy_gettext("You can still read everything. What you typed was not saved. Try again later."),
}

AWAY = lazy_gettext("Everything that was saved is still there. What you typed just now was not saved. Try again later.")


def init_app(app: Flask) -> None:
    """Answer every error with a page in words."""
    app.register_error_handler(RuleBroken, _rule_broken)
    app.register_error_handler(CSRFError, _form_too_old)
    app.register_error_handler(HTTPException, _http_error)
    app.register_error_handler(OperationalError, _database_away)


def error_page(code: int, text: LazyString | str = "", title: LazyString | str = "") -> tuple[str, int]:
    """Return the page for an HTTP error, in the reader's language."""
    title = title or TITLES.get(code, lazy_gettext("Something went wrong"))
    text = text or TEXTS.get(code, lazy_gettext("Go back and try again."))
    return render("core/error.html", code=code, title=title, text=text), code


def _rule_broken(error: RuleBroken) -> tuple[str, int]:
    return error_page(error.status, error.text)


def _form_too_old(error: CSRFError) -> tuple[str, int]:
    text = gettext("This page was open for a long time. Go back, open it again and send it once more.")
    return error_page(400, text)


def _http_error(error: HTTPException) -> Any:
    if error.response is not None or (error.code or 500) < 400:
        return error
    return error_page(error.code or 500)


def _database_away(error: OperationalError) -> tuple[str, int]:
    let_go()
    if is_full(error):
        return error_page(503)
    current_app.logger.error("database: %s", error.orig)
    g.database_is_away = True
    return error_page(503, AWAY)


def is_database_away() -> bool:
    """Say whether this request found the database away: then its page asks nothing more of it, not even who reads."""
    return bool(g.get("database_is_away"))
