"""Invented wijken in one quarter, large and small, and what is counted of them by plain Python."""

import random
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from timebank.balance.counted import Cell, Counted, Lasted
from timebank.balance.rules import OWN, POT, SECTORS, STAD

GROUPS = ("out", "food", "home", "language", "children", "together")
NO_PERSONS = (POT, STAD, *SECTORS)


@dataclass(frozen=True)
class Went:
    """Minutes that went from one to another. Who is no person has the name of a partner, and no wijk."""

    giver: int | str
    giver_wijk: str
    receiver: int | str
    receiver_wijk: str
    group: str
    minutes: int


@dataclass
class World:
    """All that went on in a quarter."""

    wijken: list[str]
    went: list[Went] = field(default_factory=list)
    people: dict[int, str] = field(default_factory=dict)

    def cell(self, went: Iterable[Went]) -> Cell:
        """Count some of it."""
        givers, receivers = Counter[int](), Counter[int]()
        minutes = exchanges = 0
        for one in went:
            if isinstance(one.giver, int):
                givers[one.giver] += one.minutes
            if isinstance(one.receiver, int):
                receivers[one.receiver] += one.minutes
            minutes += one.minutes
            exchanges += 1 if one.minutes > 0 else -1
        return Cell(givers, receivers, minutes, exchanges)

    def counted(self) -> list[Counted]:
        """Count it all."""
        return [self._of(code) for code in self.wijken]

    def _of(self, code: str) -> Counted:
        given, received, to, by = (defaultdict[str, list[Went]](list) for _ in range(4))
        given_groups, received_groups = defaultdict[str, list[Went]](list), defaultdict[str, list[Went]](list)
        for one in self.went:
            if one.giver_wijk == code:
                given_groups[one.group].append(one)
                partner = _partner(one.receiver, one.receiver_wijk, code)
                (given[partner] if partner else to[one.receiver_wijk]).append(one)
            if one.receiver_wijk == code:
                received_groups[one.group].append(one)
                partner = _partner(one.giver, one.giver_wijk, code)
                (received[partner] if partner else by[one.giver_wijk]).append(one)
        some = [person for person, wijk in self.people.items() if wijk == code]
        lasted = [Lasted(person, 7 + person % 40) for person in some[::2]]
        tables = ({name: self.cell(went) for name, went in table.items()}
                  for table in (given, received, to, by, given_groups, received_groups))  # fmt: skip
        return Counted(code, f"Wijk {code}", *tables, lasted, some[::3], lasted)


def _partner(other: int | str, wijk: str, code: str) -> str:
    return other if isinstance(other, str) else OWN if wijk == code else ""


def busy_world(seed: int, *, people: int = 40, exchanges: int = 200) -> World:
    """Make one wijk where many take part, evenly."""
    dice = random.Random(seed)
    world = World(["A"], people=dict.fromkeys(range(people), "A"))
    for _ in range(exchanges):
        giver, receiver = dice.sample(range(people), 2)
        world.went.append(Went(giver, "A", receiver, "A", dice.choice(GROUPS), dice.choice((15, 30, 60, 60, 120))))
    return world


def any_world(seed: int) -> World:
    """Make wijken of every sort: small and large, one who does it all, pairs, parts with about ten people, moves."""
    dice = random.Random(seed)
    codes = [chr(65 + number) for number in range(dice.choice((1, 1, 2, 3, 4)))]
    world = World(codes)
    for code in codes:
        for _ in range(dice.choice((3, 9, 10, 11, 14, 25, 45))):
            world.people[len(world.people)] = code
    sort = dice.choice(("even", "power", "one giver", "pairs", "about ten"))
    persons = list(world.people)
    weights = [1 / (at + 1) if sort == "power" else 1.0 for at in range(len(persons))]
    dice.shuffle(weights)
    stays_home = dice.choice((0.5, 0.8, 0.95))
    outside = dice.choice((0.0, 0.05, 0.3))
    for _ in range(dice.choice((20, 60, 150, 300))):
        giver, receiver = _two(dice, sort, persons, weights, world.people, stays_home)
        minutes = dice.choice((15, 30, 60, 60, 90, 120, 240)) * (
            4 if sort == "one giver" and giver == persons[0] else 1
        )
        group = dice.choice(GROUPS[: dice.choice((1, 2, 6))])
        wijken = [world.people[giver], world.people[receiver]]
        went = Went(giver, wijken[0], receiver, wijken[1], group, min(minutes, 1440))
        if dice.random() < outside:
            other = dice.choice(NO_PERSONS)
            went = (Went(giver, wijken[0], other, "", group, minutes) if dice.random() < 0.5
                    else Went(other, "", receiver, wijken[1], group, minutes))  # fmt: skip
        world.went.append(went)
        if dice.random() < 0.03:  # a correction
            world.went.append(
                Went(went.giver, went.giver_wijk, went.receiver, went.receiver_wijk, group, -went.minutes)
            )
        if dice.random() < 0.02:  # somebody moves
            world.people[dice.choice(persons)] = dice.choice(codes)
    return world


def _two(
    dice: random.Random, sort: str, persons: list[int], weights: list[float], people: dict[int, str], stays_home: float
) -> tuple[int, int]:
    if sort == "one giver" and dice.random() < 0.5:
        giver = persons[0]
    elif sort == "about ten":
        giver = dice.choice(persons[: dice.choice((9, 10, 11))])
    else:
        giver = dice.choices(persons, weights)[0]
    if sort == "pairs" and dice.random() < 0.7:
        return giver, persons[(giver ^ 1) % len(persons)] if len(persons) > 1 and (giver ^ 1) % len(
            persons
        ) != giver else persons[giver - 1]
    at_home = dice.random() < stays_home
    some = [one for one in persons if one != giver and (people[one] == people[giver]) == at_home]
    return giver, dice.choice(some or [one for one in persons if one != giver])
