"""Many offers and requests, written in bulk: sentences of the demo, put together with what else neighbours speak of.

The texts are drawn from POOL different ones, so that words are distributed as in everyday life: a few in every tenth
listing, most in hardly any. What a listing is found by is computed by the product; its index is built at once.
"""

import sqlite3
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from functools import cache
from itertools import accumulate
from random import Random
from typing import Any

from sqlalchemy import insert, make_url, select, update

from tests.benchmarks.engines import connect
from tests.factories import Place, make_listing, make_place, make_resident
from timebank.access.actor import Actor
from timebank.core import clock
from timebank.core.database import db, transact
from timebank.core.tokens import public_id
from timebank.home.demo.sentences import OFFERS, REQUESTS, TALENTS
from timebank.market.asking import marks_of, without_marks
from timebank.market.models import ListingWord, ListingWordKey
from timebank.market.rules import day_parts_of
from timebank.market.service import add_talent
from timebank.market.service.finding import searchable
from timebank.market.words import misspelt
from timebank.market.words.errands import FILE, entries
from timebank.market.words.kinds import guess_kinds
from timebank.market.words.lists import text_of
from timebank.market.words.stems import stem
from timebank.people.models import Person, SignInSession
from timebank.wijk.models import NearWijk, Wijk

POOL = 40_000
WIJKEN = 25
NEAR = 4
LISTINGS_OF_ONE = 25
PART = 10_000
RARE = 8
INDEX = "ix_listing_searched_vector"
WHEN = ("op dinsdag", "in de ochtend", "na het eten", "in het weekend", "twee keer per maand", "als het regent",
        "vanaf maart", "op woensdagmiddag", "een uurtje", "deze week nog", "liefst overdag", "als je het vraagt",
        "tot de zomer")  # fmt: skip
MORE = ("Ik weet ook iets van {}", "Het gaat om {}", "Denk ook aan {}", "Ik heb iets met {}", "Met {} lukt het ook",
        "Vroeger deed ik {}", "Bel mij over {}", "Iets met {} mag ook")  # fmt: skip
COLUMNS = ("public_id", "request_key", "content_digest", "side", "person_id", "wijk_id", "words", "category_code",
           "day_parts", "buurt_name", "language", "state", "is_resting", "is_hidden", "is_live", "is_told", "searched",
           "created_at_utc", "expires_at_utc")  # fmt: skip


@dataclass(frozen=True)
class Text:
    """One text of the pool: its side, its words, the kind of help chosen for it, what else it speaks of."""

    side: str
    words: str
    kind: str | None
    besides: str


@dataclass(frozen=True)
class Market:
    """A database with so many listings: a reader, and words that few listings hold."""

    url: str
    place: Place
    reader: Actor
    number: int
    rare: tuple[str, ...]


@cache
def pool() -> tuple[Text, ...]:
    """Return the texts, each as likely as the other."""
    random = Random(5)
    besides = [word for _, words in entries(text_of(FILE)) for word in words if word.isalpha()]
    random.shuffle(besides)
    weights = list(accumulate(1 / (rank + 5) for rank in range(len(besides))))
    sentences = [("offer", one) for one in OFFERS] + [("request", one) for one in REQUESTS]
    made = []
    for _ in range(POOL):
        side, sentence = random.choice(sentences)
        [beside] = random.choices(besides, cum_weights=weights)
        words = f"{sentence} {random.choice(WHEN)}. {random.choice(MORE).format(beside)}"
        kinds = guess_kinds(sentence)
        made.append(Text(side, words, kinds[0].code if kinds else None, beside))
    return tuple(made)


