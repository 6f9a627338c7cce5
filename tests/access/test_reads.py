"""A page reads the database at most four times, the session's own read included (HOUSE.md, TRUST.md)."""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import event, text

from tests.access.world import ROLES, World, addresses, routes, variants
from timebank.core.database import db

READS_AT_MOST = 4


@contextmanager
def reads() -> Iterator[list[str]]:
    """Collect the statements that read."""
    found: list[str] = []

    def remember(_connection, _cursor, statement, *_more) -> None:
        if statement.lstrip().upper().startswith(("SELECT", "WITH")):
            found.append(statement)

    event.listen(db.engine, "before_cursor_execute", remember)
    try:
        yield found
    finally:
        event.remove(db.engine, "before_cursor_execute", remember)


def test_every_page_reads_at_most_four_times(app):
    world = World.make(app)
    too_many = []
    for endpoint, method, rule in routes(app):
        for key in variants(endpoint) if method == "GET" else ():
            address = next(addresses(world, rule, key))
            for role in ROLES:
                browser = world.browser(role)
                db.session.rollback()
                with reads() as found:
                    browser.get(address, buffered=True)
                if len(found) > READS_AT_MOST:
                    too_many.append(f"{role} {key}: {len(found)} reads\n  " + "\n  ".join(one[:150] for one in found))
    assert not too_many, "\n" + "\n".join(too_many)


def test_reads_are_counted(app):
    with reads() as found:
        for number in range(5):
            db.session.execute(text(f"SELECT {number}"))
        db.session.execute(text("WITH one AS (SELECT 1) SELECT * FROM one"))
    assert len(found) == 6
