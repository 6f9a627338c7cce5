"""What the address of each endpoint names: each function makes a new one, which belongs to Fatima, her wijk or Ria's
fellow steward.
"""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from sqlalchemy import update

from tests.access import exchanges, parties
from tests.access.world import World
from tests.factories import make_listing, make_resident
from timebank.core import assets, clock
from timebank.core.database import db, transact
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
    exchanges.waiting(world)
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


def wijk_code(world: World) -> str:
    """Return the code of Fatima's wijk, of which two quarters were published."""
    return world.place.code


def gemeente_code(world: World) -> str:
    """Return the code of its gemeente."""
    return wijken.get_wijk(world.place.wijk_id).gemeente_code


THINGS: dict[str, Callable[[World], str]] = {
    "balance.figures_csv": wijk_code,
    "balance.figures_json": wijk_code,
    "balance.gemeente": gemeente_code,
    "balance.report": wijk_code,
    "balance.show": wijk_code,
    "core.static_file": style,
    "core.theme_file": style,
    "exchange.add_to_group": exchanges.group,
    "exchange.agree": exchanges.correction_asked,
    "exchange.agree_appointment": exchanges.proposed,
    "exchange.answer": exchanges.waiting,
    "exchange.answer_listing": exchanges.listing,
    "exchange.appointment": exchanges.agreed,
    "exchange.calendar": exchanges.agreed,
    "exchange.change_appointment": exchanges.agreed,
    "exchange.conversation": exchanges.conversation,
    "exchange.correct": exchanges.confirmed,
    "exchange.erase_note": exchanges.waiting,
    "exchange.happened": exchanges.agreed_and_over,
    "exchange.move_appointment": exchanges.agreed,
    "exchange.on_paper": exchanges.asked_of_henk,
    "exchange.propose": exchanges.conversation,
    "exchange.read_conversation": exchanges.conversation,
    "exchange.stop_conversation": exchanges.conversation,
    "exchange.talk_again": exchanges.stopped,
    "exchange.tell_stewards": exchanges.conversation,
    "exchange.answer_for_wijk": exchanges.group_asked,
    "exchange.answer_in_group": exchanges.group_asked,
    "exchange.ask_about_note": exchanges.own_note,
    "exchange.call_off_group": exchanges.group,
    "exchange.change_group": exchanges.group,
    "exchange.change_note": exchanges.own_note,
    "exchange.choose_rule": exchanges.group_draft,
    "exchange.close_group": exchanges.group,
    "exchange.erase_own_note": exchanges.own_note,
    "exchange.answer_stad_help": exchanges.help_of_stad,
    "exchange.organisation": parties.partner,
    "exchange.organisation_did": parties.partner,
    "exchange.propose_stad_help": parties.partner,
    "exchange.stad_help": exchanges.help_of_stad,
    "exchange.take_back_stad_help": exchanges.help_of_stad_for_another,
    "exchange.group": exchanges.group,
    "exchange.group that asks": exchanges.group_asked,
    "exchange.group that nobody sees yet": exchanges.group_draft,
    "exchange.say_no": exchanges.waiting,
    "exchange.say_yes": exchanges.waiting,
    "exchange.say_yes for an organisation": exchanges.for_an_organisation,
    "exchange.say_yes for the pot": exchanges.for_the_pot,
    "exchange.show": exchanges.waiting,
    "exchange.show for an organisation": exchanges.for_an_organisation,
    "exchange.show for the pot": exchanges.for_the_pot,
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
    "exchange.sign": exchanges.group,
    "exchange.who_came": exchanges.group,
    "people.agree_to_reset": reset,
    "people.end_device": session_of_fatima,
    "people.end_silence": silenced_by_fatima,
    "people.welcome": welcome_token,
    "wijk.agree": proposal,
    "wijk.contacts": parties.partner,
    "wijk.erase_fact": parties.fact,
    "wijk.stop_speaking": parties.partner,
    "wijk.end_invitation": invitation,
    "wijk.end_proposal": proposal,
    "wijk.join_invited": invitation_token,
    "wijk.stop": other_steward,
}
"""What the address of each endpoint names; an endpoint whose things differ stands here more than once."""
