"""The check knows the text of every trigger."""

from timebank.core.database import db
from timebank.ledger import triggers


def test_the_check_knows_every_trigger_of_the_newest_migration(app):
    with db.engine.connect() as connection:
        assert triggers.found_in(connection) == triggers.DIGESTS.get(connection.dialect.name)
