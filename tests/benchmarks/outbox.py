"""13: how many mails a second one worker sends, with so many waiting.

The whole way: notices that go by mail at once are gathered into mails, claimed, written in the reader's language, given
to an SMTP server on loopback that counts and forgets them, and recorded as sent, durably, one by one. The server runs
in a process of its own and takes one mail at a time, as the worker gives them.
"""

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from datetime import datetime, time
from unittest.mock import patch

from aiosmtpd.controller import Controller
from sqlalchemy import insert, select

from tests.benchmarks.engines import app_on, databases, is_missing
from tests.benchmarks.rounds import crew
from tests.benchmarks.table import Limit, Options, Row, Rows, Skipped
from tests.stress.server import free_port
from timebank.core import clock
from timebank.core.database import db, transact
from timebank.core.tokens import public_id
from timebank.notices import outbox
from timebank.notices.models import Notice
from timebank.people.models import Person

MAILS = 100_000
PEOPLE = 5_000
PART = 10_000
AT_LEAST_A_SECOND = 200


def run(options: Options) -> Rows:
    """Let one worker empty the outbox of each engine."""
    number = options.of(MAILS, 1_000)
    for engine in options.engines:
        name = f"13. the outbox, {number:,} mails, {engine}"
        if is_missing(engine):
            yield Skipped(name, "not on this machine")
            continue
        port = free_port()
        with ExitStack() as stack:
            fresh = stack.enter_context(databases(engine))
            sink = stack.enter_context(crew(1, taking_mail, port))
            worker = stack.enter_context(crew(1, sending, fresh(), port, number))
            gathering, _ = worker.work([outbox.gather_prompt])
            seconds, [sent] = worker.work([outbox.send_due])
            taken = sink.work(["how many?"])[1]
        if not [sent] == taken == [number]:
            raise RuntimeError(f"{sent} tried and {taken} taken of {number}")
        a_second = number / (gathering + seconds)
        beside = f"{number / gathering:,.0f}/s gathered, {number / seconds:,.0f}/s sent"
        yield Row(name, f"{a_second:,.0f}/s", beside, a_second, Limit(at_least=AT_LEAST_A_SECOND))


@contextmanager
def taking_mail(port: int) -> Iterator[Callable[[str], int]]:
    """Give work for a `Crew`: return how many mails an SMTP server on loopback took until now."""
    sink = Sink()
    controller = Controller(sink, hostname="127.0.0.1", port=port)
    controller.start()
    yield lambda _: sink.taken
    controller.stop()


class Sink:
    """Counts mails and forgets them."""

    taken = 0

    async def handle_DATA(self, _server, _session, _envelope) -> str:  # noqa: N802 - aiosmtpd's name
        """Take a mail."""
        self.taken += 1
        return "250 taken"


@contextmanager
def sending(url: str, port: int, number: int) -> Iterator[Callable[[Callable[[], int]], int]]:
    """Give work for a `Crew`: what it is told to do with an outbox of so many notices; return how many."""
    with app_on(url) as app, by_day():
        app.config.update(MAIL_URL=f"smtp://127.0.0.1:{port}", ADDRESS="https://tijdbank.example.nl")
        fill_outbox(number)
        yield lambda what: what()


@contextmanager
def by_day() -> Iterator[None]:
    """Let it be noon and after, whenever this runs: at night no mail goes out."""
    started, now = clock.now(), clock.now
    noon = datetime.combine(clock.today(), time(12), clock.AMSTERDAM).astimezone(started.tzinfo)
    with patch("timebank.core.clock.now", lambda: noon + (now() - started)):
        yield


def fill_outbox(number: int) -> None:
    """Write people with e-mail addresses, and notices that go to them by mail at once."""
    now = clock.now()
    fixed = {"kind": "resident", "name_key": "buur", "created_at_utc": now}
    people = [
        {**fixed, "public_id": public_id(), "name": f"Buur {one}", "buurcode": f"{one:09d}",
         "email": f"buur{one}@example.nl", "language": ("nl", "nl", "en")[one % 3]}
        for one in range(PEOPLE)
    ]  # fmt: skip
    transact(lambda: db.session.execute(insert(Person.__table__), people))
    ids = list(db.session.scalars(select(Person.id)))
    day = {"day": clock.today().isoformat()}
    for start in range(0, number, PART):
        notices = [
            {"public_id": public_id(), "person_id": ids[one % PEOPLE], "thing": f"thing{one}", "way": "at_once",
             "kind": ("appointment.called_off", "conversation.message")[one % 2], "facts": day if one % 2 == 0 else {},
             "who_person_id": ids[one * 7 % PEOPLE], "at_utc": now}
            for one in range(start, min(start + PART, number))
        ]  # fmt: skip
        transact(lambda some: db.session.execute(insert(Notice.__table__), some), notices)
