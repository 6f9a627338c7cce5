"""What tests of groups look at and do."""

from datetime import timedelta

from sqlalchemy import func, select

from timebank.core import clock
from timebank.core.database import db, transact
from timebank.exchange import queries, service
from timebank.ledger.models import Transfer
from timebank.ledger.queries import totals_of
from timebank.wijk.queries import pot_account_id

NAMES = ("Anna", "Bram", "Carla", "Dirk", "Els", "Farid", "Gül")


def totals(actor):
    """Return the minutes that somebody gave and got."""
    db.session.rollback()
    row = totals_of(actor.account_id)
    return row.given_minutes, row.received_minutes


def pot_minutes(place):
    """Return the minutes that the wijk got."""
    db.session.rollback()
    return totals_of(pot_account_id(place.wijk_id)).received_minutes


def states(group):
    """Return the state of each place, the leader's first."""
    db.session.rollback()
    return [one.state for one in queries.places_of(group)]


def says(group, *actors, is_right=True):
    """Let these answer what a group asks them."""
    for actor in actors:
        transact(service.answer_in_group, group.id, is_right, by=actor)


def later(monkeypatch, **time):
    """Let so much time pass."""
    moment = clock.now() + timedelta(**time)
    monkeypatch.setattr(clock, "now", lambda: moment)


def transfers():
    """Return how many postings there are."""
    db.session.rollback()
    return db.session.scalar(select(func.count()).select_from(Transfer))
