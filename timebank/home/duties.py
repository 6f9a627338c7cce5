"""What the clock asks of all rooms: a room that needs something done every hour or day adds its line here."""

from timebank.core.database import transact
from timebank.exchange import service as exchange
from timebank.ledger import seal
from timebank.notices import duties, outbox
from timebank.notices.duties import Duty, daily, hourly, twice_a_week


def _let_lapse() -> None:
    while transact(exchange.lapse_overdue):
        pass


def _forget_old() -> None:
    outbox.forget_old()
    duties.forget_old()


DUTIES: dict[str, Duty] = {
    "exchange.lapse": Duty(hourly, _let_lapse),
    "ledger.seal": Duty(daily, lambda: transact(seal.seal)),
    "notices.digests": Duty(twice_a_week, outbox.gather_digests),
    "notices.forget": Duty(daily, _forget_old),
}
"""By name, which stays: it stands in the database. The work makes its own transactions, and may be run again."""
