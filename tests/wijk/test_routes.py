"""The pages of wijken, through a browser: who may come where, and what they say."""

import re
from datetime import timedelta
from itertools import product

import pytest
from flask.testing import FlaskClient

from tests.factories import again, make_place, make_resident, make_staff
from tests.statements import reads
from timebank.core import throttle
from timebank.core.database import db, transact
from timebank.people import service as people
from timebank.people.queries import get_person
from timebank.wijk import queries, service
from timebank.wijk.actor import load_actor

ROLES = ("visitor", "resident", "steward", "steward of another wijk", "worker", "gemeente", "operator")
RESIDENTS = {"resident", "steward", "steward of another wijk"}
STEWARDS = {"steward", "steward of another wijk"}
OWN_PAGES = {
    "/wijk": RESIDENTS,
    "/wijk/rules": RESIDENTS,
    "/wijk/moved": RESIDENTS,
    "/wijk/settings": STEWARDS,
    "/wijk/invitations": STEWARDS,
    "/wijk/stewards": STEWARDS,
}
PUBLIC_PAGES = ("/join",)
PASSWORD = "fiets boom water"


def typed(**more) -> dict[str, str]:
    return {"name": "Anna", "password": PASSWORD} | more


def public_id_of(place) -> str:
    return queries.get_wijk(place.wijk_id).public_id


def seen(query, *arguments, **options):
    """Return what a query finds now; the test's own read may be older than the last press of a button."""
    db.session.rollback()
    return query(*arguments, **options)


def text_of(answer) -> str:
    return re.sub(r"\s+", " ", answer.get_data(as_text=True))


@pytest.fixture
def elsewhere(app):
    """Give another open wijk."""
    return make_place("De Haven")


@pytest.fixture
def browser_of(app, place, elsewhere, fatima, browse):
    """Give a function that opens a browser for a role."""

    def open_browser(role: str) -> FlaskClient:
        if role == "visitor":
            return app.test_client()
        if role in ("worker", "gemeente", "operator"):
            return browse(make_staff(role))
        return browse({"resident": fatima, "steward": place.stewards[0]}.get(role, elsewhere.stewards[0]))

    return open_browser


# Who may come where


def test_every_role_gets_each_page_or_a_refusal(browser_of):
    browsers = {role: browser_of(role) for role in ROLES}
    for role, (path, allowed) in product(ROLES, OWN_PAGES.items()):
        answer = browsers[role].get(path)
        if role == "visitor":
            assert (answer.status_code, answer.location.split("?")[0]) == (303, "/sign-in"), path
        else:
            assert answer.status_code == (200 if role in allowed else 403), (path, role)


@pytest.fixture
def things(place, fatima):
    """Give the addresses of an invitation, a steward and a proposal of the place."""
    ria, youssef = place.stewards
    transact(service.invite, place.wijk_id, by=ria.person_id)
    code = get_person(fatima.person_id).buurcode
    transact(service.propose_appointment, place.wijk_id, code, by=youssef)
    (invitation,), (proposal,) = queries.invitations_of(place.wijk_id), queries.proposals_of(place.wijk_id)
    return [
        f"/wijk/invitations/{invitation.public_id}/end",
        f"/wijk/stewards/{ria.public_id}/stop",
        f"/wijk/proposals/{proposal.public_id}/yes",
        f"/wijk/proposals/{proposal.public_id}/no",
    ]


REFUSALS = {
    "visitor": 303,
    "resident": 403,
    "steward of another wijk": 404,
    "worker": 403,
    "gemeente": 403,
    "operator": 403,
}


def test_things_of_a_wijk_are_refused_to_every_other_role(browser_of, place, things):
    assert set(REFUSALS) == set(ROLES) - {"steward"}
    browsers = {role: browser_of(role) for role in REFUSALS}
    for (role, status), path in product(REFUSALS.items(), things):
        assert browsers[role].post(path).status_code == status, (role, path)
    assert len(seen(queries.invitations_of, place.wijk_id)) == 1
    assert len(seen(queries.proposals_of, place.wijk_id)) == 1


