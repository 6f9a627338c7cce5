"""The worker: does what the clock asks and sends the mail, over and over. Any number of them may run."""

import logging
from threading import Event

from sqlalchemy.exc import OperationalError

from timebank.core.database import db, let_go
from timebank.notices import outbox
from timebank.notices.duties import Duties, carry_out

LOOKS_EVERY_SECONDS = 5.0
AWAY_SECONDS = 30.0
"""How long to wait when the database is away."""

LOG = logging.getLogger(__name__)


def work(duties: Duties, stop: Event, *, once: bool = False) -> int:
    """Work until `stop` is set; with `once`, until there is nothing to do. Return how many mails were tried."""
    done: dict[str, str] = {}
    tried = 0
    while not stop.is_set():
        wait = LOOKS_EVERY_SECONDS
        try:
            for name in carry_out(duties, done):
                LOG.info("duty %s done", name)
            outbox.gather_prompt()
            tried += outbox.send_due(should_stop=stop.is_set)
        except OperationalError as error:
            if once:
                raise
            let_go()
            LOG.error("database: %s", error.orig)
            wait = AWAY_SECONDS
        finally:
            db.session.remove()
        if once:
            break
        stop.wait(wait)
    return tried
