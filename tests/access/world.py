"""A small world with everybody in it, for asking every page as every role."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from flask import Flask, url_for
from flask.testing import FlaskClient
from werkzeug.routing import Rule
from werkzeug.test import TestResponse

from tests.factories import Place, make_confirmed, make_place, make_report, make_resident
from timebank.access.actor import Actor
from timebank.core import assets
from timebank.core.database import db, transact
from timebank.exchange import service as exchange
from timebank.people import queries as persons
from timebank.people import service as people
from timebank.people import sessions
from timebank.wijk import queries as wijken
from timebank.wijk import service as wijk

ROLES = ("visitor", "fatima", "olena", "ria", "elsewhere", "worker", "gemeente", "operator", "half")
"""Nobody, the resident whom things concern, a neighbour of hers, a steward of theirs, a steward of another wijk, a worker
of theirs, an official of their gemeente, the operator, a worker without the second factor."""


@dataclass
class World:
    """An open wijk with its people and staff; `things` are what addresses name, made when needed."""

    app: Flask
    place: Place = field(default_factory=make_place)
    people: dict[str, Actor | int] = field(default_factory=dict)
    things: dict[str, dict[str, str]] = field(default_factory=dict)
