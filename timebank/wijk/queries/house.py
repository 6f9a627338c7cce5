"""The rules of a wijk: what it shows and how it calls that, who are its stewards, whom it invited."""

from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import Select, bindparam, func, literal, literal_column, select
from sqlalchemy.orm import aliased

from timebank.core import clock
from timebank.core.database import db
from timebank.core.statements import Statement
from timebank.people.models import Person
from timebank.wijk.models import (
    Category,
    CategoryGroup,
    HouseCategory,
    HouseRules,
    Invitation,
    StewardProposal,
    Stewardship,
)
from timebank.wijk.queries.places import still_good
from timebank.wijk.rules import STAD_KINDS

VERSIONS_AT_MOST = 50
KINDS_OF_VERSIONS_AT_MOST = 14 * VERSIONS_AT_MOST
INVITATIONS_AT_MOST = 100
"""How many the pages show; a wijk that has more still sees the newest."""


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of help in its group: `own_name` is what the wijk calls it, empty for the ordinary name."""

    code: str
    ordinary_name: str
    group_code: str
    group_name: str
    own_name: str = ""
    is_shown: bool = True

    @property
    def name(self) -> str:
        """Return what people see."""
        return self.own_name or self.ordinary_name


@dataclass(frozen=True, slots=True)
class RulesVersion:
    """One version of a wijk's house rules: who made it (None: the operator), when and why."""

    house_rules_id: int
    wijk_id: int
    version: int
    own_name: str
    admission: str
    why: str
    at_utc: datetime
    by_name: str | None


@dataclass(frozen=True, slots=True)
class Steward:
    """A resident who is one of the stewards of a wijk."""

    person_id: int
    public_id: str
    wijk_id: int
    name: str
    mark: int
    own_line: str
    since_utc: datetime


STEWARD = (
    select(
        Person.id.label("person_id"),
        Person.public_id,
        Stewardship.wijk_id,
        Person.name,
        Person.mark,
        Person.own_line,
        Stewardship.since_utc,
    )
    .join(Person, Person.id == Stewardship.person_id)
    .where(Stewardship.until_utc.is_(None))
)


STEWARDS = Statement(STEWARD.where(Stewardship.wijk_id == bindparam("wijk_id")).order_by(Person.name_key, Person.id))
STEWARD_BY_PUBLIC_ID = Statement(STEWARD.where(Person.public_id == bindparam("public_id")))
OF_NEIGHBOURS = Category.code.not_in([literal_column(f"'{code}'") for code in STAD_KINDS])
IS_CATEGORY = Statement(select(Category.code).where(Category.code == bindparam("code"), OF_NEIGHBOURS))
VERSIONS = Statement(
    select(
        HouseRules.id.label("house_rules_id"),
        HouseRules.wijk_id,
        HouseRules.version,
        HouseRules.own_name,
        HouseRules.admission,
        HouseRules.why,
        HouseRules.at_utc,
        Person.name.label("by_name"),
    )
    .outerjoin(Person, Person.id == HouseRules.by_person_id)
    .where(HouseRules.wijk_id == bindparam("wijk_id"))
    .order_by(HouseRules.version.desc())
    .limit(bindparam("limit"))
)
INVITATIONS = Statement(
    select(
        Invitation.public_id,
        Invitation.kind,
        Invitation.created_at_utc,
        Invitation.expires_at_utc,
        Person.name.label("by_name"),
    )
    .outerjoin(Person, Person.id == Invitation.by_person_id)
    .where(Invitation.wijk_id == bindparam("wijk_id"), *still_good(bindparam("now")))
    .order_by(Invitation.id.desc())
    .limit(INVITATIONS_AT_MOST)
)
Proposer = aliased(Person)
PROPOSALS = Statement(
    select(
        StewardProposal.public_id,
        StewardProposal.change,
        StewardProposal.person_id,
        StewardProposal.proposed_by_id,
        StewardProposal.created_at_utc,
        Person.name,
        Proposer.name.label("by_name"),
    )
    .join(Person, Person.id == StewardProposal.person_id)
    .join(Proposer, Proposer.id == StewardProposal.proposed_by_id)
    .where(StewardProposal.wijk_id == bindparam("wijk_id"), StewardProposal.ended_at_utc.is_(None))
    .order_by(StewardProposal.id)
)


def all_categories(language: str) -> list[Kind]:
    """Return all kinds of help with their ordinary names, in their groups, in the order of the screen."""
    return [Kind(*row) for row in _ordinary_kinds(language).all()]


def categories_for(wijk_id: int, language: str) -> list[Kind]:
    """Return the kinds of help that a wijk shows, as it calls them, in the order of the screen."""
    return [kind for kind in kinds_with_settings(wijk_id, language) if kind.is_shown]


def category_names(wijk_id: int, language: str) -> dict[str, str]:
    """Return what a wijk calls each kind of help, also those that it does not show (any more), by code."""
    return {kind.code: kind.name for kind in kinds_with_settings(wijk_id, language)}


def category_name(code: str, wijk_id: int, language: str) -> str | None:
    """Return what a wijk calls a kind of help; None where there is no such kind."""
    return category_names(wijk_id, language).get(code)


def is_category(code: str) -> bool:
    """Say whether there is a kind of help with this code."""
    return IS_CATEGORY.scalar(code=code) is not None


