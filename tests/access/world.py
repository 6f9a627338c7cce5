"""A small world with everybody in it, for asking every page as every role."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from flask import Flask
from flask.testing import FlaskClient
from werkzeug.routing import Rule
from werkzeug.test import TestResponse

from tests.factories import Place, make_balance, make_place, make_resident, publish
from timebank.access.actor import Actor
from timebank.core.database import db, transact
from timebank.people import service as people
from timebank.wijk import queries as wijken
from timebank.wijk import service as wijk

ROLES = {
    "visitor": "nobody is signed in",
    "fatima": "the resident whom the things concern",
    "olena": "a neighbour of hers",
    "ria": "a steward of their wijk",
    "elsewhere": "a steward of another wijk",
    "worker": "works in their wijk",
    "gemeente": "an official of their gemeente",
    "operator": "installs and opens",
    "half": "a worker who has not given the second factor",
}


@dataclass
class World:
    """An open wijk in a gemeente, another wijk, and somebody of each role: person ids by role."""

    app: Flask
    place: Place
    fatima: Actor
    person_ids: dict[str, int]
    browsers: dict[str, FlaskClient] = field(default_factory=dict)

    @classmethod
    def make(cls, app: Flask) -> "World":
        """Build it through the services."""
        place = make_place()
        fatima, olena = make_resident(place, "Fatima"), make_resident(place, "Olena")
        staff = {
            role: transact(people.create_staff, kind="worker" if role == "half" else role, name=role).person_id
            for role in ("worker", "gemeente", "operator", "half")
        }
        for role in ("worker", "half"):
            transact(wijk.assign_worker, staff[role], place.wijk_id, organisation="Welzijn", sector="omgeving")
        transact(wijk.assign_official, staff["gemeente"], wijken.get_wijk(place.wijk_id).gemeente_id)
        elsewhere = make_place("Kanaalzone")
        for quarter in ("2026Q2", "2026Q3"):
            publish(make_balance(place, quarter), make_balance(elsewhere, quarter, name="Kanaalzone"))
        residents = {
            "fatima": fatima,
            "olena": olena,
            "ria": place.stewards[0],
            "elsewhere": elsewhere.stewards[0],
        }
        return cls(app, place, fatima, {role: actor.person_id for role, actor in residents.items()} | staff)

    def browser(self, role: str, *, anew: bool = True) -> FlaskClient:
        """Give a browser in which somebody of a role is signed in: a new one, or for looking only the one before."""
        db.session.rollback()
        if anew:
            return self._opened(role)
        if role not in self.browsers:
            self.browsers[role] = self._opened(role)
        return self.browsers[role]

    def _opened(self, role: str) -> FlaskClient:
        client = self.app.test_client()
        if role != "visitor":
            has_second_factor = role in ("worker", "gemeente", "operator")
            begin = {"device": "a test", "second_factor_given": has_second_factor}
            token = transact(people.begin_session, self.person_ids[role], **begin)
            with client.session_transaction() as session:
                session["_user_id"] = token
        return client


def routes(app: Flask) -> Iterator[tuple[str, str, Rule]]:
    """Yield endpoint, method and rule of everything that the application answers."""
    for rule in app.url_map.iter_rules():
        yield from ((rule.endpoint, method, rule) for method in sorted((rule.methods or set()) - {"HEAD", "OPTIONS"}))


def word(answer: TestResponse) -> str:
    """Say what an answer is: its status, or "in" and "2fa" for who is sent to sign in or to give the second factor."""
    to = answer.headers.get("Location", "").partition("?")[0]
    sent = {"/sign-in": "in", "/second-factor": "2fa"}.get(to) if answer.status_code == 303 else None
    return sent or str(answer.status_code)
