"""Who is looking: what the doorkeeper and the pages may know of them. Made once per request from their session."""

from dataclasses import dataclass, field

from flask_login import AnonymousUserMixin, UserMixin


@dataclass(frozen=True, slots=True)
class Actor(UserMixin):
    """A signed-in person and what they are here and now.

    `wijk_id`, `account_id`, `given_minutes`, `received_minutes` are a resident's own. `steward_wijk_ids` and
    `worker_wijk_ids` are the wijken of a task, `gemeente_id` is that of a gemeente's official. `contact_account_ids`
    are the accounts of the organisations that a resident speaks for.
    `has_to_choose_wijk`: the resident's wijk was split, and the resident has not said yet where they belong.
    """

    token: str
    session_id: int
    person_id: int
    public_id: str
    kind: str
    name: str
    is_card: bool = False
    has_second_factor: bool = False
    account_id: int | None = None
    wijk_id: int | None = None
    tb_name: str = ""
    given_minutes: int = 0
    received_minutes: int = 0
    steward_wijk_ids: frozenset[int] = field(default_factory=frozenset)
    worker_wijk_ids: frozenset[int] = field(default_factory=frozenset)
    contact_account_ids: frozenset[int] = field(default_factory=frozenset)
    gemeente_id: int | None = None
    has_to_choose_wijk: bool = False
    unread_notices: int = 0

    is_signed_in = True

    @property
    def is_steward(self) -> bool:
        """Say whether this resident is one of the stewards of a wijk."""
        return bool(self.steward_wijk_ids)

    @property
    def is_contact(self) -> bool:
        """Say whether this resident speaks for an organisation."""
        return bool(self.contact_account_ids)

    def get_id(self) -> str:
        """Return what the session cookie holds: the random token of the session row (for Flask-Login)."""
        return self.token


class Visitor(AnonymousUserMixin):
    """Somebody who is not signed in."""

    is_signed_in = False
    is_steward = False
    is_contact = False
    is_card = False
    person_id = None
    kind = None
    name = ""
    tb_name = ""
    wijk_id = None
    account_id = None
