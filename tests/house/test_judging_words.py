"""No page, mail or print judges a person (TRUST.md, "Never"): one closed list of whole words, in both languages."""

import re
from collections.abc import Iterable, Iterator
from html.parser import HTMLParser

import pytest

from tests.house.catalogues import entries, said_in_code
from tests.house.sources import expect_none, modules, templates

DUTCH = """
achterstand achterstanden afbetalen afrekenen beoordelen beoordeling beoordelingen cliënt cliënte cliënten client
clienten consulent debet doelgroep kwetsbaar kwetsbare negatief plicht plichten prestatie prestaties presteer presteert
presteren rangschikking ranglijst ranglijsten saldi saldo saldo's schuld schulden schuldig score scores tegenprestatie
tegenprestaties tegoed tegoeden tekort tekorten tekortschieten verdienen verplicht verplichte verplichten verplichting
verplichtingen verschuldigd wanprestatie
"""
ENGLISH = """
arrears balance_owed case_manager client clients compulsory credit credits creditor debt debts debtor deficit earn
in_the_red leaderboard mandatory negative_balance obligation obligations obligatory obliged outperform overdrawn owe
owed owes perform performance performances performing rank ranked ranking rankings rating ratings score scores shortage
shortages shortfall underperform vulnerable
"""
PHRASES = ("rood staan", "in het rood", "staat rood", "sta je rood")
WORDS = [*DUTCH.split(), *(word.replace("_", " ") for word in ENGLISH.split()), *PHRASES]
JUDGING = re.compile(rf"(?<!\w)({'|'.join(map(re.escape, WORDS))})(?!\w)", re.IGNORECASE)

EXEMPT: frozenset[str] = frozenset()
"""Messages in English that may say such a word, because they say that it does not hold here."""


class _Shown(HTMLParser):
    """Keeps the text of a page and of the attributes that are read out, but not commands to type."""

    READ_OUT = frozenset(("alt", "aria-label", "placeholder", "title"))

    def __init__(self) -> None:
        super().__init__()
        self.texts: list[str] = []
        self.is_code = False

    def handle_data(self, data: str) -> None:
        if not self.is_code:
            self.texts.append(data)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.is_code = self.is_code or tag == "code"
        self.texts += [value or "" for name, value in attrs if name in self.READ_OUT]

    def handle_endtag(self, tag: str) -> None:
        self.is_code = self.is_code and tag != "code"


def shown_in(template: str) -> str:
    """Return what a template shows by itself, without what it fills in."""
    shown = _Shown()
    shown.feed(re.sub(r"\{#.*?#\}|\{%.*?%\}|\{\{.*?\}\}(?:-[a-z]+)*", " ", template, flags=re.DOTALL))
    return " ".join(" ".join(shown.texts).split())


def judging(texts: Iterable[tuple[str, str]]) -> Iterator[str]:
    """Yield each text that holds a word of the list; each comes with where it stands."""
    for place, text in texts:
        yield from (f"{place}: “{found[0]}” in {text!r}" for found in JUDGING.finditer(text))


def all_texts() -> Iterator[tuple[str, str]]:
    """Yield every text of the product that people may read, in both languages, and where it stands."""
    for module in modules():
        said = {text for pair in said_in_code(module) for text in pair}
        yield from ((module.path, text) for text in said - EXEMPT)
    for entry in entries():
        if entry.msgid not in EXEMPT:
            yield from ((str(entry), text) for text in (entry.msgid, entry.plural, *entry.dutch))
    yield from ((name, shown_in(text)) for name, text in templates().items())


def test_nothing_on_the_screen_judges():
    expect_none(judging(all_texts()))


def test_what_is_exempt_is_still_said():
    assert {entry.msgid for entry in entries()} >= EXEMPT


def test_templates_say_nothing_but_through_the_catalogues():
    bare = ((name, re.sub(r"[\W\d_]+", "", shown_in(text))) for name, text in templates().items())
    expect_none(f"{name}: {text}" for name, text in bare if text)


@pytest.mark.parametrize(
    "text", ["Je hebt een schuld.", "Verplicht veld", "Wie zou ooit rood staan?", "Your score: 3", "tekort", "CLIËNT"]
)
def test_a_judging_word_is_found(text):
    assert len(list(judging([("planted", text)]))) == 1


@pytest.mark.parametrize("text", ["onschuldig", "scoren", "Zonder verplichtend karakter", "a rode jas", "underscore"])
def test_a_word_that_only_holds_one_is_left_alone(text):
    assert list(judging([("planted", text)])) == []


def test_bare_words_in_a_template_are_seen():
    assert shown_in("<p title='Hoi'>{{ _('Hello') }} daar</p>{# not this #}") == "Hoi daar"
