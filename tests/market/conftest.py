"""The same place, neighbours and browsers as for exchanges."""

from tests.exchange.conftest import browse, fatima, henk

__all__ = ["browse", "fatima", "henk"]
