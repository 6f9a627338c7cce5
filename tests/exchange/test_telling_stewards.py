""" "Iets is niet fijn" in a conversation: what somebody picks goes to the stewards, and nothing else."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select, update

from tests.factories import make_conversation, make_place, make_resident
from timebank.core import clock
from timebank.core.database import db, transact
from timebank.exchange import errors, queries, service
from timebank.exchange.models import Conversation, Message
from timebank.exchange.rules.talking import PICKED_AT_MOST
from timebank.market import queries as markets
from timebank.market import service as market
from timebank.market.models import Concern, Measure

BSN = "111222333"


@pytest.fixture
def talk(fatima, henk):
    """Let Henk answer an offer of Fatima, and each write once more."""
    talk = make_conversation(fatima.actor, henk.actor, words="Kun je morgen?")
    for number, (words, by) in enumerate((("Doe het zelf, sukkel", fatima), ("Dat is niet aardig", henk))):
        transact(service.write, talk.id, words, request_key=f"more-{number}", by=by.actor)
    return talk


def address(talk):
    return f"/conversations/{talk.public_id}/concern"


def ids_of(talk, reader):
    return [one.id for one in reversed(queries.messages_of(talk, reader.actor).rows)]


def concerns():
    db.session.rollback()
    db.session.expire_all()
    return db.session.scalars(select(Concern).order_by(Concern.id)).all()


def tell(talk, by, *message_ids, words="Zij scheldt"):
    return transact(service.tell_stewards, talk.id, words=words, message_ids=message_ids, by=by.actor)


def test_the_stewards_read_what_was_ticked_and_nothing_else(talk, henk, fatima, place, browse):
    page = henk.see(address(talk))
    rude = ids_of(talk, henk)[1]
    typed = page.form("words").filled(words="Zij scheldt") | {"messages": [str(rude)]}
    assert "The stewards of your wijk look at it together." in henk.send(address(talk), typed).text
    [told] = concerns()
    assert told.shared == [{"words": "Doe het zelf, sukkel", "is_reporters": False}]
    assert (told.person_id, told.about_person_id) == (henk.actor.person_id, fatima.actor.person_id)
    seen = browse(place.stewards[0]).see(f"/concerns/{told.public_id}").text
    assert "Doe het zelf, sukkel Fatima" in seen and "Zij scheldt" in seen
    assert "Kun je morgen?" not in seen and "Dat is niet aardig" not in seen
    assert browse(place.stewards[0]).see(f"/conversations/{talk.public_id}", 404)


def test_who_is_told_about_reads_nothing_of_it(talk, henk, fatima):
    tell(talk, henk, ids_of(talk, henk)[1])
    [told] = concerns()
    fatima.see(f"/concerns/{told.public_id}", 403)
    for page in ("/decided-about-me", "/notices", "/who-saw", f"/conversations/{talk.public_id}"):
        assert "Zij scheldt" not in fatima.see(page).text


def test_a_report_without_messages_works(talk, henk):
    form = henk.see(address(talk)).form("words")
    henk.send(address(talk), form.filled(words="Het voelt niet goed"))
    assert [(one.words, one.shared) for one in concerns()] == [("Het voelt niet goed", [])]


def test_also_the_maker_of_the_listing_can_tell_and_then_there_is_nothing_to_hide(talk, fatima, henk, place, browse):
    tell(talk, fatima, *ids_of(talk, fatima))
    [told] = concerns()
    assert (told.about_person_id, told.listing_id) == (henk.actor.person_id, None)
    assert [one["is_reporters"] for one in told.shared] == [False, True, False]
    form = browse(place.stewards[0]).see(f"/concerns/{told.public_id}").form("reason")
    assert form.offered["kind"] == ["rest_reporting"]


def test_what_was_put_up_by_the_other_goes_along(talk, henk):
    tell(talk, henk)
    assert concerns()[0].listing_id == talk.listing_id


def test_the_conversation_of_others_is_not_there(talk, place, browse):
    for stranger in (make_resident(place, "Olena"), place.stewards[0], make_place("Kanaalzone").stewards[0]):
        browse(stranger).see(address(talk), 404)
        browse(stranger).send(address(talk), {"words": "Nieuwsgierig"}, 404)
    assert concerns() == []


def test_messages_of_another_conversation_are_refused_and_nothing_is_lost(talk, henk, fatima, place):
    elsewhere = make_conversation(fatima.actor, make_resident(place, "Olena"), words="Van Olena")
    theirs = queries.messages_of(elsewhere, fatima.actor).rows[0].id
    for by in (henk, fatima):
        form = by.see(address(talk)).form("words")
        for picked in (str(theirs), "x", "-1", "9" * 30):
            page = by.send(address(talk), form.filled(words="Zij scheldt") | {"messages": [picked]}, 422)
            assert page.form("words").values["words"] == "Zij scheldt"
        with pytest.raises(errors.MessageGone):
            tell(talk, by, theirs)
    assert concerns() == []


def test_a_burgerservicenummer_is_refused(talk, henk):
    form = henk.see(address(talk)).form("words")
    page = henk.send(address(talk), form.filled(words=f"Haar nummer is {BSN}"), 422)
    assert page.wrong == {"words"} and BSN not in page.text
    assert concerns() == []


def test_an_empty_report_and_too_many_messages_are_refused_in_words(talk, henk):
    for number in range(PICKED_AT_MOST):
        transact(service.write, talk.id, f"Nog iets {number}", request_key=f"much-{number}", by=henk.actor)
    everything = [str(one.id) for one in queries.messages_of(talk, henk.actor, size=50).rows]
    form = henk.see(address(talk)).form("words")
    page = henk.send(address(talk), form.filled(words="") | {"messages": everything}, 422)
    assert "Write what is not fine." in page.summary and "Choose at most 20 messages." in page.summary
    assert concerns() == []


def test_earlier_messages_can_be_chosen_on_the_page_before(talk, henk):
    first = ids_of(talk, henk)[0]
    for number in range(50):
        transact(service.write, talk.id, f"Nog iets {number}", request_key=f"much-{number}", by=henk.actor)
    page = henk.see(address(talk))
    assert str(first) not in page.form("words").offered["messages"]
    earlier = next(link for link in page.links if "before=" in link)
    form = henk.see(earlier).form("words")
    henk.send(earlier, form.filled(words="Lang geleden") | {"messages": [str(first)]})
    assert concerns()[0].shared == [{"words": "Kun je morgen?", "is_reporters": True}]


def test_it_can_be_told_after_the_conversation_was_stopped(talk, henk, fatima):
    transact(service.stop, talk.id, by=fatima.actor)
    assert address(talk) in henk.see(f"/conversations/{talk.public_id}").links
    tell(talk, henk, ids_of(talk, henk)[1])
    assert len(concerns()) == 1


def test_the_words_stay_with_the_report_when_the_conversation_is_gone_and_go_with_it(talk, henk, place, monkeypatch):
    ria, youssef = place.stewards
    tell(talk, henk, ids_of(talk, henk)[1])
    concern = markets.find_concern(concerns()[0].public_id)
    transact(market.ask_measure, concern, kind="rest_reporting", reason="Schelden", by=ria)
    transact(market.agree_to_measure, markets.measures_of(concern)[-1].id, by=youssef)
    long_ago = {"sent_at_utc": clock.now() - timedelta(days=400)}
    transact(db.session.execute, update(Message).values(**long_ago))
    transact(service.erase_old_conversations)
    assert db.session.scalar(select(func.count()).select_from(Conversation)) == 0
    assert concerns()[0].shared == [{"words": "Doe het zelf, sukkel", "is_reporters": False}]
    later = clock.now() + timedelta(days=800)
    assert transact(market.erase_old_concerns) == 0
    transact(market.close_concern, concern, by=ria)
    assert transact(market.erase_old_concerns) == 0
    monkeypatch.setattr("timebank.core.clock.now", lambda: later)
    assert transact(market.erase_old_concerns) == 1
    assert concerns() == [] and db.session.scalars(select(Measure)).all() == []


def test_a_closed_report_stays_while_something_that_was_decided_still_holds(talk, henk, place, monkeypatch):
    ria, youssef = place.stewards
    tell(talk, henk)
    concern = markets.find_concern(concerns()[0].public_id)
    transact(market.ask_measure, concern, kind="hide_listing", reason="Schelden", by=ria)
    measure = markets.measures_of(concern)[-1]
    transact(market.agree_to_measure, measure.id, by=youssef)
    transact(market.close_concern, concern, by=ria)
    later = clock.now() + timedelta(days=400)
    monkeypatch.setattr("timebank.core.clock.now", lambda: later)
    assert transact(market.erase_old_concerns) == 0
    transact(market.end_measure, measure.id, by=ria)
    assert transact(market.erase_old_concerns) == 1
