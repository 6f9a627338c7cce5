"""All that is kept of somebody, for that person alone to take along: what they wrote, and what they can read of others.

Nobody else has this: the person presses the button and gets a file.
"""

from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import aliased

from timebank.access.actor import Actor
from timebank.access.models import AuditEvent
from timebank.balance.models import WijkReport
from timebank.core.database import db
from timebank.exchange.models import (
    Appointment,
    Conversation,
    ConversationSide,
    Exchange,
    Group,
    Message,
    OwnNote,
    StadProposal,
)
from timebank.ledger.models import Entry
from timebank.market.models import Concern, Listing, Measure, SupportNeed, Talent
from timebank.notices.models import Notice, NoticeChoice
from timebank.people.models import Person, SignInSession, Silence
from timebank.wijk.models import Membership, Organisation, PartnerContact, Stewardship, WijkEdition

Giver, Receiver, Other = aliased(Person), aliased(Person), aliased(Person)


def own_data(by: Actor) -> dict[str, list[dict[str, Any]]]:
    """Return what is kept of somebody, by what it is, each the oldest first."""
    return {
        name: [dict(row) for row in db.session.execute(wanted).mappings()]
        for part in (_people, _wijk, _market, _talking, _doing, _told)
        for name, wanted in part(by.person_id).items()
    }


def _people(me: int) -> dict[str, Any]:
    said = (Person.name, Person.own_line, Person.buurcode, Person.sign_in_name, Person.email, Person.phone)
    chosen = (Person.language, Person.is_findable, Person.created_at_utc)
    devices = select(SignInSession.device, SignInSession.created_at_utc, SignInSession.seen_at_utc)
    silenced = select(Other.name, Silence.since_utc).join(Other, Other.id == Silence.silenced_person_id)
    log = select(AuditEvent.at_utc, AuditEvent.action, Other.name.label("by"), AuditEvent.facts)
    return {
        "person": select(*said, *chosen).where(Person.id == me),
        "devices": devices.where(SignInSession.person_id == me).order_by(SignInSession.id),
        "hear_no_more_of": silenced.where(Silence.person_id == me).order_by(Silence.id),
        "log": log.outerjoin(Other, Other.id == AuditEvent.actor_person_id)
        .where(AuditEvent.subject_person_id == me)
        .order_by(AuditEvent.id),
    }


def _wijk(me: int) -> dict[str, Any]:
    newest = select(WijkEdition.name).order_by(WijkEdition.year.desc()).limit(1)
    lived = newest.where(WijkEdition.wijk_id == Membership.wijk_id).scalar_subquery().label("wijk")
    tasked = newest.where(WijkEdition.wijk_id == Stewardship.wijk_id).scalar_subquery().label("wijk")
    said = (WijkReport.sees, WijkReport.surprises, WijkReport.tries, WijkReport.went_well, WijkReport.went_wrong)
    spoken = select(Organisation.name, PartnerContact.since_utc, PartnerContact.until_utc)
    return {
        "speaks_for": spoken.join(Organisation, Organisation.id == PartnerContact.organisation_id)
        .where(PartnerContact.person_id == me)
        .order_by(PartnerContact.id),
        "lived_in": select(lived, Membership.since_utc, Membership.until_utc)
        .where(Membership.person_id == me)
        .order_by(Membership.id),
        "steward_of": select(tasked, Stewardship.since_utc, Stewardship.until_utc)
        .where(Stewardship.person_id == me)
        .order_by(Stewardship.id),
        "wrote_about_the_wijk": select(WijkReport.quarter, *said)
        .where(WijkReport.written_by == me)
        .order_by(WijkReport.quarter),
    }


