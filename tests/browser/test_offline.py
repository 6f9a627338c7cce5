"""The network cut: one page answers, one thing stays on that phone, and it is written down once."""

from contextlib import contextmanager

import pytest
from axe_playwright_python.sync_playwright import Axe
from sqlalchemy import select

from tests.factories import make_place, make_resident
from timebank.core.database import db
from timebank.exchange.models import Exchange

pytestmark = pytest.mark.browser

READY = """async () => {
  await navigator.serviceWorker.ready;
  if (!navigator.serviceWorker.controller)
    await new Promise((done) => navigator.serviceWorker.addEventListener("controllerchange", done, { once: true }));
}"""
IN_CACHES = """async () => {
  const found = [];
  for (const name of await caches.keys())
    for (const request of await (await caches.open(name)).keys()) {
      const answer = await caches.match(request, { ignoreVary: true });
      found.push([new URL(request.url).pathname, answer.headers.get("Cache-Control"), await answer.text()]);
    }
  return found;
}"""
ENGLISH_ALONE = """async () => {
  for (let tries = 0; tries < 100; tries++) {
    await (await navigator.serviceWorker.ready).update();
    const [name, ...others] = await caches.keys();
    const page = name && (await (await caches.open(name)).match("/offline", { ignoreVary: true }));
    if (page && others.length === 0 && (await page.text()).includes("You are offline")) return true;
    await new Promise((later) => setTimeout(later, 100));
  }
}"""
KEPT = "() => JSON.parse(localStorage.getItem('draft'))"


@pytest.fixture
def neighbours(site):
    """Two neighbours in a wijk where nobody else is called like that."""
    place = make_place()
    return make_resident(place, "Fatima"), make_resident(place, "Henk de Boer")


@contextmanager
def phone(site, actor=None, **options):
    """Give a phone on which the time bank was opened, so that its worker is awake."""
    page = site.visit(actor, java_script_enabled=True, **options)
    page.goto("/")
    page.evaluate(READY)
    yield page
    page.context.close()


def write_draft(page, name: str = "Henk") -> None:
    """Cut the network and write down 90 minutes of shopping for somebody."""
    page.context.set_offline(True)
    page.goto("/hours")
    page.get_by_label("Wie was het?").fill(name)
    page.get_by_label("Wat was het?").select_option("shopping")
    page.get_by_label("Een andere tijd").check()
    page.get_by_label("Uren", exact=True).fill("1")
    page.get_by_label("Minuten", exact=True).fill("30")
    page.get_by_role("button", name="Bewaar het op deze telefoon").click()


def finish(page) -> None:
    """Go through the screens that are left of a draft, and write it down."""
    page.get_by_role("link", name="Maak het af").click()
    page.get_by_role("link", name="Henk de Boer").click()
    page.get_by_role("button", name="Klaar").click()


def exchanges_of(actor) -> list[tuple]:
    """Return kind and minutes of all that somebody wrote down."""
    db.session.rollback()
    rows = select(Exchange.category_code, Exchange.minutes).where(Exchange.reporter_person_id == actor.person_id)
    return [tuple(row) for row in db.session.execute(rows)]


def test_without_network_one_page_answers_in_the_readers_language(site, neighbours):
    for language, words in (("nl", "Je bent offline"), ("en", "You are offline")):
        with phone(site, neighbours[0], language=language) as page:
            page.context.set_offline(True)
            page.goto("/hours")
            assert page.locator("h1").inner_text() == words
            assert page.locator("html").get_attribute("lang") == language
            assert Axe().run(page).response["violations"] == []
            page.context.set_offline(False)
            page.goto("/hours")
            assert page.locator("h1").inner_text() != words


def test_another_language_gives_another_offline_page(site, neighbours):
    with phone(site, neighbours[0]) as page:
        with page.expect_navigation():
            page.get_by_role("button", name="English").click()
        assert page.evaluate(ENGLISH_ALONE)
        page.context.set_offline(True)
        page.goto("/hours")
        assert page.locator("h1").inner_text() == "You are offline"


