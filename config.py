"""Every setting of timebank, read from the environment, with its unit.

Nothing else in the project reads the environment.
"""

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from urllib.parse import quote

INSTANCE_FOLDER = Path(__file__).resolve().parent / "instance"

LANGUAGES = {"nl": "Nederlands", "en": "English"}
"""Code and own name of each language; the first is the default. One folder each in `timebank/translations/`
(but for English: the texts in the code are English)."""


def settings(environ: Mapping[str, str] = os.environ) -> dict[str, Any]:
    """Return the Flask configuration that the environment asks for."""
    is_demo = environ.get("TIMEBANK_DEMO", "") == "yes"
    return {
        # Where the books are: an SQLAlchemy address. `sqlite:////path/file.sqlite3` or
        # `postgresql+psycopg://user:password@host/database` (extra `postgres`). Empty: a file in INSTANCE_FOLDER,
        # another one for the demo, so that invented and real people never meet.
        "SQLALCHEMY_DATABASE_URI": _database_url(environ.get("TIMEBANK_DATABASE_URL", ""), is_demo=is_demo),
        # Signs cookies and form tokens: at least 32 random characters, the same on every machine. Empty: `serve`
        # refuses to start. Make one with `python3 -c "import secrets; print(secrets.token_urlsafe(48))"`.
        "SECRET_KEY": environ.get("TIMEBANK_SECRET_KEY", ""),
        # What the whole site is called, as long as nobody has chosen a wijk.
        "SITE_NAME": environ.get("TIMEBANK_SITE_NAME", "Tijdbank"),
        # The language for who has not chosen one: a code of LANGUAGES.
        "DEFAULT_LANGUAGE": environ.get("TIMEBANK_DEFAULT_LANGUAGE", next(iter(LANGUAGES))),
        "LANGUAGES": LANGUAGES,
        # Path of a CSS file with other values for the tokens of `core/static/tokens.css`. Empty: our own look.
        "THEME_CSS": environ.get("TIMEBANK_THEME_CSS", ""),
        # Where people open this time bank: scheme, name and port, as in the links of mails.
        "ADDRESS": environ.get("TIMEBANK_ADDRESS", "http://localhost:8000"),
        # Where mail goes. `smtp://user:password@host:587` (STARTTLS, which only a server on this machine may do
        # without), `smtps://user:password@host:465` (TLS), `file:/folder` (a file for each mail) or `console:`. Empty:
        # files in INSTANCE_FOLDER, so that nothing leaves the machine by accident.
        "MAIL_URL": environ.get("TIMEBANK_MAIL_URL", "") or f"file:{quote(str(INSTANCE_FOLDER / 'mail'))}",
        # The e-mail address that mail comes from. Empty: noreply@ the name in ADDRESS.
        "MAIL_FROM": environ.get("TIMEBANK_MAIL_FROM", ""),
        # How long to wait for the mail server, in seconds.
        "MAIL_TIMEOUT_SECONDS": float(environ.get("TIMEBANK_MAIL_TIMEOUT_SECONDS", "20")),
        # IP addresses of the reverse proxies whose X-Forwarded-For and -Proto count, separated by commas.
        "TRUSTED_PROXIES": _words(environ.get("TIMEBANK_TRUSTED_PROXIES", "")),
        # Who runs this time bank and how to reach them: shown on "about this time bank".
        "OPERATOR_CONTACT": environ.get("TIMEBANK_OPERATOR_CONTACT", ""),
        # yes: plain http on another address than this machine's own. Cookies then lose Secure: for a trial only.
        "INSECURE": environ.get("TIMEBANK_INSECURE", "") == "yes",
        # yes: invented people; the second-factor page shows its own code. Never with real people.
        "DEMO": is_demo,
        # Connections kept to PostgreSQL by each process, and how many may be added for a moment.
        "DATABASE_POOL_SIZE": int(environ.get("TIMEBANK_DATABASE_POOL_SIZE", "5")),
        # How many passwords are hashed at once by one process (64 MiB of memory each).
        "HASHES_AT_ONCE": int(environ.get("TIMEBANK_HASHES_AT_ONCE", "2")),
        # Largest request that is read, in bytes: no page sends more than a few kilobytes.
        "MAX_CONTENT_LENGTH": 256 * 1024,
        # Form tokens live as long as the session that they belong to.
        "WTF_CSRF_TIME_LIMIT": None,
        "WTF_CSRF_SSL_STRICT": True,
    }


def _database_url(given: str, *, is_demo: bool) -> str:
    if given:
        return given.replace("postgresql://", "postgresql+psycopg://", 1)
    return f"sqlite:///{INSTANCE_FOLDER / ('demo.sqlite3' if is_demo else 'timebank.sqlite3')}"


def _words(text: str) -> tuple[str, ...]:
    return tuple(word.strip() for word in text.split(",") if word.strip())
