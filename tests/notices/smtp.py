"""A real SMTP server on loopback that keeps what it gets."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage

from aiosmtpd.controller import Controller

from tests.stress.server import free_port


@dataclass
class Kept:
    """Handles each mail; `answers` are what it says instead of yes, first come first served."""

    port: int = 0
    mails: list[EmailMessage] = field(default_factory=list)
    answers: list[str] = field(default_factory=list)

    async def handle_DATA(self, _server, _session, envelope) -> str:  # noqa: N802 - aiosmtpd's name
        """Take a mail, or refuse it."""
        if self.answers:
            return self.answers.pop(0)
        self.mails.append(message_from_bytes(envelope.content, policy=policy.default))
        return "250 kept"

    def ids(self) -> list[str]:
        """Return the Message-ID of each mail that it took."""
        return [str(mail["Message-ID"]) for mail in self.mails]


@contextmanager
def smtp_server() -> Iterator[Kept]:
    """Run a server while the block runs."""
    kept = Kept(free_port())
    controller = Controller(kept, hostname="127.0.0.1", port=kept.port)
    controller.start()
    try:
        yield kept
    finally:
        controller.stop()
