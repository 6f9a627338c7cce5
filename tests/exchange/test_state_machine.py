"""Exchange and ledger against a model in plain Python, by whatever road Hypothesis finds.

The model knows the promises, and nothing of the program: who may do what when, and what the books then say.
"""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test
from sqlalchemy import func, select

from tests.exchange.model import BAKERY, CONTACTS, NEIGHBOURS, PERSONS, STEWARDS, WIJKEN, Told, stad_of
from tests.factories import bring_on_board, make_place, make_resident
from tests.stress.scale import scaled
from timebank.core import clock
from timebank.core.database import db, transact
from timebank.core.errors import RuleBroken
from timebank.exchange import rules, service
from timebank.exchange.queries import find_exchange
from timebank.exchange.rules import Report
from timebank.ledger import service as books
from timebank.ledger.check import check
from timebank.ledger.models import Account, Entry
from timebank.people import service as people
from timebank.people import sessions
from timebank.people.queries import get_person
from timebank.wijk import service as wijk
from timebank.wijk.actor import load_actor
from timebank.wijk.queries import gemeente_id_of, pot_account_id

REPORTS_A_DAY = 20
LAPSES_AFTER = timedelta(days=30)
WAITING = ("reported", "countered", "correction asked")

persons = st.sampled_from(PERSONS)
answerers = st.just("asked") | st.just("asker") | persons
"""Who answers: mostly somebody whom it concerns, so that the roads go far."""
minutes_of_help = st.sampled_from([1, 15, 60, 61, 1440])


