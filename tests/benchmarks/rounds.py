"""Interleaved rounds, and processes that work side by side."""

import time
from collections.abc import Callable
from contextlib import ExitStack, contextmanager
from multiprocessing import get_context
from multiprocessing.connection import Connection
from typing import Any

SPAWN = get_context("spawn")


def interleaved(rounds: int, *sides: Callable[[], float]) -> list[list[float]]:
    """Measure each side in turn, as often as `rounds`; the first side first in even rounds, last in odd ones.

    One more round before them warms up and counts for nothing.
    """
    figures: list[list[float]] = [[] for _ in sides]
    for number in range(rounds + 1):
        order = list(range(len(sides)))
        for side in order if number % 2 else reversed(order):
            figure = sides[side]()
            if number:
                figures[side].append(figure)
    return figures


class Crew:
    """Processes that each prepared the same work and do a part of it when told."""

    def __init__(self, size: int, prepare: Callable[..., Any], *args: Any) -> None:
        """Start `size` processes; each calls `prepare(*args)`, a context manager that gives the work."""
        self.members = []
        for _ in range(size):
            here, there = SPAWN.Pipe()
            process = SPAWN.Process(target=_member, args=(there, prepare, args), daemon=True)
            process.start()
            self.members.append((process, here))
        for _, pipe in self.members:
            pipe.recv()

    def work(self, parts: list[Any]) -> tuple[float, list[Any]]:
        """Let each member do its part; return the seconds until the last was ready, and what each returned."""
        started = time.perf_counter()
        for (_, pipe), part in zip(self.members, parts, strict=True):
            pipe.send(part)
        done = [pipe.recv() for _, pipe in self.members]
        seconds = time.perf_counter() - started
        for result in done:
            if isinstance(result, BaseException):
                raise result
        return seconds, done

    def rest(self) -> None:
        """Let the processes end."""
        for process, pipe in self.members:
            pipe.send(None)
            process.join(30)


@contextmanager
def crew(size: int, prepare: Callable[..., Any], *args: Any):
    """Give a crew, and let it rest afterwards."""
    members = Crew(size, prepare, *args)
    try:
        yield members
    finally:
        members.rest()


def _member(pipe: Connection, prepare: Callable[..., Any], args: tuple[Any, ...]) -> None:
    with ExitStack() as stack:
        work = stack.enter_context(prepare(*args))
        pipe.send("ready")
        while (part := pipe.recv()) is not None:
            try:
                pipe.send(work(part))
            except Exception as error:
                pipe.send(error)


def divided(things: list[Any], parts: int) -> list[list[Any]]:
    """Divide things over as many lists of the same length."""
    return [things[number::parts] for number in range(parts)]
