"""Opening a wijk, and splitting one: what the operator does, by a command."""

from flask_babel import gettext
from sqlalchemy import insert, select, update

from timebank.access import audit
from timebank.core import clock
from timebank.core.bsn import find_bsn
from timebank.core.database import db
from timebank.core.tokens import public_id
from timebank.ledger import service as ledger
from timebank.wijk import errors, queries
from timebank.wijk.models import BuurtEdition, Wijk, WijkEdition
from timebank.wijk.queries import WijkNow
from timebank.wijk.rules import NAME_AT_MOST, STEWARDS_AT_LEAST
from timebank.wijk.service import house, inviting
from timebank.wijk.service.partners import follow_split
from timebank.wijk.service.stewards import count_stewards


def open_wijk(code: str, steward_names: list[str]) -> list[str]:
    """Open a wijk and return the tokens of its first stewards' one-time links, in the order of the names.

    An open wijk whose stewards did not come, or are no longer two, gets new links; older ones of stewards end.

    :raises NoSuchWijk: no wijk has this code
    :raises TooFewStewards: fewer than two different names
    :raises AlreadyOpen: it is open and has its two stewards
    """
    wijk = _get(code)
    _check(steward_names)
    if wijk.closed_at_utc is not None:
        raise errors.WijkClosed
    if wijk.opened_at_utc is None:
        why = gettext("The wijk was opened.")
        _begin(wijk, house.Rules(_own_name(wijk), "open", {}), why=why)
    elif count_stewards(wijk.wijk_id) >= STEWARDS_AT_LEAST:
        raise errors.AlreadyOpen
    inviting.end_steward_invitations(wijk.wijk_id)
    audit.record("wijk.opened", actor_id=None, subject_id=None, wijk=wijk.name)
    return [inviting.invite(wijk.wijk_id, by=None, kind="steward", name=name) for name in steward_names]


def split(code: str, into: list[str], *, year: int) -> list[WijkNow]:
    """Close a wijk and let those with the codes `into` in `year` follow it; return these, by code.

    If it was open, so are they, under the same house rules. Its residents choose where they belong (`move`); its
    stewards stay stewards where they choose to live. One of `into` may be its own code: that becomes a new wijk.

    :raises NoSuchWijk: no wijk has this code
    :raises CannotSplit: fewer than two codes, or one that the file of that year does not have or that others live by
    """
    old = _before(code, year)
    editions = _editions(into, year)
    if len(set(into)) < 2 or len(editions) != len(into) or old.closed_at_utc is not None:
        raise errors.CannotSplit
    followers = [_follower(edition, old) for edition in editions]
    closing = update(Wijk).where(Wijk.id == old.wijk_id).values(closed_at_utc=clock.now())
    db.session.execute(closing)
    if old.opened_at_utc is not None:
        rules, why = house.current_rules(old.wijk_id), gettext("%(wijk)s was split.", wijk=old.name)
        for wijk in followers:
            _begin(wijk, house.Rules(_own_name(wijk), rules.admission, rules.kinds), why=why)
        follow_split(old.wijk_id, [wijk.wijk_id for wijk in followers])
    audit.record("wijk.split", actor_id=None, subject_id=None, wijk=old.name)
    return followers


def _get(code: str) -> WijkNow:
    wijk = queries.find_wijk(code)
    if wijk is None:
        raise errors.NoSuchWijk
    return wijk


def _check(names: list[str]) -> None:
    if len({name.casefold() for name in names}) < STEWARDS_AT_LEAST:
        raise errors.TooFewStewards
    check_names(*names)


def check_names(*names: str) -> None:
    """Look at names that the operator typed, which no form has seen.

    :raises BadName: one is empty, too long, or holds a BSN
    """
    if not all(0 < len(name) <= NAME_AT_MOST and name.isprintable() and not find_bsn(name) for name in names):
        raise errors.BadName


def _own_name(wijk: WijkNow) -> str:
    name: str = gettext("Time bank %(wijk)s", wijk=wijk.name)
    return name[:NAME_AT_MOST]


def _begin(wijk: WijkNow, rules: house.Rules, *, why: str) -> None:
    opening = update(Wijk).where(Wijk.id == wijk.wijk_id).values(opened_at_utc=clock.now())
    db.session.execute(opening)
    ledger.open_account("wijk", wijk_id=wijk.wijk_id, gemeente_id=wijk.gemeente_id)
    house.write_version(wijk.wijk_id, rules, version=1, why=why, by=None)


def _before(code: str, year: int) -> WijkNow:
    earlier = (WijkEdition.code == code.strip().upper(), WijkEdition.year < year)
    wanted = select(WijkEdition.wijk_id).where(*earlier).order_by(WijkEdition.year.desc()).limit(1)
    wijk = queries.wijk_by_id(db.session.scalar(wanted))
    if wijk is None:
        raise errors.NoSuchWijk
    return wijk


def _editions(codes: list[str], year: int) -> list[WijkEdition]:
    wanted = [code.strip().upper() for code in codes]
    found = select(WijkEdition).where(WijkEdition.year == year, WijkEdition.code.in_(wanted))
    return list(db.session.scalars(found.order_by(WijkEdition.code)))


def _follower(edition: WijkEdition, old: WijkNow) -> WijkNow:
    if edition.wijk_id == old.wijk_id:
        wijk_id = _new_wijk_with(edition, old)
    else:
        wijk_id = edition.wijk_id
        before = select(WijkEdition.id).where(WijkEdition.wijk_id == wijk_id, WijkEdition.year < edition.year)
        fresh = (
            Wijk.id == wijk_id,
            Wijk.opened_at_utc.is_(None),
            Wijk.follows_wijk_id.is_(None),
            ~before.exists(),
        )
        following = update(Wijk).where(*fresh).values(follows_wijk_id=old.wijk_id).returning(Wijk.id)
        if db.session.scalar(following) is None:
            raise errors.CannotSplit
    wijk = queries.wijk_by_id(wijk_id)
    assert wijk is not None
    return wijk


def _new_wijk_with(edition: WijkEdition, old: WijkNow) -> int:
    """Make a wijk that takes over this year's edition, and its buurten, from the wijk that had the code before."""
    values = {"public_id": public_id(), "gemeente_id": old.gemeente_id, "follows_wijk_id": old.wijk_id}
    wijk_id = db.session.execute(insert(Wijk).values(**values).returning(Wijk.id)).scalar_one()
    buurten = (BuurtEdition.wijk_id == old.wijk_id, BuurtEdition.year == edition.year)
    for table, rows in ((WijkEdition, (WijkEdition.id == edition.id,)), (BuurtEdition, buurten)):
        db.session.execute(update(table).where(*rows).values(wijk_id=wijk_id))
    return wijk_id
