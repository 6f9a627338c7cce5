"""What the pictures of balances draw: texts and whole percents or units of length. Words are `words`', lines the
templates'."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from timebank.balance import words
from timebank.balance.adding import Sum
from timebank.balance.disclosure import HIDDEN, Figure, number_of
from timebank.balance.figures import Both, Part
from timebank.balance.rules import REST
from timebank.core.pictures import percent

SHADES = 5
MATRIX_AT_MOST = 8
ZERO, HIGHEST, UNSHOWN, FIRST_X, STEP = 100, 74, 14, 50, 63
"""Of the picture by quarter, in its own units: the zero line, the highest bar, a hidden one, where quarters stand."""


@dataclass(frozen=True)
class Bar:
    """One bar: how long, and what stands beside it. None long: hidden."""

    percent: int | None
    text: str


@dataclass(frozen=True)
class Pair:
    """What was given and what was got, from one zero line. `note` names what a sum lacks."""

    name: str
    given: Bar
    received: Bar
    note: str = ""

    @property
    def is_shown(self) -> bool:
        """Say whether there is any bar to draw."""
        return self.given.percent is not None or self.received.percent is not None


@dataclass(frozen=True)
class Column:
    """One quarter in a picture of 360 by 230: given stands on the zero line, got hangs under it.

    Under the bars a sign (a number; ? hidden; - never published), in the table words.
    """

    x: int
    name: str
    year: str
    is_published: bool
    given: Bar
    received: Bar
    given_told: str
    received_told: str

    @property
    def given_y(self) -> int:
        """Return where the upper bar begins."""
        return ZERO - (UNSHOWN if self.given.percent is None else self.given.percent)

    @property
    def given_text_y(self) -> int:
        """Return the line of its number."""
        return (self.given_y if self.is_published else ZERO) - 6

    @property
    def received_text_y(self) -> int:
        """Return the line of the lower number."""
        height = UNSHOWN if self.received.percent is None else self.received.percent
        return ZERO + 18 + (height if self.is_published else 0)


@dataclass(frozen=True)
class Cell:
    """What one wijk gave to another: `shade` from 1 (little) to SHADES, None: hidden; the text is empty for itself."""

    text: str
    to: str
    shade: int | None
    is_self: bool = False


def pair(name: str, both: Both, largest: int, *, hidden: object = words.TOO_FEW, note: str = "") -> Pair:
    """Draw two bars on a scale."""
    return Pair(name, _bar(both.given, largest, hidden), _bar(both.received, largest, hidden), note)


def pairs(kind: str, found: Sum, names: Mapping[str, object], largest: int) -> list[Pair]:
    """Draw the parts of a whole in their order: hidden ones are in the rest, where there is one."""
    parts: Sequence[Part] = getattr(found, kind)
    with_others = any(part.name == REST and _shows(part.hours) for part in parts)
    hidden = words.WITH_OTHERS if with_others else words.TOO_FEW
    return [
        pair(str(names.get(one.name, one.name)), one.hours, largest, hidden=hidden, note=note(found, kind, one.name))
        for one in parts
        if one.name != REST or with_others
    ]


def flows(found: Sum, largest: int, beside: frozenset[str]) -> list[Pair]:
    """Draw what went to and came from each other wijk, by name, but for those that a matrix shows."""
    return [
        pair(flow.name, flow.hours, largest, note=note(found, "wijken", flow.code))
        for flow in found.wijken
        if flow.code not in beside
    ]


def note(found: Sum, kind: str, name: str = "") -> str:
    """Name what a sum lacks, where it shows something all the same."""
    parts = {"hours": [("", found.hours)], "wijken": [(flow.code, flow.hours) for flow in found.wijken]}
    both = dict(parts.get(kind) or [(part.name, part.hours) for part in getattr(found, kind)])[name]
    given, received = found.lacks.get((kind, name), ([], []))
    shown = (labels if figure != HIDDEN else [] for labels, figure in ((given, both.given), (received, both.received)))
    return words.lacking_sides(*shown)


def columns(quarters: Sequence[tuple[str, Both | None]], largest: int) -> list[Column]:
    """Draw quarters beside each other, from the oldest; None: it was never published."""
    return [
        Column(
            x=FIRST_X + STEP * place,
            name=words.short_quarter(code),
            year=code[:4],
            is_published=both is not None,
            given=_high(both.given if both else None, largest),
            received=_high(both.received if both else None, largest),
            given_told=words.side(both.given) if both else str(words.UNPUBLISHED),
            received_told=words.side(both.received) if both else str(words.UNPUBLISHED),
        )
        for place, (code, both) in enumerate(quarters)
    ]


def matrix(flows: Sequence[tuple[str, str, dict[str, int]]], largest: int) -> list[tuple[str, list[Cell]]]:
    """Lay wijken beside each other, by name: who gave (rows) how much to whom. None where they are too many or few."""
    if not 2 <= len(flows) <= MATRIX_AT_MOST:
        return []
    return [
        (name, [_cell(gave.get(to_code), to, largest, is_self=to_code == code) for to_code, to, _ in flows])
        for code, name, gave in flows
    ]


def _cell(number: int | None, to: str, largest: int, *, is_self: bool) -> Cell:
    if is_self:
        return Cell("", to, None, is_self=True)
    if number is None:
        return Cell(str(words.TOO_FEW_SHORT), to, None)
    shade = 0 if number == 0 else max(1, -(-SHADES * number // max(largest, 1)))
    return Cell(words.hours(number), to, shade)


def _bar(figure: Figure, largest: int, hidden: object) -> Bar:
    number = number_of(figure)
    if number is None:
        return Bar(None, str(hidden))
    return Bar(percent(number, max(largest, 1)), words.hours(number))


def _high(figure: Figure | None, largest: int) -> Bar:
    if figure is None:
        return Bar(None, "-")
    number = number_of(figure)
    return Bar(None, "?") if number is None else Bar(percent(number * HIGHEST, max(largest, 1) * 100), str(number))


def _shows(both: Both) -> bool:
    return number_of(both.given) is not None or number_of(both.received) is not None
