"""A private PostgreSQL on loopback, in a temporary folder, under an unprivileged user; gone when we are done."""

import os
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

NOBODY = "nobody"
"""`initdb` refuses root; every Debian has this user."""

ROOM_BYTES = 6 * 1024**3


def find_binaries() -> Path | None:
    """Return the folder with PostgreSQL's server programs: Debian's newest, else that of the PATH; None without one."""
    debian = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: int(path.parts[-3]))
    on_path = shutil.which("initdb")
    if debian:
        return debian[-1].parent
    return Path(on_path).resolve().parent if on_path else None


def memory_folder() -> str | None:
    """Return a folder that lives in memory, for databases that nobody will miss; None where there is none."""
    folder = Path("/dev/shm")
    return str(folder) if folder.is_dir() and shutil.disk_usage(folder).free > ROOM_BYTES else None


@contextmanager
def private_server(*settings: str, within: str | None = None) -> Iterator[str]:
    """Run a server and give the address of its `postgres` database.

    `settings` are lines like `fsync=off`; its folder is made `within` another, by default the temporary one.
    """
    binaries = find_binaries()
    assert binaries, "PostgreSQL's programs are not on this machine"
    folder = Path(tempfile.mkdtemp(prefix="timebank-postgres-", dir=within))
    as_nobody = {"user": NOBODY, "extra_groups": []} if os.geteuid() == 0 else {}
    if as_nobody:
        shutil.chown(folder, NOBODY)
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.STDOUT, "cwd": folder, **as_nobody}
    habits = ("-U", "timebank", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8")
    subprocess.run([binaries / "initdb", "-D", folder / "data", *habits], check=True, **quiet)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    options = [
        f"-c{setting}" for setting in ("listen_addresses=127.0.0.1", f"unix_socket_directories={folder}", *settings)
    ]
    server = subprocess.Popen([binaries / "postgres", "-D", folder / "data", "-p", str(port), *options], **quiet)
    try:
        _wait_until_ready(binaries, port)
        yield f"postgresql+psycopg://timebank@127.0.0.1:{port}/postgres"
    finally:
        server.send_signal(signal.SIGINT)  # its fast shutdown: it waits for no client
        server.wait(timeout=30)
        shutil.rmtree(folder, ignore_errors=True)


def _wait_until_ready(binaries: Path, port: int) -> None:
    for _ in range(200):
        if (
            subprocess.run([binaries / "pg_isready", "-q", "-h", "127.0.0.1", "-p", str(port)], check=False).returncode
            == 0
        ):
            return
        time.sleep(0.05)
    raise TimeoutError("PostgreSQL did not start")
