""" "Wie keek naar mijn gegevens?": a sentence for every action, for the person alone, page by page."""

import re
from dataclasses import replace
from pathlib import Path

import pytest
from flask_babel import force_locale

from tests.conftest import make_app
from tests.factories import make_confirmed, make_resident
from tests.people.conftest import sign_in
from timebank.access import audit
from timebank.core import clock
from timebank.core.database import db, transact
from timebank.exchange.rules import MOVE_NAMES
from timebank.exchange.service.telling_others import NOTICES
from timebank.people import events, queries, service

ROOMS = Path(events.__file__).parent.parent


def recorded_actions():
    """Return every action that is written literally in the code of any room."""
    code = "\n".join(path.read_text() for path in ROOMS.rglob("*.py"))
    return set(re.findall(r'audit\.record\(\s*"([a-z_.]+)"', code)) | set(
        re.findall(r'_new_way_in\([^"\n]+"([a-z_.]+)"', code)
    )


def event(action, *, mine, **facts):
    """Return an event in the log of person 1."""
    actor_id = 1 if mine else 2
    return queries.Event(1, clock.now(), action, actor_id, 1, facts, "Fatima" if mine else "Ria")


@pytest.fixture(scope="module")
def plain():
    """Give an application for tests that need no database."""
    return make_app("sqlite://")


@pytest.mark.parametrize("language", ["nl", "en"])
@pytest.mark.parametrize("action", [*sorted(events.SENTENCES), "room.unheard_of"])
def test_every_action_is_a_sentence_in_both_languages(plain, action, language):
    with plain.test_request_context(), force_locale(language):
        mine, others = events.sentences([event(action, mine=True, minutes=90), event(action, mine=False, minutes=90)])
    for line in (mine.text, others.text):
        assert re.fullmatch(r"[A-Z0-9].*\.", line), line
        assert "%(" not in line


def test_every_action_that_is_recorded_has_a_sentence_of_its_own():
    found = recorded_actions() | {f"exchange.{kind}" for kind in (*MOVE_NAMES, *NOTICES)}
    assert len(found) > 30
    assert found - set(events.SENTENCES) == set()


def test_an_action_without_facts_is_still_a_sentence(plain):
    with plain.test_request_context():
        for action in events.SENTENCES:
            assert events.sentences([event(action, mine=False)])[0].text


def test_what_the_system_did_has_a_name(plain):
    row = replace(event("wijk.split", mine=False), who=None)
    with plain.test_request_context(), force_locale("en"):
        assert events.sentences([row])[0].text == "The time bank split your wijk."


def test_the_page_tells_who_did_what(client, place, fatima):
    make_confirmed(fatima, make_resident(place, "Wim"), minutes=90)
    sign_in(client, fatima)
    client.set_cookie("language", "en")
    shown = client.get("/who-saw").text
    assert "Wim said yes to 1 hour and 30 minutes that you wrote down." in shown
    assert "You signed in." in shown


def test_nobody_reads_the_log_of_another(client, place, fatima):
    wim = make_resident(place, "Wim")
    transact(service.renew_buurcode, wim.person_id)
    sign_in(client, fatima)
    client.set_cookie("language", "en")
    assert "You took a new buurcode." not in client.get("/who-saw").text


def test_the_log_goes_on_page_by_page_without_a_gap(client, fatima):
    def write():
        for _ in range(120):
            audit.record("people.signed_in", actor_id=fatima.person_id, subject_id=fatima.person_id)

    transact(write)
    sign_in(client, fatima)
    path, lines = "/who-saw", 0
    for expected in (50, 50, None):
        text = client.get(path).text
        count = text.count('<p class="soft">')
        assert expected in (None, count)
        lines += count
        more = re.search(r'href="(/who-saw\?before=\d+)"', text)
        path = more.group(1) if more else None
    assert path is None
    db.session.rollback()
    assert lines == len(queries.events_about(fatima.person_id, size=1000).rows)


def test_a_strange_page_of_the_log_is_no_error(client, fatima, subtests):
    sign_in(client, fatima)
    for before in ("x", "-1", "0", "", "²", "99999999999999999999999"):
        with subtests.test(before=before):
            assert client.get("/who-saw", query_string={"before": before}).status_code == 200
