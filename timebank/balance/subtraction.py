"""What follows from all published tables together: how closely somebody who subtracts them can know a hidden part.

Every hidden part is an edge from what was given to what was received; every published sum is a node, where the edges
that make it up meet, known to its rounding. What is known of nobody is the open end. A part can be larger by what
others at its ends can be smaller, and so on round: a maximum flow in the residual graph (Ford and Fulkerson, 1956),
which for two-way tables gives the exact bounds (Cox, 1995).
"""

from collections import defaultdict
from collections.abc import Hashable
from typing import Final

OPEN: Final = ("open",)
"""Where a part ends in nothing that is published."""

ANY: Final = 10**12
WIDE_ENOUGH: Final = 0.5
"""How wide, as a share of a hidden part, its bounds must be: no single guess is within a tenth of all between them."""


class HiddenParts:
    """The hidden parts of all tables of one quarter, in minutes."""

    def __init__(self) -> None:
        self._to: list[Hashable] = []
        self._left: list[int] = []
        self._arcs: defaultdict[Hashable, list[int]] = defaultdict(list)

    def add(self, giver: Hashable, receiver: Hashable, minutes: int) -> int:
        """Add a hidden part between two published sums, and return its number."""
        return self._add(giver, receiver, ANY, minutes)

    def round(self, node: Hashable, down: int, up: int, *, gives: bool) -> None:
        """Say how much less and more a published sum may be than it says."""
        if gives:
            self._add(OPEN, node, up, down)
        else:
            self._add(node, OPEN, up, down)

    def is_safe(self, part: int) -> bool:
        """Say whether the bounds of a part are wide enough."""
        receiver, giver = self._to[part], self._to[part + 1]
        minutes = self._left[part + 1]
        wanted = int(minutes * WIDE_ENOUGH) + 1
        if giver == receiver:
            return True
        forward, backward = self._left[part], self._left[part + 1]
        self._left[part] = self._left[part + 1] = 0
        more = self._flow(receiver, giver, wanted)
        less = self._flow(giver, receiver, min(wanted - more, minutes)) if more < wanted else 0
        self._left[part], self._left[part + 1] = forward, backward
        return more + less >= wanted

    def _add(self, start: Hashable, end: Hashable, forward: int, backward: int) -> int:
        number = len(self._to)
        self._to += [end, start]
        self._left += [forward, backward]
        self._arcs[start].append(number)
        self._arcs[end].append(number + 1)
        return number

    def _flow(self, source: Hashable, sink: Hashable, wanted: int) -> int:
        """Return how much can flow, at most what is wanted; what flowed is taken back."""
        before: dict[int, int] = {}
        found = 0
        while found < wanted and (path := self._path(source, sink)):
            step = min(wanted - found, *(self._left[arc] for arc in path))
            for arc in path:
                for one, change in ((arc, -step), (arc ^ 1, step)):
                    before.setdefault(one, self._left[one])
                    self._left[one] += change
            found += step
        for arc, left in before.items():
            self._left[arc] = left
        return found

    def _path(self, source: Hashable, sink: Hashable) -> list[int]:
        """Return the arcs of a way on which something can flow, looked for from both its ends."""
        ahead, behind = {source: -1}, {sink: -1}
        first, last = [source], [sink]
        while first and last:
            if len(first) <= len(last):
                first, met = self._step(first, ahead, behind, turned=0)
            else:
                last, met = self._step(last, behind, ahead, turned=1)
            if met is not None:
                return self._joined(ahead, behind, met)
        return []

    def _step(
        self, front: list[Hashable], seen: dict[Hashable, int], other: dict[Hashable, int], *, turned: int
    ) -> tuple[list[Hashable], Hashable | None]:
        """Go one arc further (`turned`: against the arcs); return where that is, and where the other side was met."""
        found = list[Hashable]()
        for here in front:
            for arc in self._arcs[here]:
                there = self._to[arc]
                if self._left[arc ^ turned] > 0 and there not in seen:
                    seen[there] = arc ^ turned
                    if there in other:
                        return found, there
                    found.append(there)
        return found, None

    def _joined(self, ahead: dict[Hashable, int], behind: dict[Hashable, int], met: Hashable) -> list[int]:
        path = list[int]()
        node = met
        while (arc := ahead[node]) >= 0:
            path.append(arc)
            node = self._to[arc ^ 1]
        node = met
        while (arc := behind[node]) >= 0:
            path.append(arc)
            node = self._to[arc]
        return path
