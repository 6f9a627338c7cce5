"""The `timebank` command: every room's own commands under one name."""

import click
from flask.cli import AppGroup, ScriptInfo
from sqlalchemy.exc import OperationalError, ProgrammingError

from timebank import create_app
from timebank.balance.commands import balance
from timebank.exchange.commands import PEOPLE_COMMANDS, exchange
from timebank.home.commands import database, demo, serve, upgrade, worker
from timebank.ledger.commands import ledger
from timebank.people.commands import group as people
from timebank.wijk.commands import wijk

NO_DATABASE = """{reason}
Is TIMEBANK_DATABASE_URL right, and are the tables those of this version? Make them with: timebank db upgrade"""


class Rooms(AppGroup):
    """Says in words that the database is not there, or lacks its tables."""

    def invoke(self, context: click.Context) -> object:
        """Run the command that was typed."""
        try:
            return super().invoke(context)
        except (OperationalError, ProgrammingError) as error:
            raise click.ClickException(NO_DATABASE.format(reason=error.orig)) from error


cli = Rooms("timebank", help="A time bank for Dutch wijken: neighbours help each other, an hour is an hour.")
for room in (balance, database, demo, exchange, ledger, people, serve, upgrade, wijk, worker):
    cli.add_command(room)
for command in PEOPLE_COMMANDS:
    people.add_command(command)


def main() -> None:
    """Run the command that was typed."""
    cli.main(prog_name="timebank", obj=ScriptInfo(create_app=create_app))


__all__ = ["cli", "main"]

if __name__ == "__main__":
    main()
