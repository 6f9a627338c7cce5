"""What crosses all rooms. Each query says its order and its limit."""

from dataclasses import dataclass

from sqlalchemy import func, select

from timebank.core import migrations
from timebank.core.database import db
from timebank.ledger.models import Seal
from timebank.notices.queries import failed_count


@dataclass(frozen=True)
class Installation:
    """What an operator needs to know of the machine; nothing of what people do."""

    engine: str
    version: str | None
    seals: int
    failed_mails: int


def installation() -> Installation:
    """Return the database's kind, the version of its tables and how often the books were sealed."""
    seals = db.session.scalar(select(func.max(Seal.number))) or 0
    return Installation(db.engine.dialect.name, migrations.head(), seals, failed_count())
