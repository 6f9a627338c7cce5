""" "Dit kan ik": what a person can do, in their own words, shown as far as they choose."""

from sqlalchemy import delete, func, insert, select, update

from timebank.core import clock
from timebank.core.database import db
from timebank.core.tokens import public_id
from timebank.market import errors, rules
from timebank.market.models import Talent
from timebank.market.service.listings import guess
from timebank.wijk import queries as wijk


def add_talent(person_id: int, *, words: str, category_code: str, shown_to: str) -> None:
    """Write down something that a person can do; without a kind of help it is guessed from the words.

    :raises EnoughTalents: the list is full
    :raises UnknownKind: there is no such kind of help
    """
    category_code = category_code or guess(words) or "other"
    if not wijk.is_category(category_code):
        raise errors.UnknownKind
    number = db.session.scalar(select(func.count()).where(Talent.person_id == person_id)) or 0
    if number >= rules.TALENTS_AT_MOST:
        raise errors.EnoughTalents
    row = {"words": words, "category_code": category_code, "shown_to": shown_to}
    made = {"public_id": public_id(), "person_id": person_id, "created_at_utc": clock.now()}
    db.session.execute(insert(Talent).values(**row, **made))


def show_talent(talent_id: int, shown_to: str) -> None:
    """Show a talent further, or less far, from now on."""
    db.session.execute(update(Talent).where(Talent.id == talent_id).values(shown_to=shown_to))


def remove_talent(talent_id: int) -> None:
    """Take a talent away."""
    db.session.execute(delete(Talent).where(Talent.id == talent_id))
