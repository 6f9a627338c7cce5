"""Who moves takes no hours along, one person is one number, and a wijk is called what it was called then."""

from datetime import UTC, date, datetime

import pytest
from sqlalchemy import insert

from tests.balance.publishing.conftest import CODES, counted, post
from timebank.balance import service
from timebank.balance.models import PublishedBalance
from timebank.core import clock
from timebank.core.database import db, transact
from timebank.ledger import service as ledger
from timebank.wijk import imports, queries
from timebank.wijk import service as wijk
from timebank.wijk.cbs import Region
from timebank.wijk.models import Membership

A, B, C = CODES


def test_who_moves_counts_where_they_lived_when_it_was_posted(village, at):
    first, second, _ = village.wijken
    anna, bram, *_ = village.people[first]
    dirk = village.people[second][0]
    post(anna, bram, 10)
    transact(wijk.move, village.persons[anna], second)
    post(anna, bram, 20)
    post(dirk, anna, 40)
    found = counted("2026Q3")
    assert found[A].given["own"].givers == {anna: 10}
    assert found[A].from_wijken == {B: found[B].to_wijken[A]}
    assert found[B].to_wijken[A].givers == {anna: 20}
    assert found[B].to_wijken[A].receivers == {bram: 20}
    assert found[B].given["own"] == found[B].received["own"]
    assert (found[B].given["own"].givers, found[B].given["own"].receivers) == ({dirk: 40}, {anna: 40})
    assert found[A].names_of_wijken == {B: "Boterbloem"}
    assert next(iter(found[B].given_by_group.values())).givers == {anna: 20, dirk: 40}


def test_a_person_with_two_accounts_is_one_person(village):
    first = village.wijken[0]
    anna, bram, *_ = village.people[first]
    second_account = transact(ledger.open_account, "person", wijk_id=first, gemeente_id=village.gemeente_id)
    earlier = {"person_id": village.persons[anna], "wijk_id": first, "account_id": second_account}
    moments = {"since_utc": datetime(2025, 1, 1, tzinfo=UTC), "until_utc": datetime(2026, 1, 1, tzinfo=UTC)}
    transact(lambda: db.session.execute(insert(Membership).values(**earlier, **moments)))
    post(second_account, bram, 15)
    post(anna, bram, 30)
    own = counted("2026Q3")[A].given["own"]
    assert own.givers == {anna: 45}
    assert own.receivers == {bram: 45}


def test_pots_the_stad_and_organisations_are_partners_and_no_persons(village):
    first, second, _ = village.wijken
    anna = village.people[first][0]
    others = {"pot": village.pot(first), "stad": village.stad, "onderwijs": village.organisations[1]}
    for number, other in enumerate(others.values(), start=1):
        post(anna, other, number)
        post(other, anna, 10 * number)
    post(village.pot(second), village.organisations[0], 500)
    one = counted("2026Q3")[A]
    for number, name in enumerate(others, start=1):
        gave, got = one.given[name], one.received[name]
        assert (gave.givers, gave.receivers, gave.minutes) == ({anna: number}, {}, number)
        assert (got.givers, got.receivers, got.minutes) == ({}, {anna: 10 * number}, 10 * number)
    assert set(one.given) == set(one.received) == set(others)
    assert counted("2026Q3")[B].given == {}


def test_an_unknown_kind_of_help_counts_in_no_group(village):
    anna, bram, *_ = village.people[village.wijken[0]]
    post(anna, bram, 15, category_code="something of long ago")
    one = counted("2026Q3")[A]
    assert (one.given["own"].minutes, one.given_by_group) == (15, {})


@pytest.fixture
def new_year(village, at, decided):
    """Let people help each other in December; on 1 January one wijk is split, and another gets another name."""
    a, b, _ = (village.people[wijk_id] for wijk_id in village.wijken)
    at.set(datetime(2026, 12, 31, 21, tzinfo=clock.AMSTERDAM))
    post(a[0], a[1], 60, date(2026, 12, 31))
    post(a[2], b[0], 30, date(2026, 12, 31))
    at.set(datetime(2027, 1, 1, 9, tzinfo=clock.AMSTERDAM))
    names = {A: "Aalscholver Noord", "WK000104": "Aalscholver Zuid", B: "Boterbloem en Klaver", C: "Citroenvlinder"}
    gemeente = Region(1, "GM0001", "Boekstad", 2027, None)
    transact(imports.write, [gemeente, *(Region(2, code, name, 2027, 500) for code, name in names.items())])
    transact(wijk.split, A, [A, "WK000104"], year=2027)
    return village


def test_a_quarter_is_published_as_its_wijken_were_called_then(new_year, at, decided):
    at.set(datetime(2027, 1, 15, 4, tzinfo=clock.AMSTERDAM))
    transact(service.publish, "2026Q4")
    found = {one.code: one for one in decided.counted}
    assert set(found) == set(CODES)
    old = found[A]
    assert (old.name, found[B].name) == ("Aalscholver", "Boterbloem")
    assert (old.given["own"].minutes, old.to_wijken[B].minutes, old.names_of_wijken) == (60, 30, {B: "Boterbloem"})
    kept = db.session.query(PublishedBalance.wijk_id, PublishedBalance.figures).all()
    assert {wijk_id for wijk_id, figures in kept if "Aalscholver" in figures} >= {new_year.wijken[0]}


def test_what_follows_a_split_is_another_wijk_also_with_the_same_code(new_year, at):
    first, second, _ = new_year.wijken
    stays, moves, third, _ = new_year.people[first]
    north = queries.find_wijk(A)
    assert north.wijk_id != first
    transact(wijk.move, new_year.persons[moves], north.wijk_id)
    post(stays, third, 10, date(2027, 1, 5))
    post(stays, moves, 20, date(2027, 1, 5))
    post(new_year.people[second][0], moves, 40, date(2027, 1, 5))
    found = counted("2027Q1")
    was = f"{A}-2026"
    assert {code: one.name for code, one in found.items()} == {
        was: "Aalscholver",
        A: "Aalscholver Noord",
        "WK000104": "Aalscholver Zuid",
        B: "Boterbloem en Klaver",
        C: "Citroenvlinder",
    }
    assert found[was].given["own"].minutes == 10
    assert {code: cell.minutes for code, cell in found[A].from_wijken.items()} == {was: 20, B: 40}
    assert found[A].names_of_wijken == {was: "Aalscholver", B: "Boterbloem en Klaver"}


def test_a_wijk_that_was_closed_before_a_quarter_and_did_nothing_in_it_has_no_balance(new_year):
    assert set(counted("2027Q1")) == {f"{A}-2026", A, "WK000104", B, C}  # it was closed in the course of that quarter
    assert set(counted("2027Q2")) == {A, "WK000104", B, C}


def test_without_an_edition_of_the_year_the_last_one_before_holds(village):
    assert {code: one.name for code, one in counted("2031Q1").items()}[B] == "Boterbloem"
    assert {code: one.name for code, one in counted("2026Q1").items()}[B] == "Boterbloem"


def test_a_wijk_that_was_not_known_then_has_a_balance_only_for_its_history(village):
    assert counted("2019Q1") == {}
    post(*village.people[village.wijken[0]][:2], day=date(2019, 2, 1), origin="taken_over")
    assert {code: one.name for code, one in counted("2019Q1").items()} == {A: "Aalscholver"}
