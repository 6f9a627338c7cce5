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
    LEAVE = auto()
    OWN_SIGN_IN = auto()
    OWN_LOG = auto()
    OWN_SILENCES = auto()
    REPORT_EXCHANGE = auto()
    SEE_EXCHANGE = auto()
    ANSWER_EXCHANGE = auto()
    OWN_HOURS = auto()
    OWN_STAD_HELP = auto()
    ORGANISATIONS = auto()
    LOOK_AFTER_ORGANISATION = auto()
    SPEAK_FOR_ORGANISATION = auto()
    PROPOSE_FOR_STAD = auto()
    WIJK_FACTS = auto()
    ERASE_FACT = auto()
    OWN_CONVERSATIONS = auto()
    ANSWER_LISTING = auto()
    TALK = auto()
    TELL_ABOUT_TALK = auto()
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
    MARKET = auto()
    SEE_LISTING = auto()
    OWN_LISTING = auto()
    OWN_TALENT = auto()
    OWN_NEED = auto()
    ANSWER_NEED = auto()
    SEE_NEEDS = auto()
    RAISE_POINT = auto()
    TELL_STEWARDS = auto()
    LOOK_AT_CONCERNS = auto()
    DECIDE_CONCERN = auto()
    DECIDED_ABOUT_ME = auto()
    OWN_NOTICES = auto()
    OPEN_NOTICE = auto()
    PRINT_SHEETS = auto()
    READ_REPORTS = auto()
    WRITE_REPORT = auto()
    OPERATE = auto()


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
operator = AboutActor(lambda actor: _complete(actor) and actor.kind == "operator")

own = AboutTarget(lambda actor, target: target.person_id == actor.person_id)
somebody_elses = AboutTarget(lambda actor, target: target.person_id not in (None, actor.person_id))
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
live_or_own = AboutTarget(lambda actor, target: target.is_shown or target.person_id == actor.person_id)
live = AboutTarget(lambda actor, target: target.is_shown and target.person_id != actor.person_id)
worker = AboutActor(lambda actor: _complete(actor) and bool(actor.worker_wijk_ids))
contact = AboutActor(lambda actor: _complete(actor) and actor.is_contact)
speaks_for_it = AboutTarget(lambda actor, target: target.account_id in actor.contact_account_ids)
works_for_stad = AboutTarget(lambda actor, target: target.may_propose_for_stad)
takes_part_here = AboutTarget(lambda actor, target: bool(target.wijk_ids & actor.steward_wijk_ids))
speaks_for_a_side = AboutTarget(
    lambda actor, target: (
        target.organisation_account_id in actor.contact_account_ids and actor.person_id not in target.party_person_ids
    )
)
works_there = AboutTarget(lambda actor, target: target.wijk_id in actor.worker_wijk_ids)
open_to_helpers = AboutTarget(
    lambda actor, target: (
        target.person_id != actor.person_id
        and target.wijk_id in actor.worker_wijk_ids | actor.steward_wijk_ids
        and target.shown_to in ("workers", "wijk")
    )
)
open_to_neighbours = AboutTarget(
    lambda actor, target: (
        target.person_id != actor.person_id and target.wijk_id == actor.wijk_id and target.shown_to == "wijk"
    )
)
no_party_of_it = AboutTarget(lambda actor, target: actor.person_id not in (target.reporter_id, target.about_person_id))
announced = AboutTarget(lambda actor, target: target.is_announced)
asks_their_wijk = AboutTarget(lambda actor, target: target.asks_wijk and target.wijk_id in actor.steward_wijk_ids)
in_reach = AboutTarget(lambda actor, target: actor.person_id not in target.out_of_reach_ids)
"""Neither wants to hear no more of the other: else each does not exist for the other."""
not_silenced = AboutTarget(lambda actor, target: actor.person_id not in target.silenced_person_ids)
"""For telling the stewards: who wants to hear no more of somebody still can, who is silenced cannot."""

