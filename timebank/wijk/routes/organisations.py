"""Organisations that take part: who they are, how one comes on board, who speaks for it."""

from flask import flash, redirect, url_for
from flask_babel import gettext
from flask_login import current_user
from werkzeug import Response

from timebank.access.guard import requires
from timebank.access.policy import Permission
from timebank.core import throttle
from timebank.core.database import transact
from timebank.core.rendering import page
from timebank.wijk import queries, service
from timebank.wijk.forms import SHORT_SECTORS, ContactForm, PartnerForm
from timebank.wijk.queries import FoundPartner, WijkNow
from timebank.wijk.routes import blueprint
from timebank.wijk.routes.inviting import own_wijk

Answer = tuple[str, int] | Response


@blueprint.get("/organisations")
@requires(Permission.ORGANISATIONS)
def organisations() -> tuple[str, int]:
    """Show the organisations of my wijk, and first those that I speak for."""
    found = queries.partners_for(current_user)
    return page("wijk/organisations.html", place="wijk", found=found, sectors=SHORT_SECTORS)


@blueprint.route("/organisations/new", methods=["GET", "POST"])
@requires(Permission.STEWARD, target=own_wijk)
def new_organisation(wijk: WijkNow) -> Answer:
    """Let an organisation come on board."""
    form = PartnerForm()
    if form.validate_on_submit():
        throttle.check(throttle.LOOKING_FOR_CODES, "buurcode", str(current_user.person_id))
        said = {name: form[name].data for name in ("name", "sector", "buurcode", "people", "works_for_stad")}
        content = service.NewPartner(**said)
        made = form.carry_out(service.bring_on_board, content, wijk.wijk_id, by=current_user)
        if made is not None:
            flash(gettext("Done. %(name)s takes part.", name=form.name.data), "done")
            return redirect(url_for("wijk.contacts", public_id=made), 303)
    return page("wijk/organisation_new.html", place="wijk", form=form)


@blueprint.route("/organisations/<public_id>/contacts", methods=["GET", "POST"])
@requires(Permission.LOOK_AFTER_ORGANISATION, target=queries.find_partner)
def contacts(partner: FoundPartner) -> Answer:
    """Show who speaks for an organisation, and let somebody else do so too."""
    form = ContactForm()
    if form.validate_on_submit():
        throttle.check(throttle.LOOKING_FOR_CODES, "buurcode", str(current_user.person_id))
        form.carry_out(service.add_contact, partner.organisation_id, form.buurcode.data, by=current_user)
        if not form.errors:
            flash(gettext("Done. It holds from now on."), "done")
            return redirect(url_for("wijk.contacts", public_id=partner.public_id), 303)
    speaking = queries.contacts_of(partner.organisation_id)
    is_mine = partner.account_id in current_user.contact_account_ids
    return page(
        "wijk/contacts.html",
        place="wijk",
        form=form,
        partner=partner,
        speaking=speaking,
        is_mine=is_mine,
        sectors=SHORT_SECTORS,
    )


@blueprint.post("/organisations/<public_id>/stop")
@requires(Permission.SPEAK_FOR_ORGANISATION, target=queries.find_partner)
def stop_speaking(partner: FoundPartner) -> Response:
    """Speak for an organisation no more, from now on."""
    transact(service.stop_speaking, partner.organisation_id, by=current_user)
    flash(gettext("Done. You no longer speak for %(name)s.", name=partner.name), "done")
    return redirect(url_for("wijk.organisations"), 303)
