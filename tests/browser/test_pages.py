"""Every page, in both languages: nothing for axe to find, light, at home on a small phone, asking nobody else."""

import re
from dataclasses import dataclass
from itertools import chain

import pytest
from axe_playwright_python.sync_playwright import Axe

from tests.browser.conftest import DESK, PHONE
from tests.factories import (
    GROUPS,
    bring_on_board,
    close_group,
    let_time_pass,
    make_appointment,
    make_balance,
    make_confirmed,
    make_conversation,
    make_group,
    make_own_note,
    make_place,
    make_report,
    make_resident,
    make_staff,
    publish,
    put_up,
)
from timebank.balance.reporting import Words, write_report
from timebank.core import clock
from timebank.core.database import transact
from timebank.exchange import service
from timebank.market import service as market
from timebank.market.queries import find_concern, find_listing, measures_of, needs_of
from timebank.notices.letters import unsubscribe_token
from timebank.people import service as people
from timebank.people.queries import get_person
from timebank.wijk import queries as wijken
from timebank.wijk import service as wijk

pytestmark = [
    pytest.mark.browser,
    # What a page looks like asks no database; that each page answers on both is in tests/access.
    pytest.mark.parametrize("module_database", ["sqlite"], indirect=True, scope="module"),
]

KIB = 1024
FIRST_PAGE_AT_MOST = 40 * KIB
PAGE_AT_MOST = 60 * KIB
LANGUAGES = ("nl", "en")

