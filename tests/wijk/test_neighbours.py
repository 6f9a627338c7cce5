"""Finding somebody: never a list of persons."""

from sqlalchemy import update

from tests.factories import again, make_place, make_resident
from timebank.core import clock
from timebank.core.database import db, transact
from timebank.people import service as people
from timebank.people.models import Person
from timebank.people.queries import get_person
from timebank.wijk import queries
from timebank.wijk.rules import NEIGHBOURS_AT_MOST, POT


def names(place, letters, seeker) -> list[str]:
    return [found.name for found in queries.find_neighbours(place.wijk_id, letters, seeker=seeker)]


def change(actor, **values) -> None:
    transact(lambda: db.session.execute(update(Person).where(Person.id == actor.person_id).values(values)))


FOUND = (
    ("Anna de Vries", "an"),
    ("Anna de Vries", "vri"),
    ("Anna de Vries", "anna de"),
    ("Anne-Marie", "mar"),
    ("Anne-Marie", "anne-m"),
    ("Renée", "rene"),
    ("Ünal", "un"),
    ("Anna de Vries", "  AN "),
)
NOT_FOUND = ("", "a", " a ", "nna", "vries%", "%%", "__", "a%")


def test_the_beginning_of_any_word_of_a_name_finds_a_neighbour(place, fatima):
    for name in dict.fromkeys(name for name, _ in FOUND):
        make_resident(place, name)
    for name, letters in FOUND:
        assert name in names(place, letters, fatima), letters


def test_fewer_than_two_letters_the_middle_of_a_word_and_wildcards_find_nobody(place, fatima):
    make_resident(place, "Anna de Vries")
    for letters in NOT_FOUND:
        assert names(place, letters, fatima) == [], letters


def test_at_most_ten_are_shown(place, fatima):
    for number in range(NEIGHBOURS_AT_MOST + 2):
        make_resident(place, f"Anna {chr(65 + number)}")
    found = names(place, "anna", fatima)
    assert found == sorted(found)
    assert len(found) == NEIGHBOURS_AT_MOST


def test_only_neighbours_of_the_wijk_are_found_by_name(place, fatima):
    make_resident(make_place("De Haven"), "Anna")
    assert names(place, "anna", fatima) == []


def test_one_does_not_find_oneself(place, fatima):
    assert names(place, "fatima", fatima) == []


def test_silence_hides_each_from_the_other(place, fatima):
    anna = make_resident(place, "Anna")
    transact(people.silence_by_public_id, anna.person_id, fatima.public_id)
    assert names(place, "anna", fatima) == []
    assert names(place, "fatima", anna) == []
    assert queries.member_by_public_id(anna.public_id, seeker=fatima) is None
    assert queries.member_by_public_id(fatima.public_id, seeker=anna) is None


def test_a_buurcode_finds_somebody_of_another_wijk(fatima):
    anna = make_resident(make_place("De Haven"), "Anna")
    code = get_person(anna.person_id).buurcode
    for typed in (code, code.upper(), code.replace("-", ""), f" {code} ", code.replace("-", " ")):
        assert queries.find_by_buurcode(typed, seeker=fatima).person_id == anna.person_id


def test_a_wrong_code_and_somebody_who_cannot_be_found_are_answered_alike(place, fatima):
    anna = make_resident(place, "Anna")
    code = get_person(anna.person_id).buurcode
    change(anna, is_findable=False)
    assert queries.find_by_buurcode(code, seeker=fatima) is None
    assert queries.find_by_buurcode("aaaa-aaaa", seeker=fatima) is None
    assert queries.find_by_buurcode("", seeker=fatima) is None


def test_one_field_takes_a_name_or_a_buurcode(place, fatima):
    anna = make_resident(place, "Anna Franssen")
    change(anna, buurcode="abcd-efgh")
    for text in ("ann", "abcd-efgh", "ABCDEFGH", "franssen"):
        assert [found.name for found in queries.find_whom(text, seeker=fatima)] == ["Anna Franssen"]
    assert queries.find_whom("zzzz9999", seeker=fatima) == []


def test_the_wijk_itself_is_a_party_too(place, fatima):
    pot = queries.the_wijk_itself(fatima)
    assert (pot.public_id, pot.person_id, pot.name) == (POT, None, fatima.tb_name)
    assert pot.account_id == queries.pot_account_id(place.wijk_id)


def test_who_left_is_not_found(place, fatima):
    anna = make_resident(place, "Anna")
    change(anna, ended_at_utc=clock.now())
    assert names(place, "anna", again(fatima)) == []
    assert queries.member_by_public_id(anna.public_id) is None
