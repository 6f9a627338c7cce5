"""The `timebank` command: every room's own commands under one name."""

from flask.cli import AppGroup, ScriptInfo

from timebank import create_app
from timebank.exchange.commands import PEOPLE_COMMANDS, exchange
from timebank.home.commands import database, demo, serve, upgrade
from timebank.ledger.commands import ledger
from timebank.people.commands import group as people
from timebank.wijk.commands import wijk

cli = AppGroup("timebank", help="A time bank for Dutch wijken: neighbours help each other, an hour is an hour.")
for room in (database, demo, exchange, ledger, people, serve, upgrade, wijk):
    cli.add_command(room)
for command in PEOPLE_COMMANDS:
    people.add_command(command)


def main() -> None:
    """Run the command that was typed."""
    cli.main(prog_name="timebank", obj=ScriptInfo(create_app=create_app))


__all__ = ["cli", "main"]

if __name__ == "__main__":
    main()
