"""Static files under names that carry their content, so that a browser may keep them for ever."""

import hashlib
from functools import cache
from pathlib import Path

from flask import current_app, url_for

FOLDER = Path(__file__).parent / "static"
TYPES = {".css": "text/css", ".svg": "image/svg+xml", ".png": "image/png", ".js": "text/javascript"}


def url(name: str) -> str:
    """Return the address of a static file, with the first digits of its SHA-256 in it.

    :raises KeyError: there is no such file
    """
    return url_for("core.static_file", digest=digests()[name], name=name)


def theme_url() -> str | None:
    """Return the address of the file of token values that the operator named, or None."""
    path = current_app.config["THEME_CSS"]
    return url_for("core.theme_file", digest=_digest(Path(path))) if path else None


def type_of(name: str) -> str:
    """Return the media type of a static file."""
    return TYPES[Path(name).suffix]


@cache
def digests() -> dict[str, str]:
    """Return the digest of each of our static files by name."""
    return {path.name: _digest(path) for path in sorted(FOLDER.iterdir()) if path.suffix in TYPES}


@cache
def _digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()[:12]
