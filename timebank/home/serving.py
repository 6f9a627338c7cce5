"""Serving the pages: granian as the WSGI server, and a worker beside it."""

import ctypes
import os
import secrets
import subprocess
import sys
import threading
import time
from contextlib import suppress
from pathlib import Path

from flask import Flask
from granian import Granian
from granian.constants import Interfaces
from granian.log import LogLevels

from timebank.core import migrations
from timebank.core.database import db

LOOPBACK = ("127.0.0.1", "::1", "localhost")
WORKER_AGAIN_SECONDS = 10.0
KEY_AT_LEAST = 32
M_ARENA_MAX = -8
"""The name of that setting for glibc's mallopt(3)."""
WORKER = [sys.executable, "-m", "timebank.cli", "worker", "--beside"]

MAKE_A_KEY = """TIMEBANK_SECRET_KEY is not set, or has fewer than 32 characters: it signs cookies and forms.
Make one, and keep it:
  export TIMEBANK_SECRET_KEY="$(python3 -c 'import secrets; print(secrets.token_urlsafe(48))')\""""
UPGRADE_FIRST = "The tables are not those of this version. Run first: timebank upgrade"
NOT_SAFE = """{host} is not this machine alone. Put a proxy with TLS before it (README) and leave --host out.
Or, for a trial without real people, add --insecure."""


def why_not(app: Flask, host: str) -> str:
    """Return why this installation cannot be served, in words with the way out; empty when it can."""
    if len(app.config["SECRET_KEY"]) < KEY_AT_LEAST:
        return MAKE_A_KEY
    if migrations.is_behind(db.engine):
        return UPGRADE_FIRST
    behind_proxy = bool(app.config["TRUSTED_PROXIES"])
    if host not in LOOPBACK and not app.config["INSECURE"] and not behind_proxy:
        return NOT_SAFE.format(host=host)
    return ""


def serve(*, host: str, port: int, processes: int, threads: int) -> None:
    """Serve until stopped. The processes build their own application from the same environment.

    Granian forks them, so nothing of the database may be open here: connections do not survive that.
    """
    db.session.remove()
    db.engine.dispose()
    with suppress(AttributeError):  # another C library than glibc
        ctypes.CDLL(None).mallopt(M_ARENA_MAX, 1)  # else each thread takes memory from a heap of its own: 3 MiB more
    threading.Thread(target=_keep_worker, daemon=True).start()
    Granian(
        "wsgi:app",
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        workers=processes,
        blocking_threads=threads,
        log_access=False,
        log_level=LogLevels.warning,
        working_dir=Path(__file__).parent.parent.parent,
    ).serve()


def remembered_key(folder: Path) -> str:
    """Return the demo's own secret key, made once and readable by its owner only."""
    path = folder / "demo-secret-key"
    if not path.exists():
        folder.mkdir(parents=True, exist_ok=True)
        path.touch(mode=0o600)
        path.write_text(secrets.token_urlsafe(48))
    return path.read_text()


def tell_processes(**settings: str) -> None:
    """Hand settings to the serving processes, which read the environment."""
    os.environ.update(settings)


def _keep_worker() -> None:
    """Keep a worker running, in a process of its own (see `serve`). It ends with us: it hears its input end."""
    while True:
        with subprocess.Popen(WORKER, stdin=subprocess.PIPE) as worker:
            worker.wait()
        time.sleep(WORKER_AGAIN_SECONDS)
