"""The commands of this room."""

import click
from flask.cli import AppGroup

from timebank.core.database import transact
from timebank.exchange.service import lapse_overdue

exchange = AppGroup("exchange", help="Exchanges between neighbours.")


@exchange.command("lapse")
def lapse() -> None:
    """Let questions lapse that waited for 30 days. `timebank serve` does this by itself every hour."""
    lapsed = 0
    while done := transact(lapse_overdue):
        lapsed += done
    click.echo(f"{lapsed} lapsed.")
