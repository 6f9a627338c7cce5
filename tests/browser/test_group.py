"""A group of eight: the leader and seven guests, of whom one stays silent; every ledger is right afterwards."""

from datetime import timedelta

import pytest
from sqlalchemy import update

from tests.factories import again, make_place, make_resident
from timebank.core import clock
from timebank.core.database import db, transact
from timebank.exchange import service
from timebank.exchange.models import Group
from timebank.ledger.check import check

pytestmark = pytest.mark.browser

GUESTS = ("Anna", "Bram", "Carla", "Dirk", "Els", "Farid", "Gül")


def announce(page):
    page.goto("/groups")
    page.get_by_role("link", name="Ik wil iets organiseren").click()
    page.get_by_role("link", name="gezelschap").click()
    page.get_by_label("Wat ga je doen?").fill("Leren breien")
    page.get_by_label("Hoe laat begint het?").fill("10:30")
    page.get_by_label("Waar?").fill("Het buurthuis")
    page.get_by_role("button", name="Verder").click()
    page.get_by_label("Elke gast krijgt een gelijk deel").check()
    page.get_by_role("button", name="Laat het zien").click()
    assert "Je groep is te zien" in page.locator("main").inner_text()


def test_seven_guests_of_whom_one_stays_silent_share_the_hours(site):
    place = make_place()
    leida, *guests = (make_resident(place, name) for name in ("Leida", *GUESTS))
    leader = site.visit(leida)
    announce(leader)

    pages = {}
    for guest in guests:
        page = pages[guest.name] = site.visit(guest)
        page.goto("/groups")
        page.get_by_role("link", name="Leren breien").click()
        assert "Dan krijgt elke gast 15 minuten" in page.locator("main").inner_text()
        page.get_by_role("button", name="Ik doe mee").click()

    leader.reload()
    assert all(name in leader.locator("main").inner_text() for name in GUESTS)
    leader.get_by_role("link", name="Klaar: wie waren er?").click()
    leader.get_by_label("Hoeveel kinderen en jongeren").fill("2")
    leader.get_by_role("button", name="Klaar").click()
    assert "Nog 7 buren moeten antwoorden" in leader.locator("main").inner_text()

    *answering, silent = guests
    for guest in answering:
        page = pages[guest.name]
        page.reload()
        assert "Dan krijg jij ongeveer 17 minuten" in page.locator("main").inner_text()
        page.get_by_role("button", name="Ja, dit klopt").click()
        assert "Je zei ja" in page.locator("main").inner_text()
    assert again(leida).given_minutes == 0

    just_over = clock.now() - timedelta(seconds=1)
    of_it = update(Group).where(Group.person_id == leida.person_id)
    transact(lambda: db.session.execute(of_it.values(answers_until_utc=just_over)))
    assert service.settle_groups() == 1

    first = pages["Anna"]
    first.reload()
    assert "Het staat nu bij je uren. 20 minuten" in first.locator("main").inner_text()
    first.get_by_role("link", name="Bekijk het").click()
    assert "Leida hielp jou met gezelschap" in first.locator("main").inner_text()
    first.get_by_role("link", name="Mijn uren", exact=True).click()
    assert "Leren breien" in first.locator("main").inner_text()
    pages[silent.name].reload()
    assert "Je gaf in 7 dagen geen antwoord" in pages[silent.name].locator("main").inner_text()
    assert [again(one).received_minutes for one in guests] == [20] * 6 + [0]
    assert again(leida).given_minutes == 120
    assert list(check()) == []


def test_what_somebody_does_already_is_written_down_and_asked_about(site):
    place = make_place()
    fatima, henk = make_resident(place, "Fatima"), make_resident(place, "Henk")
    page = site.visit(fatima)
    page.goto("/did")
    page.get_by_role("link", name="Ik doe al iets").click()
    page.get_by_role("link", name="tuin en groen").click()
    page.get_by_label("Voor wie?").fill("mijn buurman")
    page.get_by_label("Wat doe je?").fill("Heg geknipt")
    page.get_by_role("button", name="Klaar").click()
    assert "Alleen jij ziet dit" in page.locator("main").inner_text()
    assert again(fatima).given_minutes == 0

    page.get_by_role("link", name="Vraag of het klopt").click()
    page.get_by_label("Naam of buurcode").fill("he")
    page.get_by_role("button", name="Zoek").click()
    page.get_by_role("link", name="Henk").click()
    page.get_by_role("button", name="Klaar").click()
    his = site.visit(henk)
    his.goto("/")
    assert "Heg geknipt" in his.locator("main").inner_text()
    his.get_by_role("button", name="Ja, dit klopt").click()
    assert again(fatima).given_minutes == 60
