"""What every test that touches the books ends with."""

from timebank.core.database import db
from timebank.ledger.check import check


def assert_books_balance() -> None:
    """Fail with the differences in words, if there are any."""
    db.session.rollback()
    assert [str(difference) for difference in check()] == []
