"""The invented gemeente: what is drawn, what is written, and that it never meets real people."""

from collections import Counter
from datetime import date, timedelta

import pytest
from sqlalchemy import func, select

import config
from tests.conftest import ENGINES, make_app, opened
from tests.factories import make_place
from timebank.balance.models import Publication, PublishedBalance
from timebank.balance.quarters import due_quarters
from timebank.core import clock
from timebank.core.database import db
from timebank.exchange.models import Appointment, Exchange, ExchangeMove, Group, StadProposal
from timebank.home.commands import demo
from timebank.home.demo import filling, world
from timebank.home.demo.database import State, state
from timebank.home.demo.filling import PASSWORD, SIGN_INS, Size, fill
from timebank.ledger.check import check
from timebank.ledger.models import Entry, Transfer
from timebank.market.models import Listing, SupportNeed, Talent
from timebank.people.models import Person
from timebank.people.passwords import verify
from timebank.wijk.models import Membership, Organisation, PartnerContact, StaffTask, Stewardship, WijkFact
from timebank.wijk.rules import SECTORS

TODAY = date(2026, 11, 22)
SMALL = Size(people=30, exchanges=200, seed=7)


@pytest.fixture(scope="module")
def helps():
    return list(world.Village(world.people(240, 7), 7).helps(12_000, until=TODAY))


def test_the_same_seed_invents_the_same_world():
    assert world.people(100, 7) == world.people(100, 7) != world.people(100, 8)
    first, second = (list(world.Village(world.people(40, 7), 7).helps(300, until=TODAY)) for _ in range(2))
    assert first == second


