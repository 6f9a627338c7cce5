"""14: what the first search of a process costs: reading the tables of words, and what they hold in memory afterwards.

In a process of its own that has loaded the application and nothing else. `memory` (8) measures the whole server.
"""

import gc
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from statistics import median

from tests.benchmarks.memory import resident_mebibytes
from tests.benchmarks.rounds import crew
from tests.benchmarks.table import Limit, Options, Row, Rows
from timebank import create_app
from timebank.market.words.indexing import indexed

SECONDS_AT_MOST = 0.3
MEBIBYTES_AT_MOST = 15
TEXT = "Wie helpt met tuinonderhoud en het maken van een fietz?"


def run(options: Options) -> Rows:
    """Read the words in a new process, as often as there are rounds."""
    seconds, mebibytes = [], []
    for _ in range(options.rounds):
        with crew(1, first_use) as members:
            [(took, grew)] = members.work([TEXT])[1]
        seconds.append(took)
        mebibytes.append(grew)
    took, grew = median(seconds), median(mebibytes)
    yield Row("14. words of the market, first use", f"{took:.2f} s", "", took, Limit(at_most=SECONDS_AT_MOST))
    yield Row("14. … and what they hold in memory", f"{grew:.1f} MiB", "", grew, Limit(at_most=MEBIBYTES_AT_MOST))


@contextmanager
def first_use() -> Iterator[Callable[[str], tuple[float, float]]]:
    """Give work for a `Crew`: index a text; return the seconds of the processor and the MiB that it took."""
    create_app(SECRET_KEY="a key for benchmarks, long enough to be taken as one")

    def work(text: str) -> tuple[float, float]:
        gc.collect()
        before, started = resident_mebibytes(), time.process_time()
        indexed(text)
        return time.process_time() - started, resident_mebibytes() - before

    yield work
