"""9: how much of the help that fits stands among the first five: plain full text, ours by words, ours by meaning too.

Everyday wording with typing errors, every offer of the set a candidate, no kind of help told: `neighbours.txt`. The
rows of the held-out half are of requests and offers that were not looked at while the words were gathered.
"""

import sqlite3

from tests.benchmarks.table import Limit, Options, Row, Rows, Skipped
from tests.market.words.neighbours import FIRST, Answer, Neighbours, by_matching, read, recall
from timebank.market.words import meaning
from timebank.market.words.stems import words

WITHOUT_AT_LEAST = 0.75
WITH_AT_LEAST = 0.9


def run(options: Options) -> Rows:
    """Measure the three on the same requests; nothing here is drawn or timed, so one round tells all."""
    neighbours = read()
    plain = by_full_text(neighbours)
    yield from _rows("plain full text (FTS5, BM25)", neighbours, plain, plain, None)
    without = by_matching(neighbours, with_meaning=False)
    yield from _rows("ours, without the extra", neighbours, without, plain, Limit(at_least=WITHOUT_AT_LEAST))
    if not meaning.is_available():
        yield Skipped("9. ours, with the extra", "`match` is not installed")
        return
    with_meaning = by_matching(neighbours, with_meaning=True)
    yield from _rows("ours, with the extra", neighbours, with_meaning, plain, Limit(at_least=WITH_AT_LEAST))


def _rows(name: str, neighbours: Neighbours, answer: Answer, plain: Answer, limit: Limit | None) -> Rows:
    held_out = [one for one in neighbours.requests if one.is_held_out]
    for title, requests in ((f"9. recall@{FIRST}, {name}", neighbours.requests), ("9. … held-out half", held_out)):
        figure, beside = recall(requests, answer), recall(requests, plain)
        found = f"of {len(requests)}/{len(neighbours.offers)}"
        yield Row(title, found, f"{beside:.2f} plain full text", figure, limit)


def by_full_text(neighbours: Neighbours) -> Answer:
    """Answer as SQLite does by itself: any of the words, ranked by BM25."""
    connection = sqlite3.connect(":memory:")
    connection.execute("CREATE VIRTUAL TABLE offer USING fts5 (text, tokenize = 'unicode61 remove_diacritics 2')")
    connection.executemany("INSERT INTO offer (rowid, text) VALUES (?, ?)", enumerate(neighbours.offers))

    def answer(text: str) -> list[int]:
        match = " OR ".join(f'"{word}"' for word in words(text))
        select = "SELECT rowid FROM offer WHERE offer MATCH ? ORDER BY bm25(offer), rowid LIMIT ?"
        return [row[0] for row in connection.execute(select, (match, FIRST))]

    return answer
