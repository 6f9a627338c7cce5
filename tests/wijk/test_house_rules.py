"""House rules: versions with who, when and why."""

import pytest

from tests.factories import make_place
from timebank.core.database import transact
from timebank.wijk import errors, queries, service
from timebank.wijk.service import KindRule, Rules


def change(place, rules, *, after=1, why="Omdat we het zo willen") -> int:
    by = place.stewards[0].person_id
    return transact(service.change_house_rules, place.wijk_id, rules, why=why, after_version=after, by=by)


def test_a_change_is_a_new_version_with_who_and_why(place):
    change(place, Rules("De Ruilbeurs", "open", {}), why="Een mooiere naam")
    newest, first = queries.house_rules_history(place.wijk_id)
    assert (newest.version, newest.own_name, newest.why, newest.by_name) == (
        2,
        "De Ruilbeurs",
        "Een mooiere naam",
        "Ria",
    )
    assert (first.version, first.own_name, first.by_name) == (1, "Tijdbank De Linden", None)
    assert queries.get_wijk(place.wijk_id).own_name == "De Ruilbeurs"


def test_a_wijk_shows_the_kinds_that_it_wants_as_it_calls_them(place):
    change(place, Rules("X", "open", {"sport": KindRule(is_shown=False), "garden": KindRule(own_name="moestuin")}))
    shown = {kind.code: kind.name for kind in queries.categories_for(place.wijk_id, "nl")}
    assert len(shown) == 13
    assert "sport" not in shown
    assert shown["garden"] == "moestuin"
    assert queries.category_names(place.wijk_id, "nl")["sport"] == "sport en gezondheid"
    assert queries.category_name("garden", place.wijk_id, "en") == "moestuin"
    assert queries.category_name("money", place.wijk_id, "en") is None


def test_the_next_version_replaces_the_kinds_of_the_one_before(place):
    change(place, Rules("X", "open", {"sport": KindRule(is_shown=False)}))
    change(place, Rules("X", "open", {}), after=2)
    assert len(queries.categories_for(place.wijk_id, "nl")) == 14


def test_another_wijk_keeps_its_own(place):
    other = make_place("De Haven")
    change(place, Rules("X", "open", {"sport": KindRule(is_shown=False)}))
    assert len(queries.categories_for(other.wijk_id, "nl")) == 14


def test_two_stewards_do_not_overwrite_each_other_unseen(place):
    change(place, Rules("X", "open", {}))
    with pytest.raises(errors.RulesChangedMeanwhile):
        change(place, Rules("Y", "open", {}), after=1)
    assert queries.house_rules_of(place.wijk_id).own_name == "X"


def test_at_least_one_kind_is_shown(place):
    hidden = {kind.code: KindRule(is_shown=False) for kind in queries.all_categories("nl")}
    with pytest.raises(errors.NothingShown):
        change(place, Rules("X", "open", hidden))
