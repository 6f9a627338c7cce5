"""What is counted of a quarter is what plain Python counts from the raw transfers."""

from collections.abc import Mapping
from typing import Any

import pytest

from tests.balance.publishing import recount
from tests.balance.publishing.conftest import CODES, counted, live
from timebank.balance.counted import Cell


def plain(cells: Mapping[str, Cell]) -> dict[str, Any]:
    return {name: vars(cell) for name, cell in cells.items()}


def by_partner(one: Any, way: str, wijken: Mapping[str, str]) -> dict[str, Any]:
    others = one.to_wijken if way == "given" else one.from_wijken
    return plain(getattr(one, way)) | {wijken[code]: cell for code, cell in plain(others).items()}


@pytest.mark.parametrize("seed", range(3))
def test_a_recount_in_plain_python_agrees(village, at, seed):
    live(village, at, exchanges=150, seed=seed)
    codes = dict(zip(CODES, map(str, village.wijken), strict=True))
    for quarter in ("2026Q2", "2026Q3", "2026Q4"):
        found, again = counted(quarter), recount.recounted(quarter)
        assert {village.wijken[CODES.index(code)] for code in found} >= set(again)
        for code, one in found.items():
            other = again[int(codes[code])]
            for way in ("given", "received"):
                assert by_partner(one, way, codes) == other[way]
                assert plain(getattr(one, f"{way}_by_group")) == other[f"{way}_by_group"]
        firsts = {code: sorted(map(tuple, one.first_exchanges)) for code, one in found.items() if one.first_exchanges}
        assert firsts == {
            CODES[village.wijken.index(key)]: some for key, some in recount.first_exchanges(quarter).items()
        }