class Neighbourhood(RuleBasedStateMachine):
    """Two wijken, seven people, two pots, a bakery, the stad of each, and all that they can do to an exchange."""

    exchanges = Bundle("exchanges")

    @initialize()
    def people_come(self) -> None:
        """Let everybody join. Nobody of an earlier run is among them, so one database serves many runs."""
        self.now = datetime.now(clock.AMSTERDAM)
        places = {name: make_place(name.title()) for name in WIJKEN}
        self.actors = {name: make_resident(places[at], name.title()) for name, at in NEIGHBOURS.items()}
        for name in WIJKEN:
            named = [steward for steward, at in STEWARDS.items() if at == name]
            self.actors.update(zip(named, places[name].stewards, strict=True))
        self.wijk_ids = {name: place.wijk_id for name, place in places.items()}
        self.accounts = {name: actor.account_id for name, actor in self.actors.items()}
        self.accounts |= {name: pot_account_id(place.wijk_id) for name, place in places.items()}
        self.accounts |= {stad_of(n): transact(books.stad_account, gemeente_id_of(i)) for n, i in self.wijk_ids.items()}
        self.bakery = bring_on_board(places["noord"], self.actors[CONTACTS[0]], f"Bakkerij {self.now}")
        self.codes = {name: get_person(actor.person_id).buurcode for name, actor in self.actors.items()}
        for name in CONTACTS[1:]:
            transact(wijk.add_contact, self.bakery.organisation_id, self.codes[name], by=places["noord"].stewards[0])
        self.accounts[BAKERY] = self.bakery.account_id
        self.lives_in = NEIGHBOURS | STEWARDS
        self.silences: set[tuple[str, str]] = set()
        self.told: list[Told] = []
        self.books: list[tuple[str, str, str, str, int]] = []
        self.reports: dict[tuple[str, object], int] = {}

    def actor(self, name):
        """Return somebody as the doorkeeper sees them now, in a session that has not run out."""
        person_id = self.actors[name].person_id
        self.actors[name] = load_actor(self.actors[name].token) or load_actor(
            transact(sessions.begin, person_id, "own", "a test")
        )
        return self.actors[name]

    def attempt(self, allowed, work, *args, **more):
        """Do something, which must succeed exactly when the model allows it."""
        try:
            done = transact(work, *args, **more)
        except RuleBroken as broken:
            assert not allowed, f"refused: {broken!r}"
            return None
        assert allowed, "the model forbids this"
        return done

    @rule(
        target=exchanges,
        by=persons,
        other=st.sampled_from([*PERSONS, "pot", "stad", BAKERY]),
        gave=st.booleans(),
        minutes=minutes_of_help,
    )
    def report(self, by, other, gave, minutes):
        """Write down what was done, with a person, the bakery, or the pot or stad of one's wijk."""
        here = self.lives_in[by]
        party = {"pot": here, "stad": stad_of(here)}.get(other, other)
        is_alone = other == "stad" and not gave
        who = (
            self.bakery.who if other == BAKERY else other if other in ("pot", "stad") else self.actors[other].public_id
        )
        content = self._content(by, "giver" if gave else "receiver", who, minutes)
        content = replace(content, category_code="stad_talk") if is_alone else content
        allowed = self._may_report(by, other) and (other != BAKERY or here == "noord")
        told, number = self._reported(allowed, (by, party) if gave else (party, by), party, minutes, by, content)
        if allowed and is_alone:
            told.is_alone = True
            self._settle(told, "confirmed")
            self._post(told)
        return told, number

    @rule(target=exchanges, by=st.sampled_from(CONTACTS), other=persons, gave=st.booleans(), minutes=minutes_of_help)
    def report_for_bakery(self, by, other, gave, minutes):
        """Write down what the bakery gave or got; it finds the neighbour by buurcode."""
        content = self._content(by, "giver" if gave else "receiver", self.codes[other], minutes)
        parties = (BAKERY, other) if gave else (other, BAKERY)
        allowed = self._may_report(by, other)
        return self._reported(allowed, parties, other, minutes, by, content, service.report_for, self.bakery)

    @rule(which=exchanges, by=answerers, right=st.none() | minutes_of_help)
    def correct_alone(self, which, by, right):
        """Correct help of the stad, which only its receiver can."""
        told, number, by = self._meant(which, by)
        allowed = told.is_alone and told.state == "confirmed" and by == told.receiver and right != told.minutes
        self.attempt(allowed, service.correct_alone, number, right_minutes=right, by=self.actor(by))
        if allowed:
            self.books.append((told.giver, told.posted[0], told.receiver, told.posted[1], -told.minutes))
            self._settle(told, "reversed" if right is None else "confirmed")
            if right is not None:
                told.minutes = right
                self._post(told)

    @rule(which=exchanges)
    def both_agree(self, which):
        """Let whoever is asked say yes, to a correction too: a step onward from most states."""
        (self.agree if which[0].state == "correction asked" else self.say_yes)(which, "asked")

    @rule(which=exchanges, by=answerers)
    def say_yes(self, which, by):
        """Say yes; whoever speaks for a side may say it again when it counts already."""
        told, number, by = self._meant(which, by)
        party = told.speaks_for(by)
        asked = told.state in ("reported", "countered") and party == told.asked and self.now < told.until
        self.attempt(asked or (told.state == "confirmed" and party), service.confirm, number, by=self.actor(by))
        if asked:
            self._settle(told, "confirmed")
            self._post(told)

    @rule(which=exchanges, by=answerers, minutes=minutes_of_help)
    def say_another_time(self, which, by, minutes):
        """Say that it was another time, which asks the other side."""
        told, number, by = self._meant(which, by)
        allowed = (
            told.state in ("reported", "countered")
            and told.speaks_for(by) == told.asked
            and self.now < told.until
            and minutes != told.minutes
        )
        self.attempt(allowed, service.counter, number, minutes, by=self.actor(by))
        if allowed:
            told.state = "countered" if told.state == "reported" else "reported"
            told.minutes = minutes
            self._ask(told, told.other(told.asked))

    @rule(which=exchanges, by=answerers, move=st.sampled_from(["decline", "withdraw", "refuse", "stop_asking"]))
    def say_no(self, which, by, move):
        """End waiting: the side that is asked says no, or the other takes it back. Twice is once."""
        told, number, by = self._meant(which, by)
        party = told.speaks_for(by)
        is_correction = move in ("refuse", "stop_asking")
        waits = told.state == "correction asked" if is_correction else told.state in ("reported", "countered")
        is_asked = party == told.asked
        fits = party and is_asked == (move in ("decline", "refuse"))
        allowed = waits and fits and self.now < told.until
        ended = {"decline": "declined", "withdraw": "withdrawn"}.get(move, "confirmed")
        again = not is_correction and told.state == ended and party
        self.attempt(allowed or again, service.answer, number, move, by=self.actor(by))
        if allowed:
            self._settle(told, ended)

    @rule(which=exchanges, by=answerers, right=st.none() | minutes_of_help)
    def ask_correction(self, which, by, right):
        """Ask to correct what both said yes to."""
        told, number, by = self._meant(which, by)
        party = told.speaks_for(by)
        # A reason is a letter: it does not go to who wants to hear no more of its writer.
        is_letter = party is not None and (told.other(party), by) in self.silences
        can_be = told.state == "confirmed" and not told.is_alone
        allowed = can_be and party and right != told.minutes and not is_letter
        wish = {"reason": "Anders", "right_minutes": right}
        self.attempt(allowed, service.ask_correction, number, **wish, by=self.actor(by))
        if allowed:
            told.state, told.right_minutes, told.agreed_by = "correction asked", right, None
            self._ask(told, told.other(party))

    @rule(which=exchanges, by=answerers)
    def agree(self, which, by):
        """Say yes to a correction: the old posting is reversed, and the right one made. Twice is once."""
        told, number, by = self._meant(which, by)
        allowed = told.state == "correction asked" and told.speaks_for(by) == told.asked and self.now < told.until
        again = told.agreed_by is not None and told.agreed_by == by
        self.attempt(allowed or again, service.agree_correction, number, by=self.actor(by))
        if allowed:
            told.agreed_by = by
            self.books.append((told.giver, told.posted[0], told.receiver, told.posted[1], -told.minutes))
            self._settle(told, "reversed" if told.right_minutes is None else "confirmed")
            if told.right_minutes is not None:
                told.minutes = told.right_minutes
                self._post(told)

    @rule(days=st.sampled_from([1, 10, 31]), lapse=st.booleans())
    def time_passes(self, days, lapse):
        """Let days pass, and sometimes let what waited too long lapse."""
        self.now += timedelta(days=days)
        if lapse:
            while transact(service.lapse_overdue):
                pass
            for told in self.told:
                if told.state in WAITING and told.until <= self.now:
                    self._settle(told, "confirmed" if told.state == "correction asked" else "lapsed")

    @rule(who=st.sampled_from([*NEIGHBOURS]), to=st.sampled_from(WIJKEN))
    def move_house(self, who, to):
        """Move to the other wijk: hours and what waits stay as they are."""
        self.attempt(self.lives_in[who] != to, wijk.move, self.actors[who].person_id, self.wijk_ids[to])
        self.lives_in[who] = to

    @rule(who=persons, other=persons)
    def hear_no_more(self, who, other):
        """Be silent to each other from now on; what waits remains."""
        ids = (self.actors[name].person_id for name in (who, other))
        self.attempt(who != other, people.silence, *ids)
        if who != other:
            self.silences.add((who, other))

    @invariant()
    def totals_are_those_of_the_model(self):
        """Hold every person's and every wijk's figures against the model's."""
        db.session.rollback()
        numbers = self.accounts.values()
        rows = db.session.execute(select(Account).where(Account.id.in_(numbers))).scalars()
        seen = {row.id: (row.given_minutes, row.received_minutes) for row in rows}
        for name, number in self.accounts.items():
            given = sum(m for giver, _, _, _, m in self.books if giver == name)
            received = sum(m for _, _, receiver, _, m in self.books if receiver == name)
            assert seen[number] == (given, received), name
        by_wijk = select(Entry.wijk_id, Entry.side, func.sum(Entry.minutes)).group_by(Entry.wijk_id, Entry.side)
        sums = {(at, side): total for at, side, total in db.session.execute(by_wijk)}
        for name, number in self.wijk_ids.items():
            given = sum(m for _, at, _, _, m in self.books if at == name)
            received = sum(m for _, _, _, at, m in self.books if at == name)
            assert (sums.get((number, "given"), 0), sums.get((number, "received"), 0)) == (given, received), name

    def teardown(self):
        """End with books that recompute to themselves."""
        db.session.rollback()
        assert list(check()) == []

    def _content(self, by, side, who, minutes):
        today = self.reports.get((by, clock.today()), 0)
        key = f"{len(self.told)}-{today}-{self.now}-{by}"
        return Report(key, side, who, "shopping", minutes, clock.today(), is_sure=True)

    def _may_report(self, by, other):
        today = self.reports.get((by, clock.today()), 0)
        return by != other and self.silences.isdisjoint({(by, other), (other, by)}) and today < REPORTS_A_DAY

    def _reported(self, allowed, parties, asked, minutes, by, content, work=service.report, *first):
        public_id = self.attempt(allowed, work, *first, content, by=self.actor(by))
        self.reports[by, clock.today()] = self.reports.get((by, clock.today()), 0) + allowed
        told = Told(*parties, minutes, asked, self.now + LAPSES_AFTER, "reported" if allowed else "never was")
        self.told.append(told)
        return told, find_exchange(public_id).id if allowed else -1

    def _meant(self, which, by):
        told, number = which
        return told, number, told.who_is(by)

    def _ask(self, told, party):
        told.asked, told.until = party, self.now + LAPSES_AFTER

    def _settle(self, told, state):
        told.state, told.asked = state, ""

    def _post(self, told):
        told.posted = (self._wijk_of(told.giver), self._wijk_of(told.receiver))
        self.books.append((told.giver, told.posted[0], told.receiver, told.posted[1], told.minutes))

    def _wijk_of(self, party):
        return self.lives_in.get(party, party)


