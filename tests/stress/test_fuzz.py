"""Every page and form as every role, with whatever can be sent: no 500, no traceback, no POST without a token."""

import os
from random import Random, SystemRandom
from urllib.parse import urljoin

import pytest
from sqlalchemy import func, select

from tests.conftest import make_app, opened
from tests.factories import (
    close_group,
    let_time_pass,
    make_appointment,
    make_confirmed,
    make_conversation,
    make_group,
    make_own_note,
    make_place,
    make_report,
    make_resident,
    put_up,
)
from tests.stress.fuzz import TYPES, Fuzzer, Sent
from tests.stress.scale import scaled
from timebank.access.models import AuditEvent
from timebank.core import headers
from timebank.core.database import db, transact
from timebank.exchange import service as exchange
from timebank.exchange.models import Appointment, Conversation, Exchange, Group, OwnNote
from timebank.ledger.check import check
from timebank.market.models import Listing
from timebank.people import service as people
from timebank.people import sessions
from timebank.people.models import Person, SignInSession
from timebank.wijk import service as wijk
from timebank.wijk.models import Gemeente, Invitation, StewardProposal

pytestmark = pytest.mark.stress

REQUESTS = scaled(10_000) // 2
"""On each of the two engines."""

A_NEW_BROWSER_EVERY = 60
A_NEW_WORLD_EVERY = 240
"""People change so much by what they send (they move, they stop being stewards) that some pages are soon closed."""

ROLES = {"visitor": 2, "resident": 4, "steward": 5, "worker": 1, "gemeente": 1, "operator": 1}
"""How often each: who has more pages more often."""

REFUSED = {400, 404, 405, 413, 308}
"""What a POST without a token gets: the token is asked for first, but a page has to be there at all."""


@pytest.fixture
def seed() -> int:
    """Give a new seed each time, or that of TIMEBANK_FUZZ_SEED; it is printed when something is found."""
    return int(os.environ.get("TIMEBANK_FUZZ_SEED", "") or SystemRandom().randrange(2**32))


@pytest.fixture
def app(database_url):
    """Give the application as it is outside tests: with tokens."""
    with opened(make_app(database_url, WTF_CSRF_ENABLED=True)) as app:
        yield app


def test_nothing_that_is_sent_breaks_a_page(app, seed):
    random = Random(seed)
    fuzzers, statuses = {role: Fuzzer(app, random) for role in ROLES}, {}
    for number in range(REQUESTS):
        if number % A_NEW_WORLD_EVERY == 0:
            persons = a_world()
        if number % A_NEW_BROWSER_EVERY == 0:
            known = known_names()
            for role, fuzzer in fuzzers.items():
                fuzzer.use(browser(app, persons.get(role), random), known)
        role = random.choices(list(ROLES), list(ROLES.values()))[0]
        sent = fuzzers[role].next()
        told = f"seed {seed}, request {number} as {role}: {sent}"[:3000]
        status = send(fuzzers[role], sent, told)
        statuses.setdefault(role, set()).add(status)
    assert all(200 in seen for seen in statuses.values()), f"seed {seed}: {statuses}"
    assert 303 in statuses["resident"], f"seed {seed}: {statuses}"  # rarer roles may have sent no right form
    db.session.rollback()
    assert list(check()) == [], f"seed {seed}"


def send(fuzzer, sent, told) -> int:
    """Send one request, and hold the answer against what every answer must be."""
    is_unsigned = sent.method not in ("GET", "HEAD", "OPTIONS") and not sent.has_token
    before = acts() if is_unsigned else None
    try:
        answer = fuzzer.client.open(
            sent.address,
            method=sent.method,
            data=sent.body,
            headers={"Referer": "https://localhost/", **sent.headers},
            buffered=True,
        )
    except Exception as error:
        raise AssertionError(told) from error
    text = answer.data.decode(errors="replace")
    assert answer.status_code < 500, told
    assert "Traceback" not in text, told
    assert "<script>alert(1)" not in text, told
    assert answer.headers["Content-Security-Policy"] == headers.HEADERS["Content-Security-Policy"], told
    if "Location" in answer.headers:
        leads_to = urljoin("https://localhost/", answer.location.replace("\\", "/"))
        assert leads_to.startswith("https://localhost/"), told
    if is_unsigned:
        assert answer.status_code in REFUSED, f"{told} was answered {answer.status_code}"
        assert acts() == before, f"{told} did something"
    if answer.mimetype == "text/html" and answer.status_code not in (303, 308):
        fuzzer.learn(sent.address.partition("?")[0], text)
    return answer.status_code