def test_a_fifth_of_the_people_make_four_fifths_of_the_exchanges(helps):
    given = Counter(one.giver for one in helps if one.giver != world.POT)
    top = sum(times for _, times in given.most_common(240 // 5))
    assert 0.75 < top / given.total() < 0.85


def test_two_years_pass_oldest_first(helps):
    days = [one.day for one in helps]
    assert days == sorted(days)
    assert days[-1] == TODAY
    assert timedelta(700) < TODAY - days[0] <= timedelta(world.DAYS)


def test_some_help_goes_between_wijken_and_some_is_for_the_pot(helps):
    wijk = [somebody.wijk for somebody in world.people(240, 7)]
    pots = sum(world.POT in (one.giver, one.receiver) for one in helps)
    between = sum(wijk[one.giver] != wijk[one.receiver] for one in helps if world.POT not in (one.giver, one.receiver))
    assert 0.03 < pots / len(helps) < 0.1
    assert 0.05 < between / len(helps) < 0.15
    assert all(one.giver != one.receiver for one in helps)


def test_namesakes_of_one_wijk_have_a_line_of_their_own():
    same = Counter((somebody.wijk, somebody.name) for somebody in world.KNOWN)
    assert max(same.values()) > 1
    assert all(somebody.own_line for somebody in world.KNOWN if same[somebody.wijk, somebody.name] > 1)


@pytest.fixture(scope="module", params=ENGINES)
def heard(request):
    """Fill a demo once for the tests that look at it, and give the steps that its progress bar heard of."""
    with request.getfixturevalue(f"fresh_{request.param}")() as url, opened(make_app(url)):
        assert state() is State.EMPTY
        steps = []
        fill(SMALL, progress=steps.append)
        yield steps


def test_the_filled_demo_has_its_people_its_books_and_something_to_answer(heard):
    assert state() is State.FILLED
    assert sum(heard) == SMALL.people + SMALL.exchanges
    assert db.session.scalar(select(func.count(Membership.id))) == SMALL.people
    assert db.session.scalar(select(func.count(Transfer.id))) == SMALL.exchanges
    assert list(check()) == []
    stewards = select(func.count(Stewardship.id)).group_by(Stewardship.wijk_id)
    assert db.session.scalars(stewards).all() == [2, 2, 2]
    fatima = select(Person.id).where(Person.sign_in_name == "fatima").scalar_subquery()
    sides = (Exchange.giver_person_id == fatima) | (Exchange.receiver_person_id == fatima)
    assert db.session.scalar(select(func.count()).where(sides, Exchange.state == "reported")) >= 3
    assert (
        db.session.scalar(
            select(func.count()).where(Exchange.steward_wijk_id.is_not(None), Exchange.state == "reported")
        )
        == 3
    )


@pytest.mark.usefixtures("heard")
def test_everybody_with_a_ready_sign_in_can_use_it():
    people = {
        one.sign_in_name: one for one in db.session.scalars(select(Person)) if verify(one.password_hash, PASSWORD)
    }
    assert set(people) == {name for name, _ in SIGN_INS}
    assert {name for name, one in people.items() if one.totp_secret} == {"noor", "gerard", "olga"}
    tasks = select(StaffTask.wijk_id.is_(None)).join(Person, Person.id == StaffTask.person_id).order_by(StaffTask.id)
    assert db.session.scalars(tasks).all() == [False, False, True]


@pytest.mark.usefixtures("heard")
def test_waiting_questions_are_of_today():
    days = select(Exchange.occurred_on).where(Exchange.state == "reported").distinct()
    assert db.session.scalars(days).all() == [clock.today()]


@pytest.mark.usefixtures("heard")
def test_the_filled_demo_is_alive():
    live = select(func.count()).select_from(Listing).where(Listing.is_live)
    assert db.session.scalar(live) >= 150
    assert db.session.scalar(select(func.count()).select_from(SupportNeed)) >= 10
    coming = select(func.count()).select_from(Appointment).where(Appointment.starts_at_utc > clock.now())
    assert db.session.scalar(coming) >= 5
    assert db.session.scalar(select(func.count()).select_from(Group).where(Group.state == "open")) == 1
    fatima = db.session.scalars(select(Person.id).where(Person.sign_in_name == "fatima")).one()
    assert db.session.scalar(select(func.count()).select_from(Talent).where(Talent.person_id == fatima)) == 1


@pytest.mark.usefixtures("heard")
def test_the_past_quarters_of_the_filled_demo_are_published():
    quarters = db.session.scalars(select(Publication.quarter).order_by(Publication.quarter)).all()
    assert 7 <= len(quarters) <= 8
    assert due_quarters() == []
    kept = select(func.count()).select_from(PublishedBalance).group_by(PublishedBalance.quarter)
    assert set(db.session.scalars(kept)) == {3}


@pytest.mark.usefixtures("heard")
def test_organisations_and_the_stad_take_part_in_it():
    assert {one.sector for one in db.session.scalars(select(Organisation))} == set(SECTORS)
    kinds = select(Entry.other_kind, Entry.side).where(Entry.other_kind.in_(("organisation", "stad"))).distinct()
    both = {(kind, side) for kind in ("organisation", "stad") for side in ("given", "received")}
    assert set(db.session.execute(kinds).tuples()) == both
    moves = select(func.count()).select_from(ExchangeMove).where(ExchangeMove.by_person_id.is_(None))
    assert db.session.scalar(moves) == 0
    alone = select(Exchange).join(ExchangeMove).where(ExchangeMove.move == "write_alone")
    assert all(one.reporter_side == "receiver" for one in db.session.scalars(alone))
    henk, fatima = (
        db.session.scalars(select(Person.id).where(Person.sign_in_name == n)).one() for n in ("henk", "fatima")
    )
    assert db.session.scalars(select(PartnerContact.person_id).where(PartnerContact.person_id == henk)).all() == [henk]
    assert db.session.scalars(select(StadProposal.person_id)).all() == [fatima]
    assert db.session.scalar(select(func.count()).select_from(WijkFact)) == 2


@pytest.fixture
def run_demo(app, monkeypatch, tmp_path):
    for name in ("TIMEBANK_DEMO", "TIMEBANK_SECRET_KEY"):
        monkeypatch.setenv(name, "")  # the command sets them: have them put back
    monkeypatch.setattr(config, "INSTANCE_FOLDER", tmp_path)

    def run(*arguments):
        words = ["--no-serve", "--people", "20", "--exchanges", "50", *arguments]
        done = app.test_cli_runner().invoke(demo, words)
        db.session.remove()
        return done

    return run


def count_exchanges():
    number = db.session.scalar(select(func.count(Exchange.id)).where(Exchange.state == "confirmed"))
    db.session.remove()
    return number


def test_a_second_run_keeps_what_people_did_and_fresh_starts_again(run_demo):
    assert "20 people wrote down 50 exchanges" in run_demo().output
    again = run_demo("--exchanges", "60")
    assert "Everything is as you left it." in again.output
    assert all(name in again.output for name in ("http://127.0.0.1:8000", PASSWORD, "fatima", "ria", "noor"))
    assert count_exchanges() == 50
    run_demo("--fresh", "--exchanges", "60")
    assert count_exchanges() == 60


def test_a_filling_that_stopped_halfway_starts_again(run_demo, monkeypatch):
    with monkeypatch.context() as patch:
        patch.setattr(filling, "_make_ready", lambda *_: 1 / 0)
        assert isinstance(run_demo().exception, ZeroDivisionError)
    assert state() is State.HALFWAY
    assert run_demo().exit_code == 0
    assert state() is State.FILLED


def test_the_demo_never_touches_a_database_with_real_people(run_demo):
    make_place()
    for arguments in ((), ("--fresh",)):
        done = run_demo(*arguments)
        assert done.exit_code == 1
        assert "This database is not the demo's." in done.output
    assert db.session.scalar(select(func.count(Person.id))) == 2


def test_the_demo_has_a_file_of_its_own():
    ours, demos = (config.settings({"TIMEBANK_DEMO": said})["SQLALCHEMY_DATABASE_URI"] for said in ("", "yes"))
    assert ours.endswith("/timebank.sqlite3")
    assert demos.endswith("/demo.sqlite3")
