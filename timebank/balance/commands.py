"""`timebank balance`: publish a quarter, or look first what would be hidden."""

import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager

import click
from flask.cli import AppGroup

from timebank.balance import service
from timebank.balance.deciding import Decided
from timebank.balance.quarters import due_quarters, is_published
from timebank.core.database import transact
from timebank.core.errors import RuleBroken

balance = AppGroup("balance", help="What each wijk gives and gets, per quarter.")


@balance.command("publish")
@click.option("--quarter", help="Which one, like 2026Q3; by default all that are to be published, in order.")
@click.option("--dry-run", is_flag=True, help="Say what would be hidden of each wijk, and why; write nothing.")
def publish(quarter: str | None, dry_run: bool) -> None:
    """Close a quarter that is over for 14 days, and publish it for all wijken together.

    Once and for good: what is written down about it later counts in the quarter of then. A worker does this by itself.
    While it counts, nobody can post; with millions of exchanges that may take minutes.
    """
    quarters = [quarter] if quarter else due_quarters()
    if not quarters:
        click.echo("Nothing to publish now.")
    for one in quarters:
        with _in_words():
            _preview(one) if dry_run else _publish(one)
    if dry_run:
        click.echo("This was a dry run: nothing was written.")


def _publish(quarter: str) -> None:
    with _progress(quarter) as progress:
        is_new = transact(service.publish, quarter, progress=progress)
    click.echo(f"{quarter} is published." if is_new else f"{quarter} was published before: nothing changed.")


def _preview(quarter: str) -> None:
    if is_published(quarter):
        click.echo(f"{quarter} was published before: nothing would change.")
        return
    with _progress(quarter) as progress:
        decided = service.preview(quarter, progress=progress)
    click.echo(f"{quarter}, {len(decided)} {'wijk' if len(decided) == 1 else 'wijken'}:")
    for line in _lines(decided):
        click.echo(line)


def _lines(decided: Sequence[Decided]) -> Iterator[str]:
    """Say of each wijk, by name, what is hidden and why."""
    for one in sorted(decided, key=lambda one: (one.balance.wijk_name, one.balance.wijk_code)):
        state = "" if one.why_hidden else ": nothing is hidden"
        yield f"{one.balance.wijk_code} {one.balance.wijk_name}{state}"
        yield from (f"  hidden: {what}, {why}" for what, why in one.why_hidden.items())


@contextmanager
def _progress(quarter: str) -> Iterator[Callable[[int], None]]:
    """Show on stderr how far it is."""
    with click.progressbar(length=service.steps_of(quarter), label=f"Counting {quarter}", file=sys.stderr) as bar:
        yield bar.update


@contextmanager
def _in_words() -> Iterator[None]:
    """Say a broken rule as a sentence and end with code 1."""
    try:
        yield
    except RuleBroken as broken:
        raise click.ClickException(str(broken.text)) from broken
