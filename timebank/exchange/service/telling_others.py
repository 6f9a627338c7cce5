"""Telling somebody that something happened that concerns them: one door, whatever it is told by."""

from timebank.access import audit


def tell(person_id: int, kind: str, *, by: int | None, **facts: str | int) -> None:
    """Tell a person of something of `kind`, done by another (None: the clock). Call it inside the transaction of it.

    `facts` are what the sentence needs, never free text. The sentence stands in `people/events.py`.
    """
    audit.record(f"exchange.{kind}", actor_id=by, subject_id=person_id, **facts)
