"""10, 11, 12: the market with few and with many listings: searching, suggestions, its pages.

10. The product's search beside the bare full-text query that somebody would write by hand on the same index: MATCH on
SQLite, `@@` on PostgreSQL, for the stems of the words and the marks of side and wijk, newest first, with all columns of
listing and maker that a page shows and as many rows as it needs (20, and one to know whether there are more), over a
plain connection of the driver. It asks no other word for the same, forgives no typing error (it gets the right word),
hides nothing from anybody and keeps the order of the index. Both by turns, call by call, eight queries each. On SQLite
all happens in one thread, and what counts is its time on the processor; on PostgreSQL it is the time until the answer.

11. What fits a request, and what fits what somebody can do, beside the product's search for two words.

12. The pages: how much slower with many listings than with few, and beside the same template with constant data.
"""

import sqlite3
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack, contextmanager
from itertools import chain
from statistics import median, quantiles
from typing import Any

from sqlalchemy import make_url

from tests.benchmarks import growth, pages
from tests.benchmarks.engines import Fresh, app_on, connect, databases, is_missing
from tests.benchmarks.listings import Market, fill_market
from tests.benchmarks.rounds import Crew, crew, interleaved
from tests.benchmarks.served import answer_to, get, loading, rate, serving, signed_in
from tests.benchmarks.table import Limit, Options, Row, Rows, Skipped, faster
from timebank.market import queries
from timebank.market.queries import Wanted
from timebank.market.queries.listings import PAGE
from timebank.market.words.stems import stems

SEARCH_AT_MOST = 2
SUGGESTIONS_AT_MOST = 3
SUGGESTIONS_AMONG = 100_000
FLAT_FROM = 10_000
COMMON = ("hond", "tuin", "koken", "fiets", "boodschappen", "koffie", "wandelen", "telefoon")
TWO = ("hond uitlaten", "fiets maken", "samen koken", "planten water", "kasten zetten", "brief gemeente",
       "muren verven", "lampen planken")  # fmt: skip
MISSPELT = {"bodschappen": "boodschappen", "telefon": "telefoon", "wandeln": "wandelen", "komputer": "computer",
            "fietz": "fiets", "tuijn": "tuin", "kofie": "koffie", "ziekenhius": "ziekenhuis"}  # fmt: skip
PATHS = ("/market", "/market/offers", "/market/requests?where=all", "/market/offers?words=hond",
         "/market/offers?words=fiets+maken&where=all")  # fmt: skip
COLUMNS = """listing.id, listing.public_id, listing.side, listing.person_id, listing.wijk_id, listing.words,
 listing.category_code, listing.day_parts, listing.buurt_name, listing.minutes, listing.people_at_most,
 listing.starts_on, listing.ends_on, listing.language, listing.state, listing.is_hidden, listing.is_live,
 listing.created_at_utc, listing.expires_at_utc, person.public_id, person.name, person.mark, person.own_line"""
BARE = {
    "sqlite": f"""SELECT {COLUMNS} FROM
 (SELECT rowid FROM listing_text WHERE listing_text MATCH ? ORDER BY rowid DESC LIMIT {PAGE + 1}) AS hit
 JOIN listing ON listing.id = hit.rowid JOIN person ON person.id = listing.person_id ORDER BY listing.id DESC""",
    "postgresql": f"""SELECT {COLUMNS} FROM listing JOIN person ON person.id = listing.person_id
 WHERE searched_vector @@ CAST(%s AS tsquery) ORDER BY listing.id DESC LIMIT {PAGE + 1}""",
}
Ask = Callable[[str], Any]


def run(options: Options) -> Rows:
    """Measure on each engine."""
    for engine in options.engines:
        if is_missing(engine):
            yield Skipped(f"10. search, {engine}", "not on this machine")
            continue
        with databases(engine) as fresh:
            markets = [_filled(fresh, number) for number in options.listings]
            yield from chain.from_iterable(_searches(options, engine, one) for one in markets)
            among = next((one for one in markets if one.number >= SUGGESTIONS_AMONG), markets[-1])
            yield from _suggestions(options, engine, among)
            small = next((one for one in markets if one.number >= FLAT_FROM), markets[-1])
            yield from _pages(options, engine, small, markets[-1])


def _filled(fresh: Fresh, number: int) -> Market:
    with app_on(url := fresh()):
        return fill_market(url, number)


# 10: searching --------------------------------------------------------------------------------------------------------


def _searches(options: Options, engine: str, market: Market) -> Rows:
    kinds = {"a rare word": market.rare, "a common word": COMMON, "two words": TWO, "a misspelt word": MISSPELT}
    with app_on(market.url), ExitStack() as stack:
        for where, place in (("wijk", "in my wijk"), ("all", "everywhere")):
            by_hand = stack.enter_context(_bare(engine, market, where))
            for kind, asked in kinds.items():
                ours = _searching(market, where)
                taken = _by_turns(
                    options, engine, asked, ours, lambda words, ask=by_hand: ask(MISSPELT.get(words, words))
                )
                name = f"10. search {place}, {kind}, {market.number:,}, {engine}"
                yield _slower(name, *taken, "by hand", SEARCH_AT_MOST)


