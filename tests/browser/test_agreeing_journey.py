"""Two neighbours, two browsers: from a request to who may help, to a day, and from the day to both ledgers."""

import pytest

from tests.factories import again, let_time_pass, look_at, make_place, make_resident, put_up

pytestmark = pytest.mark.browser


def test_from_a_request_to_both_ledgers(site):
    place = make_place()
    fatima, henk = make_resident(place, "Fatima"), make_resident(place, "Henk de Boer")
    put_up(fatima, words="Ik doe graag boodschappen", minutes=120)
    hers, his = site.visit(fatima), site.visit(henk)

    his.goto("/")
    his.get_by_role("link", name="Ik zoek hulp").click()
    his.get_by_label("Wat heb je nodig?").fill("Wie kan boodschappen voor mij doen?")
    his.get_by_role("button", name="Zet het erop").click()
    suggested = his.locator("h2", has_text="Deze buren kunnen misschien helpen").locator("+ ul").get_by_role("link")
    assert "Ik doe graag boodschappen" in suggested.inner_text()
    assert "Je schreef “boodschappen”" in suggested.inner_text()
    suggested.click()
    his.get_by_role("link", name="Dat wil ik graag").click()
    his.get_by_label("Je bericht").fill("Hoi Fatima! Kun je dinsdag?")
    his.get_by_role("button", name="Verstuur").click()
    assert "Hoi Fatima! Kun je dinsdag?" in his.locator(".talk").inner_text()

    hers.goto("/conversations")
    hers.get_by_role("button", name="Henk de Boer").click()
    hers.get_by_label("Je bericht").fill("Ja hoor, om tien uur?")
    hers.get_by_role("button", name="Verstuur").click()

    his.reload()
    assert "Ja hoor, om tien uur?" in his.locator(".talk").inner_text()
    his.get_by_role("link", name="Afspreken").click()
    his.get_by_label("Hoe laat?").fill("10:00")
    his.get_by_label("Waar?").fill("Bij mij thuis")
    assert his.get_by_label("2 uur").is_checked(), "as long as the listing says"
    his.get_by_role("button", name="Stel dit voor").click()
    assert "Fatima moet nog antwoorden" in his.locator("main").inner_text()
    appointment = look_at(his.url.rpartition("/")[2])

    hers.goto("/conversations")
    card = hers.locator(".card.asked")
    assert "Henk de Boer vraagt: zullen we?" in card.inner_text()
    assert ", 10:00" in card.inner_text()
    assert "Bij mij thuis" in card.inner_text()
    card.get_by_role("button", name="Ja, goed").click()
    assert "Afgesproken" in hers.locator("main").inner_text()
    with hers.expect_download() as download:
        hers.get_by_role("link", name="Zet in mijn agenda").click()
    file = download.value.path().read_text()
    assert file.startswith("BEGIN:VCALENDAR\n") or file.startswith("BEGIN:VCALENDAR\r\n")
    assert "Henk de Boer" in file

    let_time_pass(appointment)
    his.goto("/conversations")
    card = his.locator(".card.asked")
    assert "Is het gelukt met Fatima?" in card.inner_text()
    card.get_by_role("button", name="Ja, schrijf het op").click()
    assert "Opgeschreven" in his.locator("main").inner_text()

    hers.goto("/")
    assert "Klopt het?" in hers.locator("main").inner_text()
    hers.get_by_role("button", name="Ja, dit klopt").click()
    hers.get_by_role("link", name="Mijn uren", exact=True).click()
    assert "Je gaf 2 uur en kreeg 0 minuten" in hers.locator("main").inner_text()
    his.get_by_role("link", name="Mijn uren", exact=True).click()
    assert "Je gaf 0 minuten en kreeg 2 uur" in his.locator("main").inner_text()
    assert (again(fatima).given_minutes, again(henk).received_minutes) == (120, 120)


def test_stopping_takes_two_presses_and_closes_the_door_for_both(site):
    place = make_place()
    fatima, henk = make_resident(place, "Fatima"), make_resident(place, "Henk de Boer")
    his, hers = site.visit(henk), site.visit(fatima)
    his.goto(f"/listings/{put_up(fatima)}/answer")
    his.get_by_label("Je bericht").fill("Hoi!")
    his.get_by_role("button", name="Verstuur").click()

    hers.goto("/conversations")
    hers.get_by_role("button", name="Henk de Boer").click()
    hers.get_by_role("link", name="Stop dit gesprek").click()
    hers.get_by_role("button", name="Ja, stop").click()
    assert "Je stopte dit gesprek" in hers.locator("main").inner_text()
    his.reload()
    assert "Je kunt hier niet meer schrijven" in his.locator("main").inner_text()
    assert his.get_by_label("Je bericht").count() == 0
