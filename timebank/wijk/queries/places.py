"""Wijken as they are now: the newest edition and the newest house rules of each."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, func, or_, select

from timebank.core import clock
from timebank.core.database import db
from timebank.core.tokens import hashed
from timebank.ledger.models import Account
from timebank.wijk.models import Gemeente, HouseRules, Invitation, Wijk, WijkEdition


@dataclass(frozen=True, slots=True)
class WijkNow:
    """A wijk with the code, name and households of its newest edition, and what its newest house rules say.

    `own_name` and `admission` are empty as long as the wijk has not been opened.
    """

    wijk_id: int
    public_id: str
    gemeente_id: int
    gemeente_name: str
    follows_wijk_id: int | None
    code: str
    year: int
    name: str
    households: int | None
    own_name: str
    admission: str
    opened_at_utc: datetime | None
    closed_at_utc: datetime | None

    @property
    def is_open(self) -> bool:
        """Say whether people can belong here: opened and not closed by a split."""
        return self.opened_at_utc is not None and self.closed_at_utc is None


def _wijk_now() -> Select[*tuple[Any, ...]]:
    newest = select(func.max(WijkEdition.year)).where(WijkEdition.wijk_id == Wijk.id).correlate(Wijk)
    version = select(func.max(HouseRules.version)).where(HouseRules.wijk_id == Wijk.id).correlate(Wijk)
    return (
        select(
            Wijk.id.label("wijk_id"),
            Wijk.public_id,
            Wijk.gemeente_id,
            Gemeente.name.label("gemeente_name"),
            Wijk.follows_wijk_id,
            WijkEdition.code,
            WijkEdition.year,
            WijkEdition.name,
            WijkEdition.households,
            func.coalesce(HouseRules.own_name, "").label("own_name"),
            func.coalesce(HouseRules.admission, "").label("admission"),
            Wijk.opened_at_utc,
            Wijk.closed_at_utc,
        )
        .join(Gemeente, Gemeente.id == Wijk.gemeente_id)
        .join(WijkEdition, (WijkEdition.wijk_id == Wijk.id) & (WijkEdition.year == newest.scalar_subquery()))
        .outerjoin(HouseRules, (HouseRules.wijk_id == Wijk.id) & (HouseRules.version == version.scalar_subquery()))
    )


WIJK_NOW = _wijk_now()
OPEN = WIJK_NOW.where(Wijk.opened_at_utc.is_not(None), Wijk.closed_at_utc.is_(None))
BY_NAME = (Gemeente.name, WijkEdition.name, Wijk.id)


def wijk_by_id(wijk_id: int | None) -> WijkNow | None:
    """Return a wijk by number; None for None."""
    return _one(WIJK_NOW.where(Wijk.id == wijk_id)) if wijk_id is not None else None


def get_wijk(wijk_id: int) -> WijkNow:
    """Return a wijk by number.

    :raises LookupError: there is none
    """
    wijk = wijk_by_id(wijk_id)
    if wijk is None:
        raise LookupError(wijk_id)
    return wijk


def find_wijk(code_or_public_id: str) -> WijkNow | None:
    """Return a wijk by its random name or by its code; a code used again means the wijk that had it last."""
    typed = code_or_public_id.strip()
    with_code = select(WijkEdition.wijk_id).where(WijkEdition.code == typed.upper())
    last = with_code.order_by(WijkEdition.year.desc()).limit(1).scalar_subquery()
    return _one(WIJK_NOW.where(or_(Wijk.public_id == typed, Wijk.id == last)))


def wijken_by_id(wijk_ids: Iterable[int]) -> list[WijkNow]:
    """Return these wijken, by gemeente and name."""
    return _all(WIJK_NOW.where(Wijk.id.in_(sorted(wijk_ids))).order_by(*BY_NAME))


def all_wijken() -> list[WijkNow]:
    """Return every wijk, also those not open or split, by gemeente and name: for the operator."""
    return _all(WIJK_NOW.order_by(*BY_NAME))


def find_gemeente_id(code: str) -> int | None:
    """Return the gemeente with this CBS code."""
    return db.session.scalar(select(Gemeente.id).where(Gemeente.code == code.strip().upper()))


def open_wijken(
    place: str = "", *, gemeente_id: int | None = None, admission: str | None = None, limit: int | None = None
) -> list[WijkNow]:
    """Return the wijken that people can belong to, by gemeente and name.

    `place` keeps those of whose gemeente, name or own name a part is this text.
    """
    wanted = OPEN.where(*_has_in_name(place))
    if gemeente_id is not None:
        wanted = wanted.where(Wijk.gemeente_id == gemeente_id)
    if admission is not None:
        wanted = wanted.where(HouseRules.admission == admission)
    return _all(wanted.order_by(*BY_NAME).limit(limit))


def wijken_to_move_to(wijk_id: int, place: str = "", *, limit: int) -> list[WijkNow]:
    """Return where a resident of a wijk can move without an invitation, by gemeente and name.

    On top those that came out of a split of the wijk, whatever `place` says.
    """
    follows = (Wijk.follows_wijk_id == wijk_id).is_(True)
    others = and_(HouseRules.admission == "open", *_has_in_name(place))
    wanted = OPEN.where(Wijk.id != wijk_id, or_(follows, others))
    return _all(wanted.order_by(follows.desc(), *BY_NAME).limit(limit))


def wijken_of_task(wijk_ids: frozenset[int], gemeente_id: int | None) -> list[WijkNow]:
    """Return the open wijken of a worker (by number) or of a gemeente's official, by name."""
    mine = or_(Wijk.id.in_(wijk_ids), Wijk.gemeente_id == gemeente_id)
    wanted = WIJK_NOW.where(mine, Wijk.opened_at_utc.is_not(None), Wijk.closed_at_utc.is_(None))
    return _all(wanted.order_by(WijkEdition.name, Wijk.id))