PAGES = {
    "visitor": [
        "/",
        "/about",
        "/join",
        "/sign-in",
        "/recover",
        "/reset",
        "/claim",
        "/nowhere",
        "/offline",
        "/unsubscribe/{mail}",
        "/join/{invitation}",
        "/balance",
        "/balance/method",
        "/balance/{wijk}",
        "/balance/{wijk}?period=2026",
        "/balance/{hidden_wijk}",
        "/balance/{empty_wijk}",
        "/balance/gemeente/{gm}",
    ],
    "resident": [
        "/",
        "/did",
        "/did/gave/who",
        "/did/got/who?name=he",
        "/did/gave/who?name=xyz",
        "/did/gave/what?who={henk}",
        "/did/gave/how-long?who={henk}&what=shopping",
        "/hours",
        "/hours?year=2026&kind=shopping",
        "/exchanges/{confirmed}",
        "/exchanges/{asked}",
        "/exchanges/{asked}/no",
        "/exchanges/{confirmed}/correct",
        "/exchanges/{correction}",
        "/conversations",
        "/conversations/{talk}",
        "/conversations/{talk}/appointment",
        "/conversations/{talk}/stop",
        "/conversations/{talk}/concern",
        "/listings/{listing}/answer",
        "/appointments/{proposed}",
        "/appointments/{series}",
        "/appointments/{over}",
        "/appointments/{over}/happened",
        "/appointments/{proposed}/change",
        "/hours/notes",
        "/hours/notes/kind",
        "/hours/notes/new?what=sport",
        "/hours/notes/{note}",
        "/hours/notes/{note}/ask?name=he",
        "/groups",
        "/groups/announce",
        "/groups/announce/details?what=company",
        "/groups/{draft}/rule",
        "/groups/{group}",
        "/groups/{group}/close",
        "/groups/{group}/add?name=he",
        "/groups/{group}/change",
        "/conversations/{talk}/concern",
        "/exchanges/{by_her}/paper",
        "/groups/{group_asks}",
        "/market",
        "/market/offers",
        "/market/offers?words=xyz",
        "/market/requests?words=telefoon&where=near&when=morning",
        "/market/new/request?words=Wie+leest+mijn+post%3F",
        "/market/mine",
        "/me/talents",
        "/listings/{offer}",
        "/listings/{offer}/change",
        "/listings/{offer}/needs",
        "/listings/{request}",
        "/listings/{ended}",
        "/listings/{listing}",
        "/listings/{needing}",
        "/listings/{needing}/more",
        "/listings/{listing}/concern",
        "/listings/{listing}/point",
        "/needs/{need}/promise",
        "/wijk",
        "/wijk/balance",
        "/balance/{wijk}/report",
        "/balance/{hidden_wijk}/report",
        "/wijk/report",
        "/over-the-fence",
        "/wijk/rules",
        "/wijk/moved",
        "/me",
        "/me/password",
        "/me/stop",
        "/devices",
        "/who-saw",
        "/silences",
        "/notices",
        "/notices/choices",
    ],
    "newcomer": [
        "/",
        "/did",
        "/hours",
        "/hours/notes",
        "/who-saw",
        "/notices",
        "/conversations",
        "/market",
        "/market/mine",
        "/me/talents",
        "/decided-about-me",
    ],
    "hidden": ["/decided-about-me", "/market/mine"],
    "steward": [
        "/",
        "/pot",
        "/groups/{group_asks}",
        "/wijk/settings",
        "/wijk/invitations",
        "/wijk/stewards",
        "/resets",
        "/notices/sheets",
        "/concerns",
        "/concerns/{concern}",
        "/needs",
        "/wijk/near",
        "/organisations",
        "/organisations/new",
        "/organisations/{library}/contacts",
        "/wijk/facts",
    ],
    "contact": [
        "/",
        "/organisations",
        "/organisations/{library}",
        "/organisations/{library}/did",
        "/organisations/{library}/stad",
        "/stad-help/{stad_help}",
        "/hours/stad",
        "/did/got/who",
        "/did/got/what?who=stad",
        "/did/got/how-long?who=stad&what=stad_course",
        "/did/gave/how-long?who=stad&what=garden",
    ],
    "worker": ["/", "/needs", "/wijk/facts", "/devices", "/who-saw", "/me/password"],
    "gemeente": ["/"],
    "operator": ["/", "/failed-mails"],
    "half": ["/second-factor"],
    "invited": ["/welcome/{token}"],
}
WRONG = {
    "visitor": ["/join", "/join/{invitation}", "/sign-in", "/recover", "/reset", "/claim"],
    "resident": [
        "/did/gave/how-long?who={henk}&what=shopping",
        "/exchanges/{asked}/no",
        "/exchanges/{confirmed}/correct",
        "/listings/{listing}/answer",
        "/conversations/{talk}/appointment",
        "/conversations/{talk}/concern",
        "/appointments/{over}/happened",
        "/appointments/{proposed}/change",
        "/hours/notes/new?what=sport",
        "/groups/announce/details?what=company",
        "/groups/{draft}/rule",
        "/groups/{group}/close",
        "/market/new/request",
        "/listings/{offer}/change",
        "/listings/{offer}/needs",
        "/listings/{listing}/concern",
        "/listings/{listing}/point",
        "/needs/{need}/promise",
        "/hours/notes/{note}",
        "/me",
        "/me/password",
        "/me/stop",
        "/silences",
        "/groups/{group}/change",
        "/conversations/{talk}/concern",
        "/exchanges/{by_her}/paper",
        "/wijk/report?period=2026Q2",
    ],
    "newcomer": ["/me/talents"],
    "hidden": ["/decided-about-me"],
    "contact": ["/organisations/{library}/did", "/organisations/{library}/stad"],
    "steward": [
        "/organisations/new",
        "/organisations/{library}/contacts",
        "/wijk/facts",
        "/resets",
        "/wijk/settings",
        "/wijk/stewards",
        "/concerns/{untouched}",
    ],
    "half": ["/second-factor"],
    "invited": ["/welcome/{token}"],
}
NO_PAGES = re.compile(r"core\.|exchange\.(calendar|hours_csv)|balance\.(figures_|schema)")
"""What answers a GET with something else: files, and whether we are there."""

