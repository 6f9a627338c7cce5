"""Commands for the whole installation: demo, serve, db, upgrade."""

from pathlib import Path

import click
from flask import current_app
from flask.cli import AppGroup, with_appcontext

import config
from timebank.core import migrations
from timebank.core.database import db
from timebank.home import demo as invented
from timebank.home import serving, upgrading

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
    """After a new version: copy the database, migrate, check the books, report."""
    in_order = True
    try:
        for line in upgrading.upgrade(copy=copy, folder=folder):
            click.echo(line)
            in_order = in_order and "NOT in order" not in line
    except upgrading.CannotCopy as error:
        raise click.ClickException(f"No copy could be made, so nothing was changed: {error}") from error
    if not in_order:
        raise SystemExit(1)


def serving_options(command):
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
    serving.serve(current_app._get_current_object(), host=host, port=port, processes=processes, threads=threads)