def test_a_thing_that_is_not_there_is_answered_as_one_of_another_wijk(browser_of, things):
    for path in things:
        nothing = re.sub(r"/[^/]+(/\w+)$", r"/nothing\1", path)
        assert browser_of("steward").post(nothing).status_code == 404
        assert browser_of("resident").post(nothing).status_code == 403


def test_an_official_without_the_second_factor_sees_nothing(app, browse):
    staff = transact(people.create_staff, kind="worker", name="Wim")
    token = transact(people.begin_session, staff.person_id, device="a test")
    answer = browse(load_actor(token)).get("/wijk")
    assert answer.status_code in (303, 403)
    assert "wijk" not in (answer.location or "")


# Joining


def test_joining_takes_three_fields_signs_in_and_shows_name_and_code(client, place):
    answer = client.post("/join", data=typed(wijk=public_id_of(place)))
    assert (answer.status_code, answer.location) == (303, "/codes")
    shown = text_of(client.get("/codes"))
    assert re.search(r"anna-[a-z]+-[a-z]+", shown)
    assert client.get("/wijk").status_code == 200


def test_the_page_asks_for_no_more_than_a_name_a_wijk_and_a_password(client, place):
    page = client.get("/join").get_data(as_text=True)
    fields = re.findall(r'<(?:input|select|textarea)[^>]* name="(\w+)"', page)
    assert [name for name in fields if name not in ("csrf_token", "next", "language")] == ["name", "wijk", "password"]


def test_the_page_says_free_from_16_and_never_a_condition(client, place):
    shown = text_of(client.get("/join"))
    assert "gratis" in shown
    assert "16 jaar" in shown
    assert "Je hoeft nooit" in shown


BAD_INPUT = (
    ("name", "", ""),
    ("name", "111222333", "BSN"),
    ("wijk", "", "Kies je wijk"),
    ("wijk", "elders", "staat niet"),
    ("password", "kort", "10"),
)


def test_bad_input_is_a_sentence_at_the_place_and_nobody_is_made(client, place):
    for field, value, words in BAD_INPUT:
        answer = client.post("/join", data=typed(wijk=public_id_of(place)) | {field: value})
        page = answer.get_data(as_text=True)
        assert answer.status_code == 422, field
        assert f'id="{field}-error"' in page
        assert words in page
        assert PASSWORD not in page
        assert field == "name" or 'value="Anna"' in page, "what was typed is still there"
        assert value not in page or not value.isdigit()
    assert seen(queries.find_neighbours, place.wijk_id, "anna", seeker=place.stewards[0]) == []


def test_a_wijk_by_invitation_is_not_in_the_list(client, place, elsewhere):
    rules = service.Rules("X", "invitation", {})
    by = elsewhere.stewards[0].person_id
    transact(service.change_house_rules, elsewhere.wijk_id, rules, why="rust", after_version=1, by=by)
    page = client.get("/join").get_data(as_text=True)
    assert public_id_of(place) in page
    assert public_id_of(elsewhere) not in page


def test_without_an_open_wijk_the_page_says_who_opens_one_and_how(client):
    answer = client.get("/join")
    assert answer.status_code == 200
    assert "timebank wijk open" in text_of(answer)
    assert 'name="password"' not in text_of(answer)


def test_with_many_wijken_one_looks_for_a_name_first(client, place, elsewhere, monkeypatch):
    monkeypatch.setattr("timebank.wijk.routes.joining.WIJKEN_AT_MOST", 1)
    assert 'name="password"' not in text_of(client.get("/join"))
    found = text_of(client.get("/join?place=haven"))
    assert public_id_of(elsewhere) in found
    assert public_id_of(place) not in found
    answer = client.post("/join?place=haven", data=typed(wijk=public_id_of(elsewhere)))
    assert answer.status_code == 303


