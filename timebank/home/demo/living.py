"""What the invented gemeente is about to do: offers, requests, talents, support needs, conversations, appointments."""

from datetime import time, timedelta
from random import Random

from timebank.access.actor import Actor
from timebank.core import clock
from timebank.exchange import queries as exchanges
from timebank.exchange import service as exchange
from timebank.exchange.rules.agreeing import Proposal
from timebank.exchange.rules.groups import Announcement
from timebank.home.demo.sentences import NEEDS, OFFERS, PLACES, REQUESTS, TALENTS
from timebank.market import queries as markets
from timebank.market import service as market
from timebank.market.rules import DAY_PARTS, Content

LISTINGS = 160
LISTINGS_OF_ONE = 12
"""Fewer than a day allows."""

NEEDS_OF, TALKS = 18, 8


def begin(people: list[Actor], *, seed: int) -> None:
    """Let people offer and ask, and some of them talk and agree. The first ones are those with a sign-in."""
    random = Random(seed + 2)
    offers, requests = _put_up(people, random)
    for actor, talent in zip(people, TALENTS, strict=False):
        market.add_talent(actor.person_id, words=talent, category_code="", shown_to="wijk")
    for name, (kind, words) in zip(offers[:NEEDS_OF], NEEDS * 3, strict=False):
        market.add_need(markets.find_listing(name), kind=kind, words=words, shown_to=random.choice(("workers", "wijk")))
    for number, name in enumerate((offers + requests)[-TALKS:]):
        _talk(name, people, number, random)
    _gather(people)


def _put_up(people: list[Actor], random: Random) -> tuple[list[str], list[str]]:
    made: dict[str, list[str]] = {"offer": [], "request": []}
    for number in range(min(LISTINGS, LISTINGS_OF_ONE * len(people))):
        side, sentences = ("offer", OFFERS) if number % 2 else ("request", REQUESTS)
        actor = people[number % len(people)]
        parts = random.choice((0, 0, 1, 2, 4, 8, 3, 6))
        content = Content(sentences[number // 2 % len(sentences)], day_parts=parts % (1 << len(DAY_PARTS)))
        made[side].append(market.post_listing(side, content, request_key=f"demo:{number}", by=actor))
    return made["offer"], made["request"]


def _talk(listing: str, people: list[Actor], number: int, random: Random) -> None:
    """Let somebody answer a listing, and agree with its maker on a day of the coming week."""
    maker = next(one for one in people if one.person_id == markets.find_listing(listing).person_id)
    other = people[number % 2] if maker.person_id != people[number % 2].person_id else people[2]
    name = exchange.answer_listing(listing, "Hoi! Zullen we iets afspreken?", request_key=f"demo:{number}", by=other)
    talk = exchanges.find_conversation(name)
    assert talk is not None
    exchange.write(talk.id, "Leuk! Wanneer kun je?", request_key=f"demo:answer:{number}", by=maker)
    day = clock.today() + timedelta(days=1 + number % 7)
    agreed = Proposal(f"demo:{number}", day, time(10 + number % 8), 60, random.choice(PLACES))
    meeting = exchange.propose(talk.id, agreed, by=maker)
    if number % 3:
        found = exchanges.find_appointment(meeting)
        assert found is not None
        exchange.agree(found.id, version=found.version, by=other)


def _gather(people: list[Actor]) -> None:
    """Let one lead something for several people, next week."""
    leader, *others = people[:6]
    day = clock.today() + timedelta(days=5)
    words = "Samen soep koken en eten in het buurthuis"
    content = Announcement("demo:soup", words, "cooking", day, time(17, 0), PLACES[0], 120, 12)
    group = exchanges.find_group(exchange.draft_group(content, by=leader))
    assert group is not None
    exchange.announce_group(group.id, "pot", by=leader)
    for other in others:
        if other.wijk_id == leader.wijk_id:
            exchange.sign_up(group.id, by=other)
