"""Two neighbours talk: answering a listing, writing, reading, stopping, and what nobody else ever sees."""

from datetime import timedelta

import pytest
from sqlalchemy import select, update

from tests.exchange.browsing import count
from tests.factories import again, make_conversation, make_resident, put_up
from timebank.access.models import AuditEvent
from timebank.core import clock
from timebank.core.database import db, transact
from timebank.core.errors import RequestKeyReused
from timebank.core.paging import Page
from timebank.exchange import errors, queries, service
from timebank.exchange.models import Conversation, Message
from timebank.exchange.rules import talking
from timebank.market import service as market
from timebank.market.models import Listing
from timebank.market.queries import find_listing
from timebank.people import service as people
from timebank.people.models import Person


def address(conversation, then=""):
    """Return the address of a conversation, or of what is done with it."""
    return f"/conversations/{conversation.public_id}{then}"


def write(conversation, words, by, key=None):
    """Let somebody write a message."""
    write.number += 1
    return transact(service.write, conversation.id, words, request_key=key or f"m{write.number}", by=by)


write.number = 0


def said(conversation, by, **page):
    """Return the words of a page of messages, the newest first."""
    db.session.rollback()
    return [one.words for one in queries.messages_of(conversation, by, **page).rows]


def test_answering_begins_a_conversation_that_both_read(fatima, henk):
    listing = put_up(fatima.actor, words="Ik kan fietsen maken")
    form = henk.see(f"/listings/{listing}/answer").form("words")
    page = henk.send(f"/listings/{listing}/answer", form.filled(words="Mijn band is lek"))
    assert "Mijn band is lek" in page.text
    assert "Ik kan fietsen maken" in page.text
    hers = fatima.see("/conversations")
    assert "Henk" in hers.text
    assert "Mijn band is lek" in hers.text


def test_there_is_one_conversation_for_each_listing_and_answerer(fatima, henk):
    listing = put_up(fatima.actor)
    for words in ("Hoi", "Nog iets"):
        transact(service.answer_listing, listing, words, request_key=words, by=henk.actor)
    assert (count(Conversation), count(Message)) == (1, 2)
    assert henk.client.get(f"/listings/{listing}/answer").location.startswith("/conversations/")


def test_nothing_of_a_person_is_shown_but_what_both_know(fatima, henk):
    talk = make_conversation(fatima.actor, henk.actor)
    with_secrets = update(Person).where(Person.id == henk.actor.person_id)
    transact(db.session.execute, with_secrets.values(email="henk@example.org", phone="+31612345678"))
    buurcode = db.session.scalar(select(Person.buurcode).where(Person.id == henk.actor.person_id))
    for page in (fatima.see(address(talk)), fatima.see("/conversations"), fatima.see(address(talk, "/appointment"))):
        assert not any(secret in page.text for secret in ("example.org", "12345678", buurcode))


def test_pressing_twice_sends_once(fatima, henk):
    talk = make_conversation(fatima.actor, henk.actor)
    form = henk.see(address(talk)).form("words")
    for _ in range(2):
        henk.send(address(talk), form.filled(words="Tot morgen"))
    assert count(Message) == 2
    assert "something else in it" in henk.send(address(talk), form.filled(words="Tot later"), status=409).text


def test_a_request_key_is_of_one_person_and_one_conversation(fatima, henk):
    one, another = make_conversation(fatima.actor, henk.actor), make_conversation(fatima.actor, henk.actor)
    write(one, "Hoi", henk.actor, key="same")
    write(one, "Hoi", fatima.actor, key="same")
    with pytest.raises(RequestKeyReused):
        write(another, "Hoi", henk.actor, key="same")


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        ("", "Write something first."),
        (" \r\n ", "Write something first."),
        ("x" * 1001, "at most 1000 characters"),
        ("Mijn nummer is 111222333", "burgerservicenummer"),
    ],
)
def test_words_that_cannot_be_sent_are_refused_at_the_place(fatima, henk, words, sentence):
    talk = make_conversation(fatima.actor, henk.actor)
    page = henk.send(address(talk), henk.see(address(talk)).form("words").filled(words=words), status=422)
    assert sentence in page.summary
    assert page.wrong == {"words"}
    listing = put_up(fatima.actor)
    typed = henk.see(f"/listings/{listing}/answer").form("words").filled(words=words)
    assert sentence in henk.send(f"/listings/{listing}/answer", typed, status=422).summary
    assert count(Message) == 1


def test_a_thousand_characters_over_several_lines_fit(fatima, henk):
    talk = make_conversation(fatima.actor, henk.actor)
    words = "é" * 499 + "\r\n" + "x" * 500
    henk.send(address(talk), henk.see(address(talk)).form("words").filled(words=words))
    assert said(talk, henk.actor)[0] == words.replace("\r\n", "\n")


