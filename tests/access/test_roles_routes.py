"""Every role × every route, as one table. A route that is not in it fails; so does a cell that changes."""

import pytest
from flask import Flask

from tests.access.addresses import variants
from tests.access.conftest import Answered
from tests.access.world import ROLES, routes
from tests.conftest import make_app

TABLE = {
    # what is asked, empty                            nobody  fatima olena ria elsewhere worker gemeente operator half
    ("balance.figures_csv", "GET"):                  "200     200    200   200 200       200    200      200      200",
    ("balance.figures_json", "GET"):                 "200     200    200   200 200       200    200      200      200",
    ("balance.gemeente", "GET"):                     "200     200    200   200 200       200    200      200      200",
    ("balance.method", "GET"):                       "200     200    200   200 200       200    200      200      200",
    ("balance.mine", "GET"):                         "in      303    303   303 303       403    403      403      2fa",
    ("balance.over_the_fence", "GET"):               "in      200    200   200 200       200    200      200      2fa",
    ("balance.report", "GET"):                       "in      200    200   200 200       200    200      200      2fa",
    ("balance.schema", "GET"):                       "200     200    200   200 200       200    200      200      200",
    ("balance.show", "GET"):                         "200     200    200   200 200       200    200      200      200",
    ("balance.wijken", "GET"):                       "200     200    200   200 200       200    200      200      200",
    ("balance.write_report", "GET"):                 "in      200    200   200 200       403    403      403      2fa",
    ("balance.write_report", "POST"):                "in      422    422   422 422       403    403      403      2fa",
    ("core.choose_language", "POST"):                "400     400    400   400 400       400    400      400      400",
    ("core.is_ready", "GET"):                        "200     200    200   200 200       200    200      200      200",
    ("core.manifest", "GET"):                        "200     200    200   200 200       200    200      200      200",
    ("core.process_is_up", "GET"):                   "200     200    200   200 200       200    200      200      200",
    ("core.static_file", "GET"):                     "200     200    200   200 200       200    200      200      200",
    ("core.theme_file", "GET"):                      "404     404    404   404 404       404    404      404      404",
    ("core.worker", "GET"):                          "200     200    200   200 200       200    200      200      200",
    ("exchange.agree", "POST"):                      "in      303    404   404 404       403    403      403      2fa",
    ("exchange.agree_appointment", "POST"):          "in      409    404   404 404       404    404      404      2fa",
    ("exchange.add_to_group", "POST"):               "in      422    404   404 404       403    403      403      2fa",
    ("exchange.announce", "GET"):                    "in      200    200   200 200       403    403      403      2fa",
    ("exchange.announce", "POST"):                   "in      422    422   422 422       403    403      403      2fa",
    ("exchange.answer", "POST"):                     "in      303    404   404 404       403    403      403      2fa",
    ("exchange.answer_listing", "GET"):              "in      200    200   200 200       403    403      403      2fa",
    ("exchange.answer_listing", "POST"):             "in      422    422   422 422       403    403      403      2fa",
    ("exchange.answer_for_pot", "POST"):             "in      403    403   303 303       403    403      403      2fa",
    ("exchange.appointment", "GET"):                 "in      200    404   404 404       404    404      404      2fa",
    ("exchange.begin", "GET"):                       "in      200    200   200 200       403    403      403      2fa",
    ("exchange.calendar", "GET"):                    "in      200    404   404 404       404    404      404      2fa",
    ("exchange.change_appointment", "GET"):          "in      200    404   404 404       404    404      404      2fa",
    ("exchange.change_appointment", "POST"):         "in      422    404   404 404       404    404      404      2fa",
    ("exchange.conversation", "GET"):                "in      200    404   404 404       404    404      404      2fa",
    ("exchange.conversation", "POST"):               "in      422    404   404 404       404    404      404      2fa",
    ("exchange.conversations", "GET"):               "in      200    200   200 200       403    403      403      2fa",
    ("exchange.correct", "GET"):                     "in      200    404   404 404       403    403      403      2fa",
    ("exchange.correct", "POST"):                    "in      422    404   404 404       403    403      403      2fa",
    ("exchange.erase_note", "POST"):                 "in      303    404   404 404       403    403      403      2fa",
    ("exchange.happened", "GET"):                    "in      200    404   404 404       404    404      404      2fa",
    ("exchange.happened", "POST"):                   "in      422    404   404 404       404    404      404      2fa",
    ("exchange.answer_for_wijk", "POST"):            "in      403    403   303 404       403    403      403      2fa",
    ("exchange.answer_in_group", "POST"):            "in      303    404   404 404       403    403      403      2fa",
    ("exchange.ask_about_note", "GET"):              "in      200    404   404 404       403    403      403      2fa",
    ("exchange.call_off_group", "POST"):             "in      303    404   404 404       403    403      403      2fa",
    ("exchange.change_group", "GET"):                "in      200    404   404 404       403    403      403      2fa",
    ("exchange.change_group", "POST"):               "in      422    404   404 404       403    403      403      2fa",
    ("exchange.change_note", "GET"):                 "in      200    404   404 404       403    403      403      2fa",
    ("exchange.change_note", "POST"):                "in      422    404   404 404       403    403      403      2fa",
    ("exchange.choose_kind", "GET"):                 "in      200    200   200 200       403    403      403      2fa",
    ("exchange.choose_rule", "GET"):                 "in      200    404   404 404       403    403      403      2fa",
    ("exchange.choose_rule", "POST"):                "in      422    404   404 404       403    403      403      2fa",
    ("exchange.close_group", "GET"):                 "in      200    404   404 404       403    403      403      2fa",
    ("exchange.close_group", "POST"):                "in      422    404   404 404       403    403      403      2fa",
    ("exchange.erase_own_note", "POST"):             "in      303    404   404 404       403    403      403      2fa",
    ("exchange.group", "GET"):                       "in      200    200   200 200       403    403      403      2fa",
    ("exchange.group that asks", "GET"):             "in      200    200   200 200       403    403      403      2fa",
    ("exchange.group that nobody sees yet", "GET"):  "in      200    404   404 404       403    403      403      2fa",
    ("exchange.groups", "GET"):                      "in      200    200   200 200       403    403      403      2fa",
    ("exchange.hours", "GET"):                       "in      200    200   200 200       403    403      403      2fa",
    ("exchange.hours_csv", "GET"):                   "in      200    200   200 200       403    403      403      2fa",
    ("exchange.how_long", "GET"):                    "in      200    200   200 200       403    403      403      2fa",
    ("exchange.how_long", "POST"):                   "in      422    422   422 422       403    403      403      2fa",
    ("exchange.on_paper", "GET"):                    "in      200    404   404 404       403    403      403      2fa",
    ("exchange.on_paper", "POST"):                   "in      422    404   404 404       403    403      403      2fa",
    ("exchange.offline", "GET"):                     "200     200    200   200 200       200    200      200      200",
    ("exchange.move_appointment", "POST"):           "in      303    404   404 404       404    404      404      2fa",
    ("exchange.new_note", "GET"):                    "in      200    200   200 200       403    403      403      2fa",
    ("exchange.new_note", "POST"):                   "in      422    422   422 422       403    403      403      2fa",
    ("exchange.note_kind", "GET"):                   "in      200    200   200 200       403    403      403      2fa",
    ("exchange.notes", "GET"):                       "in      200    200   200 200       403    403      403      2fa",
    ("exchange.pot", "GET"):                         "in      403    403   200 200       403    403      403      2fa",
    ("exchange.propose", "GET"):                     "in      200    404   404 404       404    404      404      2fa",
    ("exchange.propose", "POST"):                    "in      422    404   404 404       404    404      404      2fa",
    ("exchange.read_conversation", "POST"):          "in      303    404   404 404       404    404      404      2fa",
    ("exchange.say_no", "GET"):                      "in      200    404   404 404       403    403      403      2fa",
    ("exchange.say_no", "POST"):                     "in      422    404   404 404       403    403      403      2fa",
    ("exchange.say_yes", "POST"):                    "in      303    404   404 404       403    403      403      2fa",
    ("exchange.say_yes for the pot", "POST"):        "in      404    404   303 404       403    403      403      2fa",
    ("exchange.show", "GET"):                        "in      200    404   404 404       403    403      403      2fa",
    ("exchange.show for the pot", "GET"):            "in      404    404   200 404       403    403      403      2fa",
    ("exchange.stop_conversation", "GET"):           "in      200    404   404 404       404    404      404      2fa",
    ("exchange.stop_conversation", "POST"):          "in      303    404   404 404       404    404      404      2fa",
    ("exchange.talk_again", "POST"):                 "in      303    404   404 404       404    404      404      2fa",
    ("exchange.tell_stewards", "GET"):               "in      200    404   404 404       403    403      403      2fa",
    ("exchange.tell_stewards", "POST"):              "in      422    404   404 404       403    403      403      2fa",
    ("exchange.sign", "POST"):                       "in      409    303   303 303       403    403      403      2fa",
    ("exchange.what", "GET"):                        "in      200    200   200 200       403    403      403      2fa",
    ("exchange.who", "GET"):                         "in      200    200   200 200       403    403      403      2fa",
    ("exchange.who_came", "GET"):                    "in      200    404   404 404       403    403      403      2fa",
    ("home.about", "GET"):                           "200     200    200   200 200       200    200      200      200",
    ("home.take_along", "POST"):                     "in      200    200   200 200       403    403      403      2fa",
    ("home.start", "GET"):                           "200     200    200   200 200       200    200      200      2fa",
    ("market.about_me", "GET"):                      "in      200    200   200 200       403    403      403      2fa",
    ("market.about_me", "POST"):                     "in      422    422   422 422       403    403      403      2fa",
    ("market.add", "GET"):                           "in      200    404   404 404       403    403      403      2fa",
    ("market.add", "POST"):                          "in      422    404   404 404       403    403      403      2fa",
    ("market.change", "GET"):                        "in      200    404   404 404       403    403      403      2fa",
    ("market.change", "POST"):                       "in      422    404   404 404       403    403      403      2fa",
    ("market.choose_kind", "POST"):                  "in      303    404   404 404       403    403      403      2fa",
    ("market.close", "POST"):                        "in      403    403   303 404       403    403      403      2fa",
    ("market.concern", "GET"):                       "in      403    403   200 404       403    403      403      2fa",
    ("market.concern", "POST"):                      "in      403    403   422 404       403    403      403      2fa",
    ("market.concerns", "GET"):                      "in      403    403   200 200       403    403      403      2fa",
    ("market.decide", "POST"):                       "in      403    403   303 404       403    403      403      2fa",
    ("market.end", "POST"):                          "in      303    404   404 404       403    403      403      2fa",
    ("market.look", "GET"):                          "in      200    200   200 200       403    403      403      2fa",
    ("market.market", "GET"):                        "in      200    200   200 200       403    403      403      2fa",
    ("market.mine", "GET"):                          "in      200    200   200 200       403    403      403      2fa",
    ("market.more", "GET"):                          "in      200    200   200 200       403    403      403      2fa",
    ("market.new", "GET"):                           "in      200    200   200 200       403    403      403      2fa",
    ("market.new", "POST"):                          "in      422    422   422 422       403    403      403      2fa",
    ("market.open_needs", "GET"):                    "in      403    403   200 200       200    403      403      2fa",
    ("market.promise for nobody", "GET"):            "in      404    404   404 404       404    403      403      2fa",
    ("market.promise for nobody", "POST"):           "in      404    404   404 404       404    403      403      2fa",
    ("market.promise for the wijk", "GET"):          "in      404    200   200 404       200    403      403      2fa",
    ("market.promise for the wijk", "POST"):         "in      404    422   422 404       422    403      403      2fa",
    ("market.promise for workers", "GET"):           "in      404    404   200 404       200    403      403      2fa",
    ("market.promise for workers", "POST"):          "in      404    404   422 404       422    403      403      2fa",
    ("market.raise_point", "GET"):                   "in      404    200   200 200       403    403      403      2fa",
    ("market.raise_point", "POST"):                  "in      404    422   422 422       403    403      403      2fa",
    ("market.remove_talent", "POST"):                "in      303    404   404 404       403    403      403      2fa",
    ("market.renew", "POST"):                        "in      303    404   404 404       403    403      403      2fa",
    ("market.rest", "POST"):                         "in      303    303   303 303       403    403      403      2fa",
    ("market.settle", "POST"):                       "in      303    404   404 404       403    403      403      2fa",
    ("market.show", "GET"):                          "in      200    200   200 200       403    403      403      2fa",
    ("market.show ended", "GET"):                    "in      200    404   404 404       403    403      403      2fa",
    ("market.show_talent", "POST"):                  "in      422    404   404 404       403    403      403      2fa",
    ("market.talents", "GET"):                       "in      200    200   200 200       403    403      403      2fa",
    ("market.talents", "POST"):                      "in      422    422   422 422       403    403      403      2fa",
    ("market.tell", "GET"):                          "in      404    200   200 200       403    403      403      2fa",
    ("market.tell", "POST"):                         "in      404    422   422 422       403    403      403      2fa",
    ("notices.choices", "GET"):                      "in      200    200   200 200       403    403      403      2fa",
    ("notices.choices", "POST"):                     "in      422    422   422 422       403    403      403      2fa",
    ("notices.failed_mails", "GET"):                 "in      403    403   403 403       403    403      200      2fa",
    ("notices.failed_mails", "POST"):                "in      403    403   403 403       403    403      303      2fa",
    ("notices.mine", "GET"):                         "in      200    200   200 200       403    403      403      2fa",
    ("notices.open_notice", "POST"):                 "in      303    404   404 404       403    403      403      2fa",
    ("notices.read_all", "POST"):                    "in      400    400   400 400       403    403      403      2fa",
    ("notices.sheets", "GET"):                       "in      403    403   200 200       403    403      403      2fa",
    ("notices.sheets", "POST"):                      "in      403    403   422 422       403    403      403      2fa",
    ("notices.unsubscribe", "GET"):                  "200     200    200   200 200       200    200      200      200",
    ("notices.unsubscribe", "POST"):                 "303     303    303   303 303       303    303      303      303",
    ("people.agree_to_reset", "POST"):               "in      403    403   303 404       403    403      403      2fa",
    ("people.change_password", "GET"):               "in      200    200   200 200       200    200      200      2fa",
    ("people.change_password", "POST"):              "in      422    422   422 422       422    422      422      2fa",
    ("people.claim", "GET"):                         "200     200    200   200 200       200    200      200      200",
    ("people.claim", "POST"):                        "422     422    422   422 422       422    422      422      422",
    ("people.codes", "GET"):                         "303     303    303   303 303       303    303      303      303",
    ("people.codes_kept", "POST"):                   "in      303    303   303 303       303    303      303      303",
    ("people.devices", "GET"):                       "in      200    200   200 200       200    200      200      2fa",
    ("people.end_device", "POST"):                   "in      303    404   404 404       404    404      404      2fa",
    ("people.end_other_devices", "POST"):            "in      303    303   303 303       303    303      303      2fa",
    ("people.end_silence", "POST"):                  "in      303    404   404 404       403    403      403      2fa",
    ("people.finish_reset", "GET"):                  "200     200    200   200 200       200    200      200      200",
    ("people.finish_reset", "POST"):                 "422     422    422   422 422       422    422      422      422",
    ("people.leave", "GET"):                         "in      200    200   200 200       403    403      403      2fa",
    ("people.leave", "POST"):                        "in      422    422   422 422       403    403      403      2fa",
    ("people.me", "GET"):                            "in      200    200   200 200       403    403      403      2fa",
    ("people.me", "POST"):                           "in      422    422   422 422       403    403      403      2fa",
    ("people.recover", "GET"):                       "200     200    200   200 200       200    200      200      200",
    ("people.recover", "POST"):                      "422     422    422   422 422       422    422      422      422",
    ("people.renew_buurcode", "POST"):               "in      303    303   303 303       403    403      403      2fa",
    ("people.reset_shown", "POST"):                  "in      403    403   303 303       403    403      403      2fa",
    ("people.resets", "GET"):                        "in      403    403   200 200       403    403      403      2fa",
    ("people.resets", "POST"):                       "in      403    403   422 422       403    403      403      2fa",
    ("people.second_factor", "GET"):                 "in      403    403   403 403       403    403      403      200",
    ("people.second_factor", "POST"):                "in      403    403   403 403       403    403      403      422",
    ("people.sign_in", "GET"):                       "200     303    303   303 303       303    303      303      303",
    ("people.sign_in", "POST"):                      "422     303    303   303 303       303    303      303      303",
    ("people.sign_out", "POST"):                     "in      in     in    in  in        in     in       in       in",
    ("people.silences", "GET"):                      "in      200    200   200 200       403    403      403      2fa",
    ("people.silences", "POST"):                     "in      422    422   422 422       403    403      403      2fa",
    ("people.welcome", "GET"):                       "200     200    200   200 200       200    200      200      200",
    ("people.welcome", "POST"):                      "422     422    422   422 422       422    422      422      422",
    ("people.who_saw", "GET"):                       "in      200    200   200 200       200    200      200      2fa",
    ("wijk.agree", "POST"):                          "in      403    403   303 404       403    403      403      2fa",
    ("wijk.end_invitation", "POST"):                 "in      403    403   303 404       403    403      403      2fa",
    ("wijk.end_proposal", "POST"):                   "in      403    403   303 404       403    403      403      2fa",
    ("wijk.invitations", "GET"):                     "in      403    403   200 200       403    403      403      2fa",
    ("wijk.invitations", "POST"):                    "in      403    403   303 303       403    403      403      2fa",
    ("wijk.join", "GET"):                            "200     303    303   303 303       303    303      303      303",
    ("wijk.join", "POST"):                           "422     303    303   303 303       303    303      303      303",
    ("wijk.join_invited", "GET"):                    "200     303    303   303 303       303    303      303      303",
    ("wijk.join_invited", "POST"):                   "422     303    303   303 303       303    303      303      303",
    ("wijk.mine", "GET"):                            "in      200    200   200 200       403    403      403      2fa",
    ("wijk.moved", "GET"):                           "in      200    200   200 200       403    403      403      2fa",
    ("wijk.moved", "POST"):                          "in      422    422   422 422       403    403      403      2fa",
    ("wijk.near", "GET"):                            "in      403    403   200 200       403    403      403      2fa",
    ("wijk.near", "POST"):                           "in      403    403   303 303       403    403      403      2fa",
    ("wijk.rules", "GET"):                           "in      200    200   200 200       403    403      403      2fa",
    ("wijk.settings", "GET"):                        "in      403    403   200 200       403    403      403      2fa",
    ("wijk.settings", "POST"):                       "in      403    403   422 422       403    403      403      2fa",
    ("wijk.stewards", "GET"):                        "in      403    403   200 200       403    403      403      2fa",
    ("wijk.stewards", "POST"):                       "in      403    403   422 422       403    403      403      2fa",
    ("exchange.answer_stad_help", "POST"):           "in      303    404   404 404       403    403      403      2fa",
    ("exchange.hours_with_stad", "GET"):             "in      200    200   200 200       403    403      403      2fa",
    ("exchange.organisation", "GET"):                "in      200    403   403 403       403    403      403      2fa",
    ("exchange.organisation_did", "GET"):            "in      200    403   403 403       403    403      403      2fa",
    ("exchange.organisation_did", "POST"):           "in      422    403   403 403       403    403      403      2fa",
    ("exchange.propose_stad_help", "GET"):           "in      200    403   403 403       403    403      403      2fa",
    ("exchange.propose_stad_help", "POST"):          "in      422    403   403 403       403    403      403      2fa",
    ("exchange.say_yes for an organisation", "POST"):"in      303    404   404 404       403    403      403      2fa",
    ("exchange.show for an organisation", "GET"):    "in      200    404   404 404       403    403      403      2fa",
    ("exchange.stad_help", "GET"):                   "in      200    404   404 404       403    403      403      2fa",
    ("exchange.take_back_stad_help", "POST"):        "in      303    403   403 403       403    403      403      2fa",
    ("wijk.contacts", "GET"):                        "in      200    403   200 404       403    403      403      2fa",
    ("wijk.contacts", "POST"):                       "in      422    403   422 404       403    403      403      2fa",
    ("wijk.erase_fact", "POST"):                     "in      403    403   303 404       303    403      403      2fa",
    ("wijk.facts", "GET"):                           "in      403    403   200 200       200    403      403      2fa",
    ("wijk.facts", "POST"):                          "in      403    403   422 422       422    403      403      2fa",
    ("wijk.new_organisation", "GET"):                "in      403    403   200 200       403    403      403      2fa",
    ("wijk.new_organisation", "POST"):               "in      403    403   422 422       403    403      403      2fa",
    ("wijk.organisations", "GET"):                   "in      200    200   200 200       403    403      403      2fa",
    ("wijk.stop_speaking", "POST"):                  "in      303    403   403 403       403    403      403      2fa",
    ("wijk.stop", "POST"):                           "in      403    403   422 404       403    403      403      2fa",
}  # fmt: skip
"""An HTTP status, "in" (sent to sign in) or "2fa" (sent to give the second factor first), in the order of ROLES.

What the addresses name is Fatima's, or belongs to her wijk: see `world.py`. 422: they may, but the form was empty.
"""


