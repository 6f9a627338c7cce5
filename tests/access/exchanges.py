"""What addresses of room exchange name: each function makes a new one, in which Fatima has a part."""

from tests.access.parties import contact_of, partner, proposed_by
from tests.access.world import World
from tests.factories import (
    close_group,
    let_time_pass,
    make_appointment,
    make_confirmed,
    make_conversation,
    make_group,
    make_own_note,
    make_report,
    make_resident,
    put_up,
)
from timebank.core.database import transact
from timebank.exchange import service as exchange
from timebank.wijk.queries import find_partner


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


def stopped(world: World) -> str:
    """Let Fatima stop a conversation."""
    talk = make_conversation(world.fatima, make_resident(world.place, "Henk"))
    transact(exchange.stop, talk.id, by=world.fatima)
    return talk.public_id


def asked_of_henk(world: World) -> str:
    """Let Fatima report an exchange that waits for the yes of a new neighbour."""
    return make_report(world.fatima, make_resident(world.place, "Henk")).public_id


def for_an_organisation(world: World) -> str:
    """Let a new neighbour report an exchange that waits for the yes of an organisation that Fatima speaks for."""
    return make_report(make_resident(world.place, "Henk"), find_partner(partner(world)).who).public_id


def help_of_stad(world: World) -> str:
    """Let an organisation that a new neighbour speaks for ask Fatima about help of the stad."""
    return proposed_by(world, contact_of(world, "Henk"), world.fatima)


def help_of_stad_for_another(world: World) -> str:
    """Let an organisation that Fatima speaks for ask a new neighbour about help of the stad."""
    return proposed_by(world, contact_of(world), make_resident(world.place, "Henk"))
