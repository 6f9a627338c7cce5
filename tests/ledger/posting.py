"""Short ways to post, for the tests of the books."""

from datetime import date
from itertools import count
from typing import Any

from timebank.core.database import transact
from timebank.ledger import service

KEYS = count(1)
DAY = date(2026, 11, 14)


def post(giver: int, receiver: int, minutes: int = 60, **other: Any) -> int:
    """Post a transfer in a transaction of its own."""
    values = {"request_key": f"test:{next(KEYS)}", "category_code": "klussen", "occurred_on": DAY} | other
    return transact(service.post, giver_account_id=giver, receiver_account_id=receiver, minutes=minutes, **values)


def reverse(transfer_id: int, **other: Any) -> int:
    """Reverse a transfer in a transaction of its own."""
    return transact(service.reverse, transfer_id, **({"request_key": f"test:{next(KEYS)}"} | other))
