"""Offers and requests: put up, found, changed, renewed, ended, resting; and what each person can do."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import update

from tests.factories import make_listing, make_place, make_resident
from timebank.core import clock
from timebank.core.database import db, transact
from timebank.core.errors import RequestKeyReused
from timebank.market import errors, queries, service
from timebank.market.models import Listing, ListingWord
from timebank.market.queries import Wanted
from timebank.market.rules import Content
from timebank.market.words.stems import stem
from timebank.people import service as people
from timebank.wijk import service as wijk
from timebank.wijk.errors import TooManyNear
from timebank.wijk.models import NearWijk
from timebank.wijk.queries import near_wijken

FIETS = "Ik kan fietsen maken"


@pytest.fixture
def fatima(fatima):
    return fatima.actor


@pytest.fixture
def henk(henk):
    return henk.actor


def offers(reader, where="wijk", **more):
    return [row.words for row in queries.newest(replace(Wanted("offer", where), **more), reader).rows]


def found(words, reader, where="wijk"):
    return [row.words for row in queries.search(words, Wanted("offer", where), reader).rows]


def test_an_offer_is_live_at_once_and_found_by_its_words(fatima, henk):
    make_listing(fatima, "offer", FIETS)
    assert offers(henk) == [FIETS] == found("fietsenmaker", henk) == found("fiest", henk)
    assert queries.newest(Wanted("request"), henk).rows == []


def test_its_maker_does_not_look_for_it(fatima):
    make_listing(fatima, "offer", FIETS)
    assert offers(fatima) == [] == found("fiets", fatima)


def test_a_kind_of_help_is_guessed_and_the_maker_decides(fatima):
    listing = make_listing(fatima, "offer", FIETS)
    assert listing.category_code == "repairs"
    transact(service.choose_kind, listing.id, "sport")
    assert queries.find_listing(listing.public_id).category_code == "sport"
    with pytest.raises(errors.UnknownKind):
        transact(service.choose_kind, listing.id, "nonsense")


def test_a_form_sent_twice_makes_one_listing(fatima):
    send = {"request_key": "key", "by": fatima}
    first = transact(service.post_listing, "offer", Content(FIETS), **send)
    assert transact(service.post_listing, "offer", Content(FIETS), **send) == first
    with pytest.raises(RequestKeyReused):
        transact(service.post_listing, "offer", Content("Iets anders"), **send)
    assert len(queries.my_listings(fatima)) == 1


def test_a_changed_listing_is_found_by_its_new_words_only(fatima, henk):
    listing = make_listing(fatima, "offer", FIETS)
    transact(service.change_listing, listing.id, Content("Ik kan taarten bakken"))
    assert found("fiets", henk) == []
    assert found("taart", henk) == ["Ik kan taarten bakken"]


def test_an_ended_listing_is_gone_and_comes_back_when_renewed(fatima, henk):
    listing = make_listing(fatima, "offer", FIETS)
    transact(service.end_listing, listing.id)
    transact(service.end_listing, listing.id)
    assert offers(henk) == [] == found("fiets", henk)
    with pytest.raises(errors.NotOpen):
        transact(service.change_listing, listing.id, Content(FIETS))
    transact(service.renew_listing, listing.id)
    assert offers(henk) == [FIETS] == found("fiets", henk)


def test_after_90_days_a_listing_ends_by_itself(fatima, henk):
    listing = make_listing(fatima, "offer", FIETS)
    assert listing.expires_at_utc - listing.created_at_utc == timedelta(days=90)
    assert transact(service.expire_listings) == 0
    transact(lambda: db.session.execute(update(Listing).values(expires_at_utc=clock.now() - timedelta(seconds=1))))
    assert offers(henk) == [] == found("fiets", henk)
    assert transact(service.expire_listings) == 1
    assert queries.find_listing(listing.public_id).state == "expired"


def test_not_just_now_rests_all_listings_and_also_a_new_one(fatima, henk):
    make_listing(fatima, "offer", FIETS)
    transact(service.rest, fatima.person_id)
    transact(service.rest, fatima.person_id)
    make_listing(fatima, "offer", "Ik kan taarten bakken")
    assert offers(henk) == [] == found("fiets", henk)
    transact(service.stop_resting, fatima.person_id)
    assert offers(henk) == ["Ik kan taarten bakken", FIETS]


def test_near_is_what_the_stewards_call_near(fatima, place):
    other = make_place("Kanaalzone")
    olena = make_resident(other, "Olena")
    make_listing(fatima, "offer", FIETS)
    assert offers(olena) == [] == offers(olena, "near") == found("fiets", olena, "near")
    assert offers(olena, "all") == [FIETS] == found("fiets", olena, "all")
    near = NearWijk(wijk_id=other.wijk_id, near_wijk_id=place.wijk_id)
    transact(db.session.add, near)
    assert offers(olena, "near") == [FIETS] == found("fiets", olena, "near")


def test_kind_and_day_part_choose_in_lists_and_in_search(fatima, henk):
    make_listing(fatima, "offer", FIETS, day_parts=1)
    make_listing(fatima, "offer", "Ik kan een fiets lenen", category_code="transport", day_parts=4)
    make_listing(fatima, "offer", "Fietsles geven", category_code="sport")
    morning = Wanted("offer", day_part=1)
    for wanted, expected in (
        (Wanted("offer", category_code="transport"), {"Ik kan een fiets lenen"}),
        (morning, {FIETS, "Fietsles geven"}),
        (replace(morning, category_code="repairs"), {FIETS}),
    ):
        assert {row.words for row in queries.newest(wanted, henk).rows} == expected
        assert {row.words for row in queries.search("fiets", wanted, henk).rows} == expected


def test_who_wants_to_hear_no_more_of_somebody_sees_nothing_of_them(fatima, henk):
    make_listing(fatima, "offer", FIETS)
    transact(people.silence, henk.person_id, fatima.person_id)
    assert offers(henk) == [] == found("fiets", henk)
    make_listing(henk, "offer", "Ik kan taarten bakken")
    assert offers(fatima) == []


def test_pages_follow_each_other(fatima, henk):
    made = [make_listing(fatima, "offer", f"Fiets nummer {number}").words for number in range(20)]
    more = [make_listing(henk, "offer", f"Fiets van Henk {number}").words for number in range(10)]
    reader = make_resident(make_place("Elders"), "Olena")
    wanted = Wanted("offer", "all")
    first = queries.newest(wanted, reader)
    rest = queries.newest(wanted, reader, before_id=first.next_after)
    assert [row.words for row in first.rows + rest.rows] == [*reversed(more), *reversed(made)]
    assert rest.next_after is None
    first = queries.search("fiets", wanted, reader, newest=True)
    rest = queries.search("fiets", wanted, reader, newest=True, after=first.next_after)
    assert [row.words for row in first.rows + rest.rows] == [*reversed(more), *reversed(made)]
    first = queries.search("fiets", wanted, reader)
    rest = queries.search("fiets", wanted, reader, after=first.next_after)
    assert [row.words for row in first.rows + rest.rows] == [*reversed(more), *reversed(made)]
    assert rest.next_after is None


def test_what_holds_the_word_itself_comes_first_however_many_newer_ones_hold_another(fatima, henk):
    words = make_listing(fatima, "offer", "Ik laat je hond uit").words
    for maker in (fatima, henk):
        for number in range(15):
            make_listing(maker, "offer", f"Een labrador, nummer {number}")
    found = queries.search("hond", Wanted("offer", "all"), make_resident(make_place("Elders"), "Olena"))
    assert (found.rows[0].words, len(found.rows)) == (words, 20)
    assert found.next_after is not None


@pytest.mark.parametrize(
    ("first", "last"), [(None, -1), (5, 4)], ids=["the last day is gone", "the last before the first"]
)
def test_the_last_day_lies_ahead_and_not_before_the_first(fatima, first, last):
    days = {"starts_on": first and clock.today() + timedelta(first), "ends_on": clock.today() + timedelta(last)}
    with pytest.raises(errors.EndsBeforeItStarts):
        make_listing(fatima, "offer", FIETS, **days)


def test_a_listing_with_a_last_day_ends_after_it_and_can_be_put_back(fatima, henk, monkeypatch):
    listing = make_listing(fatima, "offer", FIETS, ends_on=clock.today() + timedelta(2))
    transact(service.change_listing, listing.id, Content(FIETS, ends_on=clock.today() + timedelta(3)))
    assert transact(service.tell_of_endings) == 0, "who chose the day knows it"
    after = clock.now() + timedelta(days=4)
    monkeypatch.setattr(clock, "now", lambda: after)
    assert transact(service.expire_listings) == 1
    ended = queries.find_listing(listing.public_id)
    assert (ended.state, ended.is_shown, offers(henk)) == ("expired", False, [])
    transact(service.renew_listing, listing.id)
    back = queries.find_listing(listing.public_id)
    assert (back.ends_on, back.expires_at_utc, offers(henk)) == (None, after + timedelta(days=90), [FIETS])


def test_a_last_day_that_is_taken_away_gives_90_days(fatima):
    listing = make_listing(fatima, "offer", FIETS, ends_on=clock.today())
    assert listing.expires_at_utc <= clock.now() + timedelta(days=1)
    transact(service.change_listing, listing.id, Content(FIETS))
    assert queries.find_listing(listing.public_id).expires_at_utc > clock.now() + timedelta(days=89)


def test_a_day_allows_20_listings_and_a_person_30_open(fatima):
    for _ in range(20):
        make_listing(fatima, "offer", FIETS)
    with pytest.raises(errors.EnoughForToday):
        make_listing(fatima, "offer", FIETS)
    transact(lambda: db.session.execute(update(Listing).values(created_at_utc=clock.now() - timedelta(days=2))))
    for _ in range(10):
        make_listing(fatima, "offer", FIETS)
    with pytest.raises(errors.EnoughListings):
        make_listing(fatima, "offer", FIETS)


def test_the_words_that_listings_hold_are_counted(fatima):
    def uses():
        return dict(db.session.execute(db.select(ListingWord.stem, ListingWord.uses).where(ListingWord.uses > 0)).all())

    first = make_listing(fatima, "offer", FIETS)
    second = make_listing(fatima, "offer", "Een fiets lenen")
    assert uses()[stem("fiets")] == 2
    transact(service.end_listing, second.id)
    assert uses()[stem("fiets")] == 1
    transact(service.end_listing, first.id)
    assert uses() == {}
    transact(service.forget_unused_words)
    assert db.session.scalar(db.select(db.func.count()).select_from(ListingWord)) == 0


def test_talents_are_shown_as_far_as_the_person_chooses(fatima, henk, place):
    other = make_place("Kanaalzone")
    olena, elsewhere = make_resident(other, "Olena"), make_resident(make_place("Ver weg"), "Bram")
    transact(db.session.add, NearWijk(wijk_id=place.wijk_id, near_wijk_id=other.wijk_id))
    for reach in ("wijk", "near", "nobody"):
        said = {"words": f"Voor {reach}", "category_code": "other", "shown_to": reach}
        transact(service.add_talent, fatima.person_id, **said)
    listing = make_listing(fatima, "offer")
    seen = {
        reader.name: [one.words for one in queries.talents_shown(listing, reader)]
        for reader in (henk, olena, elsewhere)
    }
    assert seen == {"Henk": ["Voor wijk", "Voor near"], "Olena": ["Voor near"], "Bram": []}


def test_a_talent_without_a_kind_gets_the_one_that_its_words_tell(fatima):
    transact(service.add_talent, fatima.person_id, words="Ik kan lampen ophangen", category_code="", shown_to="wijk")
    transact(service.add_talent, fatima.person_id, words="Van alles", category_code="", shown_to="wijk")
    assert [one.category_code for one in queries.talents_of(fatima.person_id)] == ["repairs", "other"]


def test_twenty_talents_are_enough(fatima):
    said = {"words": "Ik kan naaien", "category_code": "repairs", "shown_to": "wijk"}
    for _ in range(20):
        transact(service.add_talent, fatima.person_id, **said)
    with pytest.raises(errors.EnoughTalents):
        transact(service.add_talent, fatima.person_id, **said)


def test_what_somebody_offers_moves_along(fatima, henk):
    make_listing(fatima, "offer", FIETS)
    other = make_place("Kanaalzone")
    transact(wijk.move, fatima.person_id, other.wijk_id)
    assert offers(henk) == [] == found("fiets", henk)
    olena = make_resident(other, "Olena")
    assert offers(olena) == [FIETS] == found("fiets", olena)


def test_stewards_name_at_most_twelve_wijken_near_and_never_their_own(place):
    steward = place.stewards[0].person_id
    others = {make_place(f"Wijk {number}").wijk_id for number in range(13)}
    with pytest.raises(TooManyNear):
        transact(wijk.name_near, place.wijk_id, others, by=steward)
    transact(wijk.name_near, place.wijk_id, {*list(others)[:12], place.wijk_id}, by=steward)
    assert len(near_wijken(place.wijk_id)) == 12
    transact(wijk.name_near, place.wijk_id, set(), by=steward)
    assert near_wijken(place.wijk_id) == []


@pytest.mark.parametrize("words", ["=1+1", "!!!", "1", "de het een", "ж", "0offer 0w1", "x" * 280])
def test_any_words_can_be_put_up_and_looked_for(fatima, henk, words):
    make_listing(fatima, "offer", words)
    assert offers(henk) == [words]
    assert found(words, henk) in ([], [words])