def fill_market(url: str, number: int) -> Market:
    """Write so many listings into a migrated database, of people in WIJKEN wijken; the application's context is on."""
    place = make_place()
    reader = _make_reader(place)
    wijken = [place.wijk_id, *_make_wijken(place)]
    persons = _make_people(max(number // LISTINGS_OF_ONE, 20))
    spoken: Counter[int] = Counter()
    write = _to_sqlite if url.startswith("sqlite") else _to_postgresql
    write(url, _rows(number, wijken, persons, spoken))
    uses = _write_words(spoken)
    make_listing(reader, "request", "Wie kan mijn fiets maken?", category_code="repairs")
    if url.startswith("postgresql"):
        connect(url).execute("VACUUM ANALYZE")
    besides = {text.besides: uses[stem(text.besides)] for text in map(pool().__getitem__, spoken)}
    rare = sorted(besides, key=lambda word: (besides[word], word))[:RARE]
    return Market(url, place, reader, number, tuple(rare))


def _make_reader(place: Place) -> Actor:
    """Make somebody who is signed in for long and can do a few things."""
    reader = make_resident(place, "Fatima")
    late = clock.now() + timedelta(days=10)
    times = {"seen_at_utc": late, "idle_until_utc": late, "ends_at_utc": late}
    transact(lambda: db.session.execute(update(SignInSession).values(times)))
    for words in TALENTS[:3]:
        transact(add_talent, reader.person_id, words=words, category_code="", shown_to="wijk")
    return reader


def _make_wijken(place: Place) -> list[int]:
    """Make the other wijken; the first few of them are near."""
    gemeente_id = db.session.scalars(select(Wijk.gemeente_id).where(Wijk.id == place.wijk_id)).one()
    others = [{"public_id": public_id(), "gemeente_id": gemeente_id} for _ in range(WIJKEN - 1)]
    transact(lambda: db.session.execute(insert(Wijk), others))
    ids = list(db.session.scalars(select(Wijk.id).where(Wijk.id != place.wijk_id).order_by(Wijk.id)))
    near = [{"wijk_id": place.wijk_id, "near_wijk_id": one} for one in ids[:NEAR]]
    transact(lambda: db.session.execute(insert(NearWijk), near))
    return ids


def _make_people(number: int) -> list[int]:
    """Make residents who only have listings; return their ids."""
    fixed = {"kind": "resident", "created_at_utc": clock.now(), "own_line": "Van de flat", "is_findable": True}
    rows = [
        {"public_id": public_id(), "buurcode": f"{one:09d}", "name": f"Buur {one}", "name_key": f"buur {one}", **fixed}
        for one in range(number)
    ]
    for start in range(0, number, PART):
        transact(lambda some: db.session.execute(insert(Person.__table__), some), rows[start : start + PART])
    return list(db.session.scalars(select(Person.id).order_by(Person.id.desc()).limit(number)))


def _rows(number: int, wijken: list[int], persons: list[int], spoken: Counter[int]) -> Iterator[tuple[Any, ...]]:
    """Give the rows in the order of COLUMNS, and count how often each text is used."""
    random, now, texts = Random(7), clock.now(), pool()
    typed = _typed()
    expires = f"{now + timedelta(days=80):%Y-%m-%d %H:%M:%S.%f}"
    for one in range(number):
        at, wijk_id, parts = random.randrange(POOL), random.choice(wijken), random.choice((0, 0, 1, 2, 4, 8, 3, 6))
        spoken[at] += 1
        text, created = texts[at], now - timedelta(seconds=(number - one) * 5)
        marks = marks_of(text.side, wijk_id, text.kind, day_parts_of(parts))
        searched = f"{' '.join(marks)}\n{typed[at]}"
        yield (
            *(f"listing{one:015d}", f"benchmark:{one}", "0" * 64, text.side, persons[one % len(persons)], wijk_id),
            *(text.words, text.kind, parts, "", "", "open", False, False, True, False, searched),
            *(f"{created:%Y-%m-%d %H:%M:%S.%f}", expires),
        )


@cache
def _typed() -> tuple[str, ...]:
    """Return what the product keeps of each text to find it by, without the marks."""
    anywhere = {"is_live": True, "wijk_id": 0, "category_code": None, "day_parts": 0}
    return tuple(searchable({**anywhere, "side": text.side, "words": text.words}).partition("\n")[2] for text in pool())


def _to_sqlite(url: str, rows: Iterator[tuple[Any, ...]]) -> None:
    """Insert without triggers, then let FTS5 build its index at once."""
    db.session.remove()
    db.engine.dispose()  # the journal can only be switched off by who is alone
    connection = sqlite3.connect(str(make_url(url).database), isolation_level=None)
    kept = connection.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND tbl_name = 'listing'")
    triggers = kept.fetchall()
    for pragma in ("journal_mode = OFF", "synchronous = OFF", "cache_size = -400000"):
        connection.execute(f"PRAGMA {pragma}")
    connection.execute("BEGIN")
    for name, _ in triggers:
        connection.execute(f"DROP TRIGGER {name}")
    places = ", ".join("?" * len(COLUMNS))
    connection.executemany(f"INSERT INTO listing ({', '.join(COLUMNS)}) VALUES ({places})", rows)
    connection.execute("INSERT INTO listing_text (listing_text) VALUES ('rebuild')")
    for _, sql in triggers:
        connection.execute(sql)
    connection.execute("COMMIT")
    connection.execute("PRAGMA journal_mode = WAL")
    connection.close()


def _to_postgresql(url: str, rows: Iterator[tuple[Any, ...]]) -> None:
    """Copy with the trigger that makes the vectors on, foreign keys off and the index made at the end."""
    with connect(url) as admin:
        index = admin.execute("SELECT indexdef FROM pg_indexes WHERE indexname = %s", (INDEX,)).fetchone()[0]
        for before in (f"DROP INDEX {INDEX}", "ALTER TABLE listing ENABLE ALWAYS TRIGGER listing_text",
                       "SET session_replication_role = replica", "SET timezone = 'UTC'",
                       "SET maintenance_work_mem = '1GB'", "SET synchronous_commit = off"):  # fmt: skip
            admin.execute(before)
        with admin.cursor() as cursor, cursor.copy(f"COPY listing ({', '.join(COLUMNS)}) FROM STDIN") as copy:
            for row in rows:
                copy.write_row(row)
        admin.execute("ALTER TABLE listing ENABLE TRIGGER listing_text")
        admin.execute(index)


def _write_words(spoken: Counter[int]) -> Counter[str]:
    """Count the words of all listings, with the keys for typing errors; return in how many each stem is."""
    uses: Counter[str] = Counter()
    for at, times in spoken.items():
        for told in set(without_marks(_typed()[at])):
            uses[told] += times
    words = [{"stem": told, "uses": number} for told, number in uses.items()]
    keys = [{"key": key, "stem": told} for told in uses for key in misspelt.keys(told)]
    for table, found in ((ListingWord.__table__, words), (ListingWordKey.__table__, keys)):
        for start in range(0, len(found), PART):
            transact(lambda table, some: db.session.execute(insert(table), some), table, found[start : start + PART])
    return uses
