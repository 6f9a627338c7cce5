"""How heavy the heavy proofs are: a tenth in the plain test run, whole with TIMEBANK_STRESS=full; both assert all."""

import os

IS_FULL = os.environ.get("TIMEBANK_STRESS", "") == "full"
IN_CI = os.environ.get("CI", "") == "true"


def scaled(full: int, at_least: int = 1) -> int:
    """Return `full`, or a tenth of it (never less than `at_least`) in the plain test run."""
    return full if IS_FULL else max(at_least, full // 10)
