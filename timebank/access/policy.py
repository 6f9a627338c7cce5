"""The whole policy on one page: permission → any of [all of these predicates].

A predicate about the actor alone decides who may come to a page at all (else 403); one about the actor and the
target decides whose things are shown there (else 404, as if they did not exist). No route or template asks for a
role by name.
"""

from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum, auto
from typing import Any

from timebank.access.actor import Actor


class Permission(Enum):
    """What somebody may do; the routes name these."""

    SIGNED_IN = auto()
    SECOND_FACTOR = auto()
    START = auto()
    OWN_DETAILS = auto()
    OWN_SIGN_IN = auto()
    OWN_LOG = auto()
    OWN_SILENCES = auto()
    REPORT_EXCHANGE = auto()
    SEE_EXCHANGE = auto()
    ANSWER_EXCHANGE = auto()
    OWN_HOURS = auto()
    OWN_NOTES = auto()
    GROUPS = auto()
    SEE_GROUP = auto()
    LEAD_GROUP = auto()
    ANSWER_IN_GROUP = auto()
    MY_WIJK = auto()
    MOVE_WIJK = auto()
    STEWARD = auto()
    ANSWER_FOR_POT = auto()
    START_RESET = auto()
    AGREE_TO_RESET = auto()


@dataclass(frozen=True)
class AboutActor:
    """A predicate about who is looking; False means 403."""

    holds: Callable[[Actor], bool]


@dataclass(frozen=True)
class AboutTarget:
    """A predicate about who is looking and at what; False means 404."""

    holds: Callable[[Actor, Any], bool]


anyone_signed_in = AboutActor(lambda actor: _complete(actor))
half_signed_in_staff = AboutActor(lambda actor: actor.kind != "resident" and not actor.has_second_factor)
resident = AboutActor(lambda actor: _complete(actor) and actor.kind == "resident" and actor.account_id is not None)
steward = AboutActor(lambda actor: _complete(actor) and actor.is_steward)

own = AboutTarget(lambda actor, target: target.person_id == actor.person_id)
own_wijk = AboutTarget(lambda actor, target: target.wijk_id in actor.steward_wijk_ids)
party = AboutTarget(lambda actor, target: actor.person_id in target.party_person_ids)
waits_for_stewards = AboutTarget(
    lambda actor, target: (
        target.is_waiting
        and target.steward_wijk_id in actor.steward_wijk_ids
        and actor.person_id not in target.party_person_ids
    )
)
answered_as_steward = AboutTarget(lambda actor, target: target.steward_person_id == actor.person_id)
announced = AboutTarget(lambda actor, target: target.is_announced)
"""For every resident who has its random address: a leader may invite whom they like, also from another wijk."""

POLICY: dict[Permission, list[list[AboutActor | AboutTarget]]] = {
    Permission.SIGNED_IN: [[anyone_signed_in]],
    Permission.SECOND_FACTOR: [[half_signed_in_staff]],
    Permission.START: [[anyone_signed_in]],
    Permission.OWN_DETAILS: [[resident]],
    Permission.OWN_SIGN_IN: [[anyone_signed_in, own]],
    Permission.OWN_LOG: [[anyone_signed_in]],
    Permission.OWN_SILENCES: [[resident]],
    Permission.REPORT_EXCHANGE: [[resident]],
    Permission.SEE_EXCHANGE: [
        [resident, party],
        [steward, waits_for_stewards],
        [resident, answered_as_steward],
    ],
    Permission.ANSWER_EXCHANGE: [[resident, party], [steward, waits_for_stewards]],
    Permission.OWN_HOURS: [[resident]],
    Permission.OWN_NOTES: [[resident, own]],
    Permission.GROUPS: [[resident]],
    Permission.SEE_GROUP: [[resident, announced], [resident, own]],
    Permission.LEAD_GROUP: [[resident, own]],
    Permission.ANSWER_IN_GROUP: [[resident, party]],
    Permission.MY_WIJK: [[resident]],
    Permission.MOVE_WIJK: [[resident]],
    Permission.STEWARD: [[steward, own_wijk]],
    Permission.ANSWER_FOR_POT: [[steward]],
    Permission.START_RESET: [[steward]],
    Permission.AGREE_TO_RESET: [[steward, own_wijk]],
}


class Answer(Enum):
    """What the doorkeeper says."""

    YES = auto()
    NOT_YOUR_PAGE = auto()
    NOTHING_HERE = auto()


def ask(actor: Actor, permission: Permission, target: Any = None) -> Answer:
    """Decide whether `actor` may do `permission` to `target`.

    NOT_YOUR_PAGE where no alternative fits the actor, NOTHING_HERE where one does but the target is not theirs.
    """
    may_come = False
    for alternative in POLICY[permission]:
        if not all(p.holds(actor) for p in alternative if isinstance(p, AboutActor)):
            continue
        may_come = True
        if all(p.holds(actor, target) for p in alternative if isinstance(p, AboutTarget)):
            return Answer.YES
    return Answer.NOTHING_HERE if may_come else Answer.NOT_YOUR_PAGE


def _complete(actor: Actor) -> bool:
    return actor.kind == "resident" or actor.has_second_factor
