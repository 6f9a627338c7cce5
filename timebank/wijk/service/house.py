"""House rules: each change is a new version, with who, when and why."""

from dataclasses import dataclass

from sqlalchemy import delete, insert, select

from timebank.access import audit
from timebank.core import clock
from timebank.core.database import db
from timebank.wijk import errors, queries
from timebank.wijk.models import HouseCategory, HouseRules, NearWijk, Wijk


@dataclass(frozen=True)
class KindRule:
    """Whether a wijk shows a kind of help, and what it calls it (empty: as everybody does)."""

    is_shown: bool = True
    own_name: str = ""


@dataclass(frozen=True)
class Rules:
    """What house rules say. A kind of help that is not in `kinds` is shown under its ordinary name."""

    own_name: str
    admission: str
    kinds: dict[str, KindRule]


def change_house_rules(wijk_id: int, rules: Rules, *, why: str, after_version: int, by: int) -> int:
    """Let a wijk have these rules from now on and return the number of the version.

    :raises RulesChangedMeanwhile: the newest version is no longer `after_version`, on which the change was made
    :raises NothingShown: no kind of help is left
    """
    db.session.execute(select(Wijk.id).where(Wijk.id == wijk_id).with_for_update())
    now = queries.house_rules_of(wijk_id)
    if now is None or now.version != after_version:
        raise errors.RulesChangedMeanwhile
    codes = {kind.code for kind in queries.all_categories("en")}
    if not any(rules.kinds.get(code, KindRule()).is_shown for code in codes):
        raise errors.NothingShown
    write_version(wijk_id, rules, version=now.version + 1, why=why, by=by)
    audit.record("wijk.rules_changed", actor_id=by, subject_id=by)
    return now.version + 1


def name_near(wijk_id: int, near_wijk_ids: set[int], *, by: int) -> None:
    """Say which wijken are near this one: their offers and requests are near too.

    :raises TooManyNear: more than NEAR_AT_MOST
    """
    near = near_wijk_ids - {wijk_id}
    if len(near) > queries.NEAR_AT_MOST:
        raise errors.TooManyNear
    db.session.execute(delete(NearWijk).where(NearWijk.wijk_id == wijk_id))
    if near:
        rows = [{"wijk_id": wijk_id, "near_wijk_id": other} for other in sorted(near)]
        db.session.execute(insert(NearWijk), rows)
    audit.record("wijk.near_named", actor_id=by, subject_id=by)


def write_version(wijk_id: int, rules: Rules, *, version: int, why: str, by: int | None) -> None:
    """Write one version; of the kinds of help only what differs from the ordinary."""
    house_rules_id = db.session.scalar(
        insert(HouseRules)
        .values(
            wijk_id=wijk_id,
            version=version,
            own_name=rules.own_name,
            admission=rules.admission,
            why=why,
            by_person_id=by,
            at_utc=clock.now(),
        )
        .returning(HouseRules.id)
    )
    rows = [
        {
            "house_rules_id": house_rules_id,
            "category_code": code,
            "is_shown": rule.is_shown,
            "own_name": rule.own_name,
        }
        for code, rule in rules.kinds.items()
        if rule != KindRule()
    ]
    if rows:
        db.session.execute(insert(HouseCategory), rows)


def current_rules(wijk_id: int) -> Rules:
    """Return what a wijk's newest house rules say.

    :raises NotOpen: it was never opened
    """
    now = queries.house_rules_of(wijk_id)
    if now is None:
        raise errors.NotOpen
    kinds = queries.kinds_with_settings(wijk_id, "en")
    return Rules(now.own_name, now.admission, {kind.code: KindRule(kind.is_shown, kind.own_name) for kind in kinds})
