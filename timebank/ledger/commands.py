"""`timebank ledger`: for the operator, to see that the books are right."""

from collections.abc import Iterator

import click
from flask.cli import AppGroup

from timebank.core.database import transact
from timebank.ledger import check as checking
from timebank.ledger import queries
from timebank.ledger import seal as sealing
from timebank.ledger.reading import Difference

ledger = AppGroup("ledger", help="Look after the books.")


@ledger.command()
def check() -> None:
    """Recompute all of the books from the transfers; name each difference and exit 1 if there is one."""
    found = _say(checking.check())
    click.echo(f"{queries.transfer_count()} transfers read, {found} differences found.")
    raise SystemExit(1 if found else 0)


@ledger.command()
def seal() -> None:
    """Seal all transfers since the last seal."""
    number = transact(sealing.seal)
    if number is None:
        click.echo("Nothing new to seal.")
        return
    newest = queries.seals()[-1]
    click.echo(f"Seal {number}: {newest.transfer_count} transfers. Keep this digest somewhere else:\n{newest.digest}")


@ledger.command()
@click.option("--verify", is_flag=True, help="Compute every seal again; exit 1 if one is broken.")
def seals(verify: bool) -> None:
    """Show all seals, the oldest first."""
    for kept in queries.seals():
        ids = f"transfers {kept.first_transfer_id} to {kept.last_transfer_id} ({kept.transfer_count})"
        click.echo(f"{kept.number}  {kept.sealed_at_utc:%Y-%m-%d %H:%M} UTC  {ids}  {kept.digest}")
    if verify:
        found = _say(sealing.verify())
        click.echo(f"{len(queries.seals())} seals verified, {found} differences found.")
        raise SystemExit(1 if found else 0)


def _say(differences: Iterator[Difference]) -> int:
    found = 0
    for found, difference in enumerate(differences, start=1):  # noqa: B007
        click.echo(str(difference))
    return found
