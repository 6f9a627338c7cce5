"""The starting kinds of help."""

from timebank.wijk import queries

GROUPS = {
    "meegaan en boodschappen": ["vervoer en meegaan", "boodschappen"],
    "eten en gezelschap": ["koken en eten", "gezelschap"],
    "huis en tuin": ["klussen", "tuin en groen", "energie", "dieren"],
    "taal en computer": ["taal en papieren", "computer en telefoon"],
    "kinderen en gezond": ["kinderen", "sport en gezondheid"],
    "samen in de wijk": ["buurthuis en activiteiten", "iets anders"],
}
CODES = [
    *("transport", "shopping", "cooking", "company", "repairs", "garden", "energy", "animals"),
    *("language", "computer", "children", "sport", "activities", "other"),
]


def test_fourteen_kinds_stand_in_six_groups_in_this_order(app):
    found: dict[str, list[str]] = {}
    for kind in queries.all_categories("nl"):
        found.setdefault(kind.group_name, []).append(kind.name)
    assert found == GROUPS
    assert list(found) == list(GROUPS)


def test_codes_are_stable(app):
    assert [kind.code for kind in queries.all_categories("en")] == CODES


def test_each_kind_has_a_name_in_english_too(app):
    dutch = {kind.code: kind.name for kind in queries.all_categories("nl")}
    english = {kind.code: kind.name for kind in queries.all_categories("en")}
    assert english["garden"] == "garden and green"
    assert all(english[code] != dutch[code] for code in CODES)


def test_a_code_is_known_or_not(app):
    assert queries.is_category("garden")
    assert not queries.is_category("money")
