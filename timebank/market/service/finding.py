"""What a listing is found by: its stems in one column, and the words that there are."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import delete, func, select, update
from sqlalchemy.dialects import postgresql, sqlite

from timebank.core.database import db
from timebank.market import asking
from timebank.market.models import Listing, ListingWord, ListingWordKey
from timebank.market.rules import day_parts_of
from timebank.market.words import indexing, meaning, misspelt

INSERT: dict[str, Any] = {"sqlite": sqlite.insert, "postgresql": postgresql.insert}


def searchable(listing: Mapping[str, Any]) -> str:
    """Return the column `searched` of a listing; empty when it is not live.

    Its first line holds the marks of its side, wijk, kind of help and day parts, the others what `words.indexing` keeps
    of its words.
    """
    if not listing["is_live"]:
        return ""
    found_by = asking.marks_of(
        listing["side"], listing["wijk_id"], listing["category_code"], day_parts_of(listing["day_parts"])
    )
    typed = (" ".join(asking.without_marks(line)) for line in indexing.indexed(listing["words"]).split("\n"))
    return "\n".join((" ".join(found_by), *typed))


def write_words(before: str, after: str) -> None:
    """Count the words of a listing that says something else from now on; new ones get keys for typing errors."""
    old, new = _words(before), _words(after)
    insert = INSERT[db.engine.dialect.name]
    come = sorted(new - old)
    if come:
        counted = insert(ListingWord).values([{"stem": stem, "uses": 1} for stem in come])
        more = {"uses": ListingWord.uses + counted.excluded.uses}
        db.session.execute(counted.on_conflict_do_update(index_elements=["stem"], set_=more))
        keys = [{"key": key, "stem": stem} for stem in come for key in sorted(misspelt.keys(stem))]
        if keys:  # a number has none
            db.session.execute(insert(ListingWordKey).values(keys).on_conflict_do_nothing())
    _take_out(old - new)


def take_out(before: str) -> None:
    """Count the words of a listing no longer."""
    _take_out(_words(before))


def _take_out(stems_gone: set[str]) -> None:
    for stem in sorted(stems_gone):
        less = func.max if db.engine.dialect.name == "sqlite" else func.greatest
        db.session.execute(
            update(ListingWord).where(ListingWord.stem == stem).values(uses=less(ListingWord.uses - 1, 0))
        )


def texts_without_meaning(*, limit: int = 50) -> list[Any]:
    """Return live listings (id, words) of which nobody knows what they mean, oldest first; none without the extra."""
    if not meaning.is_available():
        return []
    unknown = select(Listing.id, Listing.words).where(Listing.is_live, Listing.meaning.is_(None))
    return list(db.session.execute(unknown.order_by(Listing.id).limit(limit)))


def keep_meanings(texts: Sequence[Any], vectors: Sequence[bytes | None]) -> int:
    """Keep what listings mean, unless they say something else meanwhile; return how many were kept."""
    kept = 0
    for text, vector in zip(texts, vectors, strict=True):
        same = (Listing.id == text.id) & (Listing.words == text.words)
        done = db.session.execute(update(Listing).where(same).values(meaning=vector or b"").returning(Listing.id))
        kept += done.scalar() is not None
    return kept


def forget_unused_words() -> None:
    """Take away the words that no listing holds any more."""
    unused = ListingWord.uses == 0
    db.session.execute(delete(ListingWordKey).where(ListingWordKey.stem.in_(db.select(ListingWord.stem).where(unused))))
    db.session.execute(delete(ListingWord).where(unused))


def _words(searched: str) -> set[str]:
    return set(asking.without_marks(searched))
