"""Invitations of a wijk: a link and a QR code, shown once to the steward who makes it."""

import segno
from flask import redirect, session, url_for
from flask_login import current_user
from werkzeug import Response

from timebank.access.guard import requires
from timebank.access.policy import Permission
from timebank.core.database import transact
from timebank.core.rendering import page
from timebank.wijk import queries, service
from timebank.wijk.forms import ActForm
from timebank.wijk.models import Invitation
from timebank.wijk.queries import WijkNow
from timebank.wijk.routes import blueprint

MADE = "invitation_to_show"
"""Where the signed session cookie keeps the token of an invitation until the next page shows it: only its hash is
in the database, so it cannot be shown again."""


def own_wijk() -> WijkNow | None:
    """Return the reader's wijk: what the doorkeeper looks at."""
    return queries.wijk_by_id(current_user.wijk_id)


@blueprint.route("/wijk/invitations", methods=["GET", "POST"])
@requires(Permission.STEWARD, target=own_wijk)
def invitations(wijk: WijkNow) -> tuple[str, int] | Response:
    """Show the invitations that still let somebody in, and make a new one."""
    form = ActForm()
    if form.validate_on_submit():
        session[MADE] = transact(service.invite, wijk.wijk_id, by=current_user.person_id)
        return redirect(url_for("wijk.invitations"), 303)
    link = url_for("wijk.join_invited", token=session.pop(MADE), _external=True) if MADE in session else ""
    open_ones = queries.invitations_of(wijk.wijk_id)
    qr_code = _picture(link) if link else ""
    return page(
        "wijk/invitations.html", place="wijk", form=form, wijk=wijk, open_ones=open_ones, link=link, qr_code=qr_code
    )


@blueprint.post("/wijk/invitations/<public_id>/end")
@requires(Permission.STEWARD, target=queries.find_invitation)
def end_invitation(invitation: Invitation) -> Response:
    """Let an invitation let nobody in any more."""
    transact(service.end_invitation, invitation.id, by=current_user.person_id)
    return redirect(url_for("wijk.invitations"), 303)


def _picture(link: str) -> str:
    """Return the QR code of a link as SVG with classes and attributes only: our CSP drops `style`."""
    code = segno.make(link, micro=False)
    return code.svg_inline(scale=6, border=4, omitsize=True, svgclass="qr", lineclass=None, light="#fff", dark="#000")
