"""A yes that came on paper: who asks fills in the code from the sheet of who is asked."""

import hmac

from timebank.access import audit
from timebank.access.actor import Actor
from timebank.core import clock
from timebank.core.tokens import typed
from timebank.exchange import errors, rules
from timebank.exchange.paper import question_of
from timebank.exchange.queries.on_paper import ON_PAPER
from timebank.exchange.service.moves import carry_and_post, get_locked, person_on, posting_of


def confirm_on_paper(exchange_id: int, code: str, *, by: Actor) -> int:
    """Take the other's yes on paper to the minutes that `by` named, and post them; return the transfer's id.

    Who is asked can read in their log that it came this way. Filling it in twice is safe.

    :raises NotYourTurn: `by` is not the one who asks
    :raises AlreadyAnswered: it was answered otherwise, or waited too long
    :raises WrongPaperCode: it is not the code of this question
    """
    exchange = get_locked(exchange_id)
    persons = (exchange.giver_person_id, exchange.receiver_person_id)
    if exchange.state == "confirmed" and by.person_id in persons:
        return int(exchange.transfer_id)
    asked = exchange.asked_side
    if asked is None or exchange.state not in ON_PAPER or exchange.lapses_at_utc <= clock.now():
        raise errors.AlreadyAnswered
    asked_id = person_on(exchange, asked)
    if asked_id is None or person_on(exchange, rules.other(asked)) != by.person_id:
        raise errors.NotYourTurn
    right = question_of(exchange.public_id, asked_person_id=asked_id, minutes=exchange.minutes).code
    if not hmac.compare_digest(typed(code).encode(), typed(right).encode()):
        raise errors.WrongPaperCode
    found = rules.MOVES[exchange.state, "confirm"]
    audit.record("exchange.paper_yes", actor_id=by.person_id, subject_id=asked_id, minutes=exchange.minutes)
    posting = posting_of(exchange, f"exchange:{exchange_id}", exchange.minutes)
    return carry_and_post(exchange, "confirm", found, asked, posting, by_id=asked_id)
