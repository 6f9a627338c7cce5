"""A resident who wrote something of every kind: for who takes it along, and for who erases it."""

from tests.factories import (
    Place,
    bring_on_board,
    make_appointment,
    make_confirmed,
    make_conversation,
    make_group,
    make_listing,
    make_own_note,
    make_report,
    make_resident,
)
from timebank.access.actor import Actor
from timebank.core import clock
from timebank.core.database import transact
from timebank.exchange import service as exchange
from timebank.exchange.rules import Report
from timebank.exchange.rules.groups import Announcement
from timebank.market import queries as markets
from timebank.market import service as market
from timebank.notices import outbox
from timebank.people import service as people
from timebank.people.queries import get_person

SAID = "Zeepbel"
"""Stands in everything that Fatima writes, in her name and in her addresses."""


def live_a_while(place: Place, fatima: Actor, henk: Actor) -> None:
    """Let Fatima write something of every kind."""
    talk = make_conversation(fatima, henk, words="Hoi van Henk")
    transact(exchange.write, talk.id, SAID, request_key="one", by=fatima)
    make_appointment(talk, fatima, henk, place=SAID, times=3)
    make_appointment(make_conversation(henk, fatima, words=SAID), fatima, place=SAID)
    make_report(fatima, henk, note=SAID)
    make_report(henk, fatima, note=f"Dank je, {SAID}")
    make_confirmed(henk, fatima)
    _speak_and_be_asked(place, fatima, henk)
    make_own_note(fatima, words=SAID, whom=SAID)
    make_group(fatima, henk, words=SAID, place=SAID)
    transact(exchange.draft_group, _announcement(), by=fatima)
    make_group(henk, fatima)
    offer = make_listing(fatima, "offer", f"Ik maak een {SAID}", buurt_name=SAID)
    transact(market.add_need, offer, kind="other", words=SAID, shown_to="wijk")
    transact(market.add_talent, fatima.person_id, words=SAID, category_code="other", shown_to="wijk")
    make_listing(fatima, "request", f"Wie maakt een {SAID}?")
    transact(market.rest, fatima.person_id)
    told = markets.find_concern(transact(market.tell_stewards, make_listing(henk), words=SAID, by=fatima))
    about = markets.find_concern(transact(market.tell_stewards, offer, words="Niet fijn", by=henk))
    ria, youssef = place.stewards
    transact(market.ask_measure, about, kind="rest_reporting", reason=f"Over {SAID}", by=ria)
    transact(market.answer_concern, markets.measures_of(about)[0], SAID)
    transact(market.agree_to_measure, markets.measures_of(about)[0].id, by=youssef)
    assert told.state == "open"
    transact(people.silence, fatima.person_id, make_resident(place, "Olena").person_id)
    transact(people.know_device, fatima.person_id, None)
    outbox.gather_prompt()


def _speak_and_be_asked(place: Place, fatima: Actor, henk: Actor) -> None:
    """Let Fatima speak for a bakery and write down what it gave, and let a library ask her about help of the stad."""
    codes = [get_person(actor.person_id).buurcode for actor in (fatima, henk)]
    gave = Report("one", "giver", codes[1], "cooking", 60, clock.today(), note=SAID)
    transact(exchange.report_for, bring_on_board(place, fatima, "Bakkerij Jansen"), gave, by=fatima)
    library = bring_on_board(place, henk, "Bibliotheek", sector="overheid")
    asked = exchange.StadHelp("two", codes[0], "stad_talk", 30, clock.today())
    transact(exchange.propose_stad_help, library, asked, by=henk)


def _announcement():
    return Announcement("draft", SAID, "company", clock.today(), clock.now().time(), SAID, 60, None)
