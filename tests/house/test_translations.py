"""Every sentence stands in the Dutch catalogues, once, with the same places to fill in."""

import re
from collections.abc import Iterable, Iterator

import pytest

from tests.house.catalogues import (
    Entry,
    entries,
    read,
    said_in_code,
    said_in_template,
    unreadable_in_code,
    unreadable_in_template,
)
from tests.house.sources import Module, expect_none, modules, templates

PLACE = re.compile(r"%\(\w+\)\d*[sd]")
Said = set[tuple[str, str]]


def all_said() -> Said:
    """Return what code and templates say."""
    in_code = (said_in_code(module) for module in modules())
    return set().union(*in_code, *map(said_in_template, templates().values()))


def missing(said: Said, catalogue: Iterable[Entry]) -> Iterator[str]:
    """Yield each sentence without a Dutch one."""
    known = {(entry.msgid, entry.plural) for entry in catalogue if all(entry.dutch) and not entry.is_fuzzy}
    yield from sorted(repr(one) for one in said - known)


def orphans(said: Said, catalogue: Iterable[Entry]) -> Iterator[Entry]:
    """Yield each translation of a sentence that nothing says any more."""
    return (entry for entry in catalogue if (entry.msgid, entry.plural) not in said)


def other_places(catalogue: Iterable[Entry]) -> Iterator[Entry]:
    """Yield each translation that fills in something else. "Een uur" may leave out the number that "uren" needs."""
    for entry in catalogue:
        wanted = set(PLACE.findall(entry.msgid + entry.plural))
        *singular, last = (set(PLACE.findall(form)) for form in entry.dutch)
        if last != wanted or any(not places <= wanted for places in singular):
            yield entry


def contradictions(catalogue: Iterable[Entry]) -> Iterator[str]:
    """Yield each sentence that another room's catalogue translates otherwise."""
    first: dict[tuple[str, str], Entry] = {}
    for entry in catalogue:
        before = first.setdefault((entry.msgid, entry.plural), entry)
        if before.dutch != entry.dutch:
            yield f"{entry} is {entry.dutch}, but {before.dutch} in {before.file}"


def test_every_sentence_has_a_dutch_one():
    expect_none(missing(all_said(), entries()))


def test_no_dutch_sentence_is_left_over():
    expect_none(orphans(all_said(), entries()))


def test_no_translation_is_a_guess():
    expect_none(entry for entry in entries() if entry.is_fuzzy)


def test_translations_fill_in_the_same_places():
    expect_none(other_places(entries()))


def test_rooms_agree_on_their_dutch():
    expect_none(contradictions(entries()))


def test_every_sentence_stands_whole_in_the_code():
    expect_none(found for module in modules() for found in unreadable_in_code(module))
    expect_none(found for name, text in templates().items() for found in unreadable_in_template(name, text))


@pytest.mark.parametrize("text", ["_('Hello')", "_l('Hello')", "lazy_gettext(\n    'Hel'\n    'lo')"])
def test_a_sentence_in_code_is_seen(text):
    assert said_in_code(Module("wijk/errors.py", text)) == {("Hello", "")}


def test_a_sentence_in_a_template_is_seen():
    text = "{% if x %}{{ _('Hello') }}{% endif %}{{ ngettext('%(num)s hour', '%(num)s hours', 2) }}"
    assert said_in_template(text) == {("Hello", ""), ("%(num)s hour", "%(num)s hours")}


def test_a_sentence_put_together_while_running_is_found():
    assert list(unreadable_in_code(Module("wijk/errors.py", "gettext('Hello ' + name)")))
    assert list(unreadable_in_template("x.html", "{{ _('Hello ' ~ name) }}"))
    assert list(unreadable_in_template("x.html", "{{ ngettext('hour', hours, 2) }}"))


PLURAL = 'msgid "%(num)s hour"\nmsgid_plural "%(num)s hours"\nmsgstr[0] "{}"\nmsgstr[1] "{}"\n'


@pytest.mark.parametrize(
    ("catalogue", "check"),
    [
        ('msgid "Hello"\nmsgstr ""\n', lambda found: missing({("Hello", "")}, found)),
        ('#, fuzzy\nmsgid "Hello"\nmsgstr "Hoi"\n', lambda found: missing({("Hello", "")}, found)),
        ('msgid "Hello"\nmsgstr "Hoi"\n', lambda found: orphans({("Hi", "")}, found)),
        ('msgid "Hello %(name)s"\nmsgstr "Hoi %(naam)s"\n', other_places),
        ('msgid "Hello"\nmsgstr "Hoi %(name)s"\n', other_places),
        (PLURAL.format("Een uur", "Veel uren"), other_places),
    ],
)
def test_a_bad_translation_is_found(catalogue, check):
    assert len(list(check(list(read("planted.po", catalogue))))) == 1


def test_a_singular_may_leave_the_number_out():
    assert list(other_places(read("planted.po", PLURAL.format("Een uur", "%(num)s uren")))) == []


def test_two_rooms_that_disagree_are_found():
    rooms = (("core.po", "Hoi"), ("wijk.po", "Hallo"))
    found = [entry for file, dutch in rooms for entry in read(file, f'msgid "Hello"\nmsgstr "{dutch}"\n')]
    assert list(contradictions(found)) == ["wijk.po:1: 'Hello' is ('Hallo',), but ('Hoi',) in core.po"]
