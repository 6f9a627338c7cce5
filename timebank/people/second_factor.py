"""The second factor of staff: a code of six digits that changes every 30 seconds (TOTP, RFC 6238).

Fifteen lines of our own instead of a dependency; the tests hold the RFC's vectors.
"""

import base64
import hmac
import secrets
from urllib.parse import quote

import segno
from flask_babel import lazy_gettext

from timebank.core import clock
from timebank.core.errors import RuleBroken

STEP_SECONDS = 30
DIGITS = 6
STEPS_LATE = 1
"""A code may be one step old or early: clocks differ and people type."""


class WrongCode(RuleBroken):
    """The code is not the one of now, or was used already."""

    message = lazy_gettext("That is not the code of now. Wait for the next one and type it.")
    field = "code"


def new_secret() -> str:
    """Return 160 random bits in base32, as authenticator apps take them."""
    return base64.b32encode(secrets.token_bytes(20)).decode()


def code_at(secret: str, step: int, *, digits: int = DIGITS) -> str:
    """Return the code of one step of 30 seconds since 1970 (RFC 4226, section 5.3)."""
    digest = hmac.digest(base64.b32decode(secret), step.to_bytes(8, "big"), "sha1")
    start = digest[-1] & 0x0F
    number = int.from_bytes(digest[start : start + 4], "big") & 0x7FFFFFFF
    return str(number % 10**digits).zfill(digits)


def current_step() -> int:
    """Return the number of the step that it is now."""
    return int(clock.now().timestamp()) // STEP_SECONDS


def current_code(secret: str) -> str:
    """Return the code of now."""
    return code_at(secret, current_step())


def unused_code(secret: str | None, *, last_step: int | None) -> str:
    """Return a code that would be taken now: for the demo, whose page shows it. Used twice in a minute: wait."""
    step = max(current_step(), (last_step or 0) + 1)
    return code_at(secret or new_secret(), step)


def get_step(secret: str | None, code: str, *, last_step: int | None) -> int:
    """Return the step that `code` belongs to. The caller keeps it as `last_step`, so that a code counts once.

    :raises WrongCode: no step of now has this code, or it is not after `last_step`
    """
    typed = "".join(code.split())
    now = current_step()
    for step in range(now - STEPS_LATE, now + STEPS_LATE + 1):
        is_new = last_step is None or step > last_step
        if secret and is_new and hmac.compare_digest(code_at(secret, step).encode(), typed.encode()):
            return step
    raise WrongCode


def address(secret: str, account: str, site: str) -> str:
    """Return the `otpauth` address that a QR code holds."""
    return f"otpauth://totp/{quote(site)}:{quote(account)}?secret={secret}&issuer={quote(site)}"


def picture(secret: str, account: str, site: str) -> str:
    """Return the QR code of `address` as SVG, with classes and attributes only (our CSP drops style)."""
    code = segno.make(address(secret, account, site), micro=False)
    return code.svg_inline(scale=6, border=4, omitsize=True, svgclass="qr-code", lineclass="qr-code-line", light="#fff")
