"""Who wants to hear no more of somebody is out of their reach: every page of the other answers as if it did not exist.

What the two share already stays theirs to read and to end, and nothing new comes out of it.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from tests.access import exchanges, things
from tests.access.addresses import addresses, variants
from tests.access.test_roles_routes import TABLE as ROLES_TABLE
from tests.access.world import ROLES, World, routes, word
from tests.conftest import ENGINES, make_app, opened
from tests.factories import (
    let_time_pass,
    make_appointment,
    make_confirmed,
    make_conversation,
    make_group,
    make_resident,
)
from timebank.access.actor import Actor
from timebank.core import clock
from timebank.core.database import db, transact
from timebank.exchange.models import Exchange
from timebank.market.models import Concern
from timebank.notices.models import Notice
from timebank.people import service as people

OF_ANOTHER = {
    # what is asked, empty                              silenced silencer
    ("exchange.answer_listing", "GET"):                "404      404",
    ("exchange.answer_listing", "POST"):               "404      404",
    ("exchange.group", "GET"):                         "404      404",
    ("exchange.group that asks", "GET"):               "404      404",
    ("exchange.sign", "POST"):                         "404      404",
    ("market.more", "GET"):                            "404      404",
    ("market.promise for the wijk", "GET"):            "404      404",
    ("market.promise for the wijk", "POST"):           "404      404",
    ("market.raise_point", "GET"):                     "404      404",
    ("market.raise_point", "POST"):                    "404      404",
    ("market.show", "GET"):                            "404      404",
    ("market.tell", "GET"):                            "404      200",
    ("market.tell", "POST"):                           "404      422",
}  # fmt: skip
"""What a neighbour may do with something of Fatima's: after she silenced them, and after they silenced her."""


@dataclass
class Pair:
    """A Fatima and a neighbour, who looks at what is hers and at what is between the two."""

    world: World
    fatima: Actor
    other: Actor

    def __post_init__(self) -> None:
        self.world.person_ids |= {"fatima here": self.fatima.person_id, "other": self.other.person_id}

    def silence(self, which: str) -> None:
        """Let Fatima hear no more of the other ("silenced"), or the other of her ("silencer")."""
        pair = [self.fatima.person_id, self.other.person_id]
        transact(people.silence, *(pair if which == "silenced" else reversed(pair)))

    def ask(self, method: str, address: str, typed: dict | None = None) -> str:
        """Ask a page as the other."""
        return word(self.world.browser("other").open(address, method=method, data=typed))


@pytest.fixture(scope="module", params=ENGINES)
def world(request: pytest.FixtureRequest) -> Iterator[World]:
    """Give a world on each engine to all tests of this file."""
    with request.getfixturevalue(f"fresh_{request.param}")() as url, opened(make_app(url)) as app:
        yield World.make(app)


@pytest.fixture
def pair(world: World) -> Pair:
    """Give two neighbours who have nothing together yet."""
    return Pair(world, make_resident(world.place, "Fatima"), make_resident(world.place, "Olena"))


@pytest.fixture
def worlds_pair(world: World) -> Pair:
    """Give the Fatima whose things have addresses, and a new neighbour."""
    return Pair(world, world.fatima, make_resident(world.place, "Olena"))


def fatimas(world: World, key: str) -> Iterator[str]:
    """Yield addresses of something of Fatima's."""
    endpoint = key.partition(" ")[0]
    rule = next(rule for name, _, rule in routes(world.app) if name == endpoint)
    if key == "exchange.answer_listing":  # in the other table it is something of somebody else's
        return iter(lambda: f"/listings/{things.offer(world)}/answer", None)
    if key == "exchange.group that asks":  # there somebody else leads it
        return iter(lambda: f"/groups/{asking(world)}", None)
    return addresses(world, rule, key)


def asking(world: World) -> str:
    """Let Fatima close a group that asks the wijk."""
    henk = make_resident(world.place, "Henk")
    return exchanges.close_group(make_group(world.fatima, henk, rule="all"), world.fatima).public_id


@pytest.mark.parametrize("which", ["silenced", "silencer"])
def test_what_is_anothers_does_not_exist(world, worlds_pair, which):
    worlds_pair.silence(which)
    found = {}
    for key, method in OF_ANOTHER:
        found[key, method] = worlds_pair.ask(method, next(fatimas(world, key)))
    at = ["silenced", "silencer"].index(which)
    assert found == {row: cells.split()[at] for row, cells in OF_ANOTHER.items()}


def test_without_a_silence_the_same_pages_open(world, worlds_pair):
    for key, method in OF_ANOTHER:
        assert worlds_pair.ask(method, next(fatimas(world, key))) in ("200", "303", "422"), key


def test_no_page_about_what_is_anothers_is_forgotten(world):
    olena = list(ROLES).index("olena")
    open_to_others = {
        (key, method)
        for endpoint, method, rule in routes(world.app)
        for key in variants(endpoint)
        if endpoint.startswith(("market.", "exchange."))
        and "public_id" in rule.arguments
        and ROLES_TABLE[key, method].split()[olena] not in ("403", "404")
    }
    assert open_to_others == set(OF_ANOTHER)


# What the two share ---------------------------------------------------------------------------------------------------


