"""Offers and requests: post, change, renew, end; "nu even niet"; and the clock that ends them."""

from datetime import date, datetime, time, timedelta
from typing import Any

from sqlalchemy import delete, insert, select, update

from timebank.access.actor import Actor
from timebank.core import clock
from timebank.core.database import db
from timebank.core.errors import RequestKeyReused
from timebank.core.tokens import public_id
from timebank.market import errors, rules
from timebank.market.models import Listing, RestingPerson, SupportNeed
from timebank.market.queries import listings as queries
from timebank.market.rules import Content
from timebank.market.service.finding import INSERT, searchable, take_out, write_words
from timebank.market.words.kinds import guess_kinds
from timebank.notices import service as notices
from timebank.wijk import queries as wijk
from timebank.wijk.service import MOVED


def post_listing(side: str, content: Content, *, request_key: str, by: Actor) -> str:
    """Put an offer or a request up, at once, and return its public id.

    Sending the same form again returns the first one's id.

    :raises RequestKeyReused: the same form was sent with something else in it
    :raises RuleBroken: one of `market.errors`, nothing is written
    """
    key = f"{by.person_id}:{request_key}"
    before = queries.BEFORE.one_or_none(request_key=key)
    if before is not None:
        if before.content_digest != content.digest(side):
            raise RequestKeyReused
        return str(before.public_id)
    _check(content)
    _check_number(by)
    is_resting, now = queries.rests(by.person_id), clock.now()
    values = vars(content) | {
        "category_code": content.category_code or guess(content.words),
        "public_id": public_id(),
        "request_key": key,
        "content_digest": content.digest(side),
        "side": side,
        "person_id": by.person_id,
        "wijk_id": by.wijk_id,
        "is_resting": is_resting,
        "is_live": not is_resting,
        "created_at_utc": now,
        **_lasts(content.ends_on, since=now),
    }
    values["searched"] = searchable(values)
    db.session.execute(insert(Listing).values(**values))
    write_words("", values["searched"])
    return str(values["public_id"])


def change_listing(listing_id: int, content: Content) -> None:
    """Let a listing say something else from now on.

    :raises NotOpen: it ended meanwhile
    """
    _check(content)
    row = _locked(listing_id)
    if row.state != "open":
        raise errors.NotOpen
    lasts = _lasts(content.ends_on, since=clock.now()) if content.ends_on != row.ends_on else {}
    _update(row, **vars(content), **lasts)


def choose_kind(listing_id: int, category_code: str | None) -> None:
    """Say which kind of help a listing is about.

    :raises UnknownKind: there is no such kind
    """
    if category_code is not None and not wijk.is_category(category_code):
        raise errors.UnknownKind
    _update(_locked(listing_id), category_code=category_code)


def end_listing(listing_id: int) -> None:
    """Take a listing away. Doing it twice is doing it once."""
    _update(_locked(listing_id), state="closed", is_live=False)


def renew_listing(listing_id: int) -> None:
    """Let a listing be there for another 90 days from now, also one that ended or that would end sooner.

    :raises EnoughListings: others took its place
    """
    row = _locked(listing_id)
    if row.state != "open" and _counts(row.person_id).open >= rules.LISTINGS_AT_MOST:
        raise errors.EnoughListings
    lasts = _lasts(None, since=clock.now())
    ends_on = row.ends_on if row.ends_on and _ends(row.ends_on) > lasts["expires_at_utc"] else None
    is_live = not (row.is_resting or row.is_hidden)
    _update(row, state="open", is_live=is_live, ends_on=ends_on, **lasts)


def rest(person_id: int) -> None:
    """Let all listings of a person rest: nobody finds them, and nobody is told why."""
    if queries.rests(person_id):
        return
    resting = INSERT[db.engine.dialect.name](RestingPerson).values(person_id=person_id, since_utc=clock.now())
    db.session.execute(resting.on_conflict_do_nothing())
    for row in _of(person_id):
        _update(row, is_resting=True, is_live=False)


def stop_resting(person_id: int) -> None:
    """Let the listings of a person be found again."""
    db.session.execute(delete(RestingPerson).where(RestingPerson.person_id == person_id))
    for row in _of(person_id):
        _update(row, is_resting=False, is_live=row.state == "open" and not row.is_hidden)


def hide_listing(listing_id: int, *, hidden: bool) -> None:
    """Hide a listing, or let it be seen again: what two stewards decided."""
    row = _locked(listing_id)
    _update(row, is_hidden=hidden, is_live=not hidden and row.state == "open" and not row.is_resting)


