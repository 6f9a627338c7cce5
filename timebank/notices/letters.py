"""Writes a mail: plain text, in the reader's language, with a subject that a housemate may read."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from email.errors import MessageError
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from functools import lru_cache
from typing import Any
from urllib.parse import urlsplit

from flask import current_app
from flask_babel import gettext
from itsdangerous import BadSignature, URLSafeSerializer

from timebank.core.language import force_locale
from timebank.notices.kinds import address
from timebank.notices.queries import Told
from timebank.notices.sentences import sentence

POLICY = SMTP.clone(max_line_length=998)
"""RFC 5322's own limit: a header that holds an address of the web is not folded into something else."""


@dataclass(frozen=True)
class Envelope:
    """To whom a mail goes, and under which names."""

    mail_public_id: str
    person_public_id: str
    email: str
    name: str
    language: str | None


def write(envelope: Envelope, notices: Sequence[Told], *, at: datetime) -> EmailMessage:
    """Write a mail of some notices, the oldest first. The same mail has the same Message-ID at every try.

    :raises ValueError: the e-mail address is none
    """
    site = current_app.config["ADDRESS"].rstrip("/")
    host = urlsplit(site).hostname
    stop = f"{site}/unsubscribe/{unsubscribe_token(envelope.person_public_id)}"
    message = EmailMessage(POLICY)
    with force_locale(envelope.language or current_app.config["DEFAULT_LANGUAGE"]):
        message["Subject"] = _shared("Subject", gettext("News from your time bank"))
        message["From"] = _sender(current_app.config["SITE_NAME"], current_app.config["MAIL_FROM"] or f"noreply@{host}")
        message["To"] = _address(envelope.email)
        message["Date"] = format_datetime(at)
        message["Message-ID"] = f"<{envelope.mail_public_id}@{host}>"
        message["Auto-Submitted"] = _shared("Auto-Submitted", "auto-generated")
        message["List-Unsubscribe"] = f"<{stop}>"  # RFC 8058: one press, without signing in
        message["List-Unsubscribe-Post"] = _shared("List-Unsubscribe-Post", "List-Unsubscribe=One-Click")
        message.set_content("\n".join(_lines(envelope.name, notices, site, stop)))
    return message


def unsubscribe_token(person_public_id: str) -> str:
    """Return what proves, in an address, that a mail to this person was read."""
    return str(_signer().dumps(person_public_id))


def whose_token(token: str) -> str | None:
    """Return the public id of the person whose mail held this token; None for what we never wrote."""
    try:
        found: Any = _signer().loads(token)
    except BadSignature:
        return None
    return found if isinstance(found, str) else None


def _signer() -> URLSafeSerializer:
    return URLSafeSerializer(current_app.config["SECRET_KEY"], salt="unsubscribe")


def _address(email: str) -> Address:
    try:
        return Address(addr_spec=email)
    except (IndexError, MessageError) as error:  # which the standard library says of some
        raise ValueError("no e-mail address") from error


@lru_cache(maxsize=64)
def _shared(name: str, value: str) -> Any:
    """Return a header that many mails have: reading one takes the standard library as long as a small statement."""
    return POLICY.header_factory(name, value)


@lru_cache(maxsize=8)
def _sender(name: str, email: str) -> Any:
    return POLICY.header_factory("From", Address(name, addr_spec=email))


def _lines(name: str, notices: Sequence[Told], site: str, stop: str) -> list[str]:
    told = [
        line
        for one in notices
        for line in (f"- {sentence(one.kind, one.facts, one.who)}", f"  {site}{address(one.kind, one.thing)}", "")
    ]
    return [
        gettext("Hello %(name)s", name=name),
        "",
        *told,
        gettext("All your messages:"),
        f"{site}/notices",
        "",
        gettext("How do you want to hear from us?"),
        f"{site}/notices/choices",
        "",
        gettext("No more mail? Press here, you do not have to sign in:"),
        stop,
        "",
    ]
