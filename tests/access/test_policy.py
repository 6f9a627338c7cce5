"""The whole policy as one table: permission × role. A new permission or role cannot be forgotten."""

from dataclasses import dataclass, replace

import pytest

from timebank.access.actor import Actor
from timebank.access.guard import NOBODYS
from timebank.access.policy import POLICY, AboutTarget, Answer, Permission, ask

HERE, ELSEWHERE = 1, 2
FATIMA, HENK, RIA = 11, 12, 13

PERSON = Actor(
    token="t",
    session_id=1,
    person_id=FATIMA,
    public_id="p",
    kind="resident",
    name="Fatima",
    account_id=21,
    wijk_id=HERE,
)
STEWARD = replace(PERSON, person_id=RIA, steward_wijk_ids=frozenset((HERE,)))
STAFF = replace(PERSON, person_id=14, account_id=None, wijk_id=None, has_second_factor=True)
ROLES = {
    "resident": PERSON,
    "steward": STEWARD,
    "elsewhere": replace(STEWARD, person_id=15, wijk_id=ELSEWHERE, steward_wijk_ids=frozenset((ELSEWHERE,))),
    "worker": replace(STAFF, kind="worker", worker_wijk_ids=frozenset((HERE,))),
    "gemeente": replace(STAFF, kind="gemeente", gemeente_id=1),
    "operator": replace(STAFF, kind="operator"),
    "half": replace(STAFF, kind="worker", worker_wijk_ids=frozenset((HERE,)), has_second_factor=False),
}
"""Who looks; "half" is a worker who has not given the second factor yet."""


@dataclass(frozen=True)
class Thing:
    """What the policy may ask of a thing. Nobody's, unless said otherwise."""

    person_id: int | None = None
    wijk_id: int | None = None
    party_person_ids: tuple[int, ...] = ()
    is_waiting: bool = False
    steward_wijk_id: int | None = None
    steward_person_id: int | None = None
    is_shown: bool = False
    shown_to: str = ""
    reporter_id: int | None = None
    about_person_id: int | None = None
    is_announced: bool = False
    asks_wijk: bool = False
    silenced_person_ids: frozenset[int] = frozenset()
    out_of_reach_ids: frozenset[int] = frozenset()
    organisation_account_id: int | None = None
    account_id: int | None = None
    wijk_ids: frozenset[int] = frozenset()
    may_propose_for_stad: bool = False


NO_THING = None
FATIMAS = Thing(person_id=FATIMA)
OF_THIS_WIJK = Thing(wijk_id=HERE)
OF_TWO_NEIGHBOURS = Thing(party_person_ids=(FATIMA, HENK), is_waiting=True)
OF_TWO_OTHERS = Thing(party_person_ids=(HENK, 99), is_waiting=True)
WAITS_FOR_STEWARDS = Thing(party_person_ids=(FATIMA,), is_waiting=True, steward_wijk_id=HERE)
RIAS_FOR_THE_POT = Thing(party_person_ids=(RIA,), is_waiting=True, steward_wijk_id=HERE)
LISTED = Thing(person_id=FATIMA, wijk_id=HERE, is_shown=True)
ENDED = Thing(person_id=FATIMA, wijk_id=HERE)
NEEDED = {reach: Thing(person_id=FATIMA, wijk_id=HERE, shown_to=reach) for reach in ("workers", "wijk", "nobody")}
TOLD_BY_RIA = Thing(wijk_id=HERE, reporter_id=RIA, about_person_id=FATIMA)
ABOUT_RIA = Thing(wijk_id=HERE, reporter_id=FATIMA, about_person_id=RIA)
FATIMAS_GROUP = Thing(person_id=FATIMA, wijk_id=HERE, party_person_ids=(FATIMA, HENK), is_announced=True)
HENKS = Thing(person_id=HENK, wijk_id=HERE, is_shown=True, is_announced=True, shown_to="wijk")
RIAS = frozenset((RIA,))
WHO_SILENCED_RIA = replace(HENKS, silenced_person_ids=RIAS, out_of_reach_ids=RIAS)
WITH_RIA_IN_IT = replace(WHO_SILENCED_RIA, party_person_ids=(HENK, RIA))
ANSWERED_BY_RIA = Thing(party_person_ids=(FATIMA,), steward_wijk_id=HERE, steward_person_id=RIA)

