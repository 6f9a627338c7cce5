"""The doorkeeper: loads the object, asks the policy, then lets the route do its work."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from flask import abort, redirect, request, url_for
from flask_login import current_user

from timebank.access.actor import Actor, Visitor
from timebank.access.policy import Answer, Permission, ask

Loader = Callable[..., Any]


def public(view: Callable[..., Any]) -> Callable[..., Any]:
    """Mark a route as open to everyone."""
    view.is_public = True  # type: ignore[attr-defined]
    return view


def requires(permission: Permission, *, target: Loader | None = None) -> Callable[..., Callable[..., Any]]:
    """Let a route be reached only by who has `permission`.

    `target` loads what the `public_id` in the address names, or the reader's own where the address names none, and
    returns None where there is nothing; the route then gets the object in its place.

    Not signed in: to the sign-in page. Someone else's page: 403. Someone else's thing: 404, exactly as if it did not
    exist.
    """

    def guard(view: Callable[..., Any]) -> Callable[..., Any]:
        @wraps(view)
        def guarded(**address: Any) -> Any:
            if not current_user.is_authenticated:
                return redirect(url_for("people.sign_in", next=_here()), 303)
            if target is None:
                _admit(permission, None)
                return view(**address)
            named = [address.pop("public_id")] if "public_id" in address else []
            found = target(*named)
            _admit(permission, NOBODYS if found is None else found)
            return view(found, **address)

        guarded.permission = permission  # type: ignore[attr-defined]
        return guarded

    return guard


def may(actor: Actor | Visitor, permission: str) -> bool:
    """Say whether `actor` may do what `permission` names: for templates that show or leave out a link."""
    return isinstance(actor, Actor) and ask(actor, Permission[permission]) is Answer.YES


def _admit(permission: Permission, target: Any) -> None:
    answer = ask(current_user, permission, target)
    if answer is not Answer.YES:
        _refuse(answer)


def _refuse(answer: Answer) -> None:
    if current_user.kind != "resident" and not current_user.has_second_factor:
        abort(redirect(url_for("people.second_factor"), 303))
    abort(403 if answer is Answer.NOT_YOUR_PAGE else 404)


def _here() -> str:
    return request.full_path.rstrip("?") if request.method == "GET" else "/"


class _Nobodys:
    """Belongs to nobody: stands for a thing that does not exist, and gets the answer that another's thing gets."""

    person_id = wijk_id = steward_wijk_id = steward_person_id = None
    reporter_id = about_person_id = account_id = organisation_account_id = None
    is_waiting = is_shown = is_announced = may_propose_for_stad = False
    shown_to = ""
    asks_wijk = False
    party_person_ids: tuple[int, ...] = ()
    silenced_person_ids: frozenset[int] = frozenset()
    out_of_reach_ids: frozenset[int] = frozenset()
    wijk_ids: frozenset[int] = frozenset()


NOBODYS = _Nobodys()