def test_nothing_of_anybody_is_ever_in_the_cache(site, neighbours):
    with phone(site, neighbours[0]) as page:
        for path in ("/did", "/hours", "/me", "/wijk", "/who-saw", "/did/gave/who?name=he", "/"):
            page.goto(path)
        found = {path: (control, text) for path, control, text in page.evaluate(IN_CACHES)}
        assert [path for path in found if not path.startswith("/static/")] == ["/offline"]
        assert {control for control, _ in found.values()} == {"no-cache", "public, max-age=31536000, immutable"}
        shown = found["/offline"][1]
        assert not [word for word in ("Fatima", neighbours[0].public_id, "csrf_token") if word in shown]


def test_what_is_written_down_offline_stays_is_finished_and_counts_once(site, neighbours):
    fatima, _ = neighbours
    with phone(site, fatima) as page:
        write_draft(page)
        assert page.get_by_text("Het is bewaard op deze telefoon").is_visible()
        page.goto("/did")
        assert page.get_by_label("Wie was het?").input_value() == "Henk", "kept, to be seen and changed"
        kept = page.evaluate(KEPT)
        assert exchanges_of(fatima) == []

        page.context.set_offline(False)
        page.goto("/")
        finish(page)
        assert "Opgeschreven" in page.locator("main").inner_text()
        assert exchanges_of(fatima) == [("shopping", 90)]
        assert page.evaluate(KEPT) is None
        page.goto("/")
        assert not page.locator("#kept-draft").is_visible()

        page.evaluate("draft => localStorage.setItem('draft', JSON.stringify(draft))", kept)  # as if no answer came
        page.goto("/")
        finish(page)
        assert exchanges_of(fatima) == [("shopping", 90)], "the same draft sent twice is one exchange"


def test_a_draft_can_be_thrown_away(site, neighbours):
    with phone(site, neighbours[0]) as page:
        write_draft(page)
        page.context.set_offline(False)
        page.goto("/did")
        page.get_by_role("button", name="Gooi het weg").click()
        assert page.evaluate(KEPT) is None
        assert not page.locator("#kept-draft").is_visible()


def test_signing_out_clears_it_and_offline_nothing_can_be_written(site, neighbours):
    with phone(site, neighbours[0]) as page:
        write_draft(page)
        page.context.set_offline(False)
        page.goto("/")
        page.get_by_role("button", name="Uitloggen").click()
        page.wait_for_url("**/sign-in")
        assert page.evaluate("() => localStorage.length") == 0
        page.evaluate(READY)
        page.context.set_offline(True)
        page.goto("/")
        assert page.locator("h1").inner_text() == "Je bent offline"
        assert not page.locator("#write-draft").is_visible()


def test_signing_out_clears_it_by_the_servers_word_alone(site, neighbours):
    with phone(site, neighbours[0]) as page:
        page.evaluate("() => localStorage.setItem('draft', '{}')")
        page.evaluate("() => HTMLFormElement.prototype.submit.call(document.querySelector('[action$=\"/sign-out\"]'))")
        page.wait_for_url("**/sign-in")
        assert page.evaluate("() => localStorage.length") == 0


def test_who_signs_in_next_on_a_phone_sees_nothing_of_who_was_there_before(site, neighbours):
    fatima, henk = neighbours
    with phone(site, fatima) as page:
        write_draft(page)
        page.context.set_offline(False)
        page.context.add_cookies([site.session_cookie(henk)])
        page.goto("/")
        assert "Henk" in page.locator("h1").inner_text()
        assert page.evaluate(KEPT) is None


def test_a_phone_can_put_the_time_bank_among_its_apps(site, neighbours):
    with phone(site, neighbours[0]) as page:
        session = page.context.new_cdp_session(page)
        assert session.send("Page.getAppManifest")["errors"] == []
        assert session.send("Page.getInstallabilityErrors")["installabilityErrors"] in ([], IN_A_PRIVATE_WINDOW)


IN_A_PRIVATE_WINDOW = [{"errorId": "in-incognito", "errorArguments": []}]
"""What chromium says of every context that a test makes, and of nothing else."""