OF_A_BAKERY = Thing(account_id=31, wijk_ids=frozenset((HERE,)))
OF_A_LIBRARY = replace(OF_A_BAKERY, may_propose_for_stad=True)
WITH_A_BAKERY = Thing(party_person_ids=(FATIMA,), is_waiting=True, organisation_account_id=31)

WORDS = {"yes": Answer.YES, "403": Answer.NOT_YOUR_PAGE, "404": Answer.NOTHING_HERE}
TABLE = {
    # may they, with what?                                  resident steward elsewhere worker gemeente operator half
    (Permission.SIGNED_IN, "nothing"):                      "yes     yes     yes       yes    yes      yes      403",
    (Permission.SECOND_FACTOR, "nothing"):                  "403     403     403       403    403      403      yes",
    (Permission.START, "nothing"):                          "yes     yes     yes       yes    yes      yes      403",
    (Permission.OWN_DETAILS, "nothing"):                    "yes     yes     yes       403    403      403      403",
    (Permission.OWN_LOG, "nothing"):                        "yes     yes     yes       yes    yes      yes      403",
    (Permission.LEAVE, "nothing"):                          "yes     yes     yes       403    403      403      403",
    (Permission.OWN_SILENCES, "nothing"):                   "yes     yes     yes       403    403      403      403",
    (Permission.OWN_SIGN_IN, "Fatima's"):                   "yes     404     404       404    404      404      403",
    (Permission.REPORT_EXCHANGE, "nothing"):                "yes     yes     yes       403    403      403      403",
    (Permission.SEE_EXCHANGE, "Fatima's and Henk's"):       "yes     404     404       403    403      403      403",
    (Permission.SEE_EXCHANGE, "two others'"):               "404     404     404       403    403      403      403",
    (Permission.SEE_EXCHANGE, "Fatima's, for the pot"):     "yes     yes     404       403    403      403      403",
    (Permission.SEE_EXCHANGE, "Ria's, for the pot"):        "404     yes     404       403    403      403      403",
    (Permission.SEE_EXCHANGE, "answered by Ria"):           "yes     yes     404       403    403      403      403",
    (Permission.ANSWER_EXCHANGE, "Fatima's and Henk's"):    "yes     404     404       403    403      403      403",
    (Permission.ANSWER_EXCHANGE, "two others'"):            "404     404     404       403    403      403      403",
    (Permission.ANSWER_EXCHANGE, "Fatima's, for the pot"):  "yes     yes     404       403    403      403      403",
    (Permission.ANSWER_EXCHANGE, "Ria's, for the pot"):     "404     yes     404       403    403      403      403",
    (Permission.ANSWER_EXCHANGE, "answered by Ria"):        "yes     404     404       403    403      403      403",
    (Permission.OWN_CONVERSATIONS, "nothing"):              "yes     yes     yes       403    403      403      403",
    (Permission.ANSWER_LISTING, "Fatima's"):                "404     yes     yes       403    403      403      403",
    (Permission.TALK, "Fatima's and Henk's"):               "yes     404     404       404    404      404      403",
    (Permission.TALK, "two others'"):                       "404     404     404       404    404      404      403",
    (Permission.TELL_ABOUT_TALK, "Fatima's and Henk's"):    "yes     404     404       403    403      403      403",
    (Permission.TELL_ABOUT_TALK, "two others'"):            "404     404     404       403    403      403      403",
    (Permission.OWN_HOURS, "nothing"):                      "yes     yes     yes       403    403      403      403",
    (Permission.OWN_NOTES, "Fatima's"):                     "yes     404     404       403    403      403      403",
    (Permission.GROUPS, "nothing"):                         "yes     yes     yes       403    403      403      403",
    (Permission.SEE_GROUP, "Fatima's"):                     "yes     404     404       403    403      403      403",
    (Permission.SEE_GROUP, "Fatima's group"):               "yes     yes     yes       403    403      403      403",
    (Permission.LEAD_GROUP, "Fatima's group"):              "yes     404     404       403    403      403      403",
    (Permission.ANSWER_IN_GROUP, "Fatima's group"):         "yes     404     404       403    403      403      403",
    (Permission.MY_WIJK, "nothing"):                        "yes     yes     yes       403    403      403      403",
    (Permission.MOVE_WIJK, "nothing"):                      "yes     yes     yes       403    403      403      403",
    (Permission.STEWARD, "of this wijk"):                   "403     yes     404       403    403      403      403",
    (Permission.ANSWER_FOR_POT, "nothing"):                 "403     yes     yes       403    403      403      403",
    (Permission.START_RESET, "nothing"):                    "403     yes     yes       403    403      403      403",
    (Permission.AGREE_TO_RESET, "of this wijk"):            "403     yes     404       403    403      403      403",
    (Permission.MARKET, "nothing"):                         "yes     yes     yes       403    403      403      403",
    (Permission.SEE_LISTING, "Fatima's, to be seen"):       "yes     yes     yes       403    403      403      403",
    (Permission.SEE_LISTING, "Fatima's, ended"):            "yes     404     404       403    403      403      403",
    (Permission.OWN_LISTING, "Fatima's, ended"):            "yes     404     404       403    403      403      403",
    (Permission.OWN_TALENT, "Fatima's"):                    "yes     404     404       403    403      403      403",
    (Permission.OWN_NEED, "Fatima's"):                      "yes     404     404       403    403      403      403",
    (Permission.ANSWER_NEED, "needed, for workers"):        "404     yes     404       yes    403      403      403",
    (Permission.ANSWER_NEED, "needed, for the wijk"):       "404     yes     404       yes    403      403      403",
    (Permission.ANSWER_NEED, "needed, for nobody"):         "404     404     404       404    403      403      403",
    (Permission.SEE_NEEDS, "nothing"):                      "403     yes     yes       yes    403      403      403",
    (Permission.RAISE_POINT, "Fatima's, to be seen"):       "404     yes     yes       403    403      403      403",
    (Permission.TELL_STEWARDS, "Fatima's, to be seen"):     "404     yes     yes       403    403      403      403",
    (Permission.LOOK_AT_CONCERNS, "nothing"):               "403     yes     yes       403    403      403      403",
    (Permission.DECIDE_CONCERN, "of this wijk"):            "403     yes     404       403    403      403      403",
    (Permission.DECIDE_CONCERN, "told by Ria"):             "403     404     404       403    403      403      403",
    (Permission.DECIDE_CONCERN, "about Ria"):               "403     404     404       403    403      403      403",
    (Permission.DECIDED_ABOUT_ME, "nothing"):               "yes     yes     yes       403    403      403      403",
    (Permission.OWN_NOTICES, "nothing"):                    "yes     yes     yes       403    403      403      403",
    (Permission.OPEN_NOTICE, "Fatima's"):                   "yes     404     404       403    403      403      403",
    (Permission.PRINT_SHEETS, "of this wijk"):              "403     yes     404       403    403      403      403",
    (Permission.SEE_LISTING, "Henk's, who silenced Ria"):   "yes     404     yes       403    403      403      403",
    (Permission.RAISE_POINT, "Henk's, who silenced Ria"):   "yes     404     yes       403    403      403      403",
    (Permission.TELL_STEWARDS, "Henk's, who silenced Ria"): "yes     404     yes       403    403      403      403",
    (Permission.SEE_GROUP, "Henk's, who silenced Ria"):     "yes     404     yes       403    403      403      403",
    (Permission.ANSWER_NEED, "Henk's, who silenced Ria"):   "yes     404     404       yes    403      403      403",
    (Permission.SEE_LISTING, "Henk's, whom Ria silenced"):  "yes     404     yes       403    403      403      403",
    (Permission.RAISE_POINT, "Henk's, whom Ria silenced"):  "yes     404     yes       403    403      403      403",
    (Permission.TELL_STEWARDS, "Henk's, whom Ria silenced"):"yes     yes     yes       403    403      403      403",
    (Permission.SEE_GROUP, "Henk's, whom Ria silenced"):    "yes     404     yes       403    403      403      403",
    (Permission.ANSWER_NEED, "Henk's, whom Ria silenced"):  "yes     404     404       yes    403      403      403",
    (Permission.SEE_GROUP, "a group with Ria in it"):       "yes     yes     yes       403    403      403      403",
    (Permission.SEE_GROUP, "a group that asks Ria's wijk"): "yes     yes     yes       403    403      403      403",
    (Permission.READ_REPORTS, "nothing"):                   "yes     yes     yes       yes    yes      yes      403",
    (Permission.WRITE_REPORT, "nothing"):                   "yes     yes     yes       403    403      403      403",
    (Permission.SEE_EXCHANGE, "Fatima's and a bakery's"):   "yes     404     404       403    403      403      403",
    (Permission.ANSWER_EXCHANGE, "Fatima's and a bakery's"):"yes     404     404       403    403      403      403",
    (Permission.OWN_STAD_HELP, "Fatima's"):                 "yes     404     404       403    403      403      403",
    (Permission.ORGANISATIONS, "nothing"):                  "yes     yes     yes       403    403      403      403",
    (Permission.LOOK_AFTER_ORGANISATION, "a bakery"):       "403     yes     404       403    403      403      403",
    (Permission.SPEAK_FOR_ORGANISATION, "a bakery"):        "403     403     403       403    403      403      403",
    (Permission.PROPOSE_FOR_STAD, "a library"):             "403     403     403       403    403      403      403",
    (Permission.WIJK_FACTS, "nothing"):                     "403     yes     yes       yes    403      403      403",
    (Permission.ERASE_FACT, "of this wijk"):                "403     yes     404       yes    403      403      403",
    (Permission.OPERATE, "nothing"):                        "403     403     403       403    403      yes      403",
}  # fmt: skip