POLICY: dict[Permission, list[list[AboutActor | AboutTarget]]] = {
    Permission.SIGNED_IN: [[anyone_signed_in]],
    Permission.SECOND_FACTOR: [[half_signed_in_staff]],
    Permission.START: [[anyone_signed_in]],
    Permission.OWN_DETAILS: [[resident]],
    Permission.LEAVE: [[resident]],
    Permission.OWN_SIGN_IN: [[anyone_signed_in, own]],
    Permission.OWN_LOG: [[anyone_signed_in]],
    Permission.OWN_SILENCES: [[resident]],
    Permission.REPORT_EXCHANGE: [[resident]],
    Permission.SEE_EXCHANGE: [
        [resident, party],
        [steward, waits_for_stewards],
        [resident, answered_as_steward],
        [contact, speaks_for_a_side],
    ],
    Permission.ANSWER_EXCHANGE: [[resident, party], [steward, waits_for_stewards], [contact, speaks_for_a_side]],
    Permission.OWN_HOURS: [[resident]],
    Permission.OWN_STAD_HELP: [[resident, own]],
    Permission.ORGANISATIONS: [[resident]],
    Permission.LOOK_AFTER_ORGANISATION: [[contact, speaks_for_it], [steward, takes_part_here]],
    Permission.SPEAK_FOR_ORGANISATION: [[contact, speaks_for_it]],
    Permission.PROPOSE_FOR_STAD: [[contact, speaks_for_it, works_for_stad]],
    Permission.WIJK_FACTS: [[steward], [worker]],
    Permission.ERASE_FACT: [[steward, own_wijk], [worker, works_there]],
    Permission.OWN_CONVERSATIONS: [[resident]],
    Permission.ANSWER_LISTING: [[resident, somebody_elses]],
    Permission.TALK: [[anyone_signed_in, party]],
    Permission.TELL_ABOUT_TALK: [[resident, party]],
    Permission.OWN_NOTES: [[resident, own]],
    Permission.GROUPS: [[resident]],
    # A group is for every resident who has its random address: a leader may invite whom they like, from any wijk.
    Permission.SEE_GROUP: [
        [resident, announced, in_reach],
        [resident, announced, party],
        [resident, own],
        [steward, asks_their_wijk],
    ],
    Permission.LEAD_GROUP: [[resident, own]],
    Permission.ANSWER_IN_GROUP: [[resident, party]],
    Permission.MY_WIJK: [[resident]],
    Permission.MOVE_WIJK: [[resident]],
    Permission.STEWARD: [[steward, own_wijk]],
    Permission.ANSWER_FOR_POT: [[steward]],
    Permission.START_RESET: [[steward]],
    Permission.AGREE_TO_RESET: [[steward, own_wijk]],
    Permission.MARKET: [[resident]],
    Permission.SEE_LISTING: [[resident, live_or_own, in_reach]],
    Permission.OWN_LISTING: [[resident, own]],
    Permission.OWN_TALENT: [[resident, own]],
    Permission.OWN_NEED: [[resident, own]],
    Permission.ANSWER_NEED: [
        [worker, open_to_helpers],
        [steward, open_to_helpers, in_reach],
        [resident, open_to_neighbours, in_reach],
    ],
    Permission.SEE_NEEDS: [[worker], [steward]],
    Permission.RAISE_POINT: [[resident, live, in_reach]],
    Permission.TELL_STEWARDS: [[resident, live, not_silenced]],
    Permission.LOOK_AT_CONCERNS: [[steward]],
    Permission.DECIDE_CONCERN: [[steward, own_wijk, no_party_of_it]],
    Permission.DECIDED_ABOUT_ME: [[resident]],
    Permission.OWN_NOTICES: [[resident]],
    Permission.OPEN_NOTICE: [[resident, own]],
    Permission.PRINT_SHEETS: [[steward, own_wijk]],
    Permission.READ_REPORTS: [[anyone_signed_in]],
    # About the wijk where they live: the route knows no other.
    Permission.WRITE_REPORT: [[resident]],
    Permission.OPERATE: [[operator]],
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
