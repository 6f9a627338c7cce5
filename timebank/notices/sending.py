"""Where mail goes: to the console, to files in a folder, or to an SMTP server."""

import smtplib
import ssl
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from email.message import EmailMessage
from pathlib import Path
from typing import Protocol
from urllib.parse import SplitResult, unquote, urlsplit

LOOPBACK = ("127.0.0.1", "::1", "localhost")
PORTS = {"smtp": 587, "smtps": 465}
REFUSED_FOR_GOOD = range(500, 600)


class Sender(Protocol):
    """Takes mails one by one."""

    def send(self, message: EmailMessage) -> None:
        """Send a mail; raise what went wrong."""


@contextmanager
def sender(mail_url: str, *, timeout_seconds: float) -> Iterator[Sender]:
    """Give what sends mail to `mail_url` (see config.py) and let go of it at the end.

    :raises ValueError: we do not know this sort of address
    """
    address = urlsplit(mail_url)
    if address.scheme == "console":
        yield Console()
    elif address.scheme == "file":
        yield Folder(Path(unquote(address.path)))
    elif address.scheme in PORTS:
        server = Server(address, timeout_seconds)
        try:
            yield server
        finally:
            server.hang_up()
    else:
        raise ValueError(f"TIMEBANK_MAIL_URL begins with console:, file:, smtp: or smtps:, not {address.scheme}:")


def said(error: Exception) -> str:
    """Return what sort of error it was, with a server's number: no address and no text stands in it."""
    code = _code(error)
    return f"{type(error).__name__} {code}" if code else type(error).__name__


def is_for_good(error: Exception) -> bool:
    """Say whether trying again cannot help: the address is none, or the server refuses it and will go on doing so."""
    return isinstance(error, ValueError) or _code(error) in REFUSED_FOR_GOOD


class Console:
    """Shows mail where the worker was started: to look at, not for real people."""

    def send(self, message: EmailMessage) -> None:
        """Write the mail to standard output."""
        sys.stdout.write(f"{message}\n")
        sys.stdout.flush()


class Folder:
    """Keeps each mail as a file that mail programs open. The same mail again is the same file."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def send(self, message: EmailMessage) -> None:
        """Write the mail to its file: whole, or not at all."""
        self._folder.mkdir(parents=True, exist_ok=True)
        name = message["Message-ID"].partition("@")[0].removeprefix("<")
        half = self._folder / f"{name}.part"
        half.write_bytes(bytes(message))
        half.rename(self._folder / f"{name}.eml")


class Server:
    """An SMTP server, over one connection that is made anew after an error.

    With STARTTLS, which only a server on this machine may do without; `smtps` is TLS from the first byte.
    """

    def __init__(self, address: SplitResult, timeout_seconds: float) -> None:
        self._address = address
        self._timeout = timeout_seconds
        self._connection: smtplib.SMTP | None = None

    def send(self, message: EmailMessage) -> None:
        """Give the mail to the server; it is sent when the server says so."""
        if self._connection is None:
            self._connection = self._connect()
        try:
            self._connection.send_message(message)
        except Exception:
            self.hang_up()
            raise

    def hang_up(self) -> None:
        """End the connection, politely where that still works."""
        connection, self._connection = self._connection, None
        if connection is not None:
            with suppress(OSError, smtplib.SMTPException):
                connection.quit()
            connection.close()

    def _connect(self) -> smtplib.SMTP:
        host = self._address.hostname or "localhost"
        port = self._address.port or PORTS[self._address.scheme]
        if self._address.scheme == "smtps":
            context = ssl.create_default_context()
            connection: smtplib.SMTP = smtplib.SMTP_SSL(host, port, timeout=self._timeout, context=context)
        else:
            connection = smtplib.SMTP(host, port, timeout=self._timeout)
        try:
            self._greet(connection, host)
        except Exception:
            connection.close()
            raise
        return connection

    def _greet(self, connection: smtplib.SMTP, host: str) -> None:
        connection.ehlo()
        if self._address.scheme == "smtp" and (connection.has_extn("starttls") or host not in LOOPBACK):
            connection.starttls(context=ssl.create_default_context())
        if self._address.username:
            connection.login(unquote(self._address.username), unquote(self._address.password or ""))


def _code(error: Exception) -> int | None:
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        return next((code for code, _ in error.recipients.values()), None)
    return error.smtp_code if isinstance(error, smtplib.SMTPResponseException) else None
