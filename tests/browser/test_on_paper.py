"""Somebody without a phone and without e-mail: paper, a computer that is not theirs, and every ledger is right."""

import pytest

from tests.browser.conftest import DESK
from tests.factories import again, let_time_pass, look_at, make_place, make_resident
from timebank.core.database import db
from timebank.people.queries import find_way_in, get_person
from timebank.wijk.queries import member_by_person_id

pytestmark = pytest.mark.browser
PASSWORD = "drie woorden samen"


def read(page) -> str:
    """Return what somebody reads on a page."""
    return page.locator("main").inner_text()


def sign_in(desk, sign_in_name):
    """Type what stands on the paper, at a computer that is not one's own."""
    desk.goto("/sign-in")
    desk.get_by_label("inlognaam", exact=False).fill(sign_in_name)
    desk.get_by_label("wachtwoord", exact=False).fill(PASSWORD)
    desk.locator("main").get_by_role("button", name="Inloggen").click()


def sign_out(desk):
    desk.goto("/")
    desk.get_by_role("button", name="Uitloggen").click()


def test_from_the_desk_to_both_ledgers_without_phone_and_email(site):
    place = make_place()
    ria, henk = place.stewards[0], make_resident(place, "Henk de Boer")
    hers, his, desk = site.visit(ria, viewport=DESK), site.visit(henk), site.visit(viewport=DESK)

    # A steward invites Truus at the desk; she types her own password there and takes her codes along on paper.
    hers.goto("/wijk/invitations")
    hers.locator("main").get_by_role("button").first.click()
    link = hers.locator("main").inner_text().partition("/join/")[2].split()[0]
    desk.goto(f"/join/{link}")
    desk.get_by_label("Hoe heet je?").fill("Truus")
    desk.get_by_label("wachtwoord", exact=False).first.fill(PASSWORD)
    desk.locator("main").get_by_role("button").last.click()
    sign_in_name = desk.locator(".code-big, .code").first.inner_text().strip()
    desk.emulate_media(media="print")
    assert sign_in_name in read(desk), "it is on the paper"
    desk.emulate_media(media="screen")

    # Before she goes she says what she needs.
    desk.goto("/market/new/request")
    desk.locator("textarea, input[name=words]").first.fill("Wie wil boodschappen voor mij doen?")
    desk.locator("main").get_by_role("button").last.click()
    listing = desk.url.rpartition("/")[2]
    sign_out(desk)
    truus = get_person(find_way_in(sign_in_name).person_id)
    assert (truus.email, truus.phone) == (None, None)

    # Henk answers and proposes a day.
    his.goto(f"/listings/{listing}/answer")
    his.get_by_label("Je bericht").fill("Dat doe ik graag.")
    his.get_by_role("button", name="Verstuur").click()
    his.get_by_role("link", name="Afspreken").click()
    his.get_by_label("Hoe laat?").fill("10:00")
    his.get_by_label("Waar?").fill("Bij de supermarkt")
    his.get_by_label("1 uur", exact=True).check()
    his.get_by_role("button", name="Stel dit voor").click()
    appointment = look_at(his.url.rpartition("/")[2])

    # The weekly sheet says that something waits, and not what.
    hers.goto("/notices/sheets")
    sheet = hers.locator(".sheet", has_text="Truus").inner_text()
    assert "1 bericht" in sheet
    assert "Henk" not in sheet
    assert "10:00" not in sheet
    hers.get_by_role("button", name="Ze zijn afgedrukt").click()
    assert "Truus" not in read(hers)

    # She comes to the desk with her paper, says yes to the day, and signs out.
    sign_in(desk, sign_in_name)
    desk.goto("/conversations")
    desk.locator(".card.asked").get_by_role("button", name="Ja, goed").click()
    assert "Afgesproken" in read(desk)
    sign_out(desk)

    # It happened. Henk writes it down; the next sheet holds a code and still no word of it.
    let_time_pass(appointment)
    his.goto("/conversations")
    his.locator(".card.asked").get_by_role("button", name="Ja, schrijf het op").click()
    hers.goto("/notices/sheets")
    sheet = hers.locator(".sheet", has_text="Truus")
    assert "Henk" not in sheet.inner_text()
    assert "1 uur" not in sheet.inner_text()
    [code] = sheet.locator(".code").all_inner_texts()
    hers.get_by_role("button", name="Ze zijn afgedrukt").click()

    # He shows her what he wrote, she gives him the code: that is her yes.
    his.get_by_role("link", name="Ik heb een ja op papier").click()
    asked = read(his)
    assert "Truus" in asked
    assert "1 uur" in asked
    his.get_by_label("De code op het blad").fill("aaaa-aaaa")
    his.get_by_role("button", name="Vul in").click()
    assert "Dit is niet de code van deze vraag" in read(his)
    his.get_by_label("De code op het blad").fill(code)
    his.get_by_role("button", name="Vul in").click()
    assert "Het staat nu bij jullie allebei" in his.locator("body").inner_text()

    # Both ledgers are right, and she can read how her yes came.
    his.goto("/hours")
    assert "Je gaf 1 uur en kreeg 0 minuten" in read(his)
    sign_in(desk, sign_in_name)
    desk.goto("/hours")
    assert "Je gaf 0 minuten en kreeg 1 uur" in read(desk)
    desk.goto("/who-saw")
    assert "Henk de Boer vulde de code van jouw blad in: jouw ja op 1 uur." in read(desk)
    db.session.rollback()
    assert again(henk).given_minutes == 60
    assert member_by_person_id(truus.id) is not None