def test_a_search_that_finds_nothing_says_so(client, place):
    assert "We vonden niets" in text_of(client.get("/join?place=zzz"))


def test_too_many_joins_from_one_address_are_refused(client, place, monkeypatch):
    monkeypatch.setattr("timebank.wijk.routes.joining.JOINING", (throttle.Limit(1, timedelta(minutes=15)),))
    join = typed(wijk=public_id_of(place))
    assert client.post("/join", data=join).status_code == 303
    client.post("/sign-out")
    assert client.post("/join", data=join).status_code == 429


def test_an_invitation_is_joined_in_two_fields_and_once(app, place):
    token = transact(service.invite, place.wijk_id, by=place.stewards[0].person_id)
    first, second = app.test_client(), app.test_client()
    assert "Tijdbank De Linden" in text_of(first.get(f"/join/{token}"))
    assert first.post(f"/join/{token}", data=typed()).status_code == 303
    assert second.get(f"/join/{token}").status_code == 422
    assert second.post(f"/join/{token}", data=typed()).status_code == 422


def test_who_is_signed_in_can_move_with_an_invitation(browse, place, elsewhere, fatima):
    token = transact(service.invite, elsewhere.wijk_id, by=elsewhere.stewards[0].person_id)
    client = browse(fatima)
    answer = client.get(f"/join/{token}")
    assert answer.status_code == 303
    assert client.post(answer.location, data={"wijk": public_id_of(elsewhere)}).status_code == 303
    assert again(fatima).wijk_id == elsewhere.wijk_id


# My wijk


def test_my_wijk_names_its_stewards_kinds_and_rules_and_nobody_else(browse, place, fatima):
    make_resident(place, "Willemijn")
    shown = text_of(browse(fatima).get("/wijk"))
    for words in ("Tijdbank De Linden", "Ria", "Youssef", "tuin en groen", "Ik ben verhuisd"):
        assert words in shown
    assert "Willemijn" not in shown
    assert "/wijk/settings" not in shown


def test_moving_through_the_page(browse, place, elsewhere, fatima):
    client = browse(fatima)
    answer = client.post("/wijk/moved", data={"wijk": public_id_of(elsewhere)})
    assert (answer.status_code, answer.location) == (303, "/wijk")
    assert again(fatima).wijk_id == elsewhere.wijk_id
    assert client.post("/wijk/moved", data={"wijk": public_id_of(elsewhere)}).status_code == 422


# Stewards


def test_the_link_and_qr_code_of_an_invitation_are_shown_once(browse, place):
    client = browse(place.stewards[0])
    assert client.post("/wijk/invitations").status_code == 303
    shown = client.get("/wijk/invitations").get_data(as_text=True)
    (link,) = set(re.findall(r'href="(https://localhost/join/[^"]+)"', shown))
    assert "<svg" in shown
    assert "style=" not in shown
    assert link not in client.get("/wijk/invitations").get_data(as_text=True)
    token = link.rpartition("/")[2]
    assert seen(queries.find_invited_wijk, token).wijk_id == place.wijk_id


def test_an_invitation_is_ended_by_a_button(browse, place):
    client = browse(place.stewards[0])
    client.post("/wijk/invitations")
    (made,) = seen(queries.invitations_of, place.wijk_id)
    assert client.post(f"/wijk/invitations/{made.public_id}/end").status_code == 303
    assert seen(queries.invitations_of, place.wijk_id) == []


def settings_of(place, **more) -> dict[str, str]:
    rules = queries.house_rules_of(place.wijk_id)
    kinds = {f"shown_{kind.code}": "y" for kind in queries.categories_for(place.wijk_id, "nl")}
    first = {"own_name": rules.own_name, "admission": rules.admission, "after_version": str(rules.version)}
    return first | kinds | {"why": "Beter zo"} | more


