"""The WSGI application that the benchmarks serve: ours, plus a twin of each page with constant data.

A request with the header X-Constant gets the page that its cookie and path got before: the same template with the same
values and the same reader, but nothing is read from the database and no route runs.
"""

from typing import Any

from flask import Flask, Response, before_render_template, g, make_response, render_template, request
from flask_login import current_user

from timebank import create_app
from timebank.core.database import db

OF_THE_REQUEST = {"g", "request", "session", "current_user", "actor"}
Kept = tuple[str, dict[str, Any], Any]


def with_twins(app: Flask) -> Flask:
    """Let an application answer with constant data where it is asked to."""
    kept: dict[str, Kept] = {}

    def keep(_app: Flask, template: Any, context: dict[str, Any], **_: Any) -> None:
        if "X-Keep" in request.headers:
            values = {name: value for name, value in context.items() if name not in OF_THE_REQUEST}
            db.session.expunge_all()  # or the end of this request would empty what was read
            kept[request.full_path] = template.name, values, current_user._get_current_object()

    def twin() -> Response | None:
        if "X-Constant" not in request.headers:
            return None
        template, values, g._login_user = kept[request.full_path]
        return make_response(render_template(template, **values))

    before_render_template.connect(keep, app, weak=False)
    app.before_request(twin)
    return app


app = with_twins(create_app())