def browser(app, person_id, random):
    """Give a new browser in which somebody is signed in: in either language, and some with rubbish in their cookies."""
    client = app.test_client()
    client.set_cookie("language", random.choice(["nl", "en", "xx", "\x01"]))
    if random.random() < 0.3:
        client.set_cookie(headers.cookie_name("device", insecure=False), random.choice(["x", "y" * 3000, "%00", "é"]))
    if person_id is None:
        if random.random() < 0.5:
            client.set_cookie(
                app.config["SESSION_COOKIE_NAME"], random.choice(["x", "a.b.c", "." * 99, "eyJhIjoxfQ.x.y"])
            )
        return client
    token = transact(sessions.begin, person_id, "own", "a test", has_second_factor=True)
    with client.session_transaction() as session:
        session["_user_id"] = token
    return client


def a_world() -> dict[str, int]:
    """Make a person of each role, with exchanges in every state around them; return their numbers."""
    place, far = make_place(), make_place("Kanaalzone")
    fatima, henk = make_resident(place, "Fatima"), make_resident(place, "Henk")
    steward = place.stewards[0]
    gemeente = db.session.scalars(select(Gemeente.code).order_by(Gemeente.id.desc())).first()
    db.session.rollback()
    worker = transact(wijk.add_worker, "Wim", [place.code], organisation="Welzijn", sector="omgeving")
    official = transact(wijk.add_official, "Gea", gemeente)
    operator = transact(people.create_staff, kind="operator", name="Olga")
    for minutes in (10, 20):
        make_report(fatima, henk, minutes=minutes, note="Dank je")
        make_report(henk, fatima, minutes=minutes)
        make_report(fatima, "pot", minutes=minutes)
    transact(exchange.counter, make_report(fatima, henk).id, 30, by=henk)
    asked = make_confirmed(fatima, henk)
    transact(exchange.ask_correction, asked.id, reason="Anders", right_minutes=90, by=henk)
    make_confirmed(fatima, make_resident(far, "Zoë"))
    talk = make_conversation(henk, fatima)
    make_appointment(talk, henk)
    let_time_pass(make_appointment(talk, henk, fatima, times=3))
    put_up(henk, side="request")
    make_group(fatima, henk)
    close_group(make_group(henk, fatima, rule="all"), henk)
    make_own_note(fatima)
    staff = {"worker": worker.person_id, "gemeente": official.person_id, "operator": operator.person_id}
    return {"resident": fatima.person_id, "steward": steward.person_id, **staff}


def known_names() -> list[str]:
    """Return the random names of what there is, which some addresses name."""
    names = []
    models = (Exchange, Conversation, Appointment, Listing, Group, OwnNote, Person, SignInSession, Invitation)
    for model in (*models, StewardProposal):
        names += db.session.scalars(select(model.public_id).order_by(model.id.desc()).limit(30))
    db.session.rollback()
    return names


def acts() -> tuple[int, ...]:
    """Return how much has been done so far."""
    db.session.rollback()
    counted = tuple(
        db.session.scalar(select(func.count()).select_from(model)) or 0 for model in (AuditEvent, SignInSession)
    )
    db.session.rollback()
    return counted


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_the_check_sees_a_page_that_breaks_and_one_that_forgets_the_token(app, seed):
    fuzzer = Fuzzer(app, Random(seed))
    fuzzer.use(app.test_client(), [])
    app.view_functions["home.about"] = lambda: str(1 // 0)
    with pytest.raises(AssertionError, match="a page"):
        send(fuzzer, Sent("GET", "/about"), "a page")
    app.config["WTF_CSRF_CHECK_DEFAULT"] = False
    with pytest.raises(AssertionError, match="a form was answered 303"):
        send(fuzzer, Sent("POST", "/language", b"language=nl", {"Content-Type": TYPES[0]}), "a form")
