"""Wijken as they are now: the newest edition and the newest house rules of each."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, String, and_, bindparam, func, literal_column, or_, select

from timebank.core import clock
from timebank.core.database import db
from timebank.core.statements import Statement, literally
from timebank.core.tokens import hashed
from timebank.ledger.models import Account
from timebank.wijk.models import BuurtEdition, Gemeente, HouseRules, Invitation, NearWijk, Wijk, WijkEdition


@dataclass(frozen=True, slots=True)
class WijkNow:
    """A wijk with the code, name and households of its newest edition, and what its newest house rules say.

    `own_name` and `admission` are empty as long as the wijk has not been opened.
    """

    wijk_id: int
    public_id: str
    gemeente_id: int
    gemeente_name: str
    gemeente_code: str
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
            Gemeente.code.label("gemeente_code"),
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


def has_in_name(pattern: Any) -> ColumnElement[bool]:
    """Return the condition that gemeente, name or own name fit a pattern, escaped with "/"."""
    texts = (Gemeente.name, WijkEdition.name, HouseRules.own_name)
    return or_(*(func.lower(text).like(pattern, escape="/") for text in texts))


def still_good(now: Any) -> tuple[Any, ...]:
    """Return the conditions that hold for an invitation that still lets somebody in."""
    return Invitation.used_at_utc.is_(None), Invitation.ended_at_utc.is_(None), Invitation.expires_at_utc > now


def _to_move_to() -> Statement:
    follows = (Wijk.follows_wijk_id == bindparam("wijk_id")).is_(True)
    others = and_(HouseRules.admission == "open", has_in_name(bindparam("place", type_=String)))
    wanted = OPEN.where(Wijk.id != bindparam("wijk_id"), or_(follows, others))
    return Statement(wanted.order_by(follows.desc(), *BY_NAME).limit(bindparam("limit")))


LAST_WITH_CODE = (
    select(WijkEdition.wijk_id)
    .where(WijkEdition.code == bindparam("code"))
    .order_by(WijkEdition.year.desc())
    .limit(literal_column("1"))
    .scalar_subquery()
)
BY_ID = Statement(WIJK_NOW.where(Wijk.id == bindparam("wijk_id")))
NAMED = or_(Wijk.public_id == bindparam("public_id"), Wijk.id == LAST_WITH_CODE)
BY_ADDRESS = Statement(WIJK_NOW.where(NAMED))
FOLLOWERS = Statement(OPEN.where(Wijk.follows_wijk_id == bindparam("wijk_id")).order_by(*BY_NAME))
TO_MOVE_TO = _to_move_to()
INVITATION = select(Invitation.wijk_id).where(
    Invitation.token_hash == bindparam("token_hash"), *still_good(bindparam("now"))
)
INVITED = Statement(OPEN.where(Wijk.id == INVITATION.scalar_subquery()))
POT_ACCOUNT = Statement(
    select(Account.id)
    .join(Wijk, Wijk.id == Account.wijk_id)
    .where(
        Account.wijk_id == bindparam("wijk_id"),
        Account.kind == literal_column("'wijk'"),  # as in the index of pots
        Wijk.closed_at_utc.is_(None),
    )
)


def wijk_by_id(wijk_id: int | None) -> WijkNow | None:
    """Return a wijk by number; None for None."""
    return _one(BY_ID, wijk_id=wijk_id) if wijk_id is not None else None


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
    return _one(BY_ADDRESS, public_id=typed, code=typed.upper())


def wijken_by_id(wijk_ids: Iterable[int]) -> list[WijkNow]:
    """Return these wijken, by gemeente and name."""
    return _rows(WIJK_NOW.where(Wijk.id.in_(sorted(wijk_ids))).order_by(*BY_NAME))


def all_wijken() -> list[WijkNow]:
    """Return every wijk, also those not open or split, by gemeente and name: for the operator."""
    return _rows(WIJK_NOW.order_by(*BY_NAME))


def find_gemeente_id(code: str) -> int | None:
    """Return the gemeente with this CBS code."""
    return db.session.scalar(select(Gemeente.id).where(Gemeente.code == code.strip().upper()))


def open_wijken(
    place: str = "", *, gemeente_id: int | None = None, admission: str | None = None, limit: int | None = None
) -> list[WijkNow]:
    """Return the wijken that people can belong to, by gemeente and name.

    `place` keeps those of whose gemeente, name or own name a part is this text.
    """
    wanted = OPEN.where(has_in_name(_part(place))) if place.strip() else OPEN
    if gemeente_id is not None:
        wanted = wanted.where(Wijk.gemeente_id == gemeente_id)
    if admission is not None:
        wanted = wanted.where(HouseRules.admission == admission)
    return _rows(wanted.order_by(*BY_NAME).limit(limit))


def wijken_to_move_to(wijk_id: int, place: str = "", *, limit: int) -> list[WijkNow]:
    """Return where a resident of a wijk can move without an invitation, by gemeente and name.

    On top those that came out of a split of the wijk, whatever `place` says.
    """
    return _all(TO_MOVE_TO, wijk_id=wijk_id, place=_part(place), limit=limit)


def followers_of(wijk_id: int) -> list[WijkNow]:
    """Return the open wijken that follow a wijk that was split, by name."""
    return _all(FOLLOWERS, wijk_id=wijk_id)


def pot_account_id(wijk_id: int) -> int | None:
    """Return the account of a wijk's pot; None for a wijk that is not open.

    The pot of a wijk that was split stays open, so that what waits for an answer can be answered, but nothing
    new is reported to it.
    """
    found: int | None = POT_ACCOUNT.scalar(wijk_id=wijk_id)
    return found


def find_invited_wijk(token: str) -> WijkNow | None:
    """Return the wijk that an invitation lets somebody into; None where it was used, ended or is too old."""
    return _one(INVITED, token_hash=hashed(token), now=clock.now())


def _part(place: str) -> str:
    """Return the pattern for names of which a text is a part."""
    return f"%{literally(place.strip().lower())}%"


def _rows(wanted: Select[*tuple[Any, ...]]) -> list[WijkNow]:
    return [WijkNow(**row) for row in db.session.execute(wanted).mappings()]


def _all(wanted: Statement, **values: Any) -> list[WijkNow]:
    return [WijkNow(*row) for row in wanted.all(**values)]


def _one(wanted: Statement, **values: Any) -> WijkNow | None:
    return next(iter(_all(wanted, **values)), None)


BUURTEN_AT_MOST = 60
NEAR_AT_MOST = 12
"""How many wijken the stewards of one may call near."""

BUURTEN = Statement(
    select(BuurtEdition.name)
    .where(
        BuurtEdition.wijk_id == bindparam("wijk_id"),
        BuurtEdition.year
        == select(func.max(BuurtEdition.year)).where(BuurtEdition.wijk_id == bindparam("wijk_id")).scalar_subquery(),
    )
    .order_by(BuurtEdition.name)
    .limit(BUURTEN_AT_MOST)
)


def buurten_of(wijk_id: int) -> list[str]:
    """Return the names of the buurten of a wijk in its newest edition, by name."""
    return [row.name for row in BUURTEN.all(wijk_id=wijk_id)]


NEAR = Statement(
    WIJK_NOW.where(Wijk.id.in_(select(NearWijk.near_wijk_id).where(NearWijk.wijk_id == bindparam("wijk_id"))))
    .order_by(WijkEdition.name)
    .limit(NEAR_AT_MOST)
)


def near_wijken(wijk_id: int) -> list[WijkNow]:
    """Return the wijken that the stewards of one call near, by name."""
    return _all(NEAR, wijk_id=wijk_id)