def _market(me: int) -> dict[str, Any]:
    listing = (Listing.side, Listing.words, Listing.category_code, Listing.buurt_name, Listing.minutes, Listing.state)
    need = (SupportNeed.kind, SupportNeed.words, SupportNeed.shown_to, SupportNeed.state, SupportNeed.promise)
    decided = select(Measure.kind, Measure.reason, Concern.answer, Measure.agreed_at_utc, Measure.ends_at_utc)
    agreed = Measure.agreed_by_id.is_not(None)
    return {
        "offers_and_requests": select(*listing, Listing.created_at_utc, Listing.expires_at_utc)
        .where(Listing.person_id == me)
        .order_by(Listing.id),
        "talents": select(Talent.words, Talent.category_code, Talent.shown_to)
        .where(Talent.person_id == me)
        .order_by(Talent.id),
        "needs": select(*need, SupportNeed.created_at_utc).where(SupportNeed.person_id == me).order_by(SupportNeed.id),
        "told_the_stewards": select(Concern.words, Concern.shared, Concern.state, Concern.created_at_utc)
        .where(Concern.person_id == me)
        .order_by(Concern.id),
        "decided_about_me": decided.join(Concern, Concern.id == Measure.concern_id)
        .where(Measure.person_id == me, agreed)
        .order_by(Measure.id),
    }


def _talking(me: int) -> dict[str, Any]:
    said = (Conversation.public_id.label("conversation"), Other.name.label("by"), Message.words, Message.sent_at_utc)
    meeting = (Appointment.starts_at_utc, Appointment.minutes, Appointment.place, Appointment.state)
    mine = ConversationSide.person_id == me
    return {
        "messages": select(*said)
        .join_from(ConversationSide, Conversation, Conversation.id == ConversationSide.conversation_id)
        .join(Message, Message.conversation_id == ConversationSide.conversation_id)
        .join(Other, Other.id == Message.writer_person_id)
        .where(mine)
        .order_by(Message.id),
        "appointments": select(*meeting, Giver.name.label("giver"), Receiver.name.label("receiver"))
        .join_from(ConversationSide, Appointment, Appointment.conversation_id == ConversationSide.conversation_id)
        .join(Giver, Giver.id == Appointment.giver_person_id)
        .join(Receiver, Receiver.id == Appointment.receiver_person_id)
        .where(mine)
        .order_by(Appointment.id),
    }


def _doing(me: int) -> dict[str, Any]:
    done = (Exchange.occurred_on, Exchange.minutes, Exchange.category_code, Exchange.state, Exchange.note)
    group = (Group.words, Group.held_on, Group.starts_at, Group.place, Group.state, Group.rule, Group.held_minutes)
    stad = (StadProposal.category_code, StadProposal.minutes, StadProposal.occurred_on, StadProposal.state)
    asked = select(Organisation.name.label("by"), *stad)
    note = (OwnNote.whom, OwnNote.words, OwnNote.minutes, OwnNote.occurred_on, OwnNote.times_a_week)
    return {
        "hours": select(*done, Giver.name.label("giver"), Receiver.name.label("receiver"))
        .join_from(Membership, Entry, Entry.account_id == Membership.account_id)
        .join(Exchange, Exchange.transfer_id == Entry.transfer_id)
        .outerjoin(Giver, Giver.id == Exchange.giver_person_id)
        .outerjoin(Receiver, Receiver.id == Exchange.receiver_person_id)
        .where(Membership.person_id == me, Membership.until_utc.is_(None))
        .order_by(Entry.seq),
        "groups_led": select(*group).where(Group.person_id == me).order_by(Group.id),
        "asked_about_help_of_the_stad": asked.join(Organisation, Organisation.id == StadProposal.organisation_id)
        .where(StadProposal.person_id == me)
        .order_by(StadProposal.id),
        "own_notes": select(*note).where(OwnNote.person_id == me).order_by(OwnNote.id),
    }


def _told(me: int) -> dict[str, Any]:
    return {
        "notices": select(Notice.kind, Notice.facts, Notice.at_utc, Notice.read_at_utc)
        .where(Notice.person_id == me)
        .order_by(Notice.id),
        "how_to_hear": select(NoticeChoice.kind, NoticeChoice.way)
        .where(NoticeChoice.person_id == me)
        .order_by(NoticeChoice.kind),
    }
