"""Language, health, static files, what a phone asks for: what every page needs and no room owns."""

from pathlib import Path
from urllib.parse import urlsplit

from blinker import signal
from flask import Blueprint, abort, current_app, json, redirect, request, send_file
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError
from werkzeug import Response

from timebank.core import assets, language, migrations, phone
from timebank.core.database import db

blueprint = Blueprint("core", __name__)
IMMUTABLE = "public, max-age=31536000, immutable"
ASK_EACH_TIME = "no-cache"
"""May be kept, but is asked for again each time: for what has one address and holds nothing of anybody."""
language_chosen = signal("core.language-chosen")
"""Says that the reader chose the language with the code `sender`. Room people listens, and keeps it for who is signed
in: what we write to them by mail is in that language too."""


def public(view):
    """Mark a route of this floor as open to everyone (`access.guard.public` does so for the rooms)."""
    view.is_public = True
    return view


@blueprint.post("/language")
@public
def choose_language() -> Response:
    """Keep the chosen language in a plain cookie and go back to the page."""
    wanted = request.form.get("language", "")
    if wanted not in current_app.config["LANGUAGES"]:
        abort(400)
    language_chosen.send(wanted)
    response = redirect(local_path(request.form.get("next", "")), 303)
    secure = current_app.config["SESSION_COOKIE_SECURE"]
    response.set_cookie(
        language.COOKIE, wanted, max_age=language.COOKIE_SECONDS, secure=secure, httponly=True, samesite="Lax"
    )
    return response


def local_path(wanted: str) -> str:
    """Return `wanted` if it is a path of this site, else the start page: never sends anyone elsewhere."""
    parts = urlsplit(wanted.replace("\\", "/"))
    if parts.scheme or parts.netloc or not wanted.startswith("/") or wanted.startswith("//"):
        return "/"
    return wanted if wanted.isprintable() else "/"


@blueprint.get("/healthz")
@public
def process_is_up() -> tuple[str, int]:
    """Say that the process answers."""
    return "ok\n", 200


@blueprint.get("/readyz")
@public
def is_ready() -> tuple[str, int]:
    """Say whether the database answers and has the tables of this version."""
    try:
        db.session.execute(text("SELECT 1"))
        behind = migrations.is_behind(db.engine)
    except SQLAlchemyError:
        return "no database\n", 503
    return ("database is behind: run `timebank db upgrade`\n", 503) if behind else ("ok\n", 200)


@blueprint.get("/static/<digest>/<name>")
@public
def static_file(digest: str, name: str) -> Response:
    """Send one of our static files; its name holds its digest, so it never changes."""
    if assets.digests().get(name) != digest:
        abort(404)
    return _for_ever(assets.FOLDER / name)


@blueprint.get("/theme/<digest>.css")
@public
def theme_file(digest: str) -> Response:
    """Send the operator's file of token values."""
    if (assets.theme_url() or "").rpartition("/")[2] != f"{digest}.css":
        abort(404)
    return _for_ever(Path(current_app.config["THEME_CSS"]))


@blueprint.get("/manifest")
@public
def manifest() -> Response:
    """Say what this time bank is called and looks like among the apps of a phone."""
    return Response(json.dumps(phone.manifest()), mimetype="application/manifest+json")


@blueprint.get("/worker")
@public
def worker() -> Response:
    """Send the service worker, from the top of the site, so that it may answer for all pages."""
    response = Response(phone.worker(), mimetype="text/javascript")
    response.headers["Cache-Control"] = ASK_EACH_TIME
    response.add_etag()
    return response.make_conditional(request)


def _for_ever(path: Path) -> Response:
    response = send_file(path, mimetype=assets.type_of(path.name))
    response.headers["Cache-Control"] = IMMUTABLE
    return response
