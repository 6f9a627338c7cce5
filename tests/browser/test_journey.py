"""Two neighbours, two browsers: one writes down, the other says yes, and every ledger is right."""

import pytest

from tests.factories import again, make_place, make_resident
from timebank.core.database import db
from timebank.ledger.queries import totals_of
from timebank.wijk.queries import pot_account_id

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def place(site):
    return make_place()


@pytest.fixture
def neighbours(site):
    """Two neighbours in a wijk where nobody else is called like that."""
    alone = make_place()
    return make_resident(alone, "Fatima"), make_resident(alone, "Henk de Boer")


def test_one_writes_down_and_the_other_says_yes(site, neighbours):
    fatima, henk = neighbours
    hers, his = site.visit(fatima), site.visit(henk)

    hers.goto("/")
    hers.get_by_role("link", name="Ik heb geholpen").click()
    hers.get_by_label("Naam of buurcode").fill("he")
    hers.get_by_role("button", name="Zoek").click()
    hers.get_by_role("link", name="Henk de Boer").first.click()
    hers.get_by_role("link", name="boodschappen", exact=False).first.click()
    assert "Henk de Boer" in hers.locator("main").inner_text()
    hers.get_by_label("2 uur").check()
    hers.get_by_role("button", name="Klaar").click()
    assert "Opgeschreven" in hers.locator("main").inner_text()

    his.goto("/")
    assert "Klopt het?" in his.locator("main").inner_text()
    his.get_by_role("button", name="Ja, dit klopt").click()
    his.get_by_role("link", name="Mijn uren", exact=True).click()
    assert "Je gaf 0 minuten en kreeg 2 uur" in his.locator("main").inner_text()
    hers.get_by_role("link", name="Mijn uren", exact=True).click()
    assert "Je gaf 2 uur en kreeg 0 minuten" in hers.locator("main").inner_text()
    assert (again(fatima).given_minutes, again(henk).received_minutes) == (120, 120)


def test_hours_for_the_wijk_are_in_the_pot_when_a_steward_said_yes(site, place):
    fatima = make_resident(place, "Fatima")
    ria, _ = place.stewards
    before = totals_of(pot_account_id(place.wijk_id)).received_minutes
    hers, steward = site.visit(fatima), site.visit(ria)

    hers.goto("/did/gave/who")
    hers.get_by_role("link", name="De wijk zelf").click()
    hers.get_by_role("link", name="tuin en groen").click()
    hers.get_by_role("button", name="Klaar").click()

    steward.goto("/")
    steward.get_by_role("link", name="Antwoorden voor de wijkpot").first.click()
    steward.get_by_role("checkbox").first.check()
    steward.get_by_role("button", name="Ja, dit klopt").click()
    db.session.rollback()
    assert totals_of(pot_account_id(place.wijk_id)).received_minutes == before + 60


def test_three_screens_and_eight_presses_by_keyboard_at_320_px_without_javascript(site, neighbours):
    """A press opens, chooses or sends; Tab only walks. The field of a screen has the focus where it begins with one."""
    fatima, henk = neighbours
    page = site.visit(fatima)
    screens, presses = [], 0

    def press(role: str, name: str, key: str = "Enter") -> None:
        nonlocal presses
        target = page.get_by_role(role, name=name).first
        _walk_to(page, target)
        with page.expect_navigation():
            page.keyboard.press(key)
        presses += 1

    page.goto("/")
    press("link", "Ik heb geholpen")
    screens.append(page.locator("h1").inner_text())
    _walk_to(page, page.get_by_label("Naam of buurcode"))
    page.keyboard.type("henk")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    presses += 1
    press("link", "Henk de Boer")
    screens.append(page.locator("h1").inner_text())
    press("link", "boodschappen")
    screens.append(page.locator("h1").inner_text())
    press("button", "Klaar")
    assert "Opgeschreven" in page.locator("main").inner_text()

    his = site.visit(henk)
    his.goto("/")
    _walk_to(his, his.get_by_role("button", name="Ja, dit klopt").first)
    with his.expect_navigation():
        his.keyboard.press("Enter")
    presses += 1
    assert len(screens) <= 3
    assert presses <= 8
    assert again(fatima).given_minutes == 60


def _walk_to(page, target) -> None:
    for _ in range(80):
        if target.evaluate("element => element === document.activeElement"):
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"the keyboard does not reach {target}")


def test_somebody_joins_sees_the_codes_and_signs_in_again(site, place):
    page = site.visit()
    page.goto("/join")
    page.get_by_label("Hoe heet je?").fill("Olena")
    page.get_by_label("wijk", exact=False).last.select_option(index=1) if page.locator("select").count() else None
    page.get_by_label("wachtwoord", exact=False).first.fill("drie woorden samen")
    page.get_by_role("button").last.click()
    sign_in_name = page.locator(".code-big, .code").first.inner_text().strip()
    page.goto("/")
    page.get_by_role("button", name="Uitloggen").click()
    page.goto("/sign-in")
    page.get_by_label("inlognaam", exact=False).fill(sign_in_name)
    page.get_by_label("wachtwoord", exact=False).fill("drie woorden samen")
    page.locator("main").get_by_role("button", name="Inloggen").click()
    assert "Olena" in page.locator("h1").inner_text()
