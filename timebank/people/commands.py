"""`timebank people …`: staff who are not of a wijk, and new links for who lost theirs."""

import click
from flask.cli import AppGroup

from timebank.core.bsn import find_bsn
from timebank.core.database import transact
from timebank.core.errors import RuleBroken
from timebank.core.forms import BSN_REFUSED
from timebank.people import service

group = AppGroup("people", help="Persons and how they sign in.")
address = click.option(
    "--address", default="http://localhost:8000", show_default=True, help="Where people open this time bank."
)


@group.command("add-operator")
@click.argument("name")
@address
def add_operator(name: str, address: str) -> None:
    """Make an operator called NAME and print the link by which they choose a password."""
    if find_bsn(name):
        raise click.ClickException(str(BSN_REFUSED))
    show_link(transact(service.create_staff, kind="operator", name=name), address)


@group.command("new-link")
@click.argument("sign_in_name")
@address
def new_link(sign_in_name: str, address: str) -> None:
    """Give a member of staff a new link: who lost the first one, the password or the phone."""
    try:
        show_link(transact(service.renew_welcome, sign_in_name), address)
    except RuleBroken as broken:
        raise click.ClickException(str(broken.text)) from broken


def show_link(staff: service.NewStaff, address: str) -> None:
    """Print what a new member of staff needs: the sign-in name, and the link that works once."""
    click.echo(f"sign-in name: {staff.sign_in_name}")
    click.echo(f"link, once, within 14 days: {address.rstrip('/')}/welcome/{staff.token}")
