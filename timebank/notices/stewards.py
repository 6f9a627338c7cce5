"""Tells the stewards of a wijk what waits for them: for the wijk pot, or for a second yes."""

from collections.abc import Collection

from timebank.access.pairs import yes_asked, yes_settled
from timebank.core.statements import Write, write
from timebank.notices import service
from timebank.wijk import queries as wijk


def telling(
    wijk_id: int, kind: str, *, but: Collection[int | None] = (), who: int | None, thing: str, **facts: str | int
) -> list[Write]:
    """Return what tells each steward of a wijk, as `service.telling`, but for the persons of `but`: who did it
    themselves, or whom it is about."""
    persons = [one.person_id for one in wijk.stewards_of(wijk_id) if one.person_id not in but]
    return [service.telling(person_id, kind, who=who, thing=thing, **facts) for person_id in persons]


def tell(
    wijk_id: int, kind: str, *, but: Collection[int | None] = (), who: int | None, thing: str, **facts: str | int
) -> None:
    """Tell each steward of a wijk, as `telling`. Call it in the event's transaction."""
    told = telling(wijk_id, kind, but=but, who=who, thing=thing, **facts)
    if told:
        write(*told)


@yes_asked.connect
def tell_of_pair(wijk_id: int, *, kind: str, thing: str, by_id: int, about_id: int | None) -> None:
    """Tell the other stewards that one of them asks for their yes."""
    tell(wijk_id, kind, but=(by_id, about_id), who=by_id, thing=thing)


@yes_settled.connect
def settle(thing: str, kind: str = "") -> None:
    """Let nobody be asked about a thing that was settled meanwhile; with `kind`, only what was told of that kind."""
    write(service.settling(thing, kind))