WALKED_TO = {"people.codes"}
"""A page that no address opens by itself."""


@dataclass
class World:
    """Who looks, and the names that stand in addresses."""

    actors: dict
    names: dict


@pytest.fixture(scope="module")
def world(site):
    place = make_place()
    fatima, henk = make_resident(place, "Fatima"), make_resident(place, "Henk de Boer")
    confirmed = make_confirmed(fatima, henk, minutes=90)
    correction = make_confirmed(henk, fatima, minutes=60)
    transact(service.ask_correction, correction.id, reason="Het was langer", right_minutes=75, by=henk)
    asked = make_report(henk, fatima, note="Fiets gemaakt")
    make_report(fatima, "pot")
    talk = make_conversation(fatima, henk, words="Hoi! " + "Boodschappendoen" * 6)
    names = {"henk": henk.public_id, "confirmed": confirmed.public_id, "asked": asked.public_id}
    names |= {
        "by_her": make_report(fatima, henk).public_id,
        "talk": talk.public_id,
        "listing": put_up(henk, side="request", words="Wie helpt mij met mijn telefoon?"),
        "proposed": make_appointment(talk, henk).public_id,
        "series": make_appointment(talk, fatima, henk, times=5).public_id,
        "over": let_time_pass(make_appointment(talk, henk, fatima, minutes=75)).public_id,
    }
    note = make_own_note(fatima)
    names |= {"note": note.public_id, "draft": make_group(fatima, rule="").public_id}
    names |= {"group": make_group(fatima, henk).public_id}
    sanne = make_resident(place, "Sanne van den Heuvel-Oosterhout")
    names |= balance_names(place, fatima)
    names |= market_names(fatima, henk, sanne, place.stewards)
    names |= {"group_asks": close_group(make_group(henk, fatima, rule="all"), henk).public_id}
    worker, official = make_staff("worker"), make_staff("gemeente")
    transact(wijk.assign_worker, worker.person_id, place.wijk_id, organisation="Welzijn", sector="omgeving")
    transact(wijk.assign_official, official.person_id, wijken.get_wijk(place.wijk_id).gemeente_id)
    contact = make_resident(place, "Wilhelmina")
    names |= names_of_parties(place, contact, henk)
    names["invitation"] = transact(wijk.invite, place.wijk_id, by=None)
    names["token"] = transact(people.create_staff, kind="operator", name="Nieuw").token
    actors = {
        "visitor": None,
        "invited": None,
        "worker": worker,
        "gemeente": official,
        "operator": make_staff("operator"),
        "half": make_staff("worker", second_factor_given=False),
        "resident": fatima,
        "newcomer": make_resident(place, "Olena"),
        "contact": contact,
        "hidden": sanne,
        "steward": place.stewards[0],
    }
    return World(actors, names | {"correction": correction.public_id})


def balance_names(place, fatima):
    """Publish two quarters of four wijken, with all that a page can show, and let Fatima write a verslag."""
    noord, zuid = make_place("Oostelijk Havengebied", beside=place), make_place("Zuid", beside=place)
    shown = {group: (120 + 5 * at, 95) for at, group in enumerate(GROUPS[:4])} | {"rest": (65, 45)}
    partners = {"own": (245, 245), "wijken": (65, 80), "pot": (55, None), "stad": (40, 95), "rest": (15, 20)}
    flows = {noord.code: ("Oostelijk Havengebied", (45, 40)), zuid.code: ("Zuid", (None, None))}
    for quarter in ("2026Q2", "2026Q3"):
        publish(
            make_balance(place, quarter, partners=partners, groups=shown, flows=flows),
            make_balance(noord, quarter, (1510, None), name="Oostelijk Havengebied", groups=shown),
            make_balance(zuid, quarter, (None, None), name="Zuid", gave=None, exchanges=None),
        )
    words = Words("We gaven meer.", "Weinig uit Zuid.", "Samen koken.", "De soep was op!", "Niemand kwam op dinsdag.")
    transact(write_report, place.wijk_id, "2026Q3", words, after="", by=fatima)
    names = {"wijk": place.code, "hidden_wijk": zuid.code, "empty_wijk": make_place("Later", beside=place).code}
    return names | {"gm": wijken.get_wijk(place.wijk_id).gemeente_code}


