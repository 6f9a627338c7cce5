"""What a request may hold: text that both databases can keep."""

from collections.abc import Iterator

from flask import Flask, abort, request


def init_app(app: Flask) -> None:
    """Refuse a request that holds a NUL, before anything is done with it."""
    app.before_request(_refuse_nul)


def _refuse_nul() -> None:
    """Answer 400: nobody can type this sign, no text has it, and PostgreSQL breaks off at it."""
    if any("\0" in text for text in _texts()):
        abort(400)


def _texts() -> Iterator[str]:
    yield request.path
    for given in (request.args, request.form):
        for name, text in given.items(multi=True):
            yield name
            yield text
