"""Telling, choosing, reading, hearing no more."""

import pytest
from sqlalchemy import select

from tests.notices.conftest import change, mails, told
from timebank.core import clock
from timebank.core.database import db, transact
from timebank.notices import outbox, queries, service
from timebank.notices.kinds import KINDS
from timebank.notices.models import Notice, NoticeChoice
from timebank.notices.rules import LATER_KINDS


def tell(actor, kind="conversation.message", **more):
    transact(service.tell, actor.person_id, kind, **more)


def unread(actor):
    db.session.rollback()
    wanted = select(Notice.kind).where(Notice.person_id == actor.person_id, Notice.read_at_utc.is_(None))
    return list(db.session.scalars(wanted.order_by(Notice.id)))


def test_who_has_an_address_hears_by_mail_and_who_has_none_on_paper(fatima, henk):
    tell(fatima)
    tell(henk)
    assert (told(fatima), told(henk)) == ([("conversation.message", "digest")], [("conversation.message", "paper")])


def test_a_kind_that_cannot_wait_goes_by_itself(fatima):
    tell(fatima, "appointment.called_off", day="2026-11-24")
    assert told(fatima) == [("appointment.called_off", "at_once")]


@pytest.mark.parametrize(("way", "ways"), [("app", ["app"]), ("paper", ["paper"]), ("mail", ["digest"]), ("not", [])])
def test_people_hear_a_kind_as_they_chose(fatima, way, ways):
    transact(service.choose, fatima.person_id, {"conversation.message": way})
    tell(fatima)
    tell(fatima, "conversation.stopped")
    assert [way for _, way in told(fatima)] == [*ways, "digest"]


def test_mail_becomes_paper_when_the_address_is_gone(fatima):
    transact(service.choose, fatima.person_id, {"conversation.message": "mail"})
    change(fatima, email=None)
    tell(fatima)
    assert told(fatima) == [("conversation.message", "paper")]


def test_a_decision_about_somebody_is_told_whatever_they_chose(fatima):
    transact(service.choose, fatima.person_id, dict.fromkeys(KINDS, "not"))
    for kind in ("listing.expires", "listing.hidden", "report.about_you"):
        tell(fatima, kind)
    assert told(fatima) == [("listing.hidden", "app"), ("report.about_you", "app")]


def test_nobody_chooses_mail_without_an_address(henk):
    with pytest.raises(service.NoAddress):
        transact(service.choose, henk.person_id, {"conversation.message": "mail"})
    assert queries.choices_of(henk.person_id) == {}


def test_what_waits_goes_another_way_too_when_somebody_chooses_it(fatima, stopped):
    tell(fatima)
    transact(service.choose, fatima.person_id, {"conversation.message": "app"})
    outbox.gather_digests()
    assert (told(fatima), mails()) == ([("conversation.message", "app")], [])


def test_the_same_is_not_told_twice_while_it_is_unread(fatima, henk):
    for _ in range(2):
        tell(fatima, who=henk.person_id, thing="talk")
    tell(fatima, who=henk.person_id, thing="another talk")
    assert len(told(fatima)) == 2
    transact(service.read_all, fatima.person_id, up_to_id=10**6)
    tell(fatima, who=henk.person_id, thing="talk")
    assert len(told(fatima)) == 3


def test_something_without_a_thing_is_told_each_time(fatima):
    for _ in range(2):
        tell(fatima, "need.arranged")
    assert len(told(fatima)) == 2


def test_who_is_gone_is_told_nothing(fatima):
    change(fatima, ended_at_utc=clock.now())
    tell(fatima)
    assert told(fatima) == []


def test_a_kind_that_nobody_knows_is_refused(fatima):
    with pytest.raises(KeyError):
        tell(fatima, "balance.low")


def test_nothing_is_told_when_the_event_is_undone(fatima):
    def fail():
        service.tell(fatima.person_id, "need.arranged")
        raise RuntimeError

    with pytest.raises(RuntimeError):
        transact(fail)
    assert told(fatima) == []


def test_a_name_is_that_of_today(fatima, henk):
    tell(fatima, who=henk.person_id)
    change(henk, name="Hendrik")
    assert queries.notices_of(fatima.person_id).rows[0].who == "Hendrik"


def test_reading_all_leaves_what_came_after_the_page(fatima):
    tell(fatima, "need.arranged")
    newest = queries.notices_of(fatima.person_id).rows[0].id
    tell(fatima, "series.next")
    transact(service.read_all, fatima.person_id, up_to_id=newest)
    assert unread(fatima) == ["series.next"]


