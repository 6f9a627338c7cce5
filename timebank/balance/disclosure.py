"""The rules of disclosure: the only place that makes a figure, so that none can be shown that was not looked at.

At least ten persons a side, and nobody who makes most of it: Eurostat's (n,k) rule of dominance. Rounded to fives, as
Statistics Netherlands does for small areas. Parts that cannot be shown go together in a rest of two or more (secondary
suppression). See the SDC Handbook, 2nd ed.; what follows from several tables together is the work of `subtraction`.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from statistics import median
from typing import Final, NamedTuple, final

from timebank.balance.counted import Cell, Lasted

PERSONS_AT_LEAST: Final = 10
LARGEST_AT_MOST, TWO_LARGEST_AT_MOST = 0.5, 0.75
"""Of the minutes of a side: that of one person, and of two."""

STEP: Final = 5
STEP_MINUTES: Final = STEP * 60
FEW_GIVERS, FEW_RECEIVERS, ONE_GIVER, ONE_RECEIVER = "few givers", "few receivers", "one giver", "one receiver"
NOTHING, FEW_PERSONS, FOLLOWS, WITH_OTHERS = "nothing", "few persons", "would tell of another", "together with others"

_SEAL: Final = object()


@final
class Shown:
    """A figure that may be shown, rounded. Only this module makes one."""

    __slots__ = ("number",)

    def __init__(self, number: int, seal: object) -> None:
        if seal is not _SEAL:
            raise TypeError("only the rules of disclosure show a figure")
        self.number = number

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Shown) and other.number == self.number

    def __hash__(self) -> int:
        return hash(self.number)

    def __repr__(self) -> str:
        return f"Shown({self.number})"


@final
class Hidden:
    """A figure that is not shown. It says nothing of why."""

    __slots__ = ()

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Hidden)

    def __hash__(self) -> int:
        return 0

    def __repr__(self) -> str:
        return "HIDDEN"


HIDDEN: Final = Hidden()
Figure = Shown | Hidden


def number_of(figure: Figure) -> int | None:
    """Return the number of a figure; None: hidden."""
    return figure.number if isinstance(figure, Shown) else None


def stored(number: int | None) -> Figure:
    """Return the figure that was published as this number."""
    return HIDDEN if number is None else Shown(number, _SEAL)


def together(figures: "list[Figure] | tuple[Figure, ...]") -> Figure:
    """Add up what was published, leaving out what is hidden: a year of quarters, a gemeente of wijken."""
    numbers = [figure.number for figure in figures if isinstance(figure, Shown)]
    return Shown(sum(numbers), _SEAL) if numbers else HIDDEN


def per_100_households(hours: Figure, households: int | None) -> Figure:
    """Return published hours for every 100 households, in whole hours; hidden where either is not known."""
    number = number_of(hours)
    return HIDDEN if number is None or not households else Shown((200 * number + households) // (2 * households), _SEAL)


# One cell ------------------------------------------------------------------------------------------------------------


def why_not(cell: Cell) -> str:
    """Return why a cell may not be shown; empty where it may.

    A side that holds no person (the pot, the stad, an organisation) is not looked at; the other then holds residents.
    """
    if rounded(cell.minutes) <= 0:
        return NOTHING
    for side, few, one in ((cell.givers, FEW_GIVERS, ONE_GIVER), (cell.receivers, FEW_RECEIVERS, ONE_RECEIVER)):
        if side or not (cell.givers or cell.receivers):
            most = sorted((minutes for minutes in side.values() if minutes > 0), reverse=True)
            all_minutes = sum(side.values())
            if len(most) < PERSONS_AT_LEAST:
                return few
            if most[0] > LARGEST_AT_MOST * all_minutes or most[0] + most[1] > TWO_LARGEST_AT_MOST * all_minutes:
                return one
    return ""


def rounded(minutes: int) -> int:
    """Return hours in steps of five, half up."""
    return (minutes + STEP_MINUTES // 2) // STEP_MINUTES * STEP


def merged(cells: Iterable[Cell]) -> Cell:
    """Return several flows as one: the minutes of each person together."""
    givers, receivers = Counter[int](), Counter[int]()
    minutes = exchanges = 0
    for cell in cells:
        givers.update(cell.givers)
        receivers.update(cell.receivers)
        minutes, exchanges = minutes + cell.minutes, exchanges + cell.exchanges
    return Cell(givers, receivers, minutes, exchanges)


# One breakdown -------------------------------------------------------------------------------------------------------


class Split(NamedTuple):
    """Which parts are shown, and which go together in a rest. Both empty: only the total is shown."""

    shown: tuple[str, ...] = ()
    rest: tuple[str, ...] = ()


def split(parts: Mapping[str, Cell], *, hide: Iterable[str] = ()) -> Split:
    """Say which parts of a whole are shown: those that fail go in a rest, with the smallest others until it passes.

    `hide`: parts that are hidden elsewhere, so here too.
    """
    parts = {name: cell for name, cell in parts.items() if cell.minutes}  # what was corrected away did not occur
    kept = set(hide)
    hidden = [name for name, cell in parts.items() if name in kept or why_not(cell)]
    passing = sorted((name for name in parts if name not in hidden), key=lambda name: (-parts[name].minutes, name))
    if not hidden:
        return Split(tuple(parts))
    while passing and not _is_rest([parts[name] for name in hidden]):
        hidden.append(passing.pop())
    if not passing:
        return Split()
    return Split(tuple(name for name in parts if name not in hidden), tuple(name for name in parts if name in hidden))


def _is_rest(cells: Sequence[Cell]) -> bool:
    """Say whether cells may be shown as one: two or more that hold something, and what holds for any cell."""
    return sum(1 for cell in cells if cell.minutes > 0) >= 2 and not why_not(merged(cells))


# Making figures -------------------------------------------------------------------------------------------------------


def hours(cell: Cell) -> Figure:
    """Return the hours of a cell, if it may be shown."""
    return HIDDEN if why_not(cell) else Shown(rounded(cell.minutes), _SEAL)


def persons(number: int, *others: int) -> Figure:
    """Return a number of persons, if it and what it leaves of the `others` are large enough."""
    left = (number, *(other - number for other in others))
    return HIDDEN if min(left) < PERSONS_AT_LEAST else Shown(_to_fives(number), _SEAL)


def exchanges(cell: Cell) -> Figure:
    """Return how many exchanges a cell holds, if it may be shown."""
    few = cell.exchanges < PERSONS_AT_LEAST
    return HIDDEN if few or why_not(cell) else Shown(_to_fives(cell.exchanges), _SEAL)


def times(by: Sequence[int]) -> Figure:
    """Return how often something was, given by whose it was each time."""
    return HIDDEN if len(set(by)) < PERSONS_AT_LEAST else Shown(_to_fives(len(by)), _SEAL)


def weeks(lasted: Sequence[Lasted]) -> Figure:
    """Return the median in whole weeks, half up."""
    if len({one.person_id for one in lasted}) < PERSONS_AT_LEAST:
        return HIDDEN
    return Shown(int(median(one.days for one in lasted) / 7 + 0.5), _SEAL)


def _to_fives(number: int) -> int:
    return (2 * number + STEP) // (2 * STEP) * STEP
