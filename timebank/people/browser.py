"""The person's browser: which session it holds, which device it is, and what it shows once."""

from flask import after_this_request, current_app, request, session
from werkzeug import Response

from timebank.core.headers import cookie_name
from timebank.people.rules import DEVICE_LIVES

DEVICE = "device"
CODES = "codes"
"""Page `people.codes`: sign-in name and recovery code, shown once."""

RESET = "reset"
"""Page `people.resets`: whose new password it is, and the code for it."""

TOKEN_AT_MOST = 64

BROWSERS = (("Edg", "Edge"), ("OPR/", "Opera"), ("SamsungBrowser", "Samsung Internet"), ("Firefox", "Firefox"),
            ("FxiOS", "Firefox"), ("CriOS", "Chrome"), ("Chrom", "Chrome"), ("Safari", "Safari"))  # fmt: skip
SYSTEMS = (("Android", "Android"), ("iPhone", "iPhone"), ("iPad", "iPad"), ("CrOS", "Chromebook"),
           ("Windows", "Windows"), ("Macintosh", "Mac"), ("Linux", "Linux"))  # fmt: skip
"""Sign in the User-Agent and what people call it; the first that fits, so those that name themselves as others too
come before those others."""


def sign_in_here(token: str) -> None:
    """Make this browser hold the session with this token, and nothing of what it held before.

    Flask-Login reads `_user_id` and gives it to `wijk.actor.load_actor`. Its `login_user` wants an actor, which only
    a floor above this one can load; and clearing first leaves nothing that somebody else may have put there.
    """
    session.clear()
    session["_user_id"] = token


def sign_out_here() -> None:
    """Make this browser hold nothing any more, also of what it kept itself while there was no network."""
    session.clear()
    after_this_request(_clear_kept)


def device_token() -> str | None:
    """Return the token by which this device was remembered, or None."""
    token = request.cookies.get(_device_cookie(), "")
    return token if 0 < len(token) <= TOKEN_AT_MOST else None


def remember_device(response: Response, token: str | None) -> Response:
    """Let the browser keep the token of `service.know_device`; None leaves all as it is. Returns the response."""
    if token is not None:
        secure = current_app.config["SESSION_COOKIE_SECURE"]
        age = int(DEVICE_LIVES.total_seconds())
        response.set_cookie(
            _device_cookie(), token, max_age=age, secure=secure, httponly=True, samesite="Lax", path="/"
        )
    return response


def device_name(user_agent: str | None = None) -> str:
    """Return what people call this browser and system: "Firefox, Android". Coarse on purpose; empty when unknown."""
    text = request.headers.get("User-Agent", "") if user_agent is None else user_agent
    found = (next((name for sign, name in known if sign in text), "") for known in (BROWSERS, SYSTEMS))
    return ", ".join(name for name in found if name)


def keep_to_show(page: str, *texts: str) -> None:
    """Keep texts for a page (CODES, RESET) that shows them until the person says that they have them.

    They travel in this browser's own signed session cookie and are stored nowhere else. `sign_in_here` clears them, so
    call that before.
    """
    session[page] = list(texts)


def kept_to_show(page: str) -> list[str] | None:
    """Return what `keep_to_show` kept for a page, or None."""
    kept: list[str] | None = session.get(page)
    return kept


def forget_shown(page: str) -> None:
    """Forget what `keep_to_show` kept for a page: the person has it."""
    session.pop(page, None)


def _clear_kept(response: Response) -> Response:
    response.headers["Clear-Site-Data"] = '"storage"'
    return response


def _device_cookie() -> str:
    return cookie_name(DEVICE, insecure=current_app.config["INSECURE"])