THINGS = {
    "nothing": NO_THING,
    "Fatima's": FATIMAS,
    "Fatima's group": FATIMAS_GROUP,
    "of this wijk": OF_THIS_WIJK,
    "Fatima's and Henk's": OF_TWO_NEIGHBOURS,
    "two others'": OF_TWO_OTHERS,
    "Fatima's, for the pot": WAITS_FOR_STEWARDS,
    "Ria's, for the pot": RIAS_FOR_THE_POT,
    "answered by Ria": ANSWERED_BY_RIA,
    "Fatima's, to be seen": LISTED,
    "Fatima's, ended": ENDED,
    "needed, for workers": NEEDED["workers"],
    "needed, for the wijk": NEEDED["wijk"],
    "needed, for nobody": NEEDED["nobody"],
    "Henk's, who silenced Ria": WHO_SILENCED_RIA,
    "Henk's, whom Ria silenced": replace(HENKS, out_of_reach_ids=RIAS),
    "a group with Ria in it": WITH_RIA_IN_IT,
    "a group that asks Ria's wijk": replace(WHO_SILENCED_RIA, asks_wijk=True),
    "told by Ria": TOLD_BY_RIA,
    "about Ria": ABOUT_RIA,
    "a bakery": OF_A_BAKERY,
    "a library": OF_A_LIBRARY,
    "Fatima's and a bakery's": WITH_A_BAKERY,
}