def kinds_with_settings(wijk_id: int, language: str) -> list[Kind]:
    """Return all kinds of help with what a wijk says about each, in the order of the screen."""
    return [Kind(*row) for row in _kinds_of_wijk(language).all(wijk_id=wijk_id)]


def house_rules_of(wijk_id: int) -> RulesVersion | None:
    """Return the house rules that hold now; None for a wijk that was never opened."""
    row = VERSIONS.one_or_none(wijk_id=wijk_id, limit=1)
    return RulesVersion(*row) if row else None


def house_rules_history(wijk_id: int) -> list[RulesVersion]:
    """Return the versions of a wijk's house rules, newest first, at most VERSIONS_AT_MOST."""
    return [RulesVersion(*row) for row in VERSIONS.all(wijk_id=wijk_id, limit=VERSIONS_AT_MOST)]


def kinds_by_version(wijk_id: int, language: str) -> dict[int, list[Kind]]:
    """Return, by version of a wijk's house rules, the kinds of help that it hides or calls otherwise."""
    found: dict[int, list[Kind]] = {}
    for version, *kind in _kinds_of_versions(language).all(wijk_id=wijk_id):
        found.setdefault(version, []).append(Kind(*kind))
    return found


def stewards_of(wijk_id: int) -> list[Steward]:
    """Return the stewards of a wijk, by name."""
    return [Steward(*row) for row in STEWARDS.all(wijk_id=wijk_id)]


def steward_counts() -> dict[int, int]:
    """Return how many stewards each wijk has that has any."""
    wanted = select(Stewardship.wijk_id, func.count()).where(Stewardship.until_utc.is_(None))
    return {wijk_id: number for wijk_id, number in db.session.execute(wanted.group_by(Stewardship.wijk_id))}


def stewarding(person_id: Any) -> Select[*tuple[Any, ...]]:
    """Return the wijken of which somebody is a steward, as a part of a statement."""
    return select(Stewardship.wijk_id).where(Stewardship.person_id == person_id, Stewardship.until_utc.is_(None))


def find_steward(public_id: str) -> Steward | None:
    """Return who is a steward now, by the random name in an address."""
    row = STEWARD_BY_PUBLIC_ID.one_or_none(public_id=public_id)
    return Steward(*row) if row else None


def invitations_of(wijk_id: int) -> list[Any]:
    """Return the invitations of a wijk that still let somebody in, newest first, at most INVITATIONS_AT_MOST.

    Columns: public_id, kind, created_at_utc, expires_at_utc, by_name (None: the operator).
    """
    return INVITATIONS.all(wijk_id=wijk_id, now=clock.now())


def proposals_of(wijk_id: int) -> list[Any]:
    """Return what waits for a second steward in a wijk, oldest first.

    Columns: public_id, change, name (of whom), person_id, by_name, proposed_by_id, created_at_utc.
    """
    return PROPOSALS.all(wijk_id=wijk_id)


def find_invitation(public_id: str) -> Invitation | None:
    """Return an invitation, by the random name in an address."""
    return db.session.scalars(select(Invitation).where(Invitation.public_id == public_id)).one_or_none()


def find_proposal(public_id: str) -> StewardProposal | None:
    """Return a proposal, answered or not, by the random name in an address."""
    return db.session.scalars(select(StewardProposal).where(StewardProposal.public_id == public_id)).one_or_none()


def _newest(wijk_id: Any) -> Select[*tuple[Any, ...]]:
    return select(HouseRules).where(HouseRules.wijk_id == wijk_id).order_by(HouseRules.version.desc()).limit(1)


@cache
def _kinds_of_wijk(language: str) -> Statement:
    newest = _newest(bindparam("wijk_id")).with_only_columns(HouseRules.id).scalar_subquery()
    own = func.coalesce(HouseCategory.own_name, "")
    wanted = _kind_query(language).add_columns(
        own.label("own_name"), func.coalesce(HouseCategory.is_shown, literal(True)).label("is_shown")
    )
    settings = (HouseCategory.category_code == Category.code) & (HouseCategory.house_rules_id == newest)
    return Statement(wanted.outerjoin(HouseCategory, settings))


@cache
def _kinds_of_versions(language: str) -> Statement:
    kinds = _kind_query(language)
    own = kinds.with_only_columns(HouseRules.version, *kinds.selected_columns).add_columns(
        HouseCategory.own_name, HouseCategory.is_shown
    )
    said = own.join(HouseCategory, HouseCategory.category_code == Category.code).join(HouseRules)
    newest_first = said.order_by(None).order_by(HouseRules.version.desc(), CategoryGroup.position, Category.position)
    return Statement(newest_first.where(HouseRules.wijk_id == bindparam("wijk_id")).limit(KINDS_OF_VERSIONS_AT_MOST))


def _kind_query(language: str) -> Select[*tuple[Any, ...]]:
    dutch = language == "nl"
    return (
        select(
            Category.code,
            (Category.name_nl if dutch else Category.name_en).label("ordinary_name"),
            Category.group_code,
            (CategoryGroup.name_nl if dutch else CategoryGroup.name_en).label("group_name"),
        )
        .join(CategoryGroup, CategoryGroup.code == Category.group_code)
        .where(OF_NEIGHBOURS)
        .order_by(CategoryGroup.position, Category.position)
    )


@cache
def _ordinary_kinds(language: str) -> Statement:
    return Statement(_kind_query(language))
