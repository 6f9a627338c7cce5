"""The rules of disclosure: the only place that makes a figure, so that none can be shown that was not looked at."""

from typing import Final, final

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