def test_reading_touches_nothing_of_others(fatima, henk):
    tell(fatima)
    tell(henk)
    transact(service.read_all, henk.person_id, up_to_id=10**6)
    assert (unread(fatima), unread(henk)) == (["conversation.message"], [])


def test_pages_go_on_where_the_last_one_ended(fatima):
    for _ in range(5):
        tell(fatima, "need.arranged")
    first = queries.notices_of(fatima.person_id, size=3)
    second = queries.notices_of(fatima.person_id, before_id=first.next_after, size=3)
    ids = [row.id for row in first.rows + second.rows]
    assert (len(ids), ids, second.next_after) == (5, sorted(ids, reverse=True), None)


def test_who_stops_mail_gets_none_of_what_waited(fatima, stopped, sent):
    tell(fatima)
    tell(fatima, "appointment.called_off", day="2026-11-24")
    outbox.gather_digests()
    transact(service.stop_mail, fatima.person_id)
    tell(fatima, "need.arranged")
    outbox.gather_prompt()
    outbox.send_due()
    assert sent() == []
    assert {mail.outcome for mail in mails()} == {"not_needed"}
    assert told(fatima)[-1] == ("need.arranged", "app")


def test_stopping_mail_leaves_other_choices_and_twice_is_once(fatima):
    transact(service.choose, fatima.person_id, {"conversation.message": "paper", "group.added": "not"})
    for _ in range(2):
        transact(service.stop_mail, fatima.person_id)
    chosen = queries.choices_of(fatima.person_id)
    assert chosen.keys() == {*KINDS, LATER_KINDS}
    assert (chosen.pop("conversation.message"), chosen.pop("group.added")) == ("paper", "not")
    assert (chosen.pop(LATER_KINDS), set(chosen.values())) == ("paper", {"app"})


@pytest.mark.parametrize(
    ("way", "later"), [("app", ["app"]), ("not", ["app"]), ("mail", ["digest"]), ("paper", ["paper"])]
)
def test_who_wants_no_mail_gets_none_of_a_kind_that_comes_later(fatima, way, later):
    transact(service.choose, fatima.person_id, dict.fromkeys(service.EVERYBODYS, way))
    tell(fatima, "pot.asked", minutes=60)
    assert told(fatima) == [("pot.asked", way) for way in later]


def test_one_choice_says_nothing_about_what_comes_later(fatima):
    transact(service.choose, fatima.person_id, {"group.added": "not"})
    assert queries.choices_of(fatima.person_id) == {"group.added": "not"}


def test_choosing_again_keeps_what_was_chosen_for_other_kinds(fatima):
    for kind in ("group.added", "series.next"):
        transact(service.choose, fatima.person_id, {kind: "not"})
    transact(service.choose, fatima.person_id, {"group.added": "app"})
    assert queries.choices_of(fatima.person_id) == {"group.added": "app", "series.next": "not"}


def test_who_leaves_is_forgotten_and_stands_in_no_notice_by_name(fatima, henk, stopped):
    tell(fatima, who=henk.person_id, thing="talk")
    tell(henk)
    transact(service.choose, fatima.person_id, {"conversation.message": "mail"})
    outbox.gather_digests()
    transact(service.forget, fatima)
    assert (told(fatima), mails()) == ([], [])
    assert db.session.scalars(select(NoticeChoice)).all() == []
    assert len(told(henk)) == 1


def test_a_sheet_says_how_many_and_no_more(place, fatima, henk):
    tell(henk, "exchange.report", who=fatima.person_id, thing="a", minutes=60)
    tell(henk, "exchange.counter", who=fatima.person_id, thing="b", minutes=60)
    tell(fatima)
    [sheet] = queries.sheets_of(place.wijk_id)
    assert (sheet.name, dict(sheet.families)) == ("Henk", {"hours": 2})


def test_a_sheet_is_printed_once_and_its_reader_can_see_by_whom(place, henk):
    tell(henk)
    [sheet] = queries.sheets_of(place.wijk_id)
    tell(henk, "group.signed_up")
    steward = place.stewards[0].person_id
    transact(service.keep_printed, [henk.person_id], up_to_id=sheet.last_id, by=steward)
    assert [dict(sheet.families) for sheet in queries.sheets_of(place.wijk_id)] == [{"groups": 1}]


def test_the_sheets_of_a_wijk_are_of_its_own_people(place, henk):
    tell(henk)
    assert queries.sheets_of(place.wijk_id + 1) == []
