"""Why something is suggested, in words: never a number, never anything about a person."""

from flask_babel import gettext

from timebank.market.queries.reading import Fitting
from timebank.market.words import indexing

WORDS_AT_MOST = 3


def in_words(fit: Fitting, kinds: dict[str, str]) -> str:
    """Say why a listing fits what the reader wrote; `kinds` is what the wijk calls the kinds of help."""
    shared = indexing.words_behind(fit.written, fit.reason.stems)[:WORDS_AT_MOST]
    if shared:
        return gettext("You wrote “%(words)s”", words=" ".join(shared))
    kind = kinds.get(fit.reason.kind or "", "")
    if kind and fit.reason.is_near:
        return gettext("%(kind)s, in your wijk", kind=kind)
    return kind or gettext("It looks like what you wrote")
