"""Conversations: the list, answering a listing, one of them, stopping it."""

from typing import Any

from flask import flash, redirect, request, url_for
from flask_babel import gettext
from flask_login import current_user
from werkzeug import Response

from timebank.access.guard import requires
from timebank.access.policy import Permission
from timebank.core.database import transact
from timebank.core.paging import begins_at
from timebank.core.rendering import page
from timebank.core.tokens import secret
from timebank.exchange import queries, service
from timebank.exchange.forms import MessageForm, TalkConcernForm
from timebank.exchange.routes import blueprint
from timebank.exchange.rules.talking import OFFERED_AT_MOST

TALK = requires(Permission.TALK, target=queries.find_conversation)


def _listing(public_id: str) -> queries.FoundListing | None:
    return queries.find_listing_to_answer(public_id, by_id=current_user.person_id)


def _to(public_id: str) -> Response:
    return redirect(url_for("exchange.conversation", public_id=public_id, _anchor="newest"), 303)


@blueprint.get("/conversations")
@requires(Permission.OWN_CONVERSATIONS)
def conversations() -> tuple[str, int]:
    """Show whom I talk with, the newest message first, and what comes."""
    before = begins_at(request.args.get("before"))
    found = queries.conversations_of(current_user, before_id=before)
    coming = queries.open_appointments(current_user) if before is None else []
    return page("exchange/conversations.html", found=found, coming=coming)


@blueprint.route("/listings/<public_id>/answer", methods=["GET", "POST"])
@requires(Permission.ANSWER_LISTING, target=_listing)
def answer_listing(listing: queries.FoundListing) -> tuple[str, int] | Response:
    """Answer what a neighbour offers or asks: the first message of a conversation."""
    if listing.conversation_public_id and request.method == "GET":
        return _to(listing.conversation_public_id)
    form = MessageForm(request_key=secret())
    if form.validate_on_submit():
        key = form.request_key.data
        begun = form.carry_out(
            service.answer_listing, listing.public_id, form.words.data, request_key=key, by=current_user
        )
        if begun is not None:
            flash(gettext("Sent. You see the answer here."), "done")
            return _to(begun)
    return page("exchange/answer_listing.html", form=form, listing=listing)


@blueprint.route("/conversations/<public_id>", methods=["GET", "POST"])
@TALK
def conversation(found: queries.FoundConversation) -> tuple[str, int] | Response:
    """Show a conversation, and write in it."""
    form = MessageForm(request_key=secret())
    if form.validate_on_submit():
        key = form.request_key.data
        if form.carry_out(service.write, found.id, form.words.data, request_key=key, by=current_user):
            return _to(found.public_id)
    said = queries.messages_of(found, current_user, before_id=begins_at(request.args.get("before")))
    meetings = queries.meetings_of(found, current_user)
    return page("exchange/conversation.html", form=form, said=said, meetings=meetings, **_shown(found))


@blueprint.post("/conversations/<public_id>/read")
@TALK
def read_conversation(found: queries.FoundConversation) -> Response:
    """Keep that I saw the messages so far, and show them."""
    up_to = begins_at(request.form.get("up_to")) or 0
    transact(service.mark_read, found.id, up_to=up_to, by=current_user)
    return _to(found.public_id)


@blueprint.route("/conversations/<public_id>/stop", methods=["GET", "POST"])
@TALK
def stop_conversation(found: queries.FoundConversation) -> tuple[str, int] | Response:
    """Ask once more, then stop the conversation."""
    if request.method == "GET":
        return page("exchange/stop_conversation.html", **_shown(found))
    transact(service.stop, found.id, by=current_user)
    flash(gettext("You stopped this conversation."), "done")
    return redirect(url_for("exchange.conversations"), 303)


@blueprint.post("/conversations/<public_id>/talk-again")
@TALK
def talk_again(found: queries.FoundConversation) -> Response:
    """Go on with a conversation that I stopped."""
    transact(service.talk_again, found.id, by=current_user)
    flash(gettext("You can write to each other again."), "done")
    return _to(found.public_id)


@blueprint.route("/conversations/<public_id>/concern", methods=["GET", "POST"])
@requires(Permission.TELL_ABOUT_TALK, target=queries.find_conversation)
def tell_stewards(found: queries.FoundConversation) -> tuple[str, int] | Response:
    """Tell the stewards of my wijk what is not fine about the other, with the messages that I choose."""
    before = begins_at(request.args.get("before"))
    said = queries.messages_of(found, current_user, before_id=before, size=OFFERED_AT_MOST)
    form = TalkConcernForm()
    form.offer(said.rows)
    if form.validate_on_submit():
        told = {"words": form.words.data, "message_ids": form.messages.data or []}
        if form.carry_out(service.tell_stewards, found.id, by=current_user, **told):
            flash(gettext("Thank you. The stewards of your wijk look at it together."), "done")
            return _to(found.public_id)
    picks = list(zip(form.messages, reversed(said.rows), strict=True))
    return page("exchange/tell_stewards.html", form=form, said=said, picks=picks, **_shown(found))


def _shown(found: queries.FoundConversation) -> dict[str, Any]:
    return {"conversation": found, "other": found.other_than(current_user.person_id)}
