"""How balances are said on the screen: quarters, parts, figures, and each picture's result in a sentence."""

from collections.abc import Mapping, Sequence
from functools import lru_cache

from babel.lists import format_list
from flask_babel import LazyString, format_date, format_decimal, gettext, ngettext
from flask_babel import lazy_gettext as _l

from timebank.balance.disclosure import Figure, number_of, per_100_households
from timebank.balance.figures import Balance, Both, Part
from timebank.balance.rules import OWN, POT, REST, STAD, WIJKEN, days_of
from timebank.core import language, minutes

PARTNERS: dict[str, LazyString] = {
    OWN: _l("neighbours of the wijk itself"),
    WIJKEN: _l("other wijken"),
    POT: _l("the wijk pot"),
    STAD: _l("the city"),
    "ondernemers": _l("businesses"),
    "onderwijs": _l("schools"),
    "onderzoek": _l("researchers"),
    "overheid": _l("the authorities"),
    "omgeving": _l("clubs and organisations around us"),
    REST: _l("all others together"),
}
TOO_FEW = _l("too few people to show")
TOO_FEW_SHORT = _l("too few people")
WITH_OTHERS = _l("together with others")
NOT_YET = _l("too few people yet")
UNPUBLISHED = _l("not published")
QUARTERS_KEPT = 256
ALMOST_PERCENT = 10
"""Up to what part of the larger side the two are called almost even."""


def quarter(code: str) -> str:
    """Say which months a quarter is: "juli tot en met september 2026"."""
    return _quarter(code, language.current())


def short_quarter(code: str) -> str:
    """Say which months a quarter is, as short as under a bar: "jul-sep"."""
    return _short_quarter(code, language.current())


@lru_cache(QUARTERS_KEPT)
def _quarter(code: str, _language: str) -> str:
    first, last = days_of(code)
    months = {"first": format_date(first, "LLLL"), "last": format_date(last, "LLLL"), "year": code[:4]}
    return gettext("%(first)s to %(last)s %(year)s", **months)


@lru_cache(QUARTERS_KEPT)
def _short_quarter(code: str, _language: str) -> str:
    return "-".join(format_date(day, "LLL").strip(".") for day in days_of(code))


def hours(number: int) -> str:
    """Write whole hours: "420 uur"."""
    return minutes.in_words(number * 60)


def side(figure: Figure, *, hidden: LazyString | str = TOO_FEW) -> str:
    """Write hours, or why there are none to see."""
    number = number_of(figure)
    return str(hidden) if number is None else hours(number)


def count(figure: Figure) -> str:
    """Write a number, or why there is none to see."""
    number = number_of(figure)
    return str(TOO_FEW_SHORT) if number is None else format_decimal(number)


def weeks(figure: Figure) -> str:
    """Write a number of weeks, or why there is none to see."""
    number = number_of(figure)
    return str(TOO_FEW_SHORT) if number is None else ngettext("%(num)s week", "%(num)s weeks", number)


def lacking(labels: Sequence[str]) -> str:
    """Say what is not in a sum; nothing where all is."""
    return gettext("without %(names)s", names=_listed(labels)) if labels else ""


def lacking_sides(given: Sequence[str], received: Sequence[str]) -> str:
    """Say what is not in a sum of each side; once where it is the same."""
    if given == received:
        return lacking(given)
    told = [(_l("Given: %(text)s"), given), (_l("Got: %(text)s"), received)]
    return ". ".join(str(side) % {"text": lacking(labels)} for side, labels in told if labels)


def answer(both: Both, wijk: str) -> str:
    """Answer "Geeft en krijgt onze wijk evenveel?" in plain words."""
    given, received = number_of(both.given), number_of(both.received)
    if given is None and received is None:
        return gettext("We cannot say that yet. Too few people take part to show it.")
    told = {"wijk": wijk, "given": side(both.given), "got": side(both.received)}
    if received is None:
        return gettext("Neighbours of %(wijk)s gave %(given)s. We cannot show yet what they got.", **told)
    if given is None:
        return gettext("Neighbours of %(wijk)s got %(got)s. We cannot show yet what they gave.", **told)
    if given == received:
        return gettext("Yes. Neighbours of %(wijk)s gave %(given)s and got %(got)s.", **told)
    if abs(given - received) * 100 <= ALMOST_PERCENT * max(given, received):
        return gettext("Almost. Neighbours of %(wijk)s gave %(given)s and got %(got)s.", **told)
    if given > received:
        return gettext("We give more. Neighbours of %(wijk)s gave %(given)s and got %(got)s.", **told)
    return gettext("We get more. Neighbours of %(wijk)s gave %(given)s and got %(got)s.", **told)


