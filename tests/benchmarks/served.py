"""A real server on loopback, and a second process that loads it over connections that stay open."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from threading import Thread

from flask import Flask, session
from flask_wtf.csrf import generate_csrf

from tests.benchmarks.engines import SETTINGS
from tests.benchmarks.rounds import Crew
from timebank.access.actor import Actor

ROOT = Path(__file__).parent.parent.parent
TARGET = "tests.benchmarks.application:app"
BIN = Path(sys.executable).parent


@dataclass(frozen=True)
class Server:
    """A WSGI server with so many processes and threads."""

    kind: str = "granian"
    processes: int = 1
    threads: int = 4

    def __str__(self) -> str:
        """Write it for the table."""
        return f"{self.kind} {self.processes}×{self.threads}"

    def command(self, port: int) -> list[str | Path]:
        """Return what starts it: "timebank" as an operator does, the others with an application that measures."""
        if self.kind == "timebank":
            return [BIN / "timebank", "serve", "--port", str(port),
                    "--processes", str(self.processes), "--threads", str(self.threads)]  # fmt: skip
        if self.kind == "granian":
            return [BIN / "granian", "--interface", "wsgi", "--host", "127.0.0.1", "--port", str(port),
                    "--workers", str(self.processes), "--blocking-threads", str(self.threads),
                    "--no-ws", "--log-level", "error", TARGET]  # fmt: skip
        return [BIN / "gunicorn", "-b", f"127.0.0.1:{port}", "-w", str(self.processes), "--log-level", "error",
                "--threads", str(self.threads), "-k", self.kind.removeprefix("gunicorn "), TARGET]  # fmt: skip


CHOSEN = Server()
"""What all rows but those of `servers` are measured under: one process, so that it shows what one can do."""


@dataclass(frozen=True)
class Served:
    """A server that runs: where, and its first process."""

    port: int
    pid: int


@contextmanager
def serving(url: str, server: Server = CHOSEN) -> Iterator[Served]:
    """Serve a database until the block ends."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    environment = {"TIMEBANK_DATABASE_URL": url, "TIMEBANK_SECRET_KEY": SETTINGS["SECRET_KEY"]}
    running = subprocess.Popen(server.command(port), cwd=ROOT, env=os.environ | environment)
    try:
        _wait_for(port)
        yield Served(port, running.pid)
    finally:
        running.terminate()
        running.wait(30)


def get(path: str, cookie: str, *headers: str) -> bytes:
    """Return the bytes of a GET."""
    lines = (f"GET {path} HTTP/1.1", "Host: 127.0.0.1", f"Cookie: {cookie}", *headers)
    return ("\r\n".join(lines) + "\r\n\r\n").encode()


def post(path: str, cookie: str, body: str) -> bytes:
    """Return the bytes of a form."""
    lines = (f"POST {path} HTTP/1.1", "Host: 127.0.0.1", f"Cookie: {cookie}", f"Content-Length: {len(body)}",
             "Content-Type: application/x-www-form-urlencoded")  # fmt: skip
    return ("\r\n".join(lines) + "\r\n\r\n" + body).encode()


def signed_in(app: Flask, actor: Actor) -> tuple[str, str]:
    """Return the session cookie of somebody, and the CSRF token of their forms."""
    with app.app_context(), app.test_request_context():  # a `g` of its own: the token is kept there
        session["_user_id"] = actor.token
        token = generate_csrf()
        serializer = app.session_interface.get_signing_serializer(app)
        cookie = serializer.dumps(dict(session))
    return f"{app.config['SESSION_COOKIE_NAME']}={cookie}", token


@contextmanager
def loading(port: int) -> Iterator[Callable[..., int]]:
    """Give work for a `Crew`: (requests, seconds or None, connections, status wanted) → how many were answered.

    With seconds, the requests are sent over and over until they are up; else each once.
    """

    def work(part: tuple[list[bytes], float | None, int, bytes]) -> int:
        requests, seconds, connections, wanted = part
        until = None if seconds is None else time.monotonic() + seconds
        counts: list[int | Exception] = [0] * connections

        def send(number: int) -> None:
            try:
                counts[number] = _send(port, requests[number::connections] or requests, until, wanted)
            except Exception as error:
                counts[number] = error

        threads = [Thread(target=send, args=(number,)) for number in range(connections)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        for count in counts:
            if isinstance(count, Exception):
                raise count
        return sum(counts)

    yield work


def rate(
    loader: Crew, requests: list[bytes], seconds: float | None, connections: int = 2, wanted: bytes = b"200"
) -> float:
    """Return how many requests a second were answered with the status wanted."""
    took, [count] = loader.work([(requests, seconds, connections, wanted)])
    return count / took


def answer_to(port: int, request: bytes) -> tuple[bytes, bytes]:
    """Send one request and return the status and the body."""
    with socket.create_connection(("127.0.0.1", port), timeout=30) as connection:
        return _exchange(connection, request)


def _send(port: int, requests: list[bytes], until: float | None, wanted: bytes) -> int:
    connection, count = socket.create_connection(("127.0.0.1", port), timeout=30), 0
    connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    while True:
        for request in requests:
            try:
                status, body = _exchange(connection, request)
            except ConnectionError:  # gunicorn's sync workers do not keep connections
                connection.close()
                connection = socket.create_connection(("127.0.0.1", port), timeout=30)
                status, body = _exchange(connection, request)
            if status != wanted:
                raise RuntimeError(f"{status!r} for {request[:200]!r}: {body[:300]!r}")
            count += 1
            if until is not None and time.monotonic() > until:
                connection.close()
                return count
        if until is None:
            connection.close()
            return count


def _exchange(connection: socket.socket, request: bytes) -> tuple[bytes, bytes]:
    connection.sendall(request)
    received = b""
    while (end := received.find(b"\r\n\r\n")) < 0:
        some = connection.recv(65536)
        if not some:
            raise ConnectionError
        received += some
    head = received[:end].lower()
    length = int(head.partition(b"content-length:")[2].partition(b"\r\n")[0] or 0)
    body = received[end + 4 :]
    while len(body) < length:
        some = connection.recv(65536)
        if not some:
            raise ConnectionError
        body += some
    return head.split(b" ", 2)[1], body


def _wait_for(port: int) -> None:
    for _ in range(300):
        try:
            if answer_to(port, b"GET /healthz HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n")[0] == b"200":
                return
        except OSError:
            time.sleep(0.1)
    raise TimeoutError("the server did not start")
