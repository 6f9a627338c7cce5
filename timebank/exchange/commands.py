"""The commands of this room: questions that lapse, and bringing a history along."""

from pathlib import Path

import click
from flask.cli import AppGroup, with_appcontext

from timebank.core import clock
from timebank.core.database import transact
from timebank.exchange.imports import console, layouts, parties, people, settling, taking_over
from timebank.exchange.imports.checking import Checking, Contents
from timebank.exchange.imports.parties import Claim, Source
from timebank.exchange.imports.reading import read
from timebank.exchange.imports.spool import Spool
from timebank.exchange.service import lapse_overdue, settle_groups
from timebank.people import service as persons
from timebank.wijk.queries import all_categories

NOTHING_WRITTEN = "This was a dry run: nothing was written."

exchange = AppGroup("exchange", help="Exchanges between neighbours.")


@exchange.command("lapse")
def lapse() -> None:
    """Let questions lapse after 30 days and settle groups after 7. A worker does this by itself."""
    lapsed = 0
    while done := transact(lapse_overdue):
        lapsed += done
    settled = 0
    while done := settle_groups():
        settled += done
    click.echo(f"{lapsed} lapsed.")
    click.echo(f"{settled} groups settled or called off.")


@exchange.command("import")
@console.import_options(layouts.LAYOUTS)
def import_exchanges(
    file: Path, layout: str, code: str, dry_run: bool, skip_bad: Path | None, claims: Path | None
) -> None:
    """Take over the exchanges of FILE.

    \b
    timeoverflow  its own file: no header line, amounts in seconds
    komunitin     its own file: hours; only what was committed happened
    own           id;day;giver;receiver;minutes;kind;note  as header line

    In our own layout the giver helped, the receiver was helped: codes as in the file of people, or wijk for the
    wijkpot. The day is 2024-05-31 or 31-05-2024; id, kind (a code such as shopping) and note may be empty.

    A code that nobody knows becomes a placeholder neighbour, who takes their place with a one-time code. Twice posts
    nothing new. One bad line, and nothing is written: look first with --dry-run. A file of more than 20,000
    exchanges is written in parts of that size; stopped halfway, the same command goes on where it was.
    """
    with console.refusals_in_words(), console.BadLines() as bad, Spool() as spool:
        source = console.source_of(layout, code)
        known = parties.known(source)
        checking = Checking(source, known, spool, bad.add)
        kinds = frozenset(kind.code for kind in all_categories("en"))
        with console.progress(file.stat().st_size, "Reading") as progress:
            lines = read(file, layouts.LAYOUTS[layout], progress=progress, today=clock.today(), kinds=kinds)
            contents = checking.look_at(lines)
        bad.show()
        _show(contents, new_people=len(contents.codes - set(known)))
        if dry_run:
            _show_first(contents)
            return
        bad.refuse_or_write(skip_bad)
        _take_over(contents, spool, source, claims)


@click.command("import")
@console.import_options(people.LAYOUTS)
@with_appcontext
def import_people(
    file: Path, layout: str, code: str, dry_run: bool, skip_bad: Path | None, claims: Path | None
) -> None:
    """Take over the people of FILE, before its exchanges.

    \b
    timeoverflow  its own file: no header line; gender and birth date are not read
    own           code;name;email;phone  as header line; the last two may be empty

    Each becomes a placeholder neighbour, whom nobody can find yet, and takes their place with a one-time code. Twice
    adds nobody. One bad line, and nothing is written: look first with --dry-run.
    """
    with console.refusals_in_words(), console.BadLines() as bad:
        source = console.source_of(layout, code)
        with console.progress(file.stat().st_size, "Reading") as progress:
            lines = read(file, people.LAYOUTS[layout], progress=progress)
            found = settling.look_at(lines, source, tell_bad=bad.add)
        bad.show()
        click.echo(f"The file: {found.people:,} people, of whom {len(found.newcomers):,} new.")
        if dry_run:
            for somebody in found.newcomers[:5]:
                click.echo(f"  line {somebody.number}: {somebody.code} {somebody.name}")
            click.echo(NOTHING_WRITTEN)
            return
        bad.refuse_or_write(skip_bad)
        with console.claims_file(claims) as keep:
            made = settling.settle(found, source)
            keep(made)
        click.echo(f"Written: {len(made):,} new placeholders.")
        _say_codes(len(made), claims)


@click.command("codes")
@click.argument("file", type=console.NEW_FILE)
@click.option("--wijk", "code", required=True, help="Code of the wijk.")
@with_appcontext
def renew_codes(file: Path, code: str) -> None:
    """Give taken-over neighbours new codes.

    FILE gets a new one-time code for everybody of a wijk's files who has not come yet. Their older codes work no more.
    """
    with console.refusals_in_words(), console.claims_file(file) as keep:
        source = console.source_of("", code)
        made = transact(_renew, source.wijk_id)
        keep(made)
    click.echo(f"{len(made):,} codes.")


PEOPLE_COMMANDS = (import_people, renew_codes)
"""Commands of the group `people` that stand here, because people of a file have an account in a wijk."""


def _renew(wijk_id: int) -> list[Claim]:
    return [Claim(code, one.name, persons.renew_claim(one.id)) for code, one in parties.unclaimed(wijk_id)]


def _show(contents: Contents, *, new_people: int) -> None:
    """Say what a file holds."""
    people_too = f"{len(contents.codes):,} people, of whom {new_people:,} new"
    click.echo(f"The file: {contents.exchanges:,} exchanges, {console.hours(contents.minutes)}, {people_too}.")
    if contents.already_there:
        click.echo(f"Taken over before: {contents.already_there:,} of these exchanges.")
    if contents.did_not_happen:
        click.echo(f"Did not happen, so left out: {contents.did_not_happen:,} lines.")


def _show_first(contents: Contents) -> None:
    """Show how the first lines were understood."""
    for past in contents.first:
        what = f"{past.giver} helped {past.receiver}, {past.minutes} minutes, {past.category_code}"
        click.echo(f"  line {past.number}: {past.day} {what}{past.note and ': '}{past.note}")
    click.echo(NOTHING_WRITTEN)


def _take_over(contents: Contents, spool: Spool, source: Source, claims: Path | None) -> None:
    new = contents.exchanges - contents.already_there
    with console.claims_file(claims) as keep, console.progress(new, "Writing") as progress:
        written, placeholders = taking_over.take_over(contents, spool, source, keep_claims=keep, progress=progress)
    minutes = contents.minutes - contents.minutes_already_there
    click.echo(
        f"Written: {written:,} exchanges, {console.hours(minutes)}, {len(contents.codes):,} people, "
        f"{placeholders:,} new placeholders."
    )
    _say_codes(placeholders, claims)


def _say_codes(placeholders: int, claims: Path | None) -> None:
    if placeholders and claims is None:
        click.echo("They take their places with one-time codes: timebank people codes --help")
