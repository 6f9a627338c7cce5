"""Help of the stad: written alone or proposed, given by the stad, and nowhere who proposed it once it is answered."""

from collections import Counter
from dataclasses import replace
from datetime import timedelta
from threading import Barrier, Thread

import pytest
from sqlalchemy import func, select

from tests.factories import again, make_partner, make_place, make_report, make_resident, reload
from timebank.access.policy import Answer, Permission, ask
from timebank.core import clock
from timebank.core.database import Base, db, transact
from timebank.core.errors import RequestKeyReused
from timebank.exchange import errors, queries, service
from timebank.exchange.models import Exchange, StadProposal
from timebank.exchange.rules.stad import KEPT, LAPSES_AFTER
from timebank.ledger import service as ledger
from timebank.ledger.models import Account, Entry
from timebank.people import service as people
from timebank.people.queries import get_person
from timebank.wijk.queries import gemeente_id_of

MARK = "Bibliotheek Zonnebloem"


@pytest.fixture
def fatima(fatima):
    return fatima.actor


@pytest.fixture
def henk(henk):
    return henk.actor


@pytest.fixture
def library(place, henk):
    """Give a library, for which Henk speaks."""
    return make_partner(place, henk, MARK, sector="overheid")[0]


def stad_of(place):
    db.session.rollback()
    found = select(Account).where(Account.kind == "stad", Account.gemeente_id == gemeente_id_of(place.wijk_id))
    return db.session.scalars(found).one_or_none()


def helped_by_stad(who, *, minutes=90, kind="stad_course", **more):
    return make_report(who, "stad", gave=False, minutes=minutes, category_code=kind, **more)


def proposed(library, by, whom, *, key="one", **more):
    content = service.StadHelp(key, get_person(whom.person_id).buurcode, "stad_talk", 45, clock.today())
    return queries.find_proposal(transact(service.propose_stad_help, library, replace(content, **more), by=by))


def totals(actor):
    seen = again(actor)
    return seen.given_minutes, seen.received_minutes


def everything():
    """Yield every value of every column of every table, as text, with where it stands."""
    db.session.rollback()
    for table in Base.metadata.sorted_tables:
        for row in db.session.execute(table.select()).mappings():
            yield from ((f"{table.name}.{name}", value) for name, value in row.items() if value is not None)


def of_whom(library, contact):
    """Return where anything stands that tells who proposed, and how often: beside what they themselves are."""
    own = ("person.", "partner.", "organisation.", "partner_contact.", "sign_in_session.", "membership.", "account.")
    numbers = {"organisation_id": library.organisation_id, "contact_person_id": contact.person_id}
    numbers |= dict.fromkeys(("actor_person_id", "who_person_id", "reporter_person_id"), contact.person_id)
    numbers |= {"by_person_id": contact.person_id, "steward_person_id": contact.person_id}
    found = Counter()
    for where, value in everything():
        column = where.partition(".")[2]
        is_number = column in numbers and value == numbers[column]
        if not where.startswith((*own, "partner_wijk.")) and (is_number or MARK in str(value)):
            found[where] += 1
    return found


# Written alone --------------------------------------------------------------------------------------------------------


def test_what_the_resident_wrote_counts_at_once_and_the_stad_gave_it(place, fatima):
    written = helped_by_stad(fatima)
    assert (written.state, written.asked_side, written.steward_wijk_id) == ("confirmed", None, None)
    assert totals(fatima) == (0, 90)
    assert stad_of(place).given_minutes == 90
    entry = db.session.scalars(select(Entry).where(Entry.account_id == fatima.account_id)).one()
    assert (entry.other_kind, entry.side, entry.category_code) == ("stad", "received", "stad_course")


def test_sending_it_twice_is_once(fatima):
    first = helped_by_stad(fatima, request_key="once")
    assert helped_by_stad(fatima, request_key="once").id == first.id
    with pytest.raises(RequestKeyReused):
        helped_by_stad(fatima, request_key="once", minutes=91)
    assert totals(fatima) == (0, 90)


def test_only_broad_kinds_are_kept_of_it(fatima, henk):
    with pytest.raises(errors.UnknownKind):
        helped_by_stad(fatima, kind="shopping")
    with pytest.raises(errors.UnknownKind):
        make_report(fatima, henk, category_code="stad_talk")


