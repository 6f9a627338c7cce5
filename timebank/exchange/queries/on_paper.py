"""What waits for the yes of people who hear on paper."""

from collections import defaultdict
from typing import Any

from sqlalchemy import select, union_all

from timebank.access.actor import Actor
from timebank.core import clock
from timebank.core.database import db
from timebank.exchange import rules
from timebank.exchange.models import Exchange
from timebank.exchange.paper import Question, question_of
from timebank.exchange.queries.told import Found, still_waits
from timebank.notices.queries import questions_asked
from timebank.wijk.models import Membership

QUESTIONS_AT_MOST = 500
ON_PAPER = ("reported", "countered")
"""The states in which a yes needs nothing read but the minutes."""


@questions_asked.connect
def questions_of(person_ids: tuple[int, ...]) -> dict[int, list[Question]]:
    """Return the questions that wait for each of some persons, the oldest first, QUESTIONS_AT_MOST in all."""
    sides = (_asked(side, person_ids) for side in ("giver", "receiver"))
    asked = union_all(*sides).order_by("id").limit(QUESTIONS_AT_MOST)
    found = defaultdict(list)
    for row in db.session.execute(asked, {"now": clock.now()}):
        question = question_of(row.public_id, asked_person_id=row.person_id, minutes=row.minutes)
        found[row.person_id].append(question)
    return found


def _asked(side: str, person_ids: tuple[int, ...]) -> Any:
    account_id = getattr(Exchange, f"{side}_account_id")
    return (
        select(Exchange.id.label("id"), Exchange.public_id, Exchange.minutes, Membership.person_id)
        .join(Membership, Membership.account_id == account_id)
        .where(
            Membership.person_id.in_(person_ids),
            Membership.until_utc.is_(None),
            Exchange.asked_side == side,
            Exchange.state.in_(ON_PAPER),
            still_waits(),
        )
    )


def question_for(exchange: Found, by: Actor) -> str | None:
    """Return the name, on the sheet of the other, of the question that `by` asks; None: `by` asks nobody's yes."""
    asked, persons = exchange.asked_side, {"giver": exchange.giver_person_id, "receiver": exchange.receiver_person_id}
    if asked is None or exchange.state not in ON_PAPER or persons[rules.other(asked)] != by.person_id:
        return None
    asked_id = persons[asked]
    if asked_id is None:
        return None
    return question_of(exchange.public_id, asked_person_id=asked_id, minutes=exchange.minutes).name