def facts(one: Balance) -> list[tuple[str, str]]:
    """Say how many people and exchanges there were in a quarter, and how long things took."""
    return [
        (gettext("People who gave"), count(one.gave)),
        (gettext("People who got"), count(one.received)),
        (gettext("People who did both"), count(one.both)),
        (gettext("Times that somebody helped"), count(one.exchanges)),
        (gettext("Requests that were met"), count(one.requests_met)),
        (gettext("A request mostly waited"), weeks(one.weeks_to_meet)),
        (gettext("People who got what they needed to be able to help"), count(one.needs_met)),
        (gettext("From joining to a first time, mostly"), weeks(one.weeks_to_first)),
    ]


def households(hours: Both, number: int | None, year: int | None) -> str:
    """Say what the hours are for every 100 households, and from where their number comes; nothing of what is hidden."""
    if number is None or year is None:
        return gettext("We do not know how many households this wijk has.")
    given, got = (per_100_households(figure, number) for figure in (hours.given, hours.received))
    if number_of(given) is None and number_of(got) is None:
        return ""
    told = {"given": side(given), "got": side(got), "number": format_decimal(number), "year": year}
    return gettext(
        "For every 100 households: given %(given)s, got %(got)s."
        " The wijk has %(number)s households (Statistics Netherlands, %(year)s).",
        **told,
    )


def most(parts: Sequence[Part], names: Mapping[str, str]) -> str:
    """Say in which group most was given, and in which most was got. The rest is no group."""
    gave, got = (_most(parts, names, of) for of in ("given", "received"))
    if gave and got and gave != got:
        return gettext("Most was given in %(gave)s, and most was got in %(got)s.", gave=gave, got=got)
    if gave or got:
        return gettext("Most hours were in %(name)s.", name=gave or got)
    return gettext("We cannot show any group apart yet.")


def _most(parts: Sequence[Part], names: Mapping[str, str], of: str) -> str:
    shown = {p.name: n for p in parts if p.name != REST and (n := number_of(getattr(p.hours, of)))}
    top = [names.get(name, name) for name, number in shown.items() if number == max(shown.values())]
    return _listed(top) if top else ""


def with_whom(parts: Sequence[Part]) -> str:
    """Say how much stayed within the wijk, and what went to and came from the stad."""
    by_name = {part.name: part.hours for part in parts}
    own, stad = by_name.get(OWN), by_name.get(STAD)
    said = []
    if own is not None and number_of(own.given) is not None:
        said.append(gettext("Of all hours, %(hours)s stayed among neighbours.", hours=side(own.given)))
    if stad is not None and number_of(stad.given) is not None and number_of(stad.received) is not None:
        told = {"got": side(stad.received), "given": side(stad.given)}
        said.append(gettext("Neighbours got %(got)s from the city and did %(given)s for it.", **told))
    return " ".join(said) or gettext("We cannot show yet with whom.")


def over_time(numbers: Sequence[tuple[str, Both | None]]) -> str:
    """Say what was given in the newest quarter and in the one before it that shows."""
    shown = [(name, n) for name, both in numbers if both and (n := number_of(both.given)) is not None]
    if len(shown) < 2:
        return gettext("There is no earlier quarter to lay beside it yet.")
    (before, was), (now, is_now) = shown[-2:]
    told = {"before": before, "was": hours(was), "now": now, "hours": hours(is_now)}
    return gettext("In %(before)s neighbours gave %(was)s, in %(now)s %(hours)s.", **told)


def _listed(names: Sequence[str]) -> str:
    return format_list(list(names), locale=language.current())