def _searching(market: Market, where: str) -> Ask:
    wanted = Wanted("offer", where)
    return lambda words: queries.search(words, wanted, market.reader)


def _by_turns(options: Options, engine: str, asked: Iterable[str], *sides: Ask) -> list[list[float]]:
    """Return the seconds of each call of each side: every query, first by one side, then by the other."""
    now = time.thread_time if engine == "sqlite" else time.perf_counter
    taken: list[list[float]] = [[] for _ in sides]
    for number in range(options.rounds + 1):
        for one in asked:
            for at, ask in enumerate(sides):
                started = now()
                ask(one)
                if number:  # the first round warms up
                    taken[at].append(now() - started)
    return taken


def _slower(name: str, ours: list[float], its: list[float], what: str, at_most: float) -> Row:
    beside = f"{_milliseconds(its)} {what}"
    return Row(name, _milliseconds(ours), beside, median(ours) / median(its), Limit(at_most=at_most))


def _milliseconds(seconds: list[float]) -> str:
    """Write the median and what 95 in 100 stay below."""
    return f"{median(seconds) * 1000:.1f} {quantiles(seconds, n=20)[-1] * 1000:.1f} ms"


@contextmanager
def _bare(engine: str, market: Market, where: str) -> Iterator[Ask]:
    """Give the bare query: words → rows."""
    marks = ["0offer", f"0w{market.reader.wijk_id}"] if where == "wijk" else ["0offer"]
    if engine == "sqlite":
        connection: Any = sqlite3.connect(str(make_url(market.url).database), isolation_level=None)
        written = " AND ".join
    else:
        connection, written = connect(market.url), " & ".join
    quoted = '"{}"'.format if engine == "sqlite" else "'{}'".format
    ask = BARE[engine]
    yield lambda words: connection.execute(ask, (written(map(quoted, [*marks, *stems(words)])),)).fetchall()
    connection.close()


# 11: suggestions ------------------------------------------------------------------------------------------------------


def _suggestions(options: Options, engine: str, market: Market) -> Rows:
    """Both kinds of suggestion, for what the reader can do and for what the reader asks."""
    reader, wanted = market.reader, Wanted("offer", "near")
    with app_on(market.url):
        mine = next(one for one in queries.my_listings(reader) if one.side == "request")
        request = queries.find_listing(mine.public_id)
        what_fits: dict[str, Ask] = {
            "“Dit past bij jou”": lambda _: queries.fitting_requests(reader),
            "“Deze buren kunnen misschien helpen”": lambda _: queries.fitting(request, reader),
        }
        for name, suggest in what_fits.items():
            plain: Ask = lambda words: queries.search(words, wanted, reader)  # noqa: E731 - a side, as the others
            taken = _by_turns(options, engine, TWO, suggest, plain)
            yield _slower(f"11. {name}, {market.number:,}, {engine}", *taken, "a search", SUGGESTIONS_AT_MOST)


# 12: pages ------------------------------------------------------------------------------------------------------------


def _pages(options: Options, engine: str, small: Market, large: Market) -> Rows:
    """Each page with few and with many listings by turns, then the one with many beside its twin."""
    with ExitStack() as stack:
        (few, cookie), (many, other) = (_served(stack, one) for one in (small, large))
        seconds = pages.SECONDS * options.scale
        for path in PATHS:
            shown = f"12. GET {path.replace('words=', '…').replace('where=', '')}"
            rates = interleaved(
                options.rounds * pages.TURNS,
                lambda path=path: rate(few, [get(path, cookie)], seconds),
                lambda path=path: rate(many, [get(path, other)], seconds),
            )
            grown = median(less / more for less, more in zip(*rates, strict=True))
            sizes = f"{small.number:,} → {large.number:,}"
            a_second, before = (f"{median(some):,.0f}/s" for some in (rates[1], rates[0]))
            yield Row(f"{shown}, {sizes}, {engine}", a_second, before, grown, Limit(at_most=growth.AT_MOST))
            both = interleaved(
                options.rounds * pages.TURNS,
                lambda path=path: rate(many, [get(path, other)], seconds),
                lambda path=path: rate(many, [get(path, other, "X-Constant: yes")], seconds),
            )
            yield faster(f"{shown}, {large.number:,}, {engine}", *both, "constant data", pages.AT_LEAST[engine])


def _served(stack: ExitStack, market: Market) -> tuple[Crew, str]:
    """Serve a market; give what loads it and the reader's cookie. The server keeps its pages for their twins."""
    with app_on(market.url) as app:
        cookie = signed_in(app, market.reader)[0]
    served = stack.enter_context(serving(market.url))
    for path in PATHS:
        status, body = answer_to(served.port, get(path, cookie, "X-Keep: yes"))
        if status != b"200":
            raise RuntimeError(f"{status!r} for {path}: {body[:300]!r}")
    return stack.enter_context(crew(1, loading, served.port)), cookie