def test_what_is_written_is_shown_as_it_is_and_does_nothing(fatima, henk):
    talk = make_conversation(fatima.actor, henk.actor, words="<script>alert(1)</script> {{ 7*7 }}")
    html = fatima.client.get(address(talk)).text
    assert "<script>alert" not in html
    assert "&lt;script&gt;alert(1)&lt;/script&gt; {{ 7*7 }}" in html


def test_a_day_has_its_end_for_messages_and_answers(fatima, henk, monkeypatch):
    talk = make_conversation(fatima.actor, henk.actor)
    monkeypatch.setattr(talking, "MESSAGES_A_DAY", 2)
    write(talk, "Twee", henk.actor)
    with pytest.raises(errors.EnoughSaid):
        write(talk, "Drie", henk.actor)
    write(talk, "Wel van haar", fatima.actor)
    monkeypatch.setattr(talking, "MESSAGES_A_DAY", 100)
    monkeypatch.setattr(talking, "CONVERSATIONS_A_DAY", 1)
    with pytest.raises(errors.EnoughAnswered):
        make_conversation(fatima.actor, henk.actor)
    yesterday = update(Conversation).values(started_at_utc=clock.now() - timedelta(days=1))
    transact(db.session.execute, yesterday)
    make_conversation(fatima.actor, henk.actor)


def test_own_listings_and_those_that_are_not_live_cannot_be_answered(fatima, henk):
    mine, closed = put_up(henk.actor), put_up(fatima.actor)
    transact(market.end_listing, find_listing(closed).id)
    for listing in (mine, closed, "nothing"):
        henk.see(f"/listings/{listing}/answer", status=404)
        with pytest.raises(errors.ListingGone):
            transact(service.answer_listing, listing, "Hoi", request_key="k", by=henk.actor)


def test_a_conversation_goes_on_when_its_listing_is_closed(fatima, henk):
    talk = make_conversation(fatima.actor, henk.actor)
    transact(db.session.execute, update(Listing).values(is_live=False, state="closed"))
    write(talk, "Nog steeds", fatima.actor)
    assert "Nog steeds" in henk.see(address(talk)).text


@pytest.mark.parametrize("who", ["maker", "answerer"])
def test_who_wants_to_hear_no_more_is_not_written_to_by_either(fatima, henk, who):
    talk = make_conversation(fatima.actor, henk.actor)
    one, other = (fatima, henk) if who == "maker" else (henk, fatima)
    transact(people.silence, one.actor.person_id, other.actor.person_id)
    for reader in (fatima, henk):
        page = reader.see(address(talk))
        assert "You cannot write here any more." in page.text
        typed = {"words": "Toch", "request_key": "k"}
        assert "You cannot write here any more." in reader.send(address(talk), typed, status=422).summary
    listing = put_up(fatima.actor)
    henk.see(f"/listings/{listing}/answer", status=404)
    assert count(Message) == 1


def test_somebody_who_left_is_not_written_to(fatima, henk):
    talk = make_conversation(fatima.actor, henk.actor)
    gone = update(Person).where(Person.id == fatima.actor.person_id).values(ended_at_utc=clock.now())
    transact(db.session.execute, gone)
    with pytest.raises(errors.NoMoreTalking):
        write(talk, "Hoi", henk.actor)
    henk.see(f"/listings/{put_up(fatima.actor)}/answer", status=404)


def test_either_can_stop_it_and_then_nobody_writes(fatima, henk):
    talk = make_conversation(fatima.actor, henk.actor)
    asked = fatima.see(address(talk, "/stop"))
    assert "Stop talking with Henk?" in asked.text
    assert asked.form(action="/silences").values["public_id"] == henk.actor.public_id
    for _ in range(2):
        fatima.send(address(talk, "/stop"))
    assert "You stopped this conversation." in fatima.see(address(talk)).text
    assert "You cannot write here any more." in henk.see(address(talk)).text
    with pytest.raises(errors.NoMoreTalking):
        write(talk, "Hoi", fatima.actor)
    told = select(AuditEvent.subject_person_id).where(AuditEvent.action == "exchange.conversation_stopped")
    assert db.session.scalars(told).all() == [henk.actor.person_id]


def test_only_who_stopped_it_can_talk_again_and_the_other_hears_it(fatima, henk):
    talk = make_conversation(fatima.actor, henk.actor)
    fatima.send(address(talk, "/stop"))
    assert address(talk, "/talk-again") not in [form.action for form in henk.see(address(talk)).forms]
    with pytest.raises(errors.NoMoreTalking):
        transact(service.talk_again, talk.id, by=henk.actor)
    assert address(talk, "/talk-again") in [form.action for form in fatima.see(address(talk)).forms]
    for _ in range(2):
        fatima.send(address(talk, "/talk-again"))
    assert "Fatima would like to talk with you again." in henk.see("/notices").text
    write(talk, "Fijn", henk.actor)
    assert "Fijn" in fatima.see(address(talk)).text


