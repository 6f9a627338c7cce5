"""Commands for the whole installation: demo, serve, db, upgrade."""

import signal
import sys
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import click
from flask import current_app
from flask.cli import AppGroup, ScriptInfo, with_appcontext

import config
from timebank.core import migrations
from timebank.core.database import db
from timebank.home import serving, upgrading
from timebank.home.demo import database as invented
from timebank.home.demo import filling, world
from timebank.home.duties import DUTIES
from timebank.notices.worker import work

database = AppGroup("db", help="The tables of the database.")


@database.command("upgrade")
def upgrade_tables() -> None:
    """Bring the tables to this version."""
    migrations.upgrade()
    click.echo(f"The tables are at version {migrations.current(db.engine)}.")


@click.command("upgrade")
@click.option("--copy/--no-copy", default=True, help="Copy the database first (SQLite itself, or pg_dump).")
@click.option("--folder", type=click.Path(path_type=Path), default=config.INSTANCE_FOLDER, help="Where the copy goes.")
@with_appcontext
def upgrade(copy: bool, folder: Path) -> None:
    """Go to a new version.

    Copies the database, migrates, checks the books and reports.
    """
    in_order = True
    try:
        for line in upgrading.upgrade(copy=copy, folder=folder):
            click.echo(line)
            in_order = in_order and "NOT in order" not in line
    except upgrading.CannotCopy as error:
        raise click.ClickException(f"No copy could be made, so nothing was changed: {error}") from error
    if not in_order:
        raise SystemExit(1)


def serving_options(command: Callable[..., None]) -> Callable[..., None]:
    """Add the options of a server to a command."""
    for option in (
        click.option("--threads", default=4, show_default=True, help="Requests at once in each process."),
        click.option("--processes", default=1, show_default=True, help="Serving processes; about one per core."),
        click.option("--port", default=8000, show_default=True),
        click.option("--host", default="127.0.0.1", show_default=True),
    ):
        command = option(command)
    return command


@click.command()
@serving_options
@click.option("--insecure", is_flag=True, help="Plain http on another address than this machine's. For a trial only.")
@with_appcontext
def serve(host: str, port: int, processes: int, threads: int, insecure: bool) -> None:
    """Serve the pages with a production WSGI server."""
    if insecure:
        current_app.config["INSECURE"] = True
        serving.tell_processes(TIMEBANK_INSECURE="yes")
    reason = serving.why_not(current_app, host)
    if reason:
        raise click.ClickException(reason)
    click.echo(f"Serving on http://{host}:{port} (stop with Ctrl+C)")
    serving.serve(host=host, port=port, processes=processes, threads=threads)


@click.command()
@click.option("--once", is_flag=True, help="Do what there is to do now, and stop.")
@click.option("--beside", is_flag=True, hidden=True, help="Stop when the input ends: with the server that started us.")
@with_appcontext
def worker(once: bool, beside: bool) -> None:
    """Send mail and do what the clock asks.

    `timebank serve` has one beside it. Any number may run, also on other machines.
    """
    stop = threading.Event()
    for name in (signal.SIGINT, signal.SIGTERM):
        signal.signal(name, lambda *_: stop.set())
    if beside:
        threading.Thread(target=_wait_for_end, args=(stop,), daemon=True).start()
    tried = work(DUTIES, stop, once=once)
    if once:
        click.echo(f"{tried} mails tried.")


def _wait_for_end(stop: threading.Event) -> None:
    sys.stdin.read()
    stop.set()


@click.command()
@click.option("--fresh", is_flag=True, help="Throw away what people did in the demo, and start again.")
@click.option("--no-serve", is_flag=True, help="Only make and fill the database.")
@click.option("--people", type=click.IntRange(min=len(world.KNOWN)), default=filling.Size.people, show_default=True)
@click.option("--exchanges", type=click.IntRange(min=0), default=filling.Size.exchanges, show_default=True)
@click.option("--seed", default=filling.Size.seed, show_default=True, help="The same seed invents the same people.")
@serving_options
def demo(fresh: bool, no_serve: bool, people: int, exchanges: int, seed: int, **server: Any) -> None:
    """Look around in an invented gemeente.

    It is made, filled and served. It has a database of its own, instance/demo.sqlite3, or the one that
    TIMEBANK_DATABASE_URL names; never one with real people. The next time everything is as you left it.
    """
    key = serving.remembered_key(config.INSTANCE_FOLDER)
    serving.tell_processes(TIMEBANK_DEMO="yes", TIMEBANK_SECRET_KEY=key)
    app = click.get_current_context().ensure_object(ScriptInfo).load_app()
    app.config.update(DEMO=True, SECRET_KEY=key)
    with app.app_context():
        _prepare_demo(filling.Size(people, exchanges, seed), fresh=fresh)
        _show_sign_ins(server["host"], server["port"])
        if no_serve:
            return
        if server["host"] not in serving.LOOPBACK:
            serving.tell_processes(TIMEBANK_INSECURE="yes")  # nobody real is here, and a phone may want to look in
        serving.serve(**server)


def _prepare_demo(size: filling.Size, *, fresh: bool) -> None:
    state = invented.state()
    if state is invented.State.NOT_OURS:
        raise click.ClickException("This database is not the demo's. Name another one in TIMEBANK_DATABASE_URL.")
    if state is invented.State.FILLED and not fresh:
        migrations.upgrade()
        click.echo("Everything is as you left it. Start again with --fresh.")
        return
    if state is not invented.State.EMPTY:
        invented.clear()
    migrations.upgrade()
    with click.progressbar(length=size.people + size.exchanges, label="Inventing people", file=sys.stderr) as bar:
        filling.fill(size, progress=bar.update)
    click.echo(f"{size.people} people wrote down {size.exchanges:,} exchanges in two years.")


def _show_sign_ins(host: str, port: int) -> None:
    click.echo(
        f"\nOpen http://{host}:{port} (stop with Ctrl+C) and sign in, with the password {filling.PASSWORD}, as\n"
    )
    for sign_in_name, who in filling.SIGN_INS:
        click.echo(f"  {sign_in_name:<10}{who}")
    click.echo("\nnoor, gerard and olga have a second factor; in this demo its page shows the code.")
