"""The serving process as it is in real life: granian in a process group of its own, on loopback."""

import os
import signal
import socket
import subprocess
import sys
import time
from contextlib import closing
from email.message import Message
from http.client import HTTPConnection, HTTPException
from pathlib import Path

from flask import Flask

READY_WITHIN_SECONDS = 90
DIES_WITH_US = '"$@" & read -r _; kill -KILL 0'
"""Runs a command and waits at a pipe that only we hold: when we are gone, however, the whole group goes too."""

ROOT = Path(__file__).parent.parent.parent
KEY = "a key for the stress tests, long enough to be taken as one"


class Server:
    """Serves one database, again and again on the same port."""

    def __init__(self, database_url: str, log: Path) -> None:
        self.port = free_port()
        self.log = log
        self.environment = {**os.environ, "TIMEBANK_DATABASE_URL": database_url, "TIMEBANK_SECRET_KEY": KEY}
        self.process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Start serving, and wait until the pages answer."""
        address = ("--host", "127.0.0.1", "--port", str(self.port))
        quiet = ("--log-level", "error", "--no-access-log")
        granian = (sys.executable, "-m", "granian", "--interface", "wsgi", "--blocking-threads", "4")
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                ["sh", "-c", DIES_WITH_US, "sh", *granian, *address, *quiet, "wsgi:app"],
                cwd=ROOT,
                env=self.environment,
                stdin=subprocess.PIPE,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
        deadline = time.monotonic() + READY_WITHIN_SECONDS
        while not self.answers():
            assert self.process.poll() is None, "the server stopped by itself"
            assert time.monotonic() < deadline, "the server did not start"
            time.sleep(0.05)

    def answers(self) -> bool:
        """Say whether the process and its database answer."""
        try:
            return ask(self.port, "GET", "/readyz")[0] == 200
        except (OSError, HTTPException):
            return False

    def kill(self) -> None:
        """End it and all its workers with SIGKILL: no goodbye, no flush."""
        if self.process is not None:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.communicate(timeout=30)
            self.process = None


def ask(
    port: int, method: str, address: str, body: str | None = None, headers: dict[str, str] | None = None
) -> tuple[int, Message, str]:
    """Send one request on a connection of its own; return status, headers and page.

    :raises OSError: nobody is there, or they went away
    :raises HTTPException: they went away in the middle of the answer
    """
    connection = HTTPConnection("127.0.0.1", port, timeout=60)
    with closing(connection):
        connection.request(method, address, body, {"Connection": "close", **(headers or {})})
        with connection.getresponse() as answer:
            return answer.status, answer.headers, answer.read().decode()


def free_port() -> int:
    """Return a port of loopback that nobody uses."""
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


def session_cookie(app: Flask, token: str) -> dict[str, str]:
    """Return the session cookie that a browser gets at sign-in, signed with the server's key."""
    signer = app.session_interface.get_signing_serializer(app)
    return {app.config["SESSION_COOKIE_NAME"]: signer.dumps({"_user_id": token})}