@pytest.mark.parametrize("why", ["silence", "other silence", "gone"])
def test_after_a_silence_or_when_somebody_left_nobody_talks_again(fatima, henk, why):
    talk = make_conversation(fatima.actor, henk.actor)
    transact(service.stop, talk.id, by=fatima.actor)
    pair = (fatima.actor.person_id, henk.actor.person_id)
    if why == "gone":
        gone = update(Person).where(Person.id == pair[1]).values(ended_at_utc=clock.now())
        transact(db.session.execute, gone)
    else:
        transact(people.silence, *(pair if why == "silence" else reversed(pair)))
    assert "Talk again" not in fatima.see(address(talk)).text
    assert "You cannot write here any more." in fatima.send(address(talk, "/talk-again"), status=422).text


def test_a_neighbour_and_a_steward_do_not_see_that_there_is_a_conversation(place, browse, fatima, henk):
    talk = make_conversation(fatima.actor, henk.actor)
    olena = browse(make_resident(place, "Olena"))
    for reader in (olena, browse(place.stewards[0])):
        for then in ("", "/stop", "/appointment"):
            reader.see(address(talk, then), status=404)
        for then in ("", "/read", "/stop", "/appointment"):
            reader.send(address(talk, then), {"words": "Hoi", "request_key": "k"}, status=404)
        assert "Henk" not in reader.see("/conversations").text
    assert count(Message) == 1


def test_new_is_marked_until_it_was_opened_and_opening_is_a_post(fatima, henk):
    talk = make_conversation(fatima.actor, henk.actor)
    listed = fatima.see("/conversations")
    assert "New" in listed.text
    assert "New" in fatima.see(address(talk)).text, "looking alone changes nothing"
    assert "New" in fatima.see("/conversations").text
    form = listed.form("up_to")
    fatima.send(form.action, form.values)
    assert "New" not in fatima.see("/conversations").text
    assert "New" not in fatima.see(address(talk)).text
    assert "New" not in henk.see("/conversations").text, "one's own words are not new"
    write(talk, "Nog iets", henk.actor)
    assert [line.public_id for line in queries.unread_conversations(fatima.actor)] == [talk.public_id]
    write(talk, "Antwoord", fatima.actor)
    assert queries.unread_conversations(fatima.actor) == [], "who answers has read"


@pytest.mark.parametrize("up_to", ["", "x", "-1", "9" * 18, "9" * 30])
def test_what_cannot_have_been_read_is_not_kept_as_read(fatima, henk, up_to):
    talk = make_conversation(fatima.actor, henk.actor)
    fatima.send(address(talk, "/read"), {"up_to": up_to})
    assert len(queries.unread_conversations(again(fatima.actor))) == 1


def test_messages_come_in_pages_the_newest_at_the_bottom(fatima, henk):
    talk = make_conversation(fatima.actor, henk.actor, words="nr 0.")
    for number in range(1, 25):
        write(talk, f"nr {number}.", (fatima if number % 2 else henk).actor)
    page = henk.see(address(talk))
    assert page.text.index("nr 23.") < page.text.index("nr 24.")
    assert "nr 4." not in page.text
    earlier = next(link for link in page.links if "before=" in link)
    assert "nr 4." in henk.see(earlier).text
    assert "nr 5." not in henk.see(earlier).text
    first: Page = queries.messages_of(talk, henk.actor)
    second = queries.messages_of(talk, henk.actor, before_id=first.next_after)
    assert (len(first.rows), len(second.rows), second.next_after) == (20, 5, None)


def test_conversations_come_in_pages_the_newest_message_first(place, henk):
    talks = [make_conversation(make_resident(place, f"Buur {number}"), henk.actor) for number in range(5)]
    write(talks[1], "Nieuwste", henk.actor)
    first = queries.conversations_of(henk.actor, size=3)
    second = queries.conversations_of(henk.actor, size=3, before_id=first.next_after)
    names = [line.public_id for line in (*first.rows, *second.rows)]
    assert names == [talks[number].public_id for number in (1, 4, 3, 2, 0)]
    assert second.next_after is None


def test_a_participant_picks_messages_to_show_and_nobody_else_does(place, fatima, henk):
    talk = make_conversation(fatima.actor, henk.actor, words="Eerste")
    ids = [write(talk, words, henk.actor) for words in ("Tweede", "Derde")]
    elsewhere = make_conversation(fatima.actor, make_resident(place, "Olena"), words="Van Olena")
    others = queries.messages_of(elsewhere, fatima.actor).rows[0].id
    picked = [ids[1], ids[0], others, -1]
    for reader in (fatima, henk):
        found = queries.picked_messages(talk.public_id, picked, by=reader.actor)
        assert [(one.words, one.is_mine) for one in found] == [("Tweede", reader is henk), ("Derde", reader is henk)]
    assert queries.picked_messages(talk.public_id, picked, by=place.stewards[0]) == []
    assert queries.picked_messages(talk.public_id, [], by=henk.actor) == []
