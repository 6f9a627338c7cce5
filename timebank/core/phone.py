"""The site as an app on a phone: its name, icons and colours, and the worker that answers without a network."""

import hashlib
import json
import re
from functools import cache
from pathlib import Path
from typing import Any

from flask import current_app, url_for
from flask_login import current_user

from timebank.core import assets, language

KEPT = ("base.css", "components.css", "icon.svg", "phone.js", "tokens.css")
"""What the page for who is offline is made of; the operator's colours come with it."""

ICONS = (
    ("icon.svg", "any", "any"),
    ("icon-192.png", "192x192", "any"),
    ("icon-512.png", "512x512", "any"),
    ("icon-maskable-512.png", "512x512", "maskable"),
)
GROUND = "page-background-color"
TOKEN = re.compile(r"--tb-([\w-]+):\s*([^;}]+?)\s*[;}]")
DARK = re.compile(r"@media[^{]*prefers-color-scheme:\s*dark[^{]*\{(.*?)\}\s*\}", re.DOTALL)
OTHER_TOKEN = re.compile(r"var\(--tb-([\w-]+)\)")


def manifest() -> dict[str, Any]:
    """Return what a phone needs to put this time bank among its apps, in the reader's language."""
    name = current_user.tb_name or current_app.config["SITE_NAME"]
    return {
        "id": "/",
        "name": name,
        "short_name": name,
        "lang": language.current(),
        "start_url": "/",
        "scope": "/",
        "display": "standalone",
        "background_color": ground()["light"],
        "theme_color": ground()["light"],
        "icons": [
            {"src": assets.url(icon), "sizes": sizes, "type": assets.type_of(icon), "purpose": purpose}
            for icon, sizes, purpose in ICONS
        ],
    }


def worker() -> str:
    """Return the service worker. It differs for each language and each version of what it keeps, so that it is renewed.

    It knows nothing of the reader but the language.
    """
    files = [*map(assets.url, KEPT), *filter(None, [assets.theme_url()])]
    page = url_for("exchange.offline")
    version = hashlib.sha256(" ".join([language.current(), page, *files]).encode()).hexdigest()[:12]
    kept = json.dumps({"version": version, "page": page, "files": files})
    return f"const KEPT = {kept};\n{(assets.FOLDER / 'worker.js').read_text()}"


def ground() -> dict[str, str]:
    """Return the colour of the page in the schemes `light` and `dark`, the operator's if there is one."""
    return _ground(current_app.config["THEME_CSS"])


@cache
def _ground(theme: str) -> dict[str, str]:
    tokens: dict[str, dict[str, str]] = {"light": {}, "dark": {}}
    for path in filter(None, [assets.FOLDER / "tokens.css", Path(theme) if theme else None]):
        css = path.read_text()
        plain = dict(TOKEN.findall(DARK.sub("", css)))
        tokens["light"] |= plain
        tokens["dark"] |= plain | dict(TOKEN.findall("".join(f"{block};" for block in DARK.findall(css))))
    return {scheme: _value(values, GROUND) for scheme, values in tokens.items()}


def _value(values: dict[str, str], token: str) -> str:
    other = OTHER_TOKEN.fullmatch(values[token])
    return _value(values, other[1]) if other else values[token]