def expire_listings(*, limit: int = 100) -> int:
    """End up to `limit` listings whose 90 days or own last day are over; return how many."""
    late = select(Listing.id).where(Listing.is_live, Listing.expires_at_utc <= clock.now())
    ids = db.session.scalars(late.order_by(Listing.expires_at_utc).limit(limit)).all()
    for listing_id in ids:
        row = _locked(listing_id)
        if row.expires_at_utc <= clock.now() and row.state == "open":
            _update(row, state="expired", is_live=False)
    return len(ids)


def tell_of_endings(*, limit: int = 100) -> int:
    """Tell the makers of up to `limit` listings that they end in a week; return how many were told."""
    soon = select(Listing.id, Listing.person_id, Listing.public_id).where(
        Listing.is_live, Listing.expires_at_utc <= clock.now() + rules.TOLD_BEFORE, Listing.is_told.is_(False)
    )
    rows = db.session.execute(soon.order_by(Listing.expires_at_utc).limit(limit)).all()
    for row in rows:
        notices.tell(row.person_id, "listing.expires", thing=row.public_id)
    told = update(Listing).where(Listing.id.in_([row.id for row in rows])).values(is_told=True)
    if rows:
        db.session.execute(told)
    return len(rows)


def erase_listings(person_id: int) -> None:
    """Erase what somebody ever offered and asked; a conversation about it keeps only that there was something."""
    theirs = select(Listing.__table__).where(Listing.person_id == person_id).order_by(Listing.id)
    for row in db.session.execute(theirs.with_for_update()).all():
        _update(row, words="", state="closed", is_live=False, buurt_name="", content_digest="")


@MOVED.connect
def move_listings(person_id: int, *, wijk_id: int) -> None:
    """Let what somebody who moved offers, asks and needs belong to the new wijk: its workers see it from now on."""
    for row in _of(person_id):
        _update(row, wijk_id=wijk_id)
    db.session.execute(update(SupportNeed).where(SupportNeed.person_id == person_id).values(wijk_id=wijk_id))


def guess(words: str) -> str | None:
    """Return the kind of help that words are likely about, to offer to who wrote them; None where no word tells."""
    guessed = guess_kinds(words)
    return guessed[0].code if guessed else None


def _lasts(ends_on: date | None, *, since: datetime) -> dict[str, Any]:
    """Return until when a listing lasts: 90 days, or its own last day if that is sooner; of that nobody is told."""
    at_most = since + rules.LIVES
    expires = min(at_most, _ends(ends_on)) if ends_on else at_most
    return {"expires_at_utc": expires, "is_told": expires < at_most}


def _ends(last: date) -> datetime:
    return clock.moment_of(last + timedelta(days=1), time())


def _check(content: Content) -> None:
    first, last, today = content.starts_on, content.ends_on, clock.today()
    if last is not None and (last < today or (first is not None and last < first)):
        raise errors.EndsBeforeItStarts
    if content.category_code is not None and not wijk.is_category(content.category_code):
        raise errors.UnknownKind


def _check_number(by: Actor) -> None:
    counts = _counts(by.person_id)
    if counts.open >= rules.LISTINGS_AT_MOST:
        raise errors.EnoughListings
    if counts.today >= rules.LISTINGS_A_DAY:
        raise errors.EnoughForToday


def _counts(person_id: int) -> Any:
    return queries.COUNTS.one_or_none(person_id=person_id, today=clock.start_of_today())


def _locked(listing_id: int) -> Any:
    return db.session.execute(select(Listing.__table__).where(Listing.id == listing_id).with_for_update()).one()


def _of(person_id: int) -> list[Any]:
    mine = select(Listing.__table__).where(Listing.person_id == person_id, Listing.state == "open")
    return list(db.session.execute(mine.order_by(Listing.id).with_for_update()).all())


def _update(row: Any, **changes: Any) -> None:
    """Change a listing, and what it is found by."""
    values = dict(row._mapping) | changes
    if values["words"] != row.words:
        changes["meaning"] = None
    if values["is_live"]:
        changes["searched"] = searchable(values)
        write_words(row.searched, changes["searched"])
    elif row.searched:
        changes["searched"] = ""
        take_out(row.searched)
    db.session.execute(update(Listing).where(Listing.id == row.id).values(**changes))
