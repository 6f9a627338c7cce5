"""A small world with everybody in it, for asking every page as every role."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from flask import Flask
from flask.testing import FlaskClient
from werkzeug.routing import Rule
from werkzeug.test import TestResponse

from tests.factories import (
    Place,
    close_group,
    make_confirmed,
    make_group,
    make_own_note,
    make_place,
    make_report,
    make_resident,
)
from timebank.access.actor import Actor
from timebank.core import assets
from timebank.core.database import db, transact
from timebank.exchange import service as exchange
from timebank.people import queries as persons
from timebank.people import service as people
from timebank.people import sessions
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
        residents = {
            "fatima": fatima,
            "olena": olena,
            "ria": place.stewards[0],
            "elsewhere": make_place("Kanaalzone").stewards[0],
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


# What an address names: each function makes a new one, which belongs to Fatima, her wijk and Ria's fellow steward.


def waiting(world: World) -> str:
    """Let a new neighbour report an exchange that waits for Fatima's yes."""
    return make_report(make_resident(world.place, "Henk"), world.fatima, note="Dank!").public_id


def confirmed(world: World) -> str:
    """Let Fatima and a new neighbour agree on an exchange."""
    return make_confirmed(make_resident(world.place, "Henk"), world.fatima).public_id


def correction_asked(world: World) -> str:
    """Let a new neighbour ask Fatima to undo an exchange."""
    henk = make_resident(world.place, "Henk")
    agreed = make_confirmed(henk, world.fatima)
    transact(exchange.ask_correction, agreed.id, reason="Het was gisteren", right_minutes=None, by=henk)
    return agreed.public_id


def for_the_pot(world: World) -> str:
    """Let a new neighbour report an exchange that waits for a steward's yes."""
    return make_report(make_resident(world.place, "Henk"), "pot").public_id


def group(world: World) -> str:
    """Let Fatima announce a group to which a new neighbour comes."""
    return make_group(world.fatima, make_resident(world.place, "Henk")).public_id


def group_draft(world: World) -> str:
    """Let Fatima write down a group that nobody sees yet."""
    return make_group(world.fatima, rule="").public_id


def group_asked(world: World) -> str:
    """Let a new neighbour close a group in which Fatima was, and which waits for her and for a steward's yes."""
    henk = make_resident(world.place, "Henk")
    return close_group(make_group(henk, world.fatima, rule="all"), henk).public_id


def own_note(world: World) -> str:
    """Let Fatima write something down for herself."""
    return make_own_note(world.fatima).public_id


def session_of_fatima(world: World) -> str:
    """Let Fatima sign in on another device."""
    transact(people.begin_session, world.fatima.person_id, device="another device")
    return sessions.of_person(world.fatima.person_id)[0].public_id


def silenced_by_fatima(world: World) -> str:
    """Let Fatima hear no more of a new neighbour."""
    henk = make_resident(world.place, "Henk")
    transact(people.silence, world.fatima.person_id, henk.person_id)
    return henk.public_id


def reset(world: World) -> str:
    """Let the other steward start a new password for a new neighbour."""
    ria, youssef = world.place.stewards
    henk = make_resident(world.place, "Henk")
    transact(people.start_reset, henk.person_id, world.place.wijk_id, by=youssef.person_id)
    return persons.open_resets(ria.steward_wijk_ids)[-1].public_id


def proposal(world: World) -> str:
    """Let the other steward propose a new neighbour as a steward."""
    buurcode = persons.get_person(make_resident(world.place, "Henk").person_id).buurcode
    transact(wijk.propose_appointment, world.place.wijk_id, buurcode, by=world.place.stewards[1])
    return wijken.proposals_of(world.place.wijk_id)[-1].public_id


def invitation(world: World) -> str:
    """Let the other steward invite somebody."""
    transact(wijk.invite, world.place.wijk_id, by=world.place.stewards[1].person_id)
    return wijken.invitations_of(world.place.wijk_id)[0].public_id


def other_steward(world: World) -> str:
    """Return the other steward."""
    return world.place.stewards[1].public_id


def invitation_token(world: World) -> str:
    """Return the token of an invitation that nobody has used."""
    return transact(wijk.invite, world.place.wijk_id, by=None)


def welcome_token(_world: World) -> str:
    """Return the token of a new member of staff."""
    return transact(people.create_staff, kind="operator", name="Nieuw").token


def style(_world: World) -> str:
    """Return the digest of a static file."""
    return assets.digests()["base.css"]


THINGS: dict[str, Callable[[World], str]] = {
    "core.static_file": style,
    "core.theme_file": style,
    "exchange.add_to_group": group,
    "exchange.agree": correction_asked,
    "exchange.answer": waiting,
    "exchange.answer_for_wijk": group_asked,
    "exchange.answer_in_group": group_asked,
    "exchange.ask_about_note": own_note,
    "exchange.call_off_group": group,
    "exchange.change_note": own_note,
    "exchange.choose_rule": group_draft,
    "exchange.close_group": group,
    "exchange.correct": confirmed,
    "exchange.erase_note": waiting,
    "exchange.erase_own_note": own_note,
    "exchange.group": group,
    "exchange.group that asks": group_asked,
    "exchange.group that nobody sees yet": group_draft,
    "exchange.say_no": waiting,
    "exchange.say_yes": waiting,
    "exchange.say_yes for the pot": for_the_pot,
    "exchange.show": waiting,
    "exchange.show for the pot": for_the_pot,
    "exchange.sign": group,
    "exchange.who_came": group,
    "people.agree_to_reset": reset,
    "people.end_device": session_of_fatima,
    "people.end_silence": silenced_by_fatima,
    "people.welcome": welcome_token,
    "wijk.agree": proposal,
    "wijk.end_invitation": invitation,
    "wijk.end_proposal": proposal,
    "wijk.join_invited": invitation_token,
    "wijk.stop": other_steward,
}
"""What the address of each endpoint names; an endpoint whose things differ stands here more than once."""

WORDS = {"direction": "gave", "move": "decline", "step": "sign_up", "said": "yes", "name": "base.css"}
QUERIES = {
    "exchange.announce": "?what=company",
    "exchange.what": "?who=pot",
    "exchange.how_long": "?who=pot&what=shopping",
}
"""What a page is asked with, so that it has something to show."""


def addresses(world: World, rule: Rule, key: str) -> Iterator[str]:
    """Yield the address of a rule again and again, each with a new thing in it."""
    with world.app.test_request_context():
        adapter = world.app.url_map.bind("localhost", url_scheme="https")
    while True:
        values = {name: WORDS.get(name) or THINGS[key](world) for name in rule.arguments}
        yield adapter.build(rule.endpoint, values) + QUERIES.get(rule.endpoint, "")


def variants(endpoint: str) -> list[str]:
    """Return the names under which an endpoint stands in a table: one for each kind of thing that it may be about."""
    return [key for key in THINGS if key.startswith(f"{endpoint} ") or key == endpoint] or [endpoint]
