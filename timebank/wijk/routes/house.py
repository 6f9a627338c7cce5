"""The house rules, which the stewards alone change."""

from typing import Any

from flask import flash, redirect, url_for
from flask_babel import gettext
from flask_login import current_user
from werkzeug import Response

from timebank.access.guard import requires
from timebank.access.policy import Permission
from timebank.core import language
from timebank.core.rendering import page
from timebank.wijk import queries, service
from timebank.wijk.forms import HouseRulesForm, NearForm, house_rules_form
from timebank.wijk.queries import Kind, RulesVersion
from timebank.wijk.routes import blueprint


def own_rules() -> RulesVersion | None:
    """Return the rules of the reader's wijk: what the doorkeeper looks at."""
    return queries.house_rules_of(current_user.wijk_id) if current_user.wijk_id is not None else None


@blueprint.route("/wijk/settings", methods=["GET", "POST"])
@requires(Permission.STEWARD, target=own_rules)
def settings(rules: RulesVersion) -> tuple[str, int] | Response:
    """Let a steward change the name, who can join and the kinds of help."""
    kinds = queries.kinds_with_settings(rules.wijk_id, language.current())
    form = house_rules_form(kinds)(data=_as_data(rules, kinds))
    if form.validate_on_submit():
        form.carry_out(
            service.change_house_rules,
            rules.wijk_id,
            _as_rules(form),
            why=form.why.data,
            after_version=form.after_version.data,
            by=current_user.person_id,
        )
        if not form.errors:
            flash(gettext("The new rules hold from now on."), "done")
            return redirect(url_for("wijk.rules"), 303)
    return page("wijk/settings.html", place="wijk", form=form, rules=rules)


@blueprint.route("/wijk/near", methods=["GET", "POST"])
@requires(Permission.STEWARD, target=own_rules)
def near(rules: RulesVersion) -> tuple[str, int] | Response:
    """Let a steward say which wijken are near."""
    chosen = queries.near_wijken(rules.wijk_id)
    others = [one for one in queries.open_wijken() if one.wijk_id != rules.wijk_id]
    form = NearForm(near=[one.public_id for one in chosen])
    form.offer(others)
    if form.validate_on_submit():
        ids = {one.wijk_id for one in others if one.public_id in (form.near.data or [])}
        form.carry_out(service.name_near, rules.wijk_id, ids, by=current_user.person_id)
        if not form.errors:
            flash(gettext("Saved."), "done")
            return redirect(url_for("wijk.mine"), 303)
    return page("wijk/near.html", place="wijk", form=form)


def _as_data(rules: RulesVersion, kinds: list[Kind]) -> dict[str, Any]:
    data = {"own_name": rules.own_name, "admission": rules.admission, "after_version": rules.version}
    for kind in kinds:
        data |= {f"shown_{kind.code}": kind.is_shown, f"name_{kind.code}": kind.own_name}
    return data


def _as_rules(form: HouseRulesForm) -> service.Rules:
    kinds = {code: service.KindRule(shown.data, name.data) for code, shown, name in form.kinds()}
    return service.Rules(form.own_name.data, form.admission.data, kinds)