def answers(permission: Permission, thing: object) -> dict[str, Answer]:
    return {role: ask(actor, permission, thing) for role, actor in ROLES.items()}


@pytest.mark.parametrize(("permission", "thing"), TABLE, ids=lambda one: getattr(one, "name", one))
def test_the_policy_is_this_table(permission, thing):
    expected = dict(zip(ROLES, (WORDS[word] for word in TABLE[permission, thing].split()), strict=True))
    assert answers(permission, THINGS[thing]) == expected


def test_every_permission_has_its_rows():
    assert {permission for permission, _ in TABLE} == set(Permission) == set(POLICY)


def test_a_permission_about_things_is_tried_with_things_and_no_other():
    about_things = {one for one, ways in POLICY.items() if any(isinstance(p, AboutTarget) for way in ways for p in way)}
    assert {permission for permission, thing in TABLE if thing != "nothing"} == about_things
    assert {permission for permission, thing in TABLE if thing == "nothing"} == set(Permission) - about_things


@pytest.mark.parametrize("permission", [permission for permission, thing in TABLE if thing != "nothing"])
def test_what_does_not_exist_is_nobodys(permission):
    assert Answer.YES not in answers(permission, NOBODYS).values()


SPEAKS = replace(PERSON, person_id=HENK, contact_account_ids=frozenset((31,)))
SPEAKS_ELSEWHERE = replace(SPEAKS, contact_account_ids=frozenset((32,)))
FOR_AN_ORGANISATION = {
    # may who speaks for it, and who speaks for another one?     for it  another
    (Permission.SEE_EXCHANGE, "Fatima's and a bakery's"):        "yes     404",
    (Permission.ANSWER_EXCHANGE, "Fatima's and a bakery's"):     "yes     404",
    (Permission.LOOK_AFTER_ORGANISATION, "a bakery"):            "yes     404",
    (Permission.SPEAK_FOR_ORGANISATION, "a bakery"):             "yes     404",
    (Permission.PROPOSE_FOR_STAD, "a bakery"):                   "404     404",
    (Permission.PROPOSE_FOR_STAD, "a library"):                  "yes     404",
}  # fmt: skip


