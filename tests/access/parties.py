"""What addresses of organisations and facts name: each function makes a new one, for which Fatima speaks or that stands
beside the balance of her wijk.
"""

from itertools import count

from tests.access.world import World
from tests.factories import bring_on_board, make_resident
from timebank.access.actor import Actor
from timebank.core import clock
from timebank.core.database import transact
from timebank.exchange import service as exchange
from timebank.people.queries import get_person
from timebank.wijk import service as wijk
from timebank.wijk.queries import FoundPartner

NUMBERS = count(1)


def contact_of(world: World, name: str = "") -> tuple[FoundPartner, Actor]:
    """Let an organisation that works for the stad take part; Fatima speaks for it, or a new neighbour of that name."""
    contact = make_resident(world.place, name) if name else world.fatima
    return bring_on_board(world.place, contact, f"Bibliotheek {next(NUMBERS)}", sector="overheid"), contact


def partner(world: World) -> str:
    """Let an organisation take part for which Fatima speaks."""
    return contact_of(world)[0].public_id


def proposed_by(_world: World, speaking: tuple[FoundPartner, Actor], whom: Actor) -> str:
    """Let an organisation ask somebody about help of the stad."""
    found, contact = speaking
    code = get_person(whom.person_id).buurcode
    content = exchange.StadHelp(f"key-{next(NUMBERS)}", code, "stad_talk", 30, clock.today())
    return transact(exchange.propose_stad_help, found, content, by=contact)


def fact(world: World) -> str:
    """Let the other steward write down a fact."""
    said = wijk.Fact(2026, None, f"Betaald opbouwwerk {next(NUMBERS)}", 120, True, "Jaarverslag")
    return transact(wijk.write_fact, said, world.place.wijk_id, by=world.place.stewards[1])
