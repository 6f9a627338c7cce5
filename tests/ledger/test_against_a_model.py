"""Random histories give the same books as a few lines of plain Python."""

from collections import defaultdict
from itertools import count

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.ledger.checks import assert_books_balance
from tests.ledger.posting import DAY
from timebank.core.database import db, transaction
from timebank.core.errors import RuleBroken
from timebank.ledger import queries, seal, service

KEYS = count(1)
PARTIES = ("anna", "bram", "pot", "zoe")

transfers = st.tuples(st.sampled_from(PARTIES), st.sampled_from(PARTIES), st.integers(-5, 1500))
reversals = st.integers(0, 12)
histories = st.lists(st.one_of(transfers, reversals, st.just("move"), st.just("seal")), max_size=15)


class Model:
    """What the books must say: the minutes of each account's entries in order."""

    def __init__(self) -> None:
        self.posted: list[tuple[int, str, str, int]] = []
        self.reversed: set[int] = set()
        self.entries: dict[str, list[tuple[str, int]]] = defaultdict(list)

    def post(self, transfer_id: int, giver: str, receiver: str, minutes: int) -> None:
        self.entries[giver].append(("given", minutes))
        self.entries[receiver].append(("received", minutes))
        self.posted.append((transfer_id, giver, receiver, minutes))

    def total(self, name: str, side: str) -> int:
        return sum(minutes for kind, minutes in self.entries[name] if kind == side)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(history=histories)
def test_any_history_gives_the_books_of_the_model(books, history):
    model = Model()
    names = {name: _fresh_account(books, name) for name in PARTIES}
    places = {name: books.noord for name in PARTIES}
    for step in history:
        if step == "seal":
            with transaction():
                seal.seal()
        elif step == "move":
            places["anna"] = books.zuid if places["anna"] == books.noord else books.noord
            with transaction():
                service.move_account(names["anna"], wijk_id=places["anna"], gemeente_id=books.gemeente)
        elif isinstance(step, int):
            _reverse(model, step)
        else:
            _post(model, names, *step)

    for name, account_id in names.items():
        totals = queries.totals_of(account_id)
        assert totals == (model.total(name, "given"), model.total(name, "received"), len(model.entries[name]))
        rows = queries.entries_of(account_id, before_seq=None, limit=100)
        assert [(row.side, row.minutes) for row in reversed(rows)] == model.entries[name]
    assert_books_balance()


def _post(model: Model, names: dict[str, int], giver: str, receiver: str, minutes: int) -> None:
    try:
        with transaction():
            transfer_id = service.post(
                request_key=f"model:{next(KEYS)}",
                giver_account_id=names[giver],
                receiver_account_id=names[receiver],
                minutes=minutes,
                category_code="klussen",
                occurred_on=DAY,
            )
    except RuleBroken:
        assert giver == receiver or not 1 <= minutes <= 1440
    else:
        assert giver != receiver
        assert 1 <= minutes <= 1440
        model.post(transfer_id, giver, receiver, minutes)


def _reverse(model: Model, which: int) -> None:
    if which >= len(model.posted):
        return
    original_id, giver, receiver, minutes = model.posted[which]
    try:
        with transaction():
            reversal_id = service.reverse(original_id, request_key=f"model:{next(KEYS)}")
    except RuleBroken:
        assert original_id in model.reversed or minutes < 0
    else:
        assert original_id not in model.reversed
        assert minutes > 0
        model.reversed.add(original_id)
        model.post(reversal_id, giver, receiver, -minutes)


def _fresh_account(books, name: str) -> int:
    """Each example has accounts of its own; the pot of a wijk is one, so an organisation stands for it."""
    db.session.rollback()
    with transaction():
        if name == "pot":
            return service.open_account("organisation", gemeente_id=books.gemeente, sector="onderwijs")
        return service.open_account("person", wijk_id=books.noord, gemeente_id=books.gemeente)
