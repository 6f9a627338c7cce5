"""Groups: what comes, announcing one, signing up, and "Klopt het?" afterwards."""

from flask import abort, flash, redirect, request, url_for
from flask_babel import gettext
from flask_login import current_user
from werkzeug import Response

from timebank.access.guard import requires
from timebank.access.policy import Permission
from timebank.core import clock, language
from timebank.core.database import transact
from timebank.core.paging import begins_at
from timebank.core.rendering import page
from timebank.core.tokens import secret
from timebank.exchange import queries, service, words
from timebank.exchange.forms.groups import RULE_HINTS, RULES, AnnounceForm, RuleForm
from timebank.exchange.routes import blueprint
from timebank.exchange.rules.groups import guests_in_example, split
from timebank.wijk import queries as wijk

GROUPS_ON_A_PAGE = 20
SEE = requires(Permission.SEE_GROUP, target=queries.find_group)
ANSWER = requires(Permission.ANSWER_IN_GROUP, target=queries.find_group)
ANSWER_FOR_WIJK = requires(Permission.STEWARD, target=queries.find_group)


@blueprint.get("/groups")
@requires(Permission.GROUPS)
def groups() -> tuple[str, int]:
    """Show what is announced in my wijk, above it the groups in which I take part, and on top what they ask me."""
    after = begins_at(request.args.get("after"))
    found = queries.groups_of_wijk(current_user, after=after, size=GROUPS_ON_A_PAGE)
    mine = queries.my_groups(current_user) if after is None else []
    kinds = wijk.category_names(current_user.wijk_id, language.current())
    return page("exchange/groups/list.html", place="wijk", found=found, mine=mine, kinds=kinds)


@blueprint.get("/groups/announce")
@requires(Permission.GROUPS)
def choose_kind() -> tuple[str, int]:
    """Ask what kind of group it is: the first of three small screens."""
    kinds = wijk.categories_for(current_user.wijk_id, language.current())
    return page("exchange/groups/kind.html", place="wijk", kinds=kinds)


@blueprint.route("/groups/announce/details", methods=["GET", "POST"])
@requires(Permission.GROUPS)
def announce() -> tuple[str, int] | Response:
    """Ask what, when and where; nobody sees it yet."""
    what = request.values.get("what", "")
    form = AnnounceForm.fresh(secret(), what=what, today=clock.today())
    if form.validate_on_submit():
        made = form.carry_out(service.draft_group, form.as_announcement(), by=current_user)
        if made is not None:
            return redirect(url_for("exchange.choose_rule", public_id=made), 303)
    kind = wijk.category_name(what, current_user.wijk_id, language.current())
    if kind is None:
        abort(404)
    return page("exchange/groups/details.html", place="wijk", form=form, kind=kind)


@blueprint.route("/groups/<public_id>/rule", methods=["GET", "POST"])
@requires(Permission.LEAD_GROUP, target=queries.find_group)
def choose_rule(group: queries.FoundGroup) -> tuple[str, int] | Response:
    """Ask what happens with the hours, each with an example in minutes, and show the group to the wijk."""
    form = RuleForm(rule=group.rule)
    if form.validate_on_submit():
        transact(service.announce_group, group.id, form.rule.data, by=current_user)
        flash(gettext("Your group is announced. Your neighbours can sign up now."), "done")
        return redirect(url_for("exchange.group", public_id=group.public_id), 303)
    hints = {rule: f"{RULE_HINTS[rule]} {_example(group, rule)}" for rule in RULES}
    return page("exchange/groups/rule.html", place="wijk", form=form, group=group, hints=hints)


@blueprint.get("/groups/<public_id>")
@SEE
def group(group: queries.FoundGroup) -> tuple[str, int]:
    """Show one group, and what the reader can do now: as a guest, as its leader, as a steward."""
    is_leader = group.person_id == current_user.person_id
    sees_all = is_leader or group.wijk_id in current_user.steward_wijk_ids
    places = queries.places_of(group, only_of=None if sees_all else current_user.person_id)
    return page(
        "exchange/groups/show.html",
        place="wijk",
        group=group,
        is_leader=is_leader,
        can_close=clock.today() >= group.held_on,
        people=places if is_leader else [],
        me=next((one for one in places if one.person_id == current_user.person_id), None),
        for_wijk=queries.hours_for_wijk(group, places, current_user),
        kind=wijk.category_name(group.category_code, current_user.wijk_id, language.current()),
        rule=RULES[group.rule],
        example=_example(group, group.rule),
        part=(split(group.held_minutes or group.minutes, group.sharing) or [0])[-1],
        place_words=words.PLACES,
    )


@blueprint.post("/groups/<public_id>/<any(sign_up, sign_off):step>")
@SEE
def sign(group: queries.FoundGroup, step: str) -> Response:
    """Sign up or off."""
    if step == "sign_up":
        transact(service.sign_up, group.id, by=current_user)
        flash(gettext("You take part. %(name)s knows it now.", name=group.leader_name), "done")
    else:
        transact(service.sign_off, group.id, by=current_user)
        flash(gettext("You no longer take part."), "done")
    return _back(group)


@blueprint.post("/groups/<public_id>/<any(yes, no):said>")
@ANSWER
def answer_in_group(group: queries.FoundGroup, said: str) -> Response:
    """Say whether it is right what a group writes for me."""
    transact(service.answer_in_group, group.id, said == "yes", by=current_user)
    flash(gettext("Thank you. You said yes.") if said == "yes" else gettext("Thank you. You said no."), "done")
    return _back(group)


@blueprint.post("/groups/<public_id>/wijk/<any(yes, no):said>")
@ANSWER_FOR_WIJK
def answer_for_wijk(group: queries.FoundGroup, said: str) -> Response:
    """Say for the wijk whether it is right, once for the whole group."""
    transact(service.answer_for_wijk, group.id, said == "yes", by=current_user)
    flash(gettext("Thank you. You answered for the wijk."), "done")
    return redirect(url_for("exchange.pot"), 303)


def _back(group: queries.FoundGroup) -> Response:
    return redirect(url_for("exchange.group", public_id=group.public_id), 303)


def _example(group: queries.FoundGroup, rule: str) -> str:
    return words.example(rule, group.held_minutes or group.minutes, guests_in_example(group.people_at_most))