def test_a_steward_changes_the_rules_and_all_see_why(browse, place, fatima):
    sent = settings_of(place, own_name="De Ruilbeurs", admission="invitation", name_garden="moestuin", why="Kleiner")
    sent.pop("shown_sport")
    assert browse(place.stewards[0]).post("/wijk/settings", data=sent).status_code == 303
    client = browse(fatima)
    page, history = text_of(client.get("/wijk")), text_of(client.get("/wijk/rules"))
    assert "De Ruilbeurs" in page
    assert "moestuin" in page
    assert "sport en gezondheid" not in page
    assert "Kleiner" in history
    assert "Ria" in history
    assert "heet hier “moestuin”" in history
    assert "staat hier niet" in history


BAD_SETTINGS = (
    ("own_name", ""),
    ("own_name", "x" * 61),
    ("admission", "secret"),
    ("why", ""),
    ("why", "bsn 111222333"),
    ("name_garden", "x" * 41),
    ("name_garden", "111222333"),
    ("after_version", "7"),
    ("after_version", "x"),
)


def test_bad_settings_are_refused_in_words_and_nothing_changes(browse, place):
    client = browse(place.stewards[0])
    for field, value in BAD_SETTINGS:
        answer = client.post("/wijk/settings", data=settings_of(place) | {field: value})
        assert answer.status_code == 422, (field, value)
        assert 'class="summary"' in answer.get_data(as_text=True)
        assert "111222333" not in answer.get_data(as_text=True)
    assert seen(queries.house_rules_of, place.wijk_id).version == 1


def test_two_stewards_appoint_a_third_through_the_pages(browse, place, fatima):
    ria, youssef = (browse(steward) for steward in place.stewards)
    code = get_person(fatima.person_id).buurcode
    assert ria.post("/wijk/stewards", data={"buurcode": code}).status_code == 303
    (waiting,) = seen(queries.proposals_of, place.wijk_id)
    refused = ria.post(f"/wijk/proposals/{waiting.public_id}/yes")
    assert refused.status_code == 422
    assert "Een andere beheerder moet ja zeggen" in text_of(refused)
    assert youssef.post(f"/wijk/proposals/{waiting.public_id}/yes").status_code == 303
    assert "Fatima" in text_of(ria.get("/wijk/stewards"))
    assert again(fatima).is_steward


def test_a_wrong_buurcode_is_said_at_the_field(browse, place):
    answer = browse(place.stewards[0]).post("/wijk/stewards", data={"buurcode": "aaaa-aaaa"})
    assert answer.status_code == 422
    assert 'id="buurcode-error"' in answer.get_data(as_text=True)


def test_guessing_buurcodes_is_stopped(browse, place):
    client = browse(place.stewards[0])
    answers = [client.post("/wijk/stewards", data={"buurcode": f"aaaa-{n:04d}"}).status_code for n in range(11)]
    assert answers == [422] * 10 + [429]


def test_one_of_the_last_two_is_told_on_the_page_what_to_do_first(browse, place):
    ria = place.stewards[0]
    answer = browse(ria).post(f"/wijk/stewards/{ria.public_id}/stop")
    assert answer.status_code == 422
    assert "Stel eerst een buur voor" in text_of(answer)


# Every page


@pytest.fixture
def every_page(browser_of) -> list[tuple[str, FlaskClient]]:
    """Give the address of each page, with a browser that may see it."""
    visitor, steward = browser_of("visitor"), browser_of("steward")
    return [*((path, visitor) for path in PUBLIC_PAGES), *((path, steward) for path in OWN_PAGES)]


def test_every_page_has_one_h1_and_no_inline_style_or_script(every_page):
    for (path, client), language in product(every_page, ("nl", "en")):
        client.set_cookie("language", language)
        page = client.get(path).get_data(as_text=True)
        assert page.count("<h1") == 1, path
        assert not re.search(r" style=|<script(?! src=)|%\(\w+\)", page), path
        assert len(page.encode()) < 60 * 1024, path


def test_every_page_reads_the_database_at_most_four_times(every_page):
    for path, client in every_page:
        with reads() as read:
            client.get(path)
        assert 1 <= len(read) <= 4, (path, read)
