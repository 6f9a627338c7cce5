"""What the importing commands have in common on the console: files of their own, progress, and words for refusals."""

import csv
import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryFile
from typing import Any, TextIO

import click

from timebank.core.errors import RuleBroken
from timebank.exchange.imports.parties import Claim, Source
from timebank.exchange.imports.reading import BadLine, UnknownFile
from timebank.exchange.spreadsheet import safe
from timebank.wijk import queries as wijk
from timebank.wijk.errors import NoSuchWijk, NotOpen


class NewFile(click.Path):
    """A file that is not there yet: nothing is overwritten, and one hears it before the work."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        """Return the path."""
        path = Path(str(super().convert(value, param, ctx)))
        if path.exists():
            self.fail(f"{path} is there already; name a new file.", param, ctx)
        return path


NEW_FILE = NewFile(dir_okay=False, path_type=Path)
READ_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


class BadLines:
    """Keeps what is bad on disk until the whole file was looked at: there may be many. Use it in a `with`."""

    def __init__(self) -> None:
        self.count = 0
        self._kept: TextIO = TemporaryFile("w+", encoding="utf-8", newline="")  # noqa: SIM115 - closed with this object
        self._writer = csv.writer(self._kept, delimiter=";")

    def __enter__(self) -> "BadLines":
        return self

    def __exit__(self, *_: object) -> None:
        self._kept.close()

    def add(self, bad: BadLine) -> None:
        """Keep one."""
        self.count += 1
        self._writer.writerow((bad.number, bad.reason))

    def show(self) -> None:
        """Name each of them."""
        self._kept.seek(0)
        for number, reason in csv.reader(self._kept, delimiter=";"):
            click.echo(f"line {number}: {reason}", err=True)

    def refuse_or_write(self, skip_bad: Path | None) -> None:
        """Write number and reason of each to `skip_bad`; without that, refuse the whole file.

        :raises click.ClickException: lines are bad, and are not to be skipped
        """
        if skip_bad is not None:
            with new_file(skip_bad) as out:
                out.write("line;reason\n")
                self._kept.seek(0)
                out.writelines(self._kept)
        elif self.count:
            raise click.ClickException(
                f"Nothing was written: {self.count:,} {'line' if self.count == 1 else 'lines'} cannot be used. "
                "Mend the file, or leave them out with --skip-bad FILE."
            )


def import_options(layouts: Any) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """Add what every import takes."""

    def add(command: Callable[..., None]) -> Callable[..., None]:
        for option in (
            click.option(
                "--claims", type=NEW_FILE, help="New file for the one-time codes of new placeholders. Keep it safe."
            ),
            click.option(
                "--skip-bad", type=NEW_FILE, help="Leave out bad lines; this new file gets number and reason."
            ),
            click.option("--dry-run", is_flag=True, help="Look at the file and say what would happen; write nothing."),
            click.option("--wijk", "code", required=True, help="Code of the open wijk that these people are of."),
            click.option(
                "--layout", type=click.Choice(list(layouts)), required=True, help="Where the file comes from."
            ),
            click.argument("file", type=READ_FILE),
        ):
            command = option(command)
        return command

    return add


def source_of(layout: str, code: str) -> Source:
    """Return the time bank that a file comes from, here.

    :raises RuleBroken: there is no such wijk, or nobody can belong to it
    """
    found = wijk.find_wijk(code)
    if found is None:
        raise NoSuchWijk
    if not found.is_open:
        raise NotOpen
    return Source(layout, found.wijk_id)


@contextmanager
def refusals_in_words() -> Iterator[None]:
    """Say why something is refused instead of showing a traceback."""
    try:
        yield
    except RuleBroken as broken:
        raise click.ClickException(str(broken.text)) from broken
    except UnknownFile as unknown:
        raise click.ClickException(str(unknown)) from unknown


@contextmanager
def progress(length: int, label: str) -> Iterator[Callable[[int], None]]:
    """Show on stderr how far it is."""
    with click.progressbar(length=length, label=label, file=sys.stderr) as bar:
        yield bar.update


@contextmanager
def new_file(path: Path) -> Iterator[TextIO]:
    """Open a file that does not exist yet, for its owner only."""
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except OSError as error:
        raise click.ClickException(f"{path}: {error.strerror}") from error
    with os.fdopen(handle, "w", encoding="utf-8", newline="") as out:
        yield out


@contextmanager
def claims_file(path: Path | None) -> Iterator[Callable[[list[Claim]], None]]:
    """Give a function that writes who takes their place with which code; without a path it writes nothing.

    The file is made before anything is written, so that no code is lost because it cannot be; and taken away again
    when nothing was.
    """
    if path is None:
        yield lambda _: None
        return
    with new_file(path) as out:
        writer = csv.writer(out, delimiter=";", lineterminator="\n")
        writer.writerow(("code", "name", "one-time code"))
        is_written = False

        def keep(claims: list[Claim]) -> None:
            nonlocal is_written
            writer.writerows((safe(claim.source_code), safe(claim.name), claim.code) for claim in claims)
            is_written = True

        try:
            yield keep
        finally:
            if not is_written:
                path.unlink()


def hours(minutes: int) -> str:
    """Write minutes as hours and minutes."""
    return f"{minutes // 60:,} hours" + (f" {minutes % 60} minutes" if minutes % 60 else "")
