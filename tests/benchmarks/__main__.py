"""Print the table of ratios; exit with 1 when a row misses its limit."""

import argparse
import sys
import time
from collections.abc import Sequence

from tests.benchmarks import (
    answering,
    growth,
    hordak,
    importing,
    market,
    matching,
    memory,
    outbox,
    pages,
    posting,
    publishing,
    servers,
    words,
)
from tests.benchmarks.table import Benchmark, Options, heading, line

BENCHMARKS: dict[str, Benchmark] = {
    "postgresql": posting.on_postgresql,
    "hordak": hordak.run,
    "sqlite": posting.on_sqlite,
    "answering": answering.run,
    "pages": pages.run,
    "growth": growth.run,
    "importing": importing.run,
    "memory": memory.run,
    "servers": servers.run,
    "matching": matching.run,
    "market": market.run,
    "outbox": outbox.run,
    "words": words.run,
    "publishing": publishing.run,
}


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the benchmarks asked for."""
    asked = _parser().parse_args(arguments)
    options = Options(asked.rounds, asked.scale, tuple(asked.engines), tuple(asked.entries), tuple(asked.listings))
    missed = False
    print(heading(), flush=True)
    for name in asked.which or BENCHMARKS:
        started = time.monotonic()
        for row in BENCHMARKS[name](options):
            print(line(row), flush=True)
            missed |= row.verdict == "MISSES"
        print(f"  ({name}: {time.monotonic() - started:.0f} s)", file=sys.stderr)
    return int(missed)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks", description=__doc__)
    parser.add_argument(
        "which", nargs="*", metavar="which", help=f"which to run, of {', '.join(BENCHMARKS)}; all when left out"
    )
    parser.add_argument("--rounds", type=int, default=5, help="interleaved rounds; the medians count")
    parser.add_argument("--scale", type=float, default=1.0, help="0.1 measures for a tenth of the time")
    parser.add_argument("--engines", nargs="+", default=["sqlite", "postgresql"], help="for those that run on both")
    parser.add_argument("--entries", nargs="+", type=int, default=list(Options().entries), help="sizes of the books")
    parser.add_argument("--listings", nargs="+", type=int, default=list(Options().listings), help="sizes for market")
    return parser


if __name__ == "__main__":
    sys.exit(main())
