""" "Is het gelukt?": from an appointment to an exchange, or to nothing at all."""

from sqlalchemy import bindparam, select

from timebank.access.actor import Actor
from timebank.core.statements import Statement
from timebank.exchange import errors
from timebank.exchange.models import Exchange
from timebank.exchange.queries.talking import FoundConversation
from timebank.exchange.rules import Report
from timebank.exchange.rules.agreeing import Happened
from timebank.exchange.service import appointments, series
from timebank.exchange.service.appointments import check_step, get_current
from timebank.exchange.service.report import Party, report
from timebank.wijk import queries as wijk

EXCHANGE_ID = Statement(select(Exchange.id).where(Exchange.public_id == bindparam("public_id")))


def write_down(appointment_id: int, how: Happened, *, by: Actor) -> str:
    """Write down what was agreed and done, once, and ask the other whether it is right; return the exchange's id.

    Pressing twice is safe, and so is it when both press: there is one exchange, of who pressed first.

    :raises NotYet: the time has not come
    :raises RuleBroken: as `report`
    """
    conversation, found = get_current(appointment_id)
    if found.exchange_id is not None:
        return str(found.exchange_public_id)
    step, seen = check_step(found, "write_down", by=by)
    content = Report(
        request_key=f"appointment:{seen.public_id}",
        side=seen.my_side,
        who=seen.other.public_id or "",
        category_code=how.category_code,
        minutes=how.minutes,
        occurred_on=how.occurred_on,
        note=how.note,
        is_sure=how.is_sure,
    )
    written = report(content, by=by, other=_party(conversation, by))
    appointments.change(appointment_id, state=step.to_state, exchange_id=EXCHANGE_ID.scalar(public_id=written))
    series.go_on_after(found, conversation)
    return written


def not_done(appointment_id: int, *, by: Actor) -> None:
    """Say that it did not work out; nothing is asked and nothing is written down. Pressing twice is safe."""
    conversation, found = get_current(appointment_id)
    if found.state == "not_done":
        return
    step, _ = check_step(found, "not_done", by=by)
    appointments.change(appointment_id, state=step.to_state)
    series.go_on_after(found, conversation)


def _party(conversation: FoundConversation, by: Actor) -> Party:
    """Return the other as a party. Both said yes to meet, so the other need not be findable, but still be willing."""
    other = wijk.member_by_person_id(conversation.other_id(by.person_id))
    if other is None or conversation.silence_id is not None:
        raise errors.NobodyFound
    return Party(other.account_id, other.person_id)
