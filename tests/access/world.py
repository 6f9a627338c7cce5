"""A small world with everybody in it, for asking every page as every role."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import update
from werkzeug.routing import Rule
from werkzeug.test import TestResponse

from tests.factories import (
    Place,
    close_group,
    let_time_pass,
    make_appointment,
    make_confirmed,
    make_conversation,
    make_group,
    make_listing,
    make_own_note,
    make_place,
    make_report,
    make_resident,
    put_up,
)
from timebank.access.actor import Actor
from timebank.core import assets, clock
from timebank.core.database import db, transact
from timebank.exchange import service as exchange
from timebank.market import queries as markets
from timebank.market import service as market
from timebank.market.models import Listing
from timebank.notices.letters import unsubscribe_token
from timebank.notices.queries import notices_of
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


def notice(world: World) -> str:
    """Let something be told to Fatima."""
    waiting(world)
    return notices_of(world.fatima.person_id).rows[0].public_id


def mail_token(world: World) -> str:
    """Return what stands at the end of a mail to Fatima."""
    return unsubscribe_token(world.fatima.public_id)


def style(_world: World) -> str:
    """Return the digest of a static file."""
    return assets.digests()["base.css"]


def listed(world: World, side: str = "offer") -> Any:
    """Let Fatima put something up; what she put up before was long ago, so that she never writes too much."""
    before = update(Listing).where(Listing.person_id == world.fatima.person_id)
    long_ago = {"created_at_utc": clock.now() - timedelta(days=2), "state": "closed", "is_live": False, "searched": ""}
    transact(lambda: db.session.execute(before.values(**long_ago)))
    return make_listing(world.fatima, side)


def offer(world: World) -> str:
    """Let Fatima offer something."""
    return listed(world).public_id


def resting(world: World) -> str:
    """Let Fatima offer something that has ended."""
    listing = listed(world)
    transact(market.end_listing, listing.id)
    return listing.public_id


def talent(world: World) -> str:
    """Let Fatima write down something that she can do."""
    for one in markets.talents_of(world.fatima.person_id):
        transact(market.remove_talent, markets.find_talent(one.public_id).id)
    said = {"words": "Ik kan naaien", "category_code": "repairs", "shown_to": "nobody"}
    transact(market.add_talent, world.fatima.person_id, **said)
    return markets.talents_of(world.fatima.person_id)[-1].public_id


def need_for(shown_to: str) -> Callable[[World], str]:
    """Return what lets Fatima need something to be able to help, that she shows so far."""

    def need(world: World) -> str:
        listing = listed(world)
        transact(market.add_need, listing, kind="ov_card", words="Naar de overkant", shown_to=shown_to)
        return markets.needs_of(listing, world.fatima)[-1].public_id

    return need


def concern(world: World) -> str:
    """Let a new neighbour tell the stewards about something of Fatima."""
    told = {"words": "Dit is geen vraag", "by": make_resident(world.place, "Henk")}
    return transact(market.tell_stewards, listed(world, "request"), **told)


def measure(world: World) -> str:
    """Let the other steward propose to hide it."""
    found = markets.find_concern(concern(world))
    asked = {"kind": "hide_listing", "reason": "Dit is reclame", "by": world.place.stewards[1]}
    transact(market.ask_measure, found, **asked)
    return markets.measures_of(found)[-1].public_id


def listing(world: World) -> str:
    """Let a new neighbour of Fatima offer something."""
    return put_up(make_resident(world.place, "Henk"))


def conversation(world: World) -> str:
    """Let a new neighbour answer what Fatima offers."""
    return make_conversation(world.fatima, make_resident(world.place, "Henk")).public_id


def proposed(world: World) -> str:
    """Let a new neighbour propose an appointment to Fatima."""
    henk = make_resident(world.place, "Henk")
    return make_appointment(make_conversation(world.fatima, henk), henk).public_id


def agreed(world: World) -> str:
    """Let a new neighbour and Fatima agree on a day that is still to come."""
    henk = make_resident(world.place, "Henk")
    return make_appointment(make_conversation(world.fatima, henk), henk, world.fatima).public_id


def agreed_and_over(world: World) -> str:
    """Let a new neighbour and Fatima agree on a day that has passed since."""
    henk = make_resident(world.place, "Henk")
    talk = make_conversation(world.fatima, henk)
    return let_time_pass(make_appointment(talk, henk, world.fatima)).public_id


THINGS: dict[str, Callable[[World], str]] = {
    "core.static_file": style,
    "core.theme_file": style,
    "exchange.add_to_group": group,
    "exchange.agree": correction_asked,
    "exchange.agree_appointment": proposed,
    "exchange.answer": waiting,
    "exchange.answer_listing": listing,
    "exchange.appointment": agreed,
    "exchange.calendar": agreed,
    "exchange.change_appointment": agreed,
    "exchange.conversation": conversation,
    "exchange.correct": confirmed,
    "exchange.erase_note": waiting,
    "exchange.happened": agreed_and_over,
    "exchange.move_appointment": agreed,
    "exchange.propose": conversation,
    "exchange.read_conversation": conversation,
    "exchange.stop_conversation": conversation,
    "exchange.answer_for_wijk": group_asked,
    "exchange.answer_in_group": group_asked,
    "exchange.ask_about_note": own_note,
    "exchange.call_off_group": group,
    "exchange.change_note": own_note,
    "exchange.choose_rule": group_draft,
    "exchange.close_group": group,
    "exchange.erase_own_note": own_note,
    "exchange.group": group,
    "exchange.group that asks": group_asked,
    "exchange.group that nobody sees yet": group_draft,
    "exchange.say_no": waiting,
    "exchange.say_yes": waiting,
    "exchange.say_yes for the pot": for_the_pot,
    "exchange.show": waiting,
    "exchange.show for the pot": for_the_pot,
    "market.add": offer,
    "market.change": offer,
    "market.choose_kind": offer,
    "market.close": concern,
    "market.concern": concern,
    "market.decide": measure,
    "market.end": offer,
    "market.more": offer,
    "market.promise for workers": need_for("workers"),
    "market.promise for the wijk": need_for("wijk"),
    "market.promise for nobody": need_for("nobody"),
    "market.raise_point": offer,
    "market.remove_talent": talent,
    "market.renew": offer,
    "market.settle": need_for("nobody"),
    "market.show": offer,
    "market.show ended": resting,
    "market.show_talent": talent,
    "market.tell": offer,
    "notices.open_notice": notice,
    "notices.unsubscribe": mail_token,
    "exchange.sign": group,
    "exchange.tell_stewards": conversation,
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

WORDS = {"direction": "gave", "move": "decline", "name": "base.css", "said": "yes", "wish": "stop_resting"}
WORDS_OF = {
    "exchange.move_appointment": {"step": "call_off"},
    "exchange.sign": {"step": "sign_up"},
    "market.decide": {"what": "agree"},
    "market.look": {"side": "offers"},
    "market.new": {"side": "offer"},
    "market.settle": {"what": "arranged"},
}
QUERIES = {
    "exchange.announce": "?what=company",
    "exchange.how_long": "?who=pot&what=shopping",
    "exchange.what": "?who=pot",
    "market.look": "?words=fietsen+maken&where=near&when=morning",
}
"""What a page is asked with, so that it has something to show."""


def addresses(world: World, rule: Rule, key: str) -> Iterator[str]:
    """Yield the address of a rule again and again, each with a new thing in it."""
    with world.app.test_request_context():
        adapter = world.app.url_map.bind("localhost", url_scheme="https")
    while True:
        words = WORDS | WORDS_OF.get(rule.endpoint, {})
        values = {name: words.get(name) or THINGS[key](world) for name in rule.arguments}
        yield adapter.build(rule.endpoint, values) + QUERIES.get(rule.endpoint, "")


def variants(endpoint: str) -> list[str]:
    """Return the names under which an endpoint stands in a table: one for each kind of thing that it may be about."""
    return [key for key in THINGS if key.startswith(f"{endpoint} ") or key == endpoint] or [endpoint]
