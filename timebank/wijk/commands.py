"""`timebank wijk …`: read in wijken, open one, split one, and say who works where."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click
from flask.cli import AppGroup
from flask_babel import format_date, gettext, ngettext

from timebank.core import clock
from timebank.core.database import transact
from timebank.core.errors import RuleBroken
from timebank.people.commands import address, show_link
from timebank.wijk import imports, queries, service
from timebank.wijk.queries import WijkNow
from timebank.wijk.rules import SECTORS

wijk = AppGroup("wijk", help="Gemeenten, wijken, and who works where.")
BAD_LINES_SHOWN = 50


@wijk.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--layout", type=click.Choice(["cbs", "own"]), default="cbs", show_default=True)
@click.option("--year", type=click.IntRange(1990, 2100), help="For the own layout; by default this year.")
def import_file(file: Path, layout: str, year: int | None) -> None:
    """Read gemeenten, wijken and buurten from FILE.

    cbs is the CSV of Statistics Netherlands as it is; own has three columns, code;name;households.
    """
    with _in_words():
        regions = imports.read_file(file, layout=layout, year=year or clock.today().year)
        read = transact(imports.write, regions)
    click.echo(_counted(read))
    if read.written == 0:
        click.echo(gettext("All of it was known already: nothing changed."))


@wijk.command("open")
@click.argument("code")
@click.option("--steward", "stewards", multiple=True, required=True, help="Name of a first steward; give two or more.")
@address
def open_wijk(code: str, stewards: tuple[str, ...], address: str) -> None:
    """Open the wijk with CODE and print a link for each of its first stewards."""
    names = [" ".join(name.split()) for name in stewards]
    with _in_words():
        tokens = transact(service.open_wijk, code, names)
    for name, token in zip(names, tokens, strict=True):
        click.echo(f"{name}: {address.rstrip('/')}/join/{token}")
    click.echo(gettext("Each link works once, for 14 days. Give it to that person only."))


@wijk.command("split")
@click.argument("code")
@click.option("--into", multiple=True, required=True, help="Code of a wijk that follows; give two or more.")
@click.option("--year", type=int, required=True, help="From which year's edition on.")
def split(code: str, into: tuple[str, ...], year: int) -> None:
    """Close the wijk with CODE; its residents choose one of those that follow when they come back."""
    with _in_words():
        followers = transact(service.split, code, list(into), year=year)
    for one in followers:
        click.echo(_line(one))


@wijk.command("list")
@click.option("--all", "everything", is_flag=True, help="Also the wijken that are not open.")
def show_list(everything: bool) -> None:
    """Show the open wijken and how many stewards each has."""
    stewards = queries.steward_counts()
    for one in queries.all_wijken() if everything else queries.open_wijken():
        number = stewards.get(one.wijk_id, 0)
        counted = ngettext("%(num)s steward", "%(num)s stewards", number)
        click.echo(f"{_line(one)}, {counted}" if one.is_open else _line(one))


@wijk.command("add-worker")
@click.argument("name")
@click.option("--wijk", "codes", multiple=True, required=True, help="Code of a wijk; give more for more.")
@click.option("--organisation", required=True)
@click.option("--sector", type=click.Choice(SECTORS), required=True, help="Which of the five O's it is.")
@address
def add_worker(name: str, codes: tuple[str, ...], organisation: str, sector: str, address: str) -> None:
    """Make a worker called NAME and print the link by which they choose a password."""
    with _in_words():
        show_link(transact(service.add_worker, name, list(codes), organisation=organisation, sector=sector), address)


@wijk.command("add-official")
@click.argument("name")
@click.option("--gemeente", required=True, help="Code of the gemeente, like GM0363.")
@address
def add_official(name: str, gemeente: str, address: str) -> None:
    """Make an official of a gemeente called NAME and print the link by which they choose a password."""
    with _in_words():
        show_link(transact(service.add_official, name, gemeente), address)


def _counted(read: imports.Counts) -> str:
    return ", ".join(
        (
            ngettext("%(num)s gemeente", "%(num)s gemeenten", read.gemeenten),
            ngettext("%(num)s wijk", "%(num)s wijken", read.wijken),
            ngettext("%(num)s buurt", "%(num)s buurten", read.buurten),
        )
    )


def _line(one: WijkNow) -> str:
    if one.closed_at_utc is not None:
        state = gettext("split")
    elif one.opened_at_utc is None:
        state = gettext("not open")
    else:
        state = gettext("open since %(day)s", day=format_date(one.opened_at_utc, "d MMMM y"))
    return f"{one.code} ({one.year}) {one.gemeente_name}, {one.name}: {state}"


@contextmanager
def _in_words() -> Iterator[None]:
    """Say a broken rule as a sentence and end with code 1; of a file, name each bad line with its number."""
    try:
        yield
    except imports.BadFile as bad:
        for row in bad.lines[:BAD_LINES_SHOWN]:
            click.echo(gettext("Line %(line)d: %(why)s", line=row.line, why=row.why), err=True)
        more = len(bad.lines[BAD_LINES_SHOWN:])
        if more:
            click.echo(ngettext("And %(num)s line more.", "And %(num)s lines more.", more), err=True)
        raise click.ClickException(str(bad.text)) from bad
    except RuleBroken as broken:
        raise click.ClickException(str(broken.text)) from broken