def names_of_parties(place, contact, henk):
    """Let a library for which `contact` speaks be asked and ask, and another one ask her; a fact stands beside that."""
    library = bring_on_board(place, contact, "Bibliotheek van de Verbeeldingskracht", sector="overheid")
    other = bring_on_board(place, henk, "Welzijnsorganisatie", sector="omgeving", works_for_stad=True)
    make_report(henk, library.who, note="Boeken teruggezet")
    for partner, by, whom in ((library, contact, henk), (other, henk, contact)):
        code = get_person(whom.person_id).buurcode
        content = service.StadHelp("one", code, "stad_guidance", 60, clock.today())
        asked = transact(service.propose_stad_help, partner, content, by=by)
    fact = wijk.Fact(2026, 3, "Betaald opbouwwerk", 240, True, "Jaarverslag Welzijn, bladzijde 12")
    transact(wijk.write_fact, fact, place.wijk_id, by=place.stewards[0])
    return {"library": library.public_id, "stad_help": asked}


def market_names(fatima, henk, sanne, stewards):
    """Let neighbours offer, ask and need; two stewards hide what Sanne wrote, and one proposes it about another."""
    words = {"offer": "Ik doe graag boodschappen", "request": "Wie gaat er mee naar de markt?"}
    names = {side: put_up(fatima, side=side, words=said, day_parts=9) for side, said in words.items()}
    names |= {"ended": put_up(fatima), "needing": put_up(henk, words="Ik help in de tuin")}
    transact(market.end_listing, find_listing(names["ended"]).id)
    names["mail"] = unsubscribe_token(fatima.public_id)
    for listing, by in ((names["needing"], henk), (names["offer"], fatima)):
        said = {"kind": "material", "words": "Een goede snoeischaar", "shown_to": "wijk"}
        transact(market.add_need, find_listing(listing), **said)
        names["need"] = names.get("need") or needs_of(find_listing(listing), by)[0].public_id
    for person in (fatima, henk):
        said = {"words": "Ik kan koken", "category_code": "cooking", "shown_to": "wijk"}
        transact(market.add_talent, person.person_id, **said)
    for name, agreed in (("concern", False), ("untouched", None), ("hidden", True)):
        about = find_listing(put_up(sanne, words=f"Koop mijn taarten, {name}"))
        names[name] = transact(market.tell_stewards, about, words="Dit gaat om geld", by=henk)
        if agreed is not None:
            reason = {"kind": "hide_listing", "reason": "Hier vragen we geen geld"}
            transact(market.ask_measure, find_concern(names[name]), by=stewards[1], **reason)
        if agreed:
            transact(market.agree_to_measure, measures_of(find_concern(names[name]))[0].id, by=stewards[0])
    return names


def each(pages):
    return [pytest.param(who, path, id=f"{who} {path}") for who, paths in pages.items() for path in paths]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(("who", "path"), each(PAGES))
def test_a_page_is_open_to_everyone_light_and_fits_a_phone(site, world, who, path, language):
    page = site.visit(world.actors[who], language=language, java_script_enabled=True, viewport=PHONE)
    weights = []
    page.on("response", lambda response: weights.append(len(response.body())))
    page.goto(path.format(**world.names), wait_until="load")
    assert sum(weights) <= (FIRST_PAGE_AT_MOST if (who, path) == ("visitor", "/") else PAGE_AT_MOST)
    assert page.locator("h1").count() == 1
    assert page.locator("html").get_attribute("lang") == language
    assert _overflow(page) == [], "wider than the phone"
    assert _findings(page) == []
    page.set_viewport_size(DESK)
    assert _findings(page) == []
    page.context.close()


