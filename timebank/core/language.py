"""Which language the reader sees, and where the words come from.

Chosen by POST and kept in a plain cookie, never in an address. The catalogues are the .po files themselves, one per
room, read once per process: nothing to compile, nothing that can be out of date.
"""

from functools import cache
from io import BytesIO
from pathlib import Path

from babel import Locale
from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.support import NullTranslations, Translations
from flask import Flask, current_app, has_request_context, request
from flask_babel import Babel, Domain, force_locale, get_locale

COOKIE = "language"
COOKIE_SECONDS = 365 * 24 * 3600
FOLDER = Path(__file__).parent.parent / "translations"


class RoomCatalogues(Domain):
    """Translations from `translations/<code>/<room>.po`, all rooms together."""

    def get_translations(self) -> NullTranslations:
        """Return the reader's translations; English is the language of the code."""
        return read_catalogues(current())


class RoomBabel(Babel):
    """Flask-Babel, with the rooms' catalogues as its words."""

    domain_instance = RoomCatalogues()


def init_app(app: Flask) -> None:
    """Choose the language of each request."""
    RoomBabel(
        app,
        default_locale=app.config["DEFAULT_LANGUAGE"],
        default_timezone="Europe/Amsterdam",
        locale_selector=chosen,
    )
    # Flask-Babel looks up domain, context and language for each word; a page has two hundred words.
    app.jinja_env.install_gettext_callables(  # type: ignore[attr-defined]
        lambda text: read_catalogues(current()).ugettext(text),
        lambda one, many, number: read_catalogues(current()).ungettext(one, many, number),
        newstyle=True,
    )


def chosen() -> str:
    """Return the code of the language that the reader chose, or the site's own."""
    wanted = request.cookies.get(COOKIE, "") if has_request_context() else ""
    return wanted if wanted in current_app.config["LANGUAGES"] else current_app.config["DEFAULT_LANGUAGE"]


def current() -> str:
    """Return the code of the language in use; English, that of the code, where there is no request."""
    locale = get_locale()
    return _code(locale) if locale else "en"


def others() -> list[tuple[str, str]]:
    """Return code and own name of the languages that the reader could choose instead, in the order of the settings."""
    return [(code, name) for code, name in current_app.config["LANGUAGES"].items() if code != current()]


@cache
def _code(locale: Locale) -> str:
    return str(locale)


@cache
def read_catalogues(code: str) -> NullTranslations:
    """Return all rooms' words in one language."""
    files = sorted((FOLDER / code).glob("*.po"))
    if not files:
        return NullTranslations()
    merged = Translations(_compiled(files[0], code))
    for path in files[1:]:
        merged.merge(Translations(_compiled(path, code)))
    return merged


def _compiled(path: Path, code: str) -> BytesIO:
    with path.open("rb") as source:
        catalog: Catalog = read_po(source, locale=code)
    compiled = BytesIO()
    write_mo(compiled, catalog)
    compiled.seek(0)
    return compiled


__all__ = ["chosen", "current", "force_locale", "init_app", "others", "read_catalogues"]
