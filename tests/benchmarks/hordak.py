"""2: the same posting by django-hordak's `transfer_to`, on the same server.

What counts is posting beside posting, as `transfer_to` knows no exchange that two people say yes to. The whole yes is
shown: by hand in pgbench (1) it makes no more than 1.3 to 1.5 times what hordak does.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from itertools import count
from random import Random
from time import perf_counter
from typing import Any

from sqlalchemy import make_url

from tests.benchmarks.engines import app_on, databases, is_missing
from tests.benchmarks.posting import Supply, saying_yes
from tests.benchmarks.rounds import crew, interleaved
from tests.benchmarks.table import Limit, Options, Row, Rows, Skipped, faster
from tests.benchmarks.world import make_world

PER_ROUND = 300
AT_LEAST = 2.0
ACCOUNTS = 40
READS = 200
FLAT_AT_MOST = 1.3
FEW, MANY = 100, 5_000
"""How many transfers an account has when its balance is read, first and later."""


def run(options: Options) -> Rows:
    """Measure postings, then the reading of a balance while it grows."""
    name = "2. post, PostgreSQL, 1 process"
    if find_spec("hordak") is None or is_missing("postgresql"):
        yield Skipped(name, "needs PostgreSQL's programs and the extra `bench` (django-hordak)")
        return
    with databases("postgresql") as fresh, app_on(url := fresh()):
        world, number = make_world(url), options.of(PER_ROUND, 100)
        supply = Supply(world, options.of(MANY, 1_000) + number * (options.rounds + 1))
        accounts = [resident.account_id for resident in world.residents]
        with (
            crew(1, saying_yes, url) as members,
            crew(1, posting, url, accounts) as posters,
            crew(1, transferring, fresh()) as theirs,
        ):
            whole, alone, its = interleaved(
                options.rounds,
                lambda: supply.rate(members, number),
                lambda: number / posters.work([number])[0],
                lambda: number / theirs.work([("transfer", number)])[0],
            )
            yield faster(name, alone, its, "hordak transfer_to", AT_LEAST)
            yield faster("2. … with the yes around it: lock, state, step, audit row", whole, its, "hordak transfer_to")
            few, many = options.of(FEW, 100), options.of(MANY, 1_000)
            [early] = theirs.work([("balance", few)])[1]
            [late] = theirs.work([("balance", many)])[1]
        with crew(1, reading, url, world.residents[0].account_id) as reader:
            [before] = reader.work([READS])[1]
            with crew(1, saying_yes, url) as members:
                supply.rate(members, many)
            [after] = reader.work([READS])[1]
        yield Row("2. reading a balance, growth, ours", f"{after * 1e6:,.0f} µs", f"{before * 1e6:,.0f} µs before",
                  after / before, Limit(at_most=FLAT_AT_MOST))  # fmt: skip
        name = f"2. … hordak's, from {few} to {many} transfers"
        yield Row(name, f"{late * 1e6:,.0f} µs", f"{early * 1e6:,.0f} µs before", late / early)


@contextmanager
def posting(url: str, accounts: list[int]) -> Iterator[Callable[[int], None]]:
    """Give work for a `Crew`: post so many transfers, which is all that `transfer_to` does."""
    from timebank.core import clock
    from timebank.core.database import transact
    from timebank.ledger import service

    random, numbers = Random(1), count(1)

    def work(number: int) -> None:
        for _ in range(number):
            giver, receiver = random.sample(accounts, 2)
            values = {"request_key": f"alone:{next(numbers)}", "category_code": "shopping", "minutes": 60}
            sides = {"giver_account_id": giver, "receiver_account_id": receiver}
            transact(service.post, occurred_on=clock.today(), **values, **sides)

    with app_on(url):
        yield work


@contextmanager
def reading(url: str, account_id: int) -> Iterator[Callable[[int], float]]:
    """Give work for a `Crew`: read an account's totals so often; return the seconds of one."""
    from timebank.core.database import db
    from timebank.ledger.queries import totals_of

    def work(times: int) -> float:
        started = perf_counter()
        for _ in range(times):
            totals_of(account_id)
        db.session.rollback()
        return (perf_counter() - started) / times

    with app_on(url):
        yield work


@contextmanager
def transferring(url: str) -> Iterator[Callable[[tuple[str, int]], float]]:
    """Give work for a `Crew`: ("transfer", how many), or ("balance", grow to so many and read it)."""
    accounts = _prepare(url)
    from hordak.models import Leg
    from moneyed import Money

    random, hour = Random(1), Money(1, "EUR")

    def work(part: tuple[str, int]) -> float:
        what, number = part
        if what == "transfer":
            for _ in range(number):
                giver, receiver = random.sample(accounts[2:], 2)
                giver.transfer_to(receiver, hour)
            return 0.0
        while Leg.objects.filter(account=accounts[0]).count() < number:
            accounts[0].transfer_to(accounts[1], hour)
        started = perf_counter()
        for _ in range(READS):
            accounts[0].get_balance()
        return (perf_counter() - started) / READS

    yield work


def _prepare(url: str) -> list[Any]:
    """Configure Django for hordak alone, make its tables in the database at `url` and return accounts."""
    import django
    from django.conf import settings
    from django.core.management import call_command

    to = make_url(url)
    schema = {"ENGINE": "django.db.backends.postgresql", "HOST": to.host, "PORT": to.port, "USER": to.username,
              "NAME": f"{to.database}", "OPTIONS": {"options": "-c search_path=hordak,public"}}  # fmt: skip
    settings.configure(
        DATABASES={"default": schema},
        INSTALLED_APPS=["django.contrib.contenttypes", "django.contrib.auth", "mptt", "hordak"],
        DEFAULT_AUTO_FIELD="django.db.models.BigAutoField",
        USE_TZ=True,
        SECRET_KEY="benchmark",
        DEFAULT_CURRENCY="EUR",
        CURRENCIES=["EUR"],
    )
    django.setup()
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("CREATE SCHEMA hordak")
    call_command("migrate", verbosity=0)
    from hordak.models import Account

    return [
        Account.objects.create(name=f"Buur {number}", code=f"{number:02d}", type="LI", currencies=["EUR"])
        for number in range(ACCOUNTS)
    ]