HOW_MUCH = settings(
    max_examples=scaled(150),
    stateful_step_count=50,
    deadline=None,
    database=None,
    print_blob=True,
    suppress_health_check=[*HealthCheck],
)


@pytest.fixture
def run(app, monkeypatch):
    """Give the function that runs the machine on this database, under a clock that travels."""
    running = []

    def begin() -> Neighbourhood:
        running[:] = [Neighbourhood()]
        return running[0]

    monkeypatch.setattr(clock, "now", lambda: getattr(running[0], "now", None) or datetime.now(clock.AMSTERDAM))
    return lambda how_much: run_state_machine_as_test(begin, settings=how_much)


@pytest.mark.stress
def test_exchange_and_ledger_do_what_the_model_does(run):
    run(HOW_MUCH)


def test_the_model_sees_a_rule_that_is_broken(run, monkeypatch):
    """Plant a mistake, an answer that anybody may give, and see that it is found."""
    loose = {key: replace(step, by="either") if key[1] == "confirm" else step for key, step in rules.MOVES.items()}
    monkeypatch.setattr("timebank.exchange.rules.exchanging.MOVES", loose)
    with pytest.raises(AssertionError, match="the model forbids this"):
        run(settings(HOW_MUCH, max_examples=50, phases=[Phase.generate], derandomize=True))