def test_nobody_else_may_look_at_it(place, fatima, henk):
    written = helped_by_stad(fatima)
    for actor in (henk, *place.stewards):
        assert ask(actor, Permission.SEE_EXCHANGE, written) is Answer.NOTHING_HERE
        with pytest.raises(errors.NotYourTurn):
            transact(service.correct_alone, written.id, right_minutes=None, by=actor)
    assert queries.waiting_for_stewards(place.stewards[0]) == []


def test_it_is_corrected_alone_and_undone_once(place, fatima):
    written = helped_by_stad(fatima)
    with pytest.raises(errors.SameMinutes):
        transact(service.correct_alone, written.id, right_minutes=90, by=fatima)
    transact(service.correct_alone, written.id, right_minutes=60, by=fatima)
    assert (totals(fatima), reload(written).minutes) == ((0, 60), 60)
    transact(service.correct_alone, written.id, right_minutes=None, by=fatima)
    assert (totals(fatima), reload(written).state) == ((0, 0), "reversed")
    assert stad_of(place).given_minutes == 0
    with pytest.raises(errors.AlreadyAnswered):
        transact(service.correct_alone, written.id, right_minutes=None, by=fatima)


def test_nobody_is_asked_to_correct_it(fatima):
    written = helped_by_stad(fatima)
    with pytest.raises(errors.NotYourTurn):
        transact(service.ask_correction, written.id, reason="Anders", right_minutes=None, by=fatima)


def test_hours_with_a_neighbour_are_not_corrected_alone(place, fatima, henk):
    for other, answerer in ((henk, henk), ("pot", place.stewards[0]), ("stad", place.stewards[0])):
        reported = make_report(fatima, other)
        transact(service.confirm, reported.id, by=answerer)
        with pytest.raises(errors.NotYourTurn):
            transact(service.correct_alone, reported.id, right_minutes=None, by=fatima)


# For the stad ---------------------------------------------------------------------------------------------------------


def test_what_a_resident_did_for_the_stad_is_answered_by_a_steward_who_is_not_the_giver(place, fatima):
    ria, youssef = place.stewards
    reported = make_report(ria, "stad", category_code="garden", minutes=120)
    with pytest.raises(errors.NotYourTurn):
        transact(service.confirm, reported.id, by=ria)
    assert queries.waiting_for_stewards(ria) == []
    assert [one.receiver.kind for one in queries.waiting_for_stewards(youssef)] == ["stad"]
    transact(service.confirm, reported.id, by=youssef)
    assert (totals(ria), stad_of(place).received_minutes) == ((120, 0), 120)


def test_somebody_sees_both_sides_themselves(place, fatima):
    helped_by_stad(fatima, minutes=90)
    for other in ("stad", "pot"):
        reported = make_report(fatima, other, minutes=30)
        transact(service.confirm, reported.id, by=place.stewards[0])
    assert queries.hours_with_stad(fatima.account_id) == queries.WithStad(90, 30, 0, 30)


def test_a_wijk_of_the_same_gemeente_shares_its_stad_and_another_gemeente_has_its_own(place, fatima):
    helped_by_stad(fatima)
    helped_by_stad(make_resident(make_place("Elders"), "Zoe"))
    assert db.session.scalar(select(func.count()).where(Account.kind == "stad")) == 2
    assert transact(ledger.stad_account, gemeente_id_of(place.wijk_id)) == stad_of(place).id