def listed(app: Flask) -> set[tuple[str, str]]:
    """Return endpoint and method of everything that the application answers, once for each kind of thing."""
    return {(key, method) for endpoint, method, _ in routes(app) for key in variants(endpoint)}


def test_every_route_is_in_the_table(app):
    assert listed(app) == set(TABLE)


def differing(answered: list[Answered]) -> list[str]:
    """Name each answer that is not the one of the table."""
    found = []
    for one in answered:
        expected = dict(zip(ROLES, TABLE.get((one.key, one.method), "").split(), strict=False)).get(one.role)
        if one.word != expected:
            found.append(f"{one.role} {one.method} {one.key}: {one.word}, not {expected}")
    return found


def test_every_role_gets_on_every_route_what_the_table_says(answered):
    found = differing(answered)
    assert not found, "\n" + "\n".join(found)


def test_an_answer_that_is_not_in_the_table_is_named():
    planted = Answered("exchange.show", "GET", "gemeente", "200", ())
    assert differing([planted]) == ["gemeente GET exchange.show: 200, not 403"]


def test_a_route_that_is_not_in_the_table_is_found():
    app = make_app("sqlite://")
    app.add_url_rule("/planted", "planted", lambda: "")
    assert listed(app) - set(TABLE) == {("planted", "GET")}


@pytest.mark.parametrize("cells", TABLE.values(), ids=map(" ".join, TABLE))
def test_each_row_has_a_cell_for_each_role(cells):
    assert len(cells.split()) == len(ROLES)


OPEN_TO_STAFF = ("exchange.offline", "wijk.facts", "wijk.erase_fact")
"""The page that a browser keeps, and facts from outside, which workers write: nothing of anybody stands on these."""


def test_no_task_of_staff_opens_a_residents_page():
    staff = [list(ROLES).index(role) for role in ("worker", "gemeente", "operator")]
    for (key, _method), cells in TABLE.items():
        if key in OPEN_TO_STAFF:
            continue
        if key.startswith("exchange.") or (key.startswith("wijk.") and not key.startswith("wijk.join")):
            assert {cells.split()[at] for at in staff} <= {"403", "404"}, key