@pytest.mark.parametrize(("permission", "thing"), FOR_AN_ORGANISATION, ids=lambda one: getattr(one, "name", one))
def test_who_speaks_for_an_organisation_may_what_this_table_says(permission, thing):
    expected = [WORDS[word] for word in FOR_AN_ORGANISATION[permission, thing].split()]
    assert [ask(actor, permission, THINGS[thing]) for actor in (SPEAKS, SPEAKS_ELSEWHERE)] == expected


def test_whose_own_hours_it_is_about_comes_as_themselves_and_not_for_the_organisation():
    own = replace(WITH_A_BAKERY, party_person_ids=(HENK,))
    assert ask(SPEAKS, Permission.SEE_EXCHANGE, own) is Answer.YES
    assert not POLICY[Permission.SEE_EXCHANGE][-1][-1].holds(SPEAKS, own)


def test_nobody_can_do_everything():
    for role in ROLES:
        column = [answers(permission, THINGS[thing])[role] for permission, thing in TABLE]
        assert Answer.YES in column
        assert set(column) > {Answer.YES}


def test_a_resident_without_account_has_no_ledger():
    placeholder = replace(PERSON, account_id=None, wijk_id=None)
    assert ask(placeholder, Permission.OWN_HOURS) is Answer.NOT_YOUR_PAGE


def test_a_policy_that_lets_the_gemeente_in_would_be_seen(monkeypatch):
    monkeypatch.setitem(POLICY, Permission.OWN_HOURS, POLICY[Permission.START])
    assert answers(Permission.OWN_HOURS, None)["gemeente"] is Answer.YES
    with pytest.raises(AssertionError):
        test_the_policy_is_this_table(Permission.OWN_HOURS, "nothing")