def test_two_who_need_the_stad_at_one_moment_open_one_account(app, place):
    gemeente_id, together, found = gemeente_id_of(place.wijk_id), Barrier(4), []

    def need() -> None:
        with app.app_context():
            together.wait()
            found.append(transact(ledger.stad_account, gemeente_id))
            db.session.remove()

    threads = [Thread(target=need) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(found) == 4
    assert set(found) == {stad_of(place).id}


# Proposed -------------------------------------------------------------------------------------------------------------


def test_a_proposal_posts_nothing_until_the_resident_says_yes(place, library, henk, fatima):
    asked = proposed(library, henk, fatima)
    assert (totals(fatima), stad_of(place)) == ((0, 0), None)
    written = queries.find_exchange(transact(service.say_yes, asked, by=fatima))
    assert (totals(fatima), stad_of(place).given_minutes) == ((0, 45), 45)
    assert (written.reporter_person_id, written.organisation_side) == (fatima.person_id, None)


def test_after_a_yes_no_column_of_any_table_says_who_proposed_it(library, henk, fatima):
    before = of_whom(library, henk)
    asked = proposed(library, henk, fatima)
    while_it_waits = of_whom(library, henk) - before
    told = {"audit_event.actor_person_id", "notice.who_person_id"}
    assert set(while_it_waits) == told | {f"stad_proposal.{name}_id" for name in ("organisation", "contact_person")}
    transact(service.say_yes, asked, by=fatima)
    assert of_whom(library, henk) == before
    assert not [where for where, value in everything() if asked.public_id in str(value)]


def test_a_yes_counts_once(library, henk, fatima):
    asked = proposed(library, henk, fatima)
    transact(service.say_yes, asked, by=fatima)
    with pytest.raises(errors.AlreadyAnswered):
        transact(service.say_yes, asked, by=fatima)
    assert totals(fatima) == (0, 45)


@pytest.mark.parametrize("end", ["no", "time"])
def test_a_proposal_that_ended_is_erased_with_all_that_says_it_after_thirty_days(
    library, henk, fatima, monkeypatch, end
):
    before = of_whom(library, henk)
    asked, now = proposed(library, henk, fatima), clock.now()
    if end == "no":
        transact(service.say_no, asked, by=fatima)
    else:
        now += LAPSES_AFTER
        monkeypatch.setattr(clock, "now", lambda: now)
        assert transact(service.lapse_proposals) == 1
    assert queries.find_proposal(asked.public_id).state == {"no": "refused", "time": "lapsed"}[end]
    with pytest.raises(errors.AlreadyAnswered):
        transact(service.say_yes, asked, by=fatima)
    monkeypatch.setattr(clock, "now", lambda: now + KEPT - timedelta(minutes=1))
    assert transact(service.erase_old_proposals) == 0
    monkeypatch.setattr(clock, "now", lambda: now + KEPT + timedelta(minutes=1))
    assert transact(service.erase_old_proposals) == 1
    assert of_whom(library, henk) == before
    assert not [where for where, value in everything() if asked.public_id in str(value)]
    assert db.session.scalar(select(func.count()).select_from(Exchange)) == 0


def test_who_was_late_cannot_say_yes_any_more(library, henk, fatima, monkeypatch):
    asked, now = proposed(library, henk, fatima), clock.now()
    monkeypatch.setattr(clock, "now", lambda: now + LAPSES_AFTER)
    with pytest.raises(errors.AlreadyAnswered):
        transact(service.say_yes, asked, by=fatima)


def test_an_organisation_takes_it_back_and_nothing_stays(library, henk, fatima):
    before = of_whom(library, henk)
    asked = proposed(library, henk, fatima)
    transact(service.take_back, asked)
    transact(service.take_back, asked)
    assert of_whom(library, henk) == before
    assert db.session.scalar(select(func.count()).select_from(StadProposal)) == 0


def test_proposing_twice_is_once(library, henk, fatima):
    first = proposed(library, henk, fatima)
    assert proposed(library, henk, fatima).id == first.id
    with pytest.raises(RequestKeyReused):
        proposed(library, henk, fatima, minutes=46)


def test_what_cannot_be_proposed_is_refused(library, henk, fatima):
    for more, rule in (
        ({"minutes": 0}, errors.ImpossibleMinutes),
        ({"occurred_on": clock.today() + timedelta(days=1)}, errors.ImpossibleDay),
        ({"category_code": "shopping"}, errors.UnknownKind),
        ({"who": "Fatima"}, errors.NobodyWithCode),
        ({"who": get_person(henk.person_id).buurcode}, errors.NobodyWithCode),
    ):
        with pytest.raises(rule):
            proposed(library, henk, fatima, **more)


@pytest.mark.parametrize("who", ["resident", "contact"])
def test_when_one_of_both_leaves_the_proposal_is_gone(library, henk, fatima, who):
    proposed(library, henk, fatima)
    transact(people.leave, by=again(fatima if who == "resident" else henk))
    assert db.session.scalar(select(func.count()).select_from(StadProposal)) == 0


def test_only_overheid_or_who_works_for_the_stad_may_propose(place, henk, fatima):
    bakery, _ = make_partner(place, henk)
    welfare, seen = make_partner(place, henk, "Welzijn", sector="omgeving", works_for_stad=True)
    allowed = [ask(seen, Permission.PROPOSE_FOR_STAD, one) for one in (bakery, welfare)]
    assert allowed == [Answer.NOTHING_HERE, Answer.YES]


def test_it_stands_first_on_the_start_page_until_it_is_answered(library, henk, fatima):
    asked = proposed(library, henk, fatima)
    waits = queries.overview(fatima).waits
    assert [(one.what, one.public_id, one.words) for one in waits] == [("stad", asked.public_id, MARK)]
    transact(service.say_no, asked, by=fatima)
    assert queries.overview(fatima).waits == []
