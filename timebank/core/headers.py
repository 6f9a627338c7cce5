"""The headers of every answer (TRUST.md asserts them exactly) and what we believe of a proxy."""

from ipaddress import ip_address, ip_network
from typing import Any

from flask import Flask, Response, abort, request
from flask.wrappers import Request

HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
        "connect-src 'self'; manifest-src 'self'; worker-src 'self'; form-action 'self'; base-uri 'none'; "
        "frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=()",
}
TRANSPORT_SECURITY = "max-age=31536000; includeSubDomains"
COOKIE = "timebank"


def init_app(app: Flask) -> None:
    """Set the headers of every answer, the session cookie's name and flags, and whom to believe about addresses."""
    app.config.update(
        SESSION_COOKIE_NAME=cookie_name(COOKIE, insecure=app.config["INSECURE"]),
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_COOKIE_SECURE=not app.config["INSECURE"],
        SESSION_COOKIE_PATH="/",
    )
    app.wsgi_app = _BelieveNamedProxies(app.wsgi_app, app.config["TRUSTED_PROXIES"])  # type: ignore[method-assign]
    app.before_request(_refuse_nul)
    app.after_request(_protect)


def cookie_name(name: str, *, insecure: bool) -> str:
    """Return a cookie's name: with `__Host-`, browsers keep it to this host and to TLS or loopback."""
    return name if insecure else f"__Host-{name}"


def address_prefix(of: Request | None = None) -> str:
    """Return the part of the caller's address that throttles count by: IPv4 /24, IPv6 /48; empty when unknown."""
    try:
        address = ip_address((of or request).remote_addr or "")
    except ValueError:
        return ""
    if address.version == 6 and address.ipv4_mapped:
        address = address.ipv4_mapped
    return str(ip_network((address, 24 if address.version == 4 else 48), strict=False))


def _refuse_nul() -> None:
    # PostgreSQL keeps no NUL in a text and fails on one; SQLite takes it. No person ever types one.
    texts = [request.path, *(text for _, values in request.values.lists() for text in values)]
    if any("\0" in text for text in texts):
        abort(400)


def _protect(response: Response) -> Response:
    response.headers.update(HEADERS)
    if request.is_secure:
        response.headers["Strict-Transport-Security"] = TRANSPORT_SECURITY
    response.headers.setdefault("Cache-Control", "no-store")
    return response


class _BelieveNamedProxies:
    """WSGI middleware: X-Forwarded-For and -Proto count only when the peer is a proxy named in the settings."""

    def __init__(self, app: Any, trusted: tuple[str, ...]) -> None:
        self.app = app
        self.trusted = frozenset(trusted)

    def __call__(self, environ: dict[str, Any], start_response: Any) -> Any:
        if environ.get("REMOTE_ADDR") in self.trusted:
            forwarded = [hop.strip() for hop in environ.get("HTTP_X_FORWARDED_FOR", "").split(",") if hop.strip()]
            while forwarded:  # the nearest hop that is no proxy of ours is the caller
                environ["REMOTE_ADDR"] = forwarded.pop()
                if environ["REMOTE_ADDR"] not in self.trusted:
                    break
            if environ.get("HTTP_X_FORWARDED_PROTO") in ("http", "https"):
                environ["wsgi.url_scheme"] = environ["HTTP_X_FORWARDED_PROTO"]
        return self.app(environ, start_response)
