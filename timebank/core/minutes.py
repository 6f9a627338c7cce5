"""Minutes as people say them. Time is whole minutes everywhere, never a fraction of an hour."""

from functools import lru_cache

from flask_babel import format_decimal, gettext, ngettext

from timebank.core import language

WRITTEN_KEPT = 4096
"""How many written times a process keeps: a page of hours writes a hundred and fifty, of a few dozen kinds."""


def in_words(value: int) -> str:
    """Write minutes as "1 uur en 30 minuten" / "1 hour and 30 minutes"; minus for a correction."""
    return _in_words(value, language.current())


def in_short(value: int) -> str:
    """Write minutes for beside a bar: "12 uur", or "1:30 uur" / "1:30 hours"; under an hour "31 minuten"."""
    return _in_short(value, language.current())


@lru_cache(WRITTEN_KEPT)
def _in_words(value: int, _language: str) -> str:
    if value < 0:
        return gettext("minus %(time)s", time=in_words(-value))
    hours, rest = divmod(value, 60)
    if hours == 0:
        return ngettext("%(num)s minute", "%(num)s minutes", rest)
    whole = ngettext("%(shown)s hour", "%(shown)s hours", hours, shown=format_decimal(hours))
    if rest == 0:
        return whole
    return gettext("%(hours)s and %(minutes)s", hours=whole, minutes=in_words(rest))


@lru_cache(WRITTEN_KEPT)
def _in_short(value: int, _language: str) -> str:
    hours, rest = divmod(abs(value), 60)
    if rest == 0 or hours == 0:
        return in_words(abs(value))
    return gettext("%(hours)s:%(minutes)02d hours", hours=format_decimal(hours), minutes=rest)