def talk(pair: Pair) -> str:
    """Let the other answer what Fatima offers."""
    return f"/conversations/{make_conversation(pair.fatima, pair.other).public_id}"


def meeting(pair: Pair) -> str:
    """Let the two agree on a day that is still to come."""
    conversation = make_conversation(pair.fatima, pair.other)
    return f"/appointments/{make_appointment(conversation, pair.other, pair.fatima).public_id}"


def over(pair: Pair) -> str:
    """Let the two have met."""
    conversation = make_conversation(pair.fatima, pair.other)
    return f"/appointments/{let_time_pass(make_appointment(conversation, pair.other, pair.fatima)).public_id}"


def hours(pair: Pair) -> str:
    """Let the two have agreed on hours."""
    return f"/exchanges/{make_confirmed(pair.other, pair.fatima).public_id}"


def guest(pair: Pair) -> str:
    """Let the other have signed up for something that Fatima leads."""
    return f"/groups/{make_group(pair.fatima, pair.other).public_id}"


WORDS = {"words": "Laat me met rust", "request_key": "one"}
YESTERDAY, NEXT_WEEK = (f"{clock.today() + timedelta(days):%Y-%m-%d}" for days in (-1, 7))
A_DAY = {"day": NEXT_WEEK, "at": "14:00", "minutes": "30", "place": "Thuis", "request_key": "two", "version": "1"}
IT_HAPPENED = {"minutes": "60", "occurred_on": YESTERDAY, "what": "shopping"}
WRONG = {"reason": "Lees dit nou eens", "wish": "undo"}

SHARED: list[tuple[Callable[[Pair], str], str, str, dict | None, str, bool]] = [
    # what, what is done with it, typed, what silenced and silencer get, does Fatima hear of it from the silenced one
    (talk, "GET", "", None, "200 200", False),
    (talk, "POST", "", WORDS, "422 422", False),
    (talk, "POST", "/read", {"up_to": "1"}, "303 303", False),
    (talk, "POST", "/appointment", A_DAY, "422 422", False),
    (talk, "POST", "/stop", {}, "303 303", False),
    (talk, "POST", "/concern", {"words": "Hij dreigt"}, "303 303", False),
    (meeting, "GET", "", None, "200 200", False),
    (meeting, "POST", "/change", A_DAY, "422 422", False),
    (meeting, "POST", "/remind", {}, "422 422", False),
    (meeting, "POST", "/call_off", {}, "303 303", True),
    (over, "POST", "/happened", IT_HAPPENED, "422 422", False),
    (over, "POST", "/not_done", {}, "303 303", False),
    (hours, "GET", "", None, "200 200", False),
    (hours, "POST", "/correct", WRONG, "422 303", False),
    (guest, "GET", "", None, "200 200", False),
    (guest, "POST", "/sign_off", {}, "303 303", True),
]


@pytest.mark.parametrize("which", ["silenced", "silencer", "no silence"])
@pytest.mark.parametrize("row", SHARED, ids=[f"{row[0].__name__}{row[2]}" for row in SHARED])
def test_what_is_shared_can_be_read_and_ended_and_nothing_new_comes_of_it(pair, which, row):
    make, method, then, typed, cells, is_heard = row
    address = make(pair) + then
    before = told(pair.fatima)
    expected = dict(zip(("silenced", "silencer"), cells.split(), strict=True))
    if which in expected:
        pair.silence(which)
    assert pair.ask(method, address, typed) == expected.get(which, "303" if method == "POST" else "200")
    if which == "silenced":
        assert (told(pair.fatima) > before) is is_heard


@pytest.mark.parametrize(("which", "made"), [("silenced", 0), ("silencer", 0), (None, 1)])
def test_hours_are_not_written_down_with_who_silenced(pair, which, made):
    if which:
        pair.silence(which)
    who = {"who": pair.fatima.public_id, "what": "shopping", "request_key": "three"}
    before = rows(Exchange)
    pair.ask("POST", "/did/gave/how-long", {**who, "minutes": "60", "occurred_on": YESTERDAY})
    assert rows(Exchange) == before + made


def test_who_was_silenced_by_a_neighbour_who_wronged_them_can_still_tell_the_stewards(world, pair):
    address = talk(pair)
    pair.silence("silenced")
    page = world.browser("other").get(f"{address}/concern").text
    assert "Zullen we?" in page
    number = page.partition('name="messages" type="checkbox" value="')[2].partition('"')[0]
    assert pair.ask("POST", f"{address}/concern", {"words": "Hij dreigt", "messages": number}) == "303"
    told = db.session.execute(select(Concern.__table__).order_by(Concern.id.desc()).limit(1)).one()
    assert (told.about_person_id, told.person_id) == (pair.fatima.person_id, pair.other.person_id)
    assert told.shared == [{"words": "Zullen we?", "is_reporters": True}]


def told(actor: Actor) -> int:
    """Return how many notices somebody has."""
    db.session.rollback()
    return db.session.scalar(select(func.count()).where(Notice.person_id == actor.person_id)) or 0


def rows(model: type) -> int:
    """Return how many rows there are."""
    db.session.rollback()
    return db.session.scalar(select(func.count()).select_from(model)) or 0