def followers_of(wijk_id: int) -> list[WijkNow]:
    """Return the open wijken that follow a wijk that was split, by name."""
    return _all(OPEN.where(Wijk.follows_wijk_id == wijk_id).order_by(*BY_NAME))


def pot_account_id(wijk_id: int) -> int | None:
    """Return the account of a wijk's pot; None for a wijk that is not open.

    The pot of a wijk that was split stays open, so that what waits for an answer can be answered, but nothing
    new is reported to it.
    """
    return db.session.scalar(
        select(Account.id)
        .join(Wijk, Wijk.id == Account.wijk_id)
        .where(Account.wijk_id == wijk_id, Account.kind == "wijk", Wijk.closed_at_utc.is_(None))
    )


def find_invited_wijk(token: str) -> WijkNow | None:
    """Return the wijk that an invitation lets somebody into; None where it was used, ended or is too old."""
    invitation = select(Invitation.wijk_id).where(Invitation.token_hash == hashed(token), *still_good())
    return _one(OPEN.where(Wijk.id == invitation.scalar_subquery()))


def still_good() -> tuple[Any, ...]:
    """Return the conditions that hold for an invitation that still lets somebody in."""
    unused = (Invitation.used_at_utc.is_(None), Invitation.ended_at_utc.is_(None))
    return *unused, Invitation.expires_at_utc > clock.now()


def _has_in_name(place: str) -> tuple[ColumnElement[bool], ...]:
    if not place.strip():
        return ()
    texts = (Gemeente.name, WijkEdition.name, HouseRules.own_name)
    return (or_(*(func.lower(text).contains(place.strip().lower(), autoescape=True) for text in texts)),)


def _all(wanted: Select[*tuple[Any, ...]]) -> list[WijkNow]:
    return [WijkNow(**row) for row in db.session.execute(wanted).mappings()]


def _one(wanted: Select[*tuple[Any, ...]]) -> WijkNow | None:
    return next(iter(_all(wanted)), None)