def test_no_page_is_forgotten(site):
    addresses = site.app.url_map.bind("localhost")
    paths = [re.sub(r"{\w+}", "x", path).partition("?")[0] for path in chain(*PAGES.values()) if path != "/nowhere"]
    looked_at = {addresses.match(path, method="GET")[0] for path in paths} | WALKED_TO
    rules = [rule for rule in site.app.url_map.iter_rules() if "GET" in rule.methods]
    assert {rule.endpoint for rule in rules if not NO_PAGES.match(rule.endpoint)} - looked_at == set()


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_codes_that_are_shown_once_are_open_to_everyone(site, world, language):
    page = site.visit(language=language, java_script_enabled=True, viewport=PHONE)
    page.goto("/join")
    page.locator("#name").fill("Zoë")
    page.locator("#wijk").select_option(index=1)
    page.locator("#password").fill("drie woorden samen")
    page.locator("main form[method=post] [type=submit]").click()
    page.wait_for_url("**/codes")
    assert page.locator(".code").count() == 2
    assert (_overflow(page), _findings(page)) == ([], [])
    page.context.close()


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(("who", "path"), each(WRONG))
def test_a_form_that_was_filled_in_wrong_says_so_to_everyone(site, world, who, path, language):
    page = site.visit(world.actors[who], language=language, java_script_enabled=True)
    page.goto(path.format(**world.names))
    form = page.locator("main form[method=post]:has(.field)").first
    form.locator("input[type=radio]:checked").evaluate_all("all => all.forEach(one => { one.checked = false })")
    for field in form.locator("input:not([type=hidden]):not([type=radio]):not([type=checkbox]), textarea").all():
        field.evaluate("element => { element.value = ''; element.removeAttribute('required') }")
    with page.expect_navigation():
        form.evaluate("element => { element.noValidate = true; element.submit() }")
    assert page.title().startswith("Fout: " if language == "nl" else "Error: ")
    assert page.locator(".summary").evaluate("element => element === document.activeElement")
    assert _findings(page) == []
    page.context.close()


@pytest.mark.parametrize(
    ("who", "path"),
    each(
        {
            "resident": [
                "/",
                "/hours",
                "/did/gave/how-long?who={henk}&what=shopping",
                "/conversations",
                "/conversations/{talk}",
                "/conversations/{talk}/appointment",
                "/appointments/{over}",
                "/market",
                "/listings/{offer}",
                "/notices",
                "/groups",
                "/balance/{wijk}",
                "/wijk/report",
            ]
        }
    ),
)
def test_a_page_fits_a_phone_with_text_twice_as_big(site, world, who, path):
    page = site.visit(world.actors[who], java_script_enabled=True, bypass_csp=True)
    page.goto(path.format(**world.names))
    page.add_style_tag(content="html { font-size: 225% !important }")
    assert _overflow(page) == []
    page.context.close()


def test_the_check_finds_what_is_wrong_on_a_bad_page(site):
    page = site.browser.new_page(viewport=PHONE)
    page.set_content('<html><body><img src="data:,"><input><p style="inline-size: 40rem">wide</p></body></html>')
    assert {"image-alt", "label", "html-has-lang"} <= {finding.split(":")[0] for finding in _findings(page)}
    assert _overflow(page) != []
    page.close()


def _findings(page) -> list[str]:
    found = Axe().run(page).response["violations"]
    return [f"{one['id']}: {node['html'][:160]}" for one in found for node in one["nodes"]]


def _overflow(page) -> list[str]:
    return page.evaluate(
        """() => document.documentElement.scrollWidth <= window.innerWidth ? [] :
        [...document.querySelectorAll('body *')].filter(e => e.getBoundingClientRect().right > window.innerWidth + 1)
        .map(e => e.outerHTML.slice(0, 120))"""
    )
