"""What the clock asks of all rooms: a room that needs something done every hour or day adds its line here."""

from datetime import datetime

from timebank.balance import service as balance
from timebank.balance.quarters import newest_due
from timebank.balance.rules import published_from
from timebank.core.database import transact
from timebank.exchange import service as exchange
from timebank.ledger import seal
from timebank.market import service as market
from timebank.market.words import meaning
from timebank.notices import duties, outbox
from timebank.notices.duties import Duty, daily, every_ten_minutes, hourly, twice_a_week
from timebank.notices.rules import DUTIES_KEPT


def after_a_quarter(now: datetime) -> str | None:
    """Return the quarter that is to be published, from its first night on and for as long as its row is kept."""
    quarter = newest_due(now.date())
    is_soon = now.date() < published_from(quarter) + DUTIES_KEPT
    return quarter if is_soon and daily(now) else None


def _let_lapse() -> None:
    while transact(exchange.lapse_overdue):
        pass


def _let_proposals_lapse() -> None:
    while transact(exchange.lapse_proposals):
        pass


def _forget_proposals() -> None:
    while transact(exchange.erase_old_proposals):
        pass


def _settle() -> None:
    while transact(exchange.settle_answered):
        pass


def _look_after_listings() -> None:
    while transact(market.expire_listings):
        pass
    while transact(market.tell_of_endings):
        pass
    transact(market.forget_unused_words)


def _forget_concerns() -> None:
    while transact(market.erase_old_concerns):
        pass


def _learn_meanings() -> None:
    while texts := market.texts_without_meaning():
        transact(market.keep_meanings, texts, meaning.vectors_of([text.words for text in texts]))


def _go_on_with_series() -> None:
    while transact(exchange.propose_next_times):
        pass


def _forget_conversations() -> None:
    while transact(exchange.erase_old_conversations):
        pass


def _gather_digests() -> None:
    _settle()  # nobody is asked by mail what they answered
    outbox.gather_digests()


def _forget_old() -> None:
    outbox.forget_old()
    duties.forget_old()


DUTIES: dict[str, Duty] = {
    "balance.publish": Duty(after_a_quarter, lambda: balance.publish_due()),
    "exchange.lapse": Duty(hourly, _let_lapse),
    "exchange.proposals": Duty(hourly, _let_proposals_lapse),
    "exchange.forget_proposals": Duty(daily, _forget_proposals),
    "exchange.settle": Duty(every_ten_minutes, _settle),
    "exchange.groups": Duty(hourly, lambda: exchange.settle_groups()),
    "exchange.series": Duty(hourly, _go_on_with_series),
    "exchange.forget": Duty(daily, _forget_conversations),
    "market.concerns": Duty(daily, _forget_concerns),
    "market.listings": Duty(hourly, _look_after_listings),
    "market.meanings": Duty(every_ten_minutes, _learn_meanings),
    "ledger.seal": Duty(daily, lambda: transact(seal.seal)),
    "notices.digests": Duty(twice_a_week, _gather_digests),
    "notices.forget": Duty(daily, _forget_old),
}
"""By name, which stays: it stands in the database. The work makes its own transactions, and may be run again."""
